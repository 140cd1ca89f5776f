package dev.speckit.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import dev.speckit.host.Host;
import dev.speckit.host.Leftovers;
import dev.speckit.host.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class AgentBatchTest {
  private static final String GOOD =
      "printf '%s' '{\"work_items\":[{\"title\":\"Build it\",\"requirements\":[\"FR-001\"]}]}'";
  private static final Clocks SHORT =
      new Clocks(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(8));
  private static final Clocks PATIENT =
      new Clocks(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));

  @TempDir Path folder;
  private final String run = "run-" + UUID.randomUUID();

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          head -c 104857600 /dev/zero => FLOODED
          exec 1>&-; sleep 60 => HUNG
          echo working; sleep 60 => HUNG
          sleep 60 => HUNG
          trap '' TERM; while true; do sleep 1; done => HUNG
          while true; do echo drip; sleep 0.2; done => HUNG
          head -c 10485760 /dev/zero >&2; sleep 60 => FLOODED
          printf '\\377\\376 not text' => SCHEMA_INVALID
          exit 0 => EMPTY
          printf '  \\n ' => EMPTY
          GOOD; exit 3 => CRASHED
          GOOD; kill -9 $$ => CRASHED
          cat => SCHEMA_INVALID
          echo no braces here => SCHEMA_INVALID
          GOOD => ANSWERED
          (sleep 60) & GOOD => ANSWERED
          setsid sh -c 'sleep 60' & GOOD => ANSWERED
          echo 'Here {it} is:'; echo '```json'; GOOD; echo; echo '```'; echo Done. => ANSWERED
          printf '{"note":"%s",' "$(head -c 3000000 /dev/zero | tr '\\0' x)"; printf '"work_items":[{"title":"a","requirements":[]}]}' => ANSWERED
          """)
  void every_way_to_end_has_its_outcome_and_the_sibling_keeps_its_answer(
      String script, Outcome outcome) throws Exception {
    AgentCall odd = call("odd", script.replace("GOOD", GOOD), SHORT, "x".repeat(1 << 20));
    AgentCall good = call("good", GOOD, PATIENT, "short");

    List<AgentResult> results = run(odd, good);

    assertThat(results.get(0).last().orElseThrow().outcome()).isEqualTo(outcome);
    assertThat(results.get(1).answered()).isPresent();
    assertThat(Leftovers.find(run)).isEmpty();
    assertThat(odd.attemptFolder(1).resolve("tmp")).doesNotExist();
    assertThat(odd.attemptFolder(1).resolve("attempt.json")).exists();
  }

  @Test
  void a_flooded_output_keeps_head_and_tail_and_says_so() throws Exception {
    AgentCall call = call("odd", "printf HEAD; head -c 52428800 /dev/zero", PATIENT, "p");

    AttemptResult result = run(call).getFirst().last().orElseThrow();

    assertThat(result.outcome()).isEqualTo(Outcome.FLOODED);
    assertThat(result.truncated()).isTrue();
    assertThat(result.stdoutBytes()).isGreaterThan(4 << 20);
    assertThat(Files.size(result.folder().resolve("stdout.raw")))
        .isBetween(4L << 20, (4L << 20) + (64 << 10));
  }

  @Test
  void a_program_that_is_not_there_or_not_executable_is_not_installed() throws Exception {
    Path plain = Files.writeString(folder.resolve("plain.txt"), "text");
    AgentCall missing = call("missing", List.of("no-such-program-here"));
    AgentCall unusable = call("unusable", List.of(plain.toString()));

    assertThat(run(missing, unusable))
        .allSatisfy(result -> {
          assertThat(result.attempts()).hasSize(1);
          assertThat(result.last().orElseThrow().outcome()).isEqualTo(Outcome.NOT_INSTALLED);
        });
  }

  @Test
  void a_grandchild_in_a_session_of_its_own_is_ended_after_the_agent_left() throws Exception {
    Path pid = folder.resolve("pid");
    AgentCall call =
        call(
            "odd",
            "(setsid sh -c 'echo $$ >"
                + pid
                + "; exec sleep 300' >/dev/null 2>&1 &) ;"
                + " while [ ! -s "
                + pid
                + " ]; do sleep 0.01; done; "
                + GOOD,
            PATIENT,
            "p");

    assertThat(run(call).getFirst().answered()).isPresent();
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(process -> assertThat(Leftovers.find(run)).isEmpty());
  }

  @Test
  void a_crash_is_tried_again_and_an_invalid_answer_gets_one_repair_turn() throws Exception {
    AgentCall crash =
        call(
            "crash", "[ $SPECKIT_ATTEMPT = 2 ] && { " + GOOD + "; exit 0; }; exit 1", PATIENT, "p");
    AgentCall repaired =
        call(
            "repaired",
            "grep -q 'could not be used' && { " + GOOD + "; exit 0; }; echo '{}'",
            PATIENT,
            "p");
    AgentCall never = call("never", "echo '{}'", PATIENT, "p");

    List<AgentResult> results =
        new AgentBatch(Host.system())
            .run(List.of(crash, repaired, never), limits(3, false), AttemptListener.NONE);

    assertThat(results.get(0).attempts())
        .extracting(AttemptResult::outcome)
        .containsExactly(Outcome.CRASHED, Outcome.ANSWERED);
    assertThat(results.get(1).attempts())
        .extracting(AttemptResult::outcome)
        .containsExactly(Outcome.SCHEMA_INVALID, Outcome.ANSWERED);
    assertThat(results.get(2).attempts())
        .extracting(AttemptResult::outcome)
        .containsExactly(Outcome.SCHEMA_INVALID, Outcome.SCHEMA_INVALID);
  }

  @Test
  void a_listener_hears_intent_start_output_and_end_in_order() throws Exception {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    AttemptListener listener =
        new AttemptListener() {
          @Override
          public void starting(AgentCall call, int attempt, Path at) {
            heard.add("starting " + attempt);
          }

          @Override
          public void started(AgentCall call, int attempt, ProcessIdentity process) {
            heard.add("started");
          }

          @Override
          public void output(AgentCall call, int attempt, long bytes) {
            heard.add("output");
          }

          @Override
          public void ended(AgentCall call, AttemptResult result) {
            heard.add("ended " + result.outcome().word());
          }
        };

    var _ =
        new AgentBatch(Host.system())
            .run(
                List.of(call("good", GOOD + "; sleep 0.5", PATIENT, "p")),
                limits(1, false),
                listener);

    assertThat(heard).startsWith("starting 1", "started", "output").endsWith("ended answered");
  }

  @Test
  void a_failing_listener_ends_its_agent_and_no_other() throws Exception {
    AttemptListener listener =
        new AttemptListener() {
          @Override
          public void started(AgentCall call, int attempt, ProcessIdentity process) {
            if (call.agent().value().equals("odd")) {
              throw new IllegalStateException("the disk is full");
            }
          }
        };

    List<AgentResult> results =
        new AgentBatch(Host.system())
            .run(
                List.of(call("odd", "sleep 60", PATIENT, "p"), call("good", GOOD, PATIENT, "p")),
                limits(3, false),
                listener);

    assertThat(results.get(0).listenerFailure()).hasMessage("the disk is full");
    assertThat(results.get(0).last().orElseThrow().outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(results.get(1).answered()).isPresent();
    assertThat(Leftovers.find(run)).isEmpty();
  }

  @Test
  void cancelling_ends_the_children_and_keeps_what_was_answered() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    List<Outcome> ended = Collections.synchronizedList(new ArrayList<>());
    AttemptListener listener =
        new AttemptListener() {
          @Override
          public void ended(AgentCall call, AttemptResult result) {
            ended.add(result.outcome());
            answered.countDown();
          }
        };
    List<AgentCall> calls =
        List.of(call("slow", "sleep 300", PATIENT, "p"), call("good", GOOD, PATIENT, "p"));
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread batch =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var _ = new AgentBatch(Host.system()).run(calls, limits(3, false), listener);
              } catch (InterruptedException _) {
                interrupted.countDown();
              }
            });
    answered.await();
    batch.interrupt();
    batch.join();

    assertThat(interrupted.getCount()).isZero();
    assertThat(ended).containsExactly(Outcome.ANSWERED, Outcome.CANCELLED);
    assertThat(Leftovers.find(run)).isEmpty();
  }

  @Test
  void fail_fast_cancels_the_siblings() throws Exception {
    List<AgentResult> results =
        new AgentBatch(Host.system())
            .run(
                List.of(
                    call("slow", "sleep 300", PATIENT, "p"), call("odd", "exit 1", PATIENT, "p")),
                limits(1, true),
                AttemptListener.NONE);

    assertThat(results.get(0).last().orElseThrow().outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(results.get(1).last().orElseThrow().outcome()).isEqualTo(Outcome.CRASHED);
  }

  @Test
  void an_untrusted_definition_is_never_started() throws Exception {
    Path proof = folder.resolve("proof");
    AgentCall trusted = call("odd", "touch " + proof, PATIENT, "p");
    AgentCall call = AgentCall.first(trusted.definition(), false, trusted.task(), trusted.folder());

    assertThatThrownBy(() -> run(call))
        .isInstanceOf(Failure.NeedsApproval.class)
        .hasMessageContaining("odd");
    assertThat(proof).doesNotExist();
  }

  @Test
  void the_environment_holds_the_allowed_names_and_one_key() throws Exception {
    Host host =
        new Host(
            Host.system().clock(),
            Host.system().random(),
            java.util.Map.of("PATH", "/usr/bin:/bin", "SECRET", "s", "MY_KEY", "k", "HOME", "/h"),
            folder,
            folder);
    AgentCall plain = call("odd", "env; echo", PATIENT, "p");
    AgentDefinition.Program program = (AgentDefinition.Program) plain.definition();
    AgentDefinition keyed =
        new AgentDefinition.Program(
            program.name(),
            program.command(),
            PATIENT,
            "MY_KEY",
            null,
            AgentDefinition.Origin.USER);

    AttemptResult result =
        new AgentBatch(host)
            .run(
                List.of(AgentCall.first(keyed, true, plain.task(), plain.folder())),
                limits(1, false),
                AttemptListener.NONE)
            .getFirst()
            .last()
            .orElseThrow();

    String seen = Files.readString(result.folder().resolve("stdout.raw"));
    assertThat(seen)
        .contains("MY_KEY=k", "HOME=/h", "SPECKIT_RUN=" + run, "SPECKIT_ATTEMPT=1", "TMPDIR=")
        .doesNotContain("SECRET");
  }

  @Test
  void a_complete_attempt_on_disk_is_adopted_and_a_damaged_one_is_not() throws Exception {
    AttemptResult result = run(call("good", GOOD, PATIENT, "p")).getFirst().last().orElseThrow();

    AttemptResult adopted = AttemptFolder.adopt(result.folder()).orElseThrow();
    assertThat(adopted.answer()).isEqualTo(result.answer());
    assertThat(adopted.promptSha256()).isEqualTo(result.promptSha256());

    Files.writeString(result.folder().resolve("stdout.raw"), "{}");
    assertThat(AttemptFolder.adopt(result.folder())).isEmpty();
    Files.delete(result.folder().resolve("attempt.json"));
    assertThat(AttemptFolder.adopt(result.folder())).isEmpty();
  }

  @Test
  void a_recorded_answer_is_read_like_a_live_one() throws Exception {
    Files.writeString(
        folder.resolve("plan.txt"), "{\"work_items\":[{\"title\":\"a\",\"requirements\":[]}]}");
    AgentCall live = call("again", GOOD, PATIENT, "p");
    AgentDefinition replay =
        new AgentDefinition.Replay(live.agent(), folder, PATIENT, AgentDefinition.Origin.USER);

    List<AgentResult> results = run(AgentCall.first(replay, true, live.task(), live.folder()));

    assertThat(results.getFirst().answered()).isPresent();
  }

  @Test
  void three_hundred_silent_children_do_not_hold_up_another_virtual_thread() throws Exception {
    int children = 300;
    CountDownLatch running = new CountDownLatch(children);
    AttemptListener listener =
        new AttemptListener() {
          @Override
          public void started(AgentCall call, int attempt, ProcessIdentity process) {
            running.countDown();
          }
        };
    List<AgentCall> calls = new ArrayList<>();
    for (int i = 0; i < children; i++) {
      calls.add(call("silent" + i, List.of("sleep", "300")));
    }
    BatchLimits limits = new BatchLimits(children, Duration.ofSeconds(100), 1, false, 1 << 20);
    Thread batch =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var _ = new AgentBatch(Host.system()).run(calls, limits, listener);
              } catch (InterruptedException _) {
                // The end of this test.
                return;
              }
            });
    running.await();

    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      AtomicLong ranAt = new AtomicLong();
      long before = System.nanoTime();
      Thread.ofVirtual().start(() -> ranAt.set(System.nanoTime())).join();
      fastest = Math.min(fastest, ranAt.get() - before);
    }
    batch.interrupt();
    batch.join();

    assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(50));
    assertThat(Leftovers.find(run)).isEmpty();
  }

  private List<AgentResult> run(AgentCall... calls) throws InterruptedException {
    return new AgentBatch(Host.system())
        .run(List.of(calls), limits(1, false), AttemptListener.NONE);
  }

  private static BatchLimits limits(int attempts, boolean failFast) {
    return new BatchLimits(10, Duration.ofSeconds(100), attempts, failFast, 4 << 20)
        .attempts(attempts);
  }

  private AgentCall call(String name, String script, Clocks clocks, String prompt)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".sh"), script + "\n");
    return call(name, List.of("sh", file.toString()), clocks, prompt);
  }

  private AgentCall call(String name, List<String> command) {
    return call(name, command, PATIENT, "p");
  }

  private AgentCall call(String name, List<String> command, Clocks clocks, String prompt) {
    return AgentCall.first(
        new AgentDefinition.Program(
            new AgentName(name), command, clocks, null, null, AgentDefinition.Origin.USER),
        true,
        new AgentTask(run, "1001", Subject.PLAN, folder, prompt),
        folder.resolve("attempts"));
  }
}
