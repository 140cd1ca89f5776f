package dev.speckit.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Host;
import dev.speckit.host.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An agent program that is read event by event: a real process that writes real lines, with an
/// adapter of this test for its small language: `say TEXT`, `fail STATUS`, `done`, `again`.
@Timeout(120)
class CliAttemptTest {
  private static final String ANSWER =
      "echo 'say {\"work_items\":[{\"title\":\"Build it\",\"requirements\":[\"FR-001\"]}]}'";
  private static final Clocks SHORT =
      new Clocks(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(6));

  @TempDir Path folder;
  private final String run = "run-" + UUID.randomUUID();
  private final Map<String, String> environment = new HashMap<>(System.getenv());

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          ANSWER; echo done => ANSWERED
          ANSWER; printf done => ANSWERED
          ANSWER; echo done; sleep 60 => ANSWERED
          ANSWER; echo done; trap '' TERM; sleep 60 => ANSWERED
          echo noise; ANSWER; echo noise; echo done => ANSWERED
          ANSWER => CRASHED
          ANSWER; exit 1 => CRASHED
          ANSWER; kill -9 $$ => CRASHED
          echo done => EMPTY
          echo 'say nothing of use'; echo done => SCHEMA_INVALID
          echo 'fail 401'; echo done; exit 0 => NOT_SIGNED_IN
          echo 'fail 403'; echo done; exit 1 => NOT_SIGNED_IN
          echo 'fail 402'; echo done => QUOTA
          echo 'fail 404'; echo done => MISCONFIGURED
          echo 'fail 429'; echo done => RATE_LIMITED
          echo 'fail 503'; echo done => OVERLOADED
          echo 'fail 529'; echo done => OVERLOADED
          echo 'fail 999'; echo done; exit 1 => UNKNOWN
          echo 'boom'; ANSWER; echo done => ANSWERED
          echo again; echo again; sleep 60 => FLOODED
          while true; do printf .; sleep 0.1; done => HUNG
          while true; do echo .; sleep 0.3; done => HUNG
          sleep 60 => HUNG
          """)
  void every_end_has_its_outcome_whatever_the_exit_code_says(String script, Outcome outcome)
      throws Exception {
    AttemptResult result = ask(script.replace("ANSWER", ANSWER), SHORT);

    assertThat(result.outcome()).describedAs(result.reason()).isEqualTo(outcome);
    assertThat(Leftovers.find(run)).isEmpty();
  }

  @Test
  void a_word_after_the_last_one_does_not_change_it() throws Exception {
    AttemptResult result =
        ask(ANSWER + "; echo done; echo 'fail 500'; echo 'say EVIL'; echo done; exit 0", SHORT);

    assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void usage_model_session_and_the_time_to_wait_are_kept_and_survive_adoption() throws Exception {
    AttemptResult result = ask("echo 'fail 429'; echo done", SHORT);

    assertThat(result.usage()).isEqualTo(new Usage(234L, 1000L, null, 56L, 1L, 1842L));
    assertThat(result.model()).isEqualTo("model-1");
    assertThat(result.session()).isEqualTo("session-1");
    assertThat(result.retryAt()).isAfter(result.startedAt().plusSeconds(29));
    assertThat(AttemptFolder.adopt(result.folder()))
        .hasValueSatisfying(adopted -> {
          assertThat(adopted.usage()).isEqualTo(result.usage());
          assertThat(adopted.model()).isEqualTo("model-1");
          assertThat(adopted.session()).isEqualTo("session-1");
          assertThat(adopted.retryAt()).isNotNull();
        });
  }

  @Test
  void with_a_key_the_process_has_a_home_of_its_own_and_the_key_under_the_programs_name()
      throws Exception {
    environment.put("MY_KEY", "first");
    environment.put("OTHER_KEY", "second");
    environment.put("XDG_CONFIG_HOME", folder.toString());
    AttemptResult result =
        ask(
            "[ \"$HOME\" = \"$TMPDIR/home\" ] || exit 9; [ -d \"$HOME\" ] || exit 8;"
                + " [ \"$PROGRAM_KEY\" = first ] || exit 7;"
                + " [ -z \"$MY_KEY$OTHER_KEY$XDG_CONFIG_HOME\" ] || exit 6;"
                + " [ \"$(cat $TMPDIR/settings)\" = quiet ] || exit 5;"
                + " [ \"$(stat -c %a $TMPDIR/settings)\" = 600 ] || exit 4;"
                + ANSWER
                + "; echo done",
            SHORT,
            "MY_KEY");

    assertThat(result.outcome()).describedAs(result.reason()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void without_a_key_the_process_has_the_users_home() throws Exception {
    AttemptResult result =
        ask("[ \"$HOME\" = '" + folder + "' ] || exit 9;" + ANSWER + "; echo done", SHORT);

    assertThat(result.outcome()).describedAs(result.reason()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void a_missing_program_says_how_to_install_it() throws Exception {
    AttemptResult result = ask(definition("no-such-program-here", SHORT, null));

    assertThat(result.outcome()).isEqualTo(Outcome.NOT_INSTALLED);
    assertThat(result.reason()).contains("no-such-program-here", "install it so");
  }

  @Test
  void a_key_that_the_settings_name_and_that_is_not_set_starts_nothing() throws Exception {
    environment.remove("MY_KEY");
    Path ran = folder.resolve("ran");
    AttemptResult result = ask("touch '" + ran + "'; " + ANSWER + "; echo done", SHORT, "MY_KEY");

    assertThat(result.outcome()).isEqualTo(Outcome.NOT_SIGNED_IN);
    assertThat(result.reason()).contains("MY_KEY is not set");
    assertThat(ran).doesNotExist();
  }

  @Test
  void events_that_the_adapter_cannot_read_end_their_own_attempt_only() throws Exception {
    AttemptResult result = ask(ANSWER + "; echo absurd; echo done", SHORT);

    assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(result.reason()).contains("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm stdout.raw; mkfifo stdout.raw",
        "rm stdout.raw; ln -s VICTIM stdout.raw",
        "rm stdout.raw; mkdir -p stdout.raw/inside",
        "rm stdout.raw",
        "rm stderr.txt; mkfifo stderr.txt",
        "rm stderr.txt; ln -s VICTIM stderr.txt",
        "rm prompt.md; mkfifo prompt.md",
        "echo forged > prompt.md",
        "mkdir -p attempt.json/inside answer.json",
        "ln -s VICTIM attempt.json; ln -s VICTIM answer.json",
        "mkfifo attempt.json answer.json",
        "rm -rf ../*",
        "cd tmp; i=0; while [ $i -lt 400 ]; do mkdir aaaaaaaaaaaaaaaaaaaa; cd aaaaaaaaaaaaaaaaaaaa;"
            + " i=$((i+1)); done",
        "cd tmp; ln -s VICTIM link; mkdir shut; touch shut/file; chmod 0 shut",
      })
  void what_a_program_does_to_our_files_is_neither_followed_nor_waited_for(String mischief)
      throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");

    AttemptResult result =
        ask(
            "(cd \"$TMPDIR/..\"; "
                + mischief.replace("VICTIM", victim.toString())
                + ");"
                + ANSWER
                + "; echo done",
            new Clocks(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30)));

    assertThat(result.outcome()).describedAs(result.reason()).isEqualTo(Outcome.ANSWERED);
    assertThat(victim).hasContent("precious");
    for (String name : List.of("stdout.raw", "stderr.txt", "prompt.md", "attempt.json")) {
      assertThat(result.folder().resolve(name)).isRegularFile();
      assertThat(Files.isSymbolicLink(result.folder().resolve(name))).isFalse();
    }
    assertThat(result.folder().resolve("prompt.md")).hasContent("p");
    assertThat(result.folder().resolve("stdout.raw")).content().contains("Build it");
    assertThat(AttemptFolder.adopt(result.folder())).isPresent();
    assertThat(result.folder().resolve("tmp")).doesNotExist();
  }

  private AttemptResult ask(String script, Clocks clocks) throws Exception {
    return ask(script, clocks, null);
  }

  private AttemptResult ask(String script, Clocks clocks, @Nullable String key) throws Exception {
    Path program = folder.resolve("program");
    Files.writeString(program, "#!/bin/sh\ncat > /dev/null\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return ask(definition(program.toString(), clocks, key));
  }

  private AttemptResult ask(AgentDefinition definition) throws Exception {
    environment.put("HOME", folder.toString());
    Host system = Host.system();
    Host host = new Host(system.clock(), system.random(), environment, folder, folder);
    AgentTask task = new AgentTask(run, "1001", Subject.PLAN, folder, "p");
    AgentCall call = AgentCall.first(definition, true, task, folder.resolve("attempts"));
    return new AgentBatch(host)
        .run(
            List.of(call),
            new BatchLimits(1, Duration.ofSeconds(25), 1, false, BatchLimits.STDOUT_BYTES_MAX),
            AttemptListener.NONE)
        .getFirst()
        .last()
        .orElseThrow();
  }

  private static AgentDefinition definition(String program, Clocks clocks, @Nullable String key) {
    return new AgentDefinition.Cli(
        new AgentName("odd"),
        new Words(),
        program,
        key,
        null,
        null,
        null,
        clocks,
        AgentDefinition.Origin.USER);
  }

  private static final class Words implements Adapter {
    @Override
    public String kind() {
      return "claude";
    }

    @Override
    public String program() {
      return "program";
    }

    @Override
    public String provider() {
      return "maker";
    }

    @Override
    public String keyVariable() {
      return "PROGRAM_KEY";
    }

    @Override
    public String installation() {
      return "install it so";
    }

    @Override
    public Invocation invocation(Request request) {
      return new Invocation(
          List.of(request.program().toString()),
          Map.of(),
          Map.of(request.scratch().resolve("settings"), "quiet"));
    }

    @Override
    public Transcript.Reader reader() {
      return new Reader();
    }
  }

  private static final class Reader implements Transcript.Reader {
    private String text = "";
    private boolean finished;
    private @Nullable Integer status;
    private int repeated;
    private boolean absurd;

    @Override
    public Signal line(String line) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "say" -> text = words[1];
        case "fail" -> status = Integer.valueOf(words[1]);
        case "boom" -> throw new IllegalStateException("an adapter with a defect");
        case "again" -> repeated++;
        case "absurd" -> absurd = true;
        case "done" -> finished = true;
        default -> {
          return Signal.GO_ON;
        }
      }
      if (repeated > 1) {
        return Signal.LOOPING;
      }
      return finished ? Signal.FINISHED : Signal.GO_ON;
    }

    @Override
    public Transcript transcript(@Nullable Integer exitCode, String errors) {
      if (absurd) {
        throw new ArithmeticException("a number beyond all bounds");
      }
      return new Transcript(
          text,
          finished,
          status != null,
          status,
          null,
          status == null ? null : "status " + status,
          List.of(),
          status == null ? null : Duration.ofSeconds(30),
          new Usage(234L, 1000L, null, 56L, 1L, 1842L),
          "session-1",
          "model-1");
    }
  }
}
