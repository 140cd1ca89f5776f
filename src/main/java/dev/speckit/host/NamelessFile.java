package dev.speckit.host;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that a child writes to and that nobody can open: its name is gone as soon as the child
/// has it open. Whatever happens to this program, the system takes the bytes back.
///
/// Not by channels: an interruption, which here means that the child is to be ended, closes them.
final class NamelessFile implements AutoCloseable {
  private static final String PREFIX = ".stderr-";
  private static final int PIECE_BYTES = 32 << 10;

  private final Path path;
  private final RandomAccessFile file;
  private boolean dropped;

  private NamelessFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /// Made in the folder of another file, for this user only.
  static NamelessFile beside(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Path path = Files.createTempFile(folder, PREFIX, null);
      return new NamelessFile(path, new RandomAccessFile(path.toFile(), "r"));
    } catch (IOException cause) {
      throw Disk.unavailable(file, "could not be written", cause);
    }
  }

  /// Where the child opens it.
  Path path() {
    return path;
  }

  /// Where the system keeps the name of an open file, it goes at the end.
  void dropName() {
    if (dropped) {
      return;
    }
    try {
      Files.deleteIfExists(path);
      dropped = true;
    } catch (IOException _) {
      // Tried again when the file is closed.
      return;
    }
  }

  /// Bytes written to it; 0 when it cannot be asked.
  long size() {
    try {
      return file.length();
    } catch (IOException _) {
      return 0;
    }
  }

  /// What a filter leaves of its first bytes.
  void copyTo(Path target, long bytesMax, OutputFilter filter) {
    Disk.makeWay(target);
    byte[] piece = new byte[Math.clamp(size(), 1, PIECE_BYTES)];
    try (var out = new FileOutputStream(target.toFile())) {
      file.seek(0);
      long at = 0;
      while (at < bytesMax) {
        int length = file.read(piece, 0, (int) Math.min(piece.length, bytesMax - at));
        if (length <= 0) {
          break;
        }
        filter.pass(piece, 0, length, out::write);
        at += length;
      }
      filter.end(out::write);
    } catch (IOException cause) {
      throw Disk.unavailable(target, "could not be written", cause);
    }
  }

  @Override
  public void close() {
    try (file) {
      dropName();
    } catch (IOException _) {
      // Only read from: nothing is lost.
      return;
    }
  }
}
