package dev.speckit.evidence;

import dev.speckit.host.ProcessIdentity;
import dev.speckit.store.Parameters;
import dev.speckit.store.Row;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows of evidence files and archives, and what the store knows of runs that matters to them.
final class EvidenceTable {
  private EvidenceTable() {}

  enum FileState {
    PRESENT,
    ARCHIVED,
    GONE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum ArchiveState {
    KEPT,
    OFFLOADED,
    PURGED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param path relative to the workspace, with `/`
  /// @param modified milliseconds since 1970, as the disk says
  /// @param at from when its age counts
  /// @param archive the last one that holds these bytes
  record FileRow(
      String path,
      @Nullable Integer spec,
      @Nullable String run,
      long bytes,
      long modified,
      String sha256,
      Instant at,
      FileState state,
      @Nullable String archive) {
    FileRow with(FileState newState, @Nullable String newArchive) {
      return new FileRow(path, spec, run, bytes, modified, sha256, at, newState, newArchive);
    }

    FileRow at(Instant newAt) {
      return new FileRow(path, spec, run, bytes, modified, sha256, newAt, state, archive);
    }
  }

  /// @param location relative to the workspace while it is kept, absolute once it is offloaded
  /// @param originalBytes of the files in it
  /// @param bytes of the archive itself
  record ArchiveRow(
      String archive,
      @Nullable Integer spec,
      String location,
      int files,
      long originalBytes,
      long bytes,
      String sha256,
      ArchiveState state,
      Instant madeAt) {
    boolean isThere() {
      return state != ArchiveState.PURGED;
    }
  }

  /// @param last when its journal was last written to
  record RunRow(
      String run,
      int spec,
      String state,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Long ordinal,
      @Nullable ProcessIdentity owner,
      @Nullable Instant last) {
    boolean isUnderWay() {
      return state.equals("running") && owner != null && owner.isAlive();
    }

    boolean isWaiting() {
      return state.equals("waiting");
    }

    /// One that was killed can go on.
    boolean hasEnded() {
      return !state.equals("running") && !isWaiting();
    }
  }

  /// All that the store knows of evidence, at one moment.
  ///
  /// @param sessions spec to the last moment of its work sessions
  record Ledger(
      Map<String, FileRow> files,
      Map<String, ArchiveRow> archives,
      Map<String, RunRow> runs,
      Map<Integer, Instant> sessions) {
    static final Ledger EMPTY = new Ledger(Map.of(), Map.of(), Map.of(), Map.of());

    Ledger {
      files = Map.copyOf(files);
      archives = Map.copyOf(archives);
      runs = Map.copyOf(runs);
      sessions = Map.copyOf(sessions);
    }
  }

  static Ledger read(Transaction transaction) {
    Map<String, FileRow> files = new HashMap<>();
    transaction
        .query(
            """
            SELECT path, spec, run, bytes, modified, sha256, at, state, archive FROM evidence_file
            """,
            Parameters.none(),
            EvidenceTable::file)
        .forEach(each -> files.put(each.path(), each));
    Map<String, Instant> last = new HashMap<>();
    transaction.query(
        "SELECT run, MAX(at) AS last FROM event GROUP BY run",
        Parameters.none(),
        row -> last.put(row.text("run"), row.instant("last")));
    Map<Integer, Instant> sessions = new HashMap<>();
    transaction.query(
        "SELECT spec, MAX(last_at) AS last FROM work_session GROUP BY spec",
        Parameters.none(),
        row -> sessions.put(Math.toIntExact(row.integer("spec")), row.instant("last")));
    return new Ledger(files, archives(transaction), runs(transaction, last), sessions);
  }

  static Map<String, ArchiveRow> archives(Transaction transaction) {
    Map<String, ArchiveRow> archives = new HashMap<>();
    transaction
        .query(
            """
            SELECT archive, spec, location, files, original_bytes, bytes, sha256, state, made_at
            FROM evidence_archive
            """,
            Parameters.none(),
            EvidenceTable::archive)
        .forEach(each -> archives.put(each.archive(), each));
    return archives;
  }

  /// The spec of each run.
  static Map<String, Integer> specs(Transaction transaction) {
    Map<String, Integer> specs = new HashMap<>();
    transaction.query(
        "SELECT run, spec FROM run",
        Parameters.none(),
        row -> specs.put(row.text("run"), Math.toIntExact(row.integer("spec"))));
    return specs;
  }

  private static Map<String, RunRow> runs(Transaction transaction, Map<String, Instant> last) {
    Map<String, RunRow> runs = new HashMap<>();
    transaction
        .query(
            """
            SELECT run, spec, state, started_at, ended_at, ordinal, owner_pid, owner_started_at
            FROM run
            """,
            Parameters.none(),
            row -> run(row, last))
        .forEach(each -> runs.put(each.run(), each));
    return runs;
  }

  private static RunRow run(Row row, Map<String, Instant> last) {
    return new RunRow(
        row.text("run"),
        Math.toIntExact(row.integer("spec")),
        row.text("state"),
        row.instant("started_at"),
        row.optionalInstant("ended_at").orElse(null),
        row.optionalInteger("ordinal").orElse(null),
        row.optionalProcess("owner_pid", "owner_started_at").orElse(null),
        last.get(row.text("run")));
  }

  private static FileRow file(Row row) {
    return new FileRow(
        row.text("path"),
        row.optionalInteger("spec").map(Math::toIntExact).orElse(null),
        row.optionalText("run").orElse(null),
        row.integer("bytes"),
        row.integer("modified"),
        row.text("sha256"),
        row.instant("at"),
        FileState.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
        row.optionalText("archive").orElse(null));
  }

  private static ArchiveRow archive(Row row) {
    return new ArchiveRow(
        row.text("archive"),
        row.optionalInteger("spec").map(Math::toIntExact).orElse(null),
        row.text("location"),
        Math.toIntExact(row.integer("files")),
        row.integer("original_bytes"),
        row.integer("bytes"),
        row.text("sha256"),
        ArchiveState.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
        row.instant("made_at"));
  }

  static void keep(Transaction transaction, FileRow row) {
    int _ =
        transaction.update(
            """
            INSERT INTO evidence_file
              (path, spec, run, bytes, modified, sha256, at, state, archive)
            VALUES (:path, :spec, :run, :bytes, :modified, :sha256, :at, :state, :archive)
            ON CONFLICT (path) DO UPDATE SET
              spec = excluded.spec, run = excluded.run, bytes = excluded.bytes,
              modified = excluded.modified, sha256 = excluded.sha256, at = excluded.at,
              state = excluded.state, archive = excluded.archive
            """,
            Parameters.of("path", row.path())
                .and("spec", row.spec())
                .and("run", row.run())
                .and("bytes", row.bytes())
                .and("modified", row.modified())
                .and("sha256", row.sha256())
                .and("at", row.at())
                .and("state", row.state().word())
                .and("archive", row.archive()));
  }

  static void keep(Transaction transaction, ArchiveRow row) {
    int _ =
        transaction.update(
            """
            INSERT INTO evidence_archive
              (archive, spec, location, files, original_bytes, bytes, sha256, state, made_at)
            VALUES (:archive, :spec, :location, :files, :original, :bytes, :sha256, :state, :at)
            ON CONFLICT (archive) DO NOTHING
            """,
            Parameters.of("archive", row.archive())
                .and("spec", row.spec())
                .and("location", row.location())
                .and("files", row.files())
                .and("original", row.originalBytes())
                .and("bytes", row.bytes())
                .and("sha256", row.sha256())
                .and("state", row.state().word())
                .and("at", row.madeAt()));
  }

  static void offload(Transaction transaction, String archive, String location, Instant at) {
    int _ =
        transaction.update(
            """
            UPDATE evidence_archive
            SET state = 'offloaded', location = :location, offloaded_at = :at
            WHERE archive = :archive
            """,
            Parameters.of("archive", archive).and("location", location).and("at", at));
  }

  /// The archive's row stays and says what was there.
  static void purge(Transaction transaction, String archive, String reason, Instant at) {
    int _ =
        transaction.update(
            """
            UPDATE evidence_archive SET state = 'purged', purged_at = :at, reason = :reason
            WHERE archive = :archive
            """,
            Parameters.of("archive", archive).and("reason", reason).and("at", at));
    int _ =
        transaction.update(
            """
            UPDATE evidence_file SET state = 'gone' WHERE archive = :archive AND state = 'archived'
            """,
            Parameters.of("archive", archive));
  }
}
