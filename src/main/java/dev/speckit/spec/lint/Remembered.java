package dev.speckit.spec.lint;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.host.Host;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// What the last check found, in the user's cache folder, one file for each workspace. Whatever is
/// wrong with it costs time and never a result.
///
/// A file is believed to be unchanged when its stamp is the same and was taken so long after the
/// last change that the clock of the file system must have moved on; otherwise its content is
/// compared.
final class Remembered implements FactsIndex {
  private static final long BYTES_MAX = 256L << 20;

  private final @Nullable Path file;
  private final byte[] owner;
  private final long lookedAt;
  private final FactsCodec.Decoded before;
  private final Map<String, FactsEntry> now = new LinkedHashMap<>(8192);
  private boolean settled;

  private Remembered(@Nullable Path file, byte[] owner, long lookedAt, FactsCodec.Decoded before) {
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
      return new Remembered(null, owner, now, FactsCodec.Decoded.NOTHING);
    }
    Path file = folder(host).resolve(name(workspace));
    return new Remembered(file, owner, now, read(file, owner));
  }

  /// Two workspaces of one name would forget each other's findings, and believe none: the file says
  /// whose it is.
  private static String name(Path workspace) {
    HexFormat hex = HexFormat.of();
    String path = workspace.toString();
    return hex.toHexDigits(path.hashCode())
        + hex.toHexDigits((int) crc32(path.getBytes(StandardCharsets.UTF_8)));
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
  private static FactsCodec.Decoded read(Path file, byte[] owner) {
    if (!Disk.isFile(file)) {
      return FactsCodec.Decoded.NOTHING;
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Disk.read(file, BYTES_MAX));
      int head = owner.length + Long.BYTES;
      if (bytes.remaining() < head
          || !ByteBuffer.wrap(owner).equals(bytes.slice(0, owner.length))) {
        return FactsCodec.Decoded.NOTHING;
      }
      byte[] content = new byte[bytes.remaining() - head];
      bytes.get(head, content);
      return crc32(content) == bytes.getLong(owner.length)
          ? FactsCodec.read(content)
          : FactsCodec.Decoded.NOTHING;
    } catch (Failure.Invalid | Failure.Unavailable _) {
      return FactsCodec.Decoded.NOTHING;
    }
  }

  private static long crc32(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }

  FactsCodec.Index before() {
    return before.index();
  }

  boolean isSettledAt(FileStamp stamp) {
    return stamp.isSettledAt(lookedAt);
  }

  /// Whether a document is as it was.
  ///
  /// @param text of it now
  boolean isSame(FactsEntry entry, FileStamp stamp, Supplier<Optional<String>> text) {
    return entry.changed() == stamp.changed()
        && (entry.settled() || text.get().map(Remembered::hash).equals(entry.sha256()));
  }

  private static String hash(String text) {
    return Disk.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /// From now on the stamp of an entry is believed, as soon as it can be.
  ///
  /// @param position among the entries, and behind them the folders
  void settle(int position, FileStamp stamp) {
    if (isSettledAt(stamp)) {
      before.settle(position);
      settled = true;
    }
  }

  @Override
  public Optional<DocumentFacts> find(
      String name, Role role, FileStamp stamp, Supplier<Optional<String>> text) {
    FactsEntry entry = before.index().entries().get(name);
    if (entry == null || entry.role() != role || !isSame(entry, stamp, text)) {
      return Optional.empty();
    }
    now.put(name, isSettledAt(stamp) ? entry.settle() : entry);
    return Optional.of(entry.facts().get());
  }

  @Override
  public void put(String name, Role role, FileStamp stamp, Reading.Read read) {
    if (file == null || stamp.kind() != FileStamp.Kind.FILE || read.text().isEmpty()) {
      return;
    }
    boolean settled = isSettledAt(stamp);
    Optional<String> sha256 = settled ? Optional.empty() : read.text().map(Remembered::hash);
    now.put(name, new FactsEntry(role, stamp.changed(), settled, sha256, read::facts));
  }

  /// Whether the next check may believe all that this one has looked at.
  boolean knowsAll(Collection<String> names) {
    return now.keySet().containsAll(names);
  }

  /// Keeps what a check of the whole tree has found.
  void save(Optional<Verdict> verdict) {
    save(FactsCodec.write(new FactsCodec.Index(now, verdict)));
  }

  /// Keeps which stamps can be believed now.
  void saveSettled() {
    if (settled) {
      save(before.bytes());
    }
  }

  private void save(byte[] content) {
    Path kept = file;
    if (kept == null) {
      return;
    }
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
