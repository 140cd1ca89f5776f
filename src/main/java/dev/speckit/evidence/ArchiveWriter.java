package dev.speckit.evidence;

import dev.speckit.evidence.ArchiveManifest.Entry;
import dev.speckit.host.FileStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes an archive: the manifest, then the files in its order. The same files give the same
/// bytes: no owner, no time of writing.
final class ArchiveWriter {
  private static final int PIECE_BYTES = 1 << 16;

  private ArchiveWriter() {}

  /// Returns when the disk has all of it.
  ///
  /// @param archive must not be there yet
  /// @param progress is told how many bytes went in, piece by piece
  /// @return the first file that is not what the manifest says; the archive is of no use then
  /// @throws IOException when a file cannot be read or the archive not be written
  static Optional<String> write(
      Path archive, Path workspace, ArchiveManifest manifest, LongConsumer progress)
      throws IOException {
    try (OutputStream file = FileStream.create(archive);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(
                new GZIPOutputStream(new BufferedOutputStream(file, PIECE_BYTES), PIECE_BYTES),
                StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      byte[] head = manifest.json().fileBytes();
      tar.putArchiveEntry(entry(ArchiveManifest.ENTRY, head.length, 0));
      tar.write(head);
      tar.closeArchiveEntry();
      for (Entry each : manifest.files()) {
        if (!add(tar, workspace, each, progress)) {
          return Optional.of(each.path());
        }
      }
      tar.finish();
      return Optional.empty();
    }
  }

  /// @return false when the file cannot be read, or is not what the manifest says
  private static boolean add(
      TarArchiveOutputStream tar, Path workspace, Entry each, LongConsumer progress)
      throws IOException {
    Optional<InputStream> found = open(workspace.resolve(each.path()));
    if (found.isEmpty()) {
      return false;
    }
    try (InputStream in = found.get()) {
      tar.putArchiveEntry(entry(each.path(), each.bytes(), each.modified()));
      FileStream.Sha256 hash = new FileStream.Sha256();
      byte[] piece = new byte[PIECE_BYTES];
      long left = each.bytes();
      int read = read(in, piece);
      while (read >= 0 && read <= left) {
        tar.write(piece, 0, read);
        hash.add(piece, read);
        progress.accept(read);
        left -= read;
        read = read(in, piece);
      }
      boolean same = read < 0 && left == 0 && hash.hex().equals(each.sha256());
      fill(tar, left);
      tar.closeArchiveEntry();
      return same;
    }
  }

  private static Optional<InputStream> open(Path file) {
    try {
      return Optional.of(FileStream.open(file));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// A disk that does not give the file ends it here; its hash tells.
  private static int read(InputStream in, byte[] piece) {
    try {
      return in.read(piece);
    } catch (IOException _) {
      return -1;
    }
  }

  /// A file that became shorter: the entry is brought to its length, so that the writer can close.
  private static void fill(TarArchiveOutputStream tar, long bytes) throws IOException {
    byte[] nothing = new byte[PIECE_BYTES];
    for (long left = bytes; left > 0; left -= PIECE_BYTES) {
      tar.write(nothing, 0, (int) Math.min(left, PIECE_BYTES));
    }
  }

  private static TarArchiveEntry entry(String name, long bytes, long modified) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes);
    entry.setModTime(Math.max(0, modified) / 1000 * 1000);
    entry.setIds(0, 0);
    entry.setUserName("");
    entry.setGroupName("");
    entry.setMode(0100644);
    return entry;
  }
}
