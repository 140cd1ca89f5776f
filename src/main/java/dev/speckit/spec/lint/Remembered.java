package dev.speckit.spec.lint;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.host.Host;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The index in the user's cache folder, one file for each workspace. Whatever is wrong with it
/// costs time and never a result.
///
/// A file is believed to be unchanged when its stamp is the same and was taken so long after the
/// last change that the clock of the file system must have moved on; otherwise its content is
/// compared.
final class Remembered implements FactsIndex {
  private static final long BYTES_MAX = 256L << 20;

  private final @Nullable Path file;
  private final byte[] owner;
  private final long lookedAt;
  private final Map<String, FactsEntry> before;
  private final Map<String, FactsEntry> now = new LinkedHashMap<>(8192);
  private boolean changed;

  private Remembered(
      @Nullable Path file, byte[] owner, long lookedAt, Map<String, FactsEntry> before) {
    this.file = file;
    this.owner = owner;
    this.lookedAt = lookedAt;
    this.before = before;
  }

  /// @param build what another build has found is not believed; empty to remember nothing
  static Remembered open(Host host, Path workspace, String build) {
    Instant instant = host.clock().instant();
    long now = TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    byte[] owner = (build + "\n" + workspace + "\n").getBytes(StandardCharsets.UTF_8);
    if (build.isEmpty()) {
      return new Remembered(null, owner, now, Map.of());
    }
    Path file = folder(host).resolve(Disk.sha256(owner(workspace)).substring(0, 32));
    return new Remembered(file, owner, now, read(file, owner));
  }

  private static byte[] owner(Path workspace) {
    return workspace.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// `$XDG_CACHE_HOME/speckit/check` when that is absolute, else `~/.cache/speckit/check` (XDG Base
  /// Directory Specification).
  static Path folder(Host host) {
    Path cache =
        host.variable("XDG_CACHE_HOME")
            .filter(value -> value.startsWith("/"))
            .map(Path::of)
            .orElseGet(() -> host.home().resolve(".cache"));
    return cache.resolve("speckit").resolve("check");
  }

  /// The owner, the sum of the content, the content. What cannot be read is as good as nothing.
  private static Map<String, FactsEntry> read(Path file, byte[] owner) {
    if (!Disk.isFile(file)) {
      return Map.of();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Disk.read(file, BYTES_MAX));
      int head = owner.length + Long.BYTES;
      if (bytes.remaining() < head
          || !ByteBuffer.wrap(owner).equals(bytes.slice(0, owner.length))) {
        return Map.of();
      }
      byte[] content = new byte[bytes.remaining() - head];
      bytes.get(head, content);
      return crc32(content) == bytes.getLong(owner.length) ? FactsCodec.read(content) : Map.of();
    } catch (Failure.Invalid | Failure.Unavailable _) {
      return Map.of();
    }
  }

  private static long crc32(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
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
    if (file == null || stamp.kind() != FileStamp.Kind.FILE) {
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
  void save() {
    Path kept = file;
    if (kept == null || (!changed && now.size() == before.size())) {
      return;
    }
    byte[] content = FactsCodec.write(now);
    ByteBuffer bytes = ByteBuffer.allocate(owner.length + Long.BYTES + content.length);
    bytes.put(owner).putLong(crc32(content)).put(content);
    try {
      Disk.writePrivately(kept, bytes.array());
    } catch (Failure.Invalid | Failure.Unavailable _) {
      // No home, or a full disk: the next check reads everything again.
      return;
    }
  }
}
