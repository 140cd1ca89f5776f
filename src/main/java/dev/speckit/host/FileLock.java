package dev.speckit.host;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/// An exclusive lock between processes, held on a file that stays. The operating system releases it
/// when its holder dies, so a crash never leaves one behind.
public final class FileLock implements AutoCloseable {
  private final FileChannel channel;

  private FileLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Waits for the lock, at most `patience`.
  ///
  /// @throws Failure.Unavailable when somebody else held it all the time
  public static FileLock acquire(Path file, Duration patience) throws InterruptedException {
    return acquire(file, patience, false);
  }

  /// As [#acquire], but several processes may hold it so at once, and none while one holds it
  /// alone.
  public static FileLock acquireShared(Path file, Duration patience) throws InterruptedException {
    return acquire(file, patience, true);
  }

  /// Locks bytes of a file that is there, as another program would that follows the same rule.
  ///
  /// @param from the first byte, which may lie behind the end of the file
  /// @return empty when somebody else holds one of them
  public static Optional<FileLock> tryBytes(Path file, long from, long count) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel, from, count, false)) {
        return Optional.of(new FileLock(channel));
      }
      channel.close();
      return Optional.empty();
    } catch (IOException failure) {
      throw Disk.unavailable(file, "could not be locked", failure);
    }
  }

  private static FileLock acquire(Path file, Duration patience, boolean shared)
      throws InterruptedException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Disk.makeFolders(folder);
    }
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        while (!tryLock(channel, 0, Long.MAX_VALUE, shared)) {
          if (System.nanoTime() >= deadline) {
            throw new Failure.Unavailable(
                Problem.of("locked", "another speckit process holds the lock")
                    .at(file.toString())
                    .remedy("wait until it has ended and run the command again"));
          }
          // The operating system offers no wait with a deadline for file locks.
          Thread.sleep(10);
        }
        return new FileLock(channel);
      } catch (IOException | InterruptedException | RuntimeException failure) {
        channel.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw Disk.unavailable(file, "could not be locked", failure);
    }
  }

  /// Two threads of one process get an exception where two processes would wait.
  private static boolean tryLock(FileChannel channel, long from, long count, boolean shared)
      throws IOException {
    try {
      return channel.tryLock(from, count, shared) != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new IllegalStateException("a lock file cannot be closed", failure);
    }
  }
}
