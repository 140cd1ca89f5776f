package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingFileTest {
  @TempDir Path folder;

  @Test
  void the_newest_lines_are_kept_in_so_many_files() throws Exception {
    RollingFile rolling = new RollingFile(folder.resolve("logs/a.jsonl"), 10, 3);
    for (int i = 1; i <= 9; i++) {
      rolling.append(line("line-" + i));
    }
    assertThat(rolling.paths())
        .containsExactly(
            folder.resolve("logs/a.jsonl"),
            folder.resolve("logs/a.1.jsonl"),
            folder.resolve("logs/a.2.jsonl"));
    assertThat(folder.resolve("logs/a.jsonl")).hasContent("line-9");
    assertThat(folder.resolve("logs/a.1.jsonl")).hasContent("line-7\nline-8");
    assertThat(folder.resolve("logs/a.2.jsonl")).hasContent("line-5\nline-6");
  }

  @Test
  void a_torn_line_does_not_spoil_the_next() throws Exception {
    Path file = folder.resolve("a.jsonl");
    Files.writeString(file, "{\"tor");
    RollingFile rolling = new RollingFile(file, 1000, 2);
    rolling.append(line("{}"));
    rolling.append(line("{}"));
    assertThat(file).hasContent("{\"tor\n{}\n{}");
  }

  @Test
  void two_that_write_at_once_lose_no_line_of_the_kept_files() throws Exception {
    Path file = folder.resolve("a.jsonl");
    List<Thread> threads = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      RollingFile rolling = new RollingFile(file, 100_000, 2);
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 500; i++) {
                  rolling.append(line("0123456789"));
                }
              }));
    }
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    }
    assertThat(Files.readAllLines(file)).hasSize(2000).containsOnly("0123456789");
  }

  @Test
  void an_interrupted_thread_writes_all_the_same() throws Exception {
    Path file = folder.resolve("a.jsonl");
    Thread.currentThread().interrupt();
    RollingFile rolling = new RollingFile(file, 5, 2);
    rolling.append(line("first"));
    rolling.append(line("second"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readString(file)).contains("second");
  }

  @Test
  void a_place_that_cannot_be_written_is_told() throws Exception {
    Path file = Files.createDirectory(folder.resolve("a.jsonl"));
    assertThatThrownBy(() -> new RollingFile(file, 1 << 20, 2).append(line("x")))
        .isInstanceOf(Failure.class);
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
