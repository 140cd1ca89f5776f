package dev.speckit.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// A file system of its own in memory, which can be full or read-only. Only a system's root may
/// mount one; a test that needs it is skipped elsewhere.
public final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  public static SmallDisk mounted(Path folder, String size) {
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Assumptions.assumeTrue(
        mount("-t", "tmpfs", "-o", "size=" + size, "none", folder.toString()),
        "only root may mount a disk");
    return new SmallDisk(folder);
  }

  public Path folder() {
    return folder;
  }

  public void readOnly() {
    if (!mount("-o", "remount,ro", folder.toString())) {
      throw new AssertionError("cannot be made read-only: " + folder);
    }
  }

  /// Uses up what is left.
  public Path fill() {
    Path filling = folder.resolve("filling");
    try (var out = Files.newOutputStream(filling)) {
      byte[] page = new byte[4096];
      while (true) {
        out.write(page);
      }
    } catch (IOException _) {
      return filling;
    }
  }

  @Override
  public void close() {
    run("umount", folder.toString());
  }

  private static boolean mount(String... words) {
    String[] command = new String[words.length + 1];
    command[0] = "mount";
    System.arraycopy(words, 0, command, 1, words.length);
    return run(command);
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
