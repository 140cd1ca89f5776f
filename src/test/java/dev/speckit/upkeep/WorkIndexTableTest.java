package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Host;
import dev.speckit.store.Durability;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkIndexTableTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path folder;

  @Test
  void an_index_takes_the_place_of_the_former_one() throws Exception {
    Host host = new Host(() -> AT, new Random(1), Map.of(), folder, folder);
    try (Store store = Store.open(folder.resolve("speckit.db"), host)) {
      replace(store, index(1, "a.py"));
      replace(store, index(2, "b.py"));
      List<String> sessions = store.read(WorkIndexTable::sessions);
      Map<String, Boolean> deliverables = store.read(WorkIndexTable::deliverables);
      assertThat(sessions).containsExactly("1001/2");
      assertThat(deliverables).containsExactlyEntriesOf(Map.of("1001/b.py", true));
    }
  }

  private static void replace(Store store, WorkIndex index) throws Exception {
    boolean _ =
        store.write(
            Durability.NORMAL,
            transaction -> {
              WorkIndexTable.replace(transaction, index);
              return true;
            });
  }

  private static WorkIndex index(int session, String path) {
    return new WorkIndex(
        List.of(new WorkIndex.Session(1001, session, null, AT, AT, true, null)),
        List.of(new WorkIndex.Delivered(1001, path, true)),
        List.of());
  }
}
