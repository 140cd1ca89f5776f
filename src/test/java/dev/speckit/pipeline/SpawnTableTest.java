package dev.speckit.pipeline;

import static dev.speckit.pipeline.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnTableTest {
  @TempDir Path folder;

  @Test
  void the_window_holds_the_newest_thousand_and_what_was_not_measured_is_absent() throws Exception {
    try (Store store = StoredRuns.open(folder)) {
      StoredRuns.write(
          store,
          transaction -> {
            for (long n = 0; n < 1001; n++) {
              SpawnTable.insert(
                  transaction, "r", 1001, Part.own(Stage.PLAN), "ann", AT, null, n, n > 0);
            }
            SpawnTable.insert(
                transaction, "r", 1001, Part.own(Stage.PLAN), "ann", AT, null, null, false);
          });
      List<SpawnTable.Sample> window = store.read(SpawnTable::window);
      assertThat(window).hasSize(1000);
      assertThat(window.getFirst()).isEqualTo(new SpawnTable.Sample(null, false));
      assertThat(window.get(1)).isEqualTo(new SpawnTable.Sample(1000L, true));
      assertThat(window.getLast()).isEqualTo(new SpawnTable.Sample(2L, true));
    }
  }
}
