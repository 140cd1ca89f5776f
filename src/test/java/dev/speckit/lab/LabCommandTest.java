package dev.speckit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.Transcript;
import dev.speckit.agent.Usage;
import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class LabCommandTest {
  private static final String PLAN = "{\"work_items\":[{\"title\":\"T\",\"requirements\":[]}]}";

  @TempDir Path folder;

  /// A program that is a shell script: what it prints is its answer.
  private record Scripted(String kind) implements Adapter {
    @Override
    public String program() {
      return kind;
    }

    @Override
    public String provider() {
      return "lab";
    }

    @Override
    public String keyVariable() {
      return "SCRIPTED_KEY";
    }

    @Override
    public String installation() {
      return "write it";
    }

    @Override
    public Invocation invocation(Request request) {
      return new Invocation(
          List.of(request.program().toString(), "--answer"),
          Map.of("SCRIPTED_URL", String.valueOf(request.baseUrl())),
          Map.of());
    }

    @Override
    public Transcript.Reader reader() {
      return new Transcript.Reader() {
        private final StringBuilder said = new StringBuilder();

        @Override
        public Signal line(String line) {
          said.append(line);
          return Signal.GO_ON;
        }

        @Override
        public Transcript transcript(@Nullable Integer exitCode, String errors) {
          return new Transcript(
              said.toString(),
              true,
              false,
              null,
              null,
              null,
              List.of(),
              null,
              Usage.UNKNOWN,
              null,
              null);
        }
      };
    }
  }

  private Host host() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", folder + ":/usr/bin:/bin");
    environment.put("TMPDIR", folder.resolve("tmp").toString());
    return new Host(InstantSource.system(), new Random(7), environment, folder, folder);
  }

  private void program(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        "#!/bin/sh\n[ \"$1\" = --version ] && { echo v1.2.3.; exit; }\n"
            + String.join("\n", lines)
            + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Report lab(Map<String, List<String>> arguments, Progress progress)
      throws InterruptedException {
    return new LabCommand(host(), List.of(new Scripted("scripted"), new Scripted("elsewhere")))
        .run(new Call(new Arguments(arguments), progress, Optional.empty()));
  }

  private Report card(String... scenarios) throws InterruptedException {
    return lab(
        Map.of("action", List.of("card"), "scenario", List.of(scenarios)), Progress.silent());
  }

  private static Json.Fields agent(Report report, int index) {
    return report.data().objects("agents").get(index);
  }

  @Test
  void a_card_says_what_came_of_each_scenario_and_leaves_nothing() throws Exception {
    program("scripted", "cat >/dev/null", "echo '" + PLAN + "'");

    Report report = card("good", "large-7");

    Json.Fields cell = agent(report, 0).objects("scenarios").getFirst();
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(agent(report, 0).text("state")).hasValue("as expected");
    assertThat(agent(report, 0).text("version")).hasValue("1.2.3");
    assertThat(agent(report, 0).texts("environment")).containsExactly("SCRIPTED_URL");
    assertThat(cell.text("outcome")).hasValue("answered");
    assertThat(cell.integer("requests")).hasValue(0L);
    assertThat(cell.integer("left")).hasValue(0L);
    assertThat(agent(report, 0).objects("scenarios").get(1).text("scenario")).hasValue("large-7");
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void a_program_that_is_not_installed_is_absent_and_no_failure() throws Exception {
    Report report = card("good");

    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(agent(report, 1).text("agent")).hasValue("elsewhere");
    assertThat(agent(report, 1).text("state")).hasValue("absent");
    assertThat(agent(report, 1).find("scenarios")).isEmpty();
  }

  @Test
  void a_difference_ends_with_2_and_keeps_the_raw_output() throws Exception {
    program("scripted", "cat >/dev/null", "echo nonsense");

    Report report = card("good");

    assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(report.data().integer("differences")).hasValue(1L);
    assertThat(report.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.message()).contains("scripted differs in 1", "good", "schema-invalid");
          assertThat(problem.place()).isNotNull();
          assertThat(Path.of(problem.place().file()).resolve("stdout.raw")).hasContent("nonsense");
        });
  }

  @Test
  void each_program_gets_the_made_up_key_its_own_home_and_the_url_of_its_scenario()
      throws Exception {
    program(
        "scripted",
        "cat >/dev/null",
        "env > '" + folder.resolve("seen") + "'",
        "echo '" + PLAN + "'");

    assertThat(card("good").exit()).isEqualTo(ExitCode.OK);

    assertThat(Files.readString(folder.resolve("seen")))
        .contains("SCRIPTED_KEY=lab-")
        .containsPattern("SCRIPTED_URL=http://127\\.0\\.0\\.1:[0-9]+/lab-[0-9a-f]+-0/good/v1")
        .doesNotContain("HOME=" + folder + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "card, scenario, no-such, no scenario `no-such`",
    "card, agents, nobody, `nobody` is no agent program",
    "card, port, 80, --port belongs to lab serve",
    "scenarios, agents, claude, `claude` belongs to lab card",
    "scenarios, for, 3, --for belongs to lab serve",
    "serve, port, 65536, --port takes a number up to 65535",
    "serve, for, -1, --for takes a number",
    "serve, for, soon, --for takes a number"
  })
  void wrong_words_are_refused(String action, String name, String value, String message) {
    assertThatThrownBy(
            () -> lab(Map.of("action", List.of(action), name, List.of(value)), Progress.silent()))
        .isInstanceOf(Failure.Usage.class)
        .hasMessageContaining(message);
  }

  @Test
  void serve_ends_by_itself_after_the_time_it_was_given() throws Exception {
    Report report =
        lab(
            Map.of(
                "action", List.of("serve"),
                "for", List.of("1"),
                "scenario", List.of("rate-limited-9")),
            Progress.silent());

    assertThat(report.data().text("scenario")).hasValue("rate-limited-9");
    assertThat(report.data().objects("formats")).hasSize(4);
    assertThat(report.data().integer("requests")).hasValue(0L);
  }

  @Test
  void serve_says_where_it_is_and_an_interruption_ends_it() throws Exception {
    int port = freePort();
    CountDownLatch ready = new CountDownLatch(1);
    List<String> notes = new java.util.concurrent.CopyOnWriteArrayList<>();
    Progress progress = noting(notes, ready);
    Thread thread =
        Thread.ofPlatform()
            .start(() ->
                assertThatThrownBy(() ->
                        lab(
                            Map.of(
                                "action", List.of("serve"),
                                "port", List.of(Integer.toString(port))),
                            progress))
                    .isInstanceOf(InterruptedException.class));
    ready.await();
    new Socket(InetAddress.getLoopbackAddress(), port).close();

    thread.interrupt();
    thread.join();

    assertThat(notes).anyMatch(note -> note.contains("http://127.0.0.1:" + port + "/try/good/v1"));
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(IOException.class);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Progress noting(List<String> notes, CountDownLatch ready) {
    return new Progress() {
      @Override
      public void note(String line) {
        notes.add(line);
        if (line.contains("Ctrl-C")) {
          ready.countDown();
        }
      }

      @Override
      public Lane lane(String label) {
        return Progress.silent().lane(label);
      }
    };
  }

  @Test
  void every_scenario_is_listed_with_what_should_come_of_it() throws Exception {
    Report report = lab(Map.of("action", List.of("scenarios")), Progress.silent());

    assertThat(report.data().objects("scenarios"))
        .hasSize(Scenario.values().length)
        .allMatch(scenario -> !scenario.text("outcome").orElse("").isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void a_scenario_is_read_back_from_its_word(Scenario scenario) {
    Script script = Script.of(scenario).text("a b~c");

    assertThat(Script.parse(script.word())).hasValue(script);
    assertThat(Script.parse(scenario.word() + "-17").isPresent()).isEqualTo(scenario.takesNumber());
  }

  @ParameterizedTest
  @CsvSource({"claude", "codex", "copilot", "gemini", "opencode", "qwen"})
  void what_is_expected_names_outcomes_that_there_are(String kind) {
    List<String> known =
        java.util.Arrays.stream(dev.speckit.agent.Outcome.values())
            .map(dev.speckit.agent.Outcome::word)
            .toList();
    for (Scenario scenario : Scenario.values()) {
      assertThat(Expected.of(kind).outcomes(scenario)).isNotEmpty().allMatch(known::contains);
    }
    assertThat(Expected.of(kind).model()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"claude", "codex", "copilot", "gemini", "opencode", "qwen"})
  void where_two_outcomes_are_right_it_says_why(String kind) {
    for (Scenario scenario : Scenario.values()) {
      List<String> outcomes = Expected.of(kind).outcomes(scenario);
      assertThat(outcomes).as(scenario.word()).hasSizeLessThanOrEqualTo(2);
      if (outcomes.size() == 2) {
        assertThat(Expected.of(kind).reason(scenario)).as(scenario.word()).isPresent();
      }
    }
  }
}
