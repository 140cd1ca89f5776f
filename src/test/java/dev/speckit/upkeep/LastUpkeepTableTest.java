package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Host;
import dev.speckit.store.Durability;
import dev.speckit.store.Parameters;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastUpkeepTableTest {
  @TempDir Path folder;

  @Test
  void the_last_end_is_told_and_an_upkeep_that_goes_on_is_none() throws Exception {
    Host host = new Host(() -> Instant.EPOCH, new Random(1), Map.of(), folder, folder);
    try (Store store = Store.open(folder.resolve("s.db"), host)) {
      Optional<Instant> none = store.read(LastUpkeepTable::ended);
      assertThat(none).isEmpty();
      store.write(
          Durability.NORMAL,
          transaction ->
              transaction.update(
                  """
                  INSERT INTO upkeep(day, reason, started_at, ended_at)
                  VALUES ('2026-11-20', 'asked', 1, 7), ('2026-11-21', 'asked', 2, 5),
                         ('2026-11-21', 'asked', 9, NULL)
                  """,
                  Parameters.none()));
      Optional<Instant> ended = store.read(LastUpkeepTable::ended);
      assertThat(ended).contains(Instant.ofEpochMilli(7));
    }
  }
}
