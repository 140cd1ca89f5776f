package dev.speckit.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Host;
import dev.speckit.spec.KnownSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Between the record that an attempt begins and the start of its process.
@Timeout(60)
class CancelledStartTest {
  @TempDir Path folder;

  @Test
  void an_attempt_that_is_cancelled_there_has_a_record_and_starts_nothing() throws Exception {
    Cancellation cancellation = new Cancellation();
    List<String> heard = new ArrayList<>();
    AttemptListener listener =
        new AttemptListener() {
          @Override
          public void starting(AgentCall call, int attempt, Path at) {
            heard.add("starting");
            cancellation.request();
          }

          @Override
          public void started(
              AgentCall call, int attempt, dev.speckit.host.ProcessIdentity process) {
            heard.add("started");
          }
        };
    AgentCall call = call("touch ran");

    Attempt.Report report =
        new Attempt(
                call,
                1,
                "p",
                null,
                KnownSecrets.of(Host.system().environment(), Set.of()),
                Host.system(),
                1 << 20,
                listener)
            .run(cancellation, System.nanoTime() + Duration.ofMinutes(1).toNanos());

    assertThat(report.result().outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(report.result().reason()).isEqualTo("cancelled before its start");
    assertThat(call.attemptFolder(1).resolve("attempt.json"))
        .content()
        .contains("\"outcome\": \"cancelled\"", "\"complete\": true");
    assertThat(AttemptFolder.adopt(call.attemptFolder(1))).isEmpty();
    assertThat(heard).containsExactly("starting");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void a_batch_that_is_cancelled_there_tells_its_listener_the_end() throws Exception {
    List<Outcome> ended = new ArrayList<>();
    Thread batch = Thread.currentThread();
    AgentCall call = call("touch ran");
    AttemptListener listener =
        new AttemptListener() {
          @Override
          public void starting(AgentCall asked, int attempt, Path at) {
            batch.interrupt();
            // The batch cancels its calls at some moment after this; the program then waits in
            // vain.
          }

          @Override
          public void ended(AgentCall asked, AttemptResult result) {
            ended.add(result.outcome());
          }
        };

    try {
      var _ =
          new AgentBatch(Host.system())
              .run(List.of(call("sleep 60")), BatchLimits.DEFAULT.attempts(1), listener);
    } catch (InterruptedException _) {
      ended.add(null);
    }

    assertThat(ended).containsExactly(Outcome.CANCELLED, null);
    assertThat(Files.exists(call.attemptFolder(1).resolve("attempt.json"))).isTrue();
  }

  private AgentCall call(String script) {
    return AgentCall.first(
        new AgentDefinition.Program(
            new AgentName("late"),
            List.of("sh", "-c", script),
            Clocks.DEFAULT,
            null,
            null,
            AgentDefinition.Origin.USER),
        true,
        new AgentTask("run-1", "1001", Subject.PLAN, folder, "p"),
        folder.resolve("attempts"));
  }
}
