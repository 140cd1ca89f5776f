package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProgramsTest {
  @TempDir Path folder;

  @Test
  void a_program_that_echoes_more_than_a_pipe_holds_is_read_whole() throws Exception {
    byte[] input = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    assertThat(capture(List.of("cat"), input, 2 << 20))
        .isInstanceOfSatisfying(
            Programs.Capture.Ended.class,
            ended -> {
              assertThat(ended.exit()).isZero();
              assertThat(ended.out()).isEqualTo(input);
              assertThat(ended.truncated()).isFalse();
            });
  }

  @Test
  void output_beyond_the_bound_is_dropped_and_said_so() throws Exception {
    assertThat(
            capture(
                List.of("sh", "-c", "echo bad >&2; head -c 100000 /dev/zero; exit 3"),
                new byte[0],
                10))
        .isInstanceOfSatisfying(
            Programs.Capture.Ended.class,
            ended -> {
              assertThat(ended.exit()).isEqualTo(3);
              assertThat(ended.out()).hasSize(10);
              assertThat(ended.truncated()).isTrue();
              assertThat(ended.errors()).isEqualTo("bad\n");
            });
  }

  @Test
  void a_program_that_is_not_there_is_an_outcome() throws Exception {
    assertThat(capture(List.of("no-such-program-here"), new byte[0], 10))
        .isEqualTo(new Programs.Capture.NotFound("no-such-program-here"));
  }

  @Test
  void a_program_that_does_not_end_is_ended() throws Exception {
    Duration limit = Duration.ofMillis(200);
    assertThat(Programs.capture(List.of("sleep", "300"), folder, Map.of(), new byte[0], limit, 10))
        .isEqualTo(new Programs.Capture.TimedOut(limit));
    assertThat(
            ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .map(child -> child.info().commandLine().orElse("")))
        .noneMatch(line -> line.endsWith("sleep 300"));
  }

  @Test
  void a_process_is_known_by_number_and_start() throws Exception {
    ProcessIdentity own = ProcessIdentity.current();
    assertThat(own.isAlive()).isTrue();
    assertThat(new ProcessIdentity(own.pid(), own.startedAt().minusSeconds(60)).isAlive())
        .isFalse();
  }

  private Programs.Capture capture(List<String> command, byte[] input, long bytesMax)
      throws InterruptedException {
    return Programs.capture(command, folder, Map.of(), input, Duration.ofSeconds(50), bytesMax);
  }
}
