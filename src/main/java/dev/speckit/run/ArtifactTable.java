package dev.speckit.run;

import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.Optional;

/// Rows of `artifact`: the hash of each file as speckit wrote it last. A file with another hash was
/// edited by hand.
public final class ArtifactTable {
  private ArtifactTable() {}

  public static Optional<String> sha256(Transaction transaction, String path) {
    return transaction.first(
        "SELECT sha256 FROM artifact WHERE path = :path",
        Parameters.of("path", path),
        row -> row.text("sha256"));
  }

  public static void written(
      Transaction transaction, String run, String path, String sha256, Instant at) {
    transaction.update(
        """
        INSERT INTO artifact(path, run, sha256, written_at) VALUES (:path, :run, :sha256, :at)
        ON CONFLICT (path) DO UPDATE
        SET run = excluded.run, sha256 = excluded.sha256, written_at = excluded.written_at
        """,
        Parameters.of("path", path).and("run", run).and("sha256", sha256).and("at", at));
  }
}
