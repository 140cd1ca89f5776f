package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ProbeTest {
  @TempDir Path folder;

  @Test
  void both_streams_and_the_exit_status_are_given() throws Exception {
    assertThat(shell("echo out; echo error >&2; exit 7", 100))
        .isInstanceOfSatisfying(
            Probe.Ended.class,
            ended -> {
              assertThat(ended.exit()).isEqualTo(7);
              assertThat(ended.out()).isEqualTo("out\n");
              assertThat(ended.error()).isEqualTo("error\n");
              assertThat(ended.truncated()).isFalse();
            });
  }

  @Test
  void output_beyond_the_bound_is_dropped_and_said() throws Exception {
    assertThat(shell("head -c 1000000 /dev/zero", 10))
        .isInstanceOfSatisfying(
            Probe.Ended.class,
            ended -> {
              assertThat(ended.out()).hasSize(10);
              assertThat(ended.truncated()).isTrue();
            });
  }

  @Test
  void input_is_at_its_end_at_once() throws Exception {
    assertThat(shell("cat; echo end", 100))
        .isInstanceOfSatisfying(
            Probe.Ended.class, ended -> assertThat(ended.out()).isEqualTo("end\n"));
  }

  @Test
  void a_program_that_the_signal_meant_for_us_ended_first_is_an_interruption() throws Exception {
    FutureTask<Probe.Ending> asked =
        new FutureTask<>(
            () -> shell("echo $$ > asked.new; mv asked.new asked; kill -TERM $$", 100));
    Thread asking = new Thread(asked);
    asking.start();
    Path file = folder.resolve("asked");
    while (!Disk.exists(file)) {
      Thread.onSpinWait();
    }
    long child = Long.parseLong(Disk.readText(file).strip());
    while (ProcessHandle.of(child).isPresent()) {
      Thread.onSpinWait();
    }
    asking.interrupt();
    assertThatThrownBy(asked::get).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void a_program_that_a_signal_ended_alone_has_ended() throws Exception {
    assertThat(shell("kill -TERM $$", 100))
        .isInstanceOfSatisfying(
            Probe.Ended.class, ended -> assertThat(ended.exit()).isEqualTo(143));
  }

  @Test
  void a_file_that_an_interruption_closed_is_no_fault_of_the_disk() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> Disk.write(folder.resolve("file"), "text"))
          .isInstanceOf(Failure.Interrupted.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void a_program_that_does_not_end_is_killed_with_its_descendants() throws Exception {
    assertThat(
            Probe.run(
                request(
                    List.of("/bin/sh", "-c", "sleep 600 & echo $! > child; wait"),
                    Duration.ofMillis(500),
                    100)))
        .isInstanceOf(Probe.Late.class);
    long child = Long.parseLong(Disk.readText(folder.resolve("child")).strip());
    ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
  }

  @Test
  void a_descendant_that_holds_the_pipe_does_not_hold_the_answer() throws Exception {
    assertThat(shell("sleep 20 & echo $!", 100))
        .isInstanceOfSatisfying(
            Probe.Ended.class,
            ended -> {
              assertThat(ended.truncated()).isFalse();
              long child = Long.parseLong(ended.out().strip());
              assertThat(ProcessHandle.of(child).orElseThrow().destroyForcibly()).isTrue();
            });
  }

  @Test
  void a_missing_program_is_a_value() throws Exception {
    assertThat(Probe.run(request(List.of("/no/such/program"), Duration.ofSeconds(5), 10)))
        .isInstanceOf(Probe.NotStarted.class);
  }

  private Probe.Ending shell(String script, int bytesMax) throws Exception {
    return Probe.run(request(List.of("/bin/sh", "-c", script), Duration.ofSeconds(20), bytesMax));
  }

  private Probe.Request request(List<String> command, Duration deadline, int bytesMax) {
    return new Probe.Request(command, folder, Map.of("PATH", "/usr/bin:/bin"), deadline, bytesMax);
  }
}
