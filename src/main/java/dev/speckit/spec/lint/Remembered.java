package dev.speckit.spec.lint;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.host.Host;
import dev.speckit.store.Durability;
import dev.speckit.store.Parameters;
import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The index in the store. Whatever is wrong with the store costs time and never a result.
///
/// A file is believed to be unchanged when its stamp is the same and was taken so long after the
/// last change that the clock of the file system must have moved on; otherwise its content is
/// compared.
final class Remembered implements FactsIndex, AutoCloseable {
  /// A check does not wait for a run that writes; it only remembers less.
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final @Nullable Store store;
  private final String build;
  private final long lookedAt;
  private final Map<String, FactsEntry> before;
  private final Map<String, FactsEntry> now = new LinkedHashMap<>(8192);
  private final List<Problem> warnings = new ArrayList<>();
  private boolean changed;

  private Remembered(
      @Nullable Store store, String build, long lookedAt, Map<String, FactsEntry> before) {
    this.store = store;
    this.build = build;
    this.lookedAt = lookedAt;
    this.before = before;
  }

  /// @param build what another build has found is not believed; empty to remember nothing
  static Remembered open(Host host, Path workspace, String build) throws InterruptedException {
    Instant instant = host.clock().instant();
    long now = TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    Path file = workspace.resolve(".speckit").resolve("speckit.db");
    if (build.isEmpty() || (!Disk.exists(file) && !Disk.isWritable(workspace))) {
      return new Remembered(null, build, now, Map.of());
    }
    boolean there = Disk.exists(file);
    Store opened = null;
    try {
      opened = Store.open(file, host, PATIENCE);
      Store store = opened;
      Map<String, FactsEntry> before = store.read(transaction -> read(transaction, build));
      return new Remembered(store, build, now, before);
    } catch (Failure.Unavailable | Failure.Invalid failure) {
      if (opened != null) {
        opened.close();
      }
      Remembered nothing = new Remembered(null, build, now, Map.of());
      if (there) {
        failure.problems().stream().map(Remembered::warning).forEach(nothing.warnings::add);
      }
      return nothing;
    }
  }

  private static Problem warning(Problem problem) {
    return Problem.of(
            problem.code(),
            "what earlier checks found cannot be used, so everything was read: "
                + problem.message())
        .at(problem.place())
        .remedy(problem.remedy());
  }

  /// What cannot be decoded is as good as nothing.
  private static Map<String, FactsEntry> read(Transaction transaction, String build) {
    Optional<byte[]> content =
        transaction.first(
            "SELECT crc32, content FROM check_index WHERE build = :build",
            Parameters.of("build", build),
            row -> {
              byte[] bytes = row.bytes("content");
              return crc32(bytes) == row.integer("crc32") ? bytes : new byte[0];
            });
    return content.isEmpty() || content.get().length == 0
        ? Map.of()
        : FactsCodec.read(content.get());
  }

  private static long crc32(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }

  List<Problem> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public Optional<DocumentFacts> find(String name, String role, FileStamp stamp, Path file) {
    FactsEntry entry = before.get(name);
    if (entry == null || !entry.role().equals(role) || !entry.stamp().equals(stamp)) {
      return Optional.empty();
    }
    if (!entry.sha256().isEmpty() && !isSame(entry, file)) {
      return Optional.empty();
    }
    if (!entry.sha256().isEmpty() && stamp.isSettledAt(lookedAt)) {
      now.put(name, new FactsEntry(role, stamp, lookedAt, "", entry.facts()));
      changed = true;
    } else {
      now.put(name, entry);
    }
    return Optional.of(entry.facts().get());
  }

  private static boolean isSame(FactsEntry entry, Path file) {
    return hash(file).filter(entry.sha256()::equals).isPresent();
  }

  private static Optional<String> hash(Path file) {
    try {
      return Optional.of(Disk.sha256(Disk.read(file, Disk.TEXT_BYTES_MAX)));
    } catch (Failure.Invalid | Failure.Unavailable _) {
      return Optional.empty();
    }
  }

  @Override
  public void put(
      String name, String role, FileStamp stamp, Optional<String> text, DocumentFacts facts) {
    if (store == null || stamp.kind() != FileStamp.Kind.FILE) {
      return;
    }
    boolean settled = stamp.isSettledAt(lookedAt);
    if (!settled && text.isEmpty()) {
      return;
    }
    String sha256 =
        settled
            ? ""
            : text.map(read -> Disk.sha256(read.getBytes(StandardCharsets.UTF_8))).orElseThrow();
    now.put(name, new FactsEntry(role, stamp, lookedAt, sha256, () -> facts));
    changed = true;
  }

  /// Keeps what was found, when it differs from what was known.
  void save() throws InterruptedException {
    Store open = store;
    if (open == null || (!changed && now.size() == before.size())) {
      return;
    }
    byte[] content = FactsCodec.write(now);
    try {
      open.write(
          Durability.NORMAL,
          transaction ->
              transaction.update(
                  """
                  INSERT INTO check_index(only, build, crc32, content)
                  VALUES (1, :build, :crc32, :content)
                  ON CONFLICT (only) DO UPDATE
                  SET build = excluded.build, crc32 = excluded.crc32, content = excluded.content
                  """,
                  Parameters.of("build", build)
                      .and("crc32", crc32(content))
                      .and("content", content)));
    } catch (Failure.Unavailable _) {
      // Somebody else is writing, or the disk is full: the next check reads a little more.
      return;
    }
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
    }
  }
}
