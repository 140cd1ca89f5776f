package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderWatchTest {
  @TempDir Path folder;

  @Test
  void a_write_ends_a_wait_and_without_one_the_wait_is_bounded() throws Exception {
    try (FolderWatch watch = new FolderWatch()) {
      watch.add(folder);
      watch.add(folder);
      watch.add(folder.resolve("not-there"));
      long before = System.nanoTime();
      watch.await(Duration.ofMillis(20));
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(15_000_000);
      Files.writeString(folder.resolve("a"), "x");
      // Returns long before the test's own time is over.
      watch.await(Duration.ofHours(1));
      watch.remove(folder);
      watch.remove(folder);
      Files.writeString(folder.resolve("b"), "x");
      watch.await(Duration.ofMillis(1));
    }
  }

  @Test
  void a_piece_of_a_file_that_grows_ends_where_the_file_ends() throws Exception {
    Path file = folder.resolve("f");
    Files.writeString(file, "abcdef");
    assertThat(Disk.readPart(file, 2, 3)).asString().isEqualTo("cde");
    assertThat(Disk.readPart(file, 4, 100)).asString().isEqualTo("ef");
    assertThat(Disk.readPart(file, 9, 100)).isEmpty();
    assertThat(Disk.readPart(folder, 0, 100)).isEmpty();
  }
}
