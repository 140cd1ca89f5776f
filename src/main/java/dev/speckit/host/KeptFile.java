package dev.speckit.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A file of ours at a place where another program may write, too. It is made before that program
/// starts, and written through what was opened then: whatever the program puts in its place in the
/// meantime, a link, a pipe or a folder, is neither followed nor waited for, and gives way at the
/// end.
///
/// Not by channels: an interruption, which here means that the program is to be ended, closes them.
final class KeptFile implements AutoCloseable {
  private static final int PIECE_BYTES = 64 << 10;

  private final Path path;
  private final RandomAccessFile file;
  private final @Nullable Object key;

  private KeptFile(Path path, RandomAccessFile file, @Nullable Object key) {
    this.path = path;
    this.file = file;
    this.key = key;
  }

  /// Empty, in the place of whatever stood there.
  static KeptFile make(Path path) {
    Disk.makeWay(path);
    try {
      Files.deleteIfExists(path);
      Files.createFile(path);
      return new KeptFile(path, new RandomAccessFile(path.toFile(), "rw"), key(path));
    } catch (IOException cause) {
      throw Disk.unavailable(path, "could not be written", cause);
    }
  }

  void write(byte[] bytes, int from, int length) throws IOException {
    file.write(bytes, from, length);
  }

  /// Afterwards this very file, or a copy of it, is what stands at its place.
  void settle() throws IOException {
    if (isInPlace()) {
      return;
    }
    Disk.makeWay(path);
    Files.deleteIfExists(path);
    Files.createFile(path);
    try (RandomAccessFile copy = new RandomAccessFile(path.toFile(), "rw")) {
      byte[] piece = new byte[PIECE_BYTES];
      file.seek(0);
      for (int length = file.read(piece); length > 0; length = file.read(piece)) {
        copy.write(piece, 0, length);
      }
    }
  }

  private boolean isInPlace() {
    try {
      Object now = key(path);
      return now != null && now.equals(key) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException _) {
      return false;
    }
  }

  /// What tells a file from one that later has its name; null where the system does not say.
  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  @Override
  public void close() {
    try (file) {
      settle();
    } catch (IOException cause) {
      throw Disk.unavailable(path, "could not be written", cause);
    }
  }
}
