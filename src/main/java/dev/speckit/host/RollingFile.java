package dev.speckit.host;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A file of lines that only grows, up to a bound: then it becomes `name.1.ending`, that one
/// `name.2.ending`, and the oldest goes. Several processes may append at once. May be used by many
/// threads, also by one that is being interrupted.
public final class RollingFile {
  private final Path file;
  private final long bytesMax;
  private final int files;
  private boolean begun;

  /// @param bytesMax from which a file is not added to any more
  /// @param files how many there are at most, the current one included; at least 2
  public RollingFile(Path file, long bytesMax, int files) {
    if (files < 2) {
      throw new IllegalArgumentException("nothing would be kept: " + files);
    }
    this.file = file;
    this.bytesMax = bytesMax;
    this.files = files;
  }

  /// All its paths, the current one first.
  public List<Path> paths() {
    List<Path> paths = new ArrayList<>();
    for (int number = 0; number < files; number++) {
      paths.add(path(number));
    }
    return paths;
  }

  private Path path(int number) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return number == 0
        ? file
        : file.resolveSibling(
            dot < 0
                ? name + "." + number
                : name.substring(0, dot) + "." + number + name.substring(dot));
  }

  /// Adds a line in one write, so that lines of several processes do not mix. Missing folders are
  /// made. Nobody waits for the disk.
  ///
  /// @param line with its line feed
  /// @throws dev.speckit.failure.Failure when it cannot be written
  public synchronized void append(byte[] line) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !begun) {
      Disk.makeFolders(folder);
    }
    if (Disk.size(file) >= bytesMax) {
      roll();
    }
    boolean torn = !begun && endsInLine();
    try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
      if (torn) {
        out.write('\n');
      }
      out.write(line);
      begun = true;
    } catch (IOException failure) {
      throw Disk.unavailable(file, "could not be written", failure);
    }
  }

  /// Whether a process was killed while it wrote the last line.
  private boolean endsInLine() {
    if (Disk.size(file) == 0) {
      return false;
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(in.length() - 1);
      return in.read() != '\n';
    } catch (IOException _) {
      return false;
    }
  }

  /// One process does it; the others go on with the file as it is, and with the new one next time.
  private void roll() {
    Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
    try {
      if (!Disk.exists(lock)) {
        boolean _ = Disk.createPrivateFile(lock);
      }
      Optional<FileLock> held = FileLock.tryBytes(lock, 0, 1);
      if (held.isEmpty()) {
        return;
      }
      try (FileLock _ = held.get()) {
        if (Disk.size(file) >= bytesMax) {
          moveAll();
        }
      }
    } catch (IOException | dev.speckit.failure.Failure _) {
      // A log that is too long is better than none.
    }
  }

  private void moveAll() throws IOException {
    for (int number = files - 1; number > 0; number--) {
      Path from = path(number - 1);
      if (Disk.isFile(from)) {
        Files.move(from, path(number), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
