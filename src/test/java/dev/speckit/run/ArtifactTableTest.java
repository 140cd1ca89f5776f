package dev.speckit.run;

import static dev.speckit.run.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactTableTest {
  @TempDir Path folder;

  @Test
  void the_last_hash_of_a_file_is_kept() throws Exception {
    try (Store store = StoredRuns.open(folder)) {
      StoredRuns.write(
          store,
          transaction -> {
            ArtifactTable.written(transaction, "r", "plan.md", "0".repeat(64), AT);
            ArtifactTable.written(transaction, "s", "plan.md", StoredRuns.SHA, AT);
          });
      assertThat(StoredRuns.one(store, transaction -> ArtifactTable.sha256(transaction, "plan.md")))
          .contains(StoredRuns.SHA);
      assertThat(
              StoredRuns.one(store, transaction -> ArtifactTable.sha256(transaction, "tasks.md")))
          .isEmpty();
    }
  }
}
