package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One of three agents misbehaves at the plan in every way that was thought of; the other two
/// answer. The run ends, degraded and saying so, with nothing left running.
class StubAgentsIT {
  private static final String SHORT = "timeout = { first = \"3s\", idle = \"3s\", total = \"8s\" }";
  private static final String LONG =
      "timeout = { first = \"20s\", idle = \"20s\", total = \"40s\" }";

  @TempDir Path folder;

  /// What an agent does when it is asked for the plan.
  record Stub(String name, String script, String outcome, int attempts) {
    @Override
    public String toString() {
      return name;
    }

    boolean answers() {
      return outcome.equals("answered");
    }
  }

  static Stream<Stub> stubs() {
    return Stream.of(
        stub("floods", "cat >/dev/null; head -c 104857600 /dev/zero", "flooded", 1),
        stub("closes its output and sleeps", "cat >/dev/null; exec >&- ; sleep 300", "hung", 2),
        stub(
            "answers and leaves a grandchild that holds the pipe",
            "setsid sleep 300 &\n" + Workspaces.answering(),
            "answered",
            1),
        stub(
            "prints what is no UTF-8",
            "cat >/dev/null; printf '\\377\\376\\200{'",
            "schema-invalid",
            2),
        stub("says nothing and is content", "cat >/dev/null; exit 0", "empty", 3),
        stub(
            "ignores the termination signal",
            "trap '' TERM; cat >/dev/null; while :; do sleep 1; done",
            "hung",
            2),
        stub("fails", "cat >/dev/null; echo 'no such file' >&2; exit 7", "crashed", 3),
        stub("sends the prompt back", "cat", "schema-invalid", 2),
        stub(
            "chats around a fenced answer",
            "echo 'Sure, {here} is the plan:'; echo '```json'; ("
                + Workspaces.answering()
                + "); echo '```'; printf 'Anything else? \\377\\n'",
            "answered",
            1),
        stub(
            "answers well on the second turn",
            "if [ \"$SPECKIT_ATTEMPT\" = 1 ]; then cat >/dev/null; echo '{\"work_items\": 3}'; exit"
                + " 0; fi\n"
                + Workspaces.answering(),
            "answered",
            2));
  }

  private static Stub stub(String name, String script, String outcome, int attempts) {
    return new Stub(name, script, outcome, attempts);
  }

  @ParameterizedTest
  @MethodSource("stubs")
  void one_bad_agent_of_three_costs_its_own_answer_and_nothing_else(Stub stub) throws IOException {
    Journey journey = journey(stub.script());
    Speckit.Ended ended = journey.run("run", "1001", "--to", "plan", "--on-question", "defer");
    assertThat(ended.exit()).as("%s", ended).isZero();
    Speckit.Ended shown = journey.run("show", "last", "--json");
    Json.Fields run = shown.data();
    Journey.Asked bad = Journey.asked(run, "plan", "mallory");
    assertThat(bad.outcome()).as(bad.reason()).isEqualTo(stub.outcome());
    assertThat(bad.attempts()).isEqualTo(stub.attempts());
    assertThat(Journey.asked(run, "plan", "alice").outcome()).isEqualTo("answered");
    assertThat(Journey.asked(run, "plan", "bob").outcome()).isEqualTo("answered");
    participation(journey, shown, stub);
    assertThat(ProcessScan.withEnvironment("SPECKIT_RUN=" + run.text("run").orElseThrow()))
        .isEmpty();
    raw(journey, bad, stub);
    assertThat(shown.json().text("exit_reason")).contains("ok");
  }

  private static void participation(Journey journey, Speckit.Ended shown, Stub stub) {
    String plan = Workspaces.read(journey.plan());
    List<String> supporters = journey.query("SELECT agent FROM answer WHERE subject = 'plan'");
    if (stub.answers()) {
      assertThat(Journey.codes(shown, "warnings")).isEmpty();
      assertThat(plan).contains("3 of 3 agents answered").doesNotContain("Degraded");
      assertThat(supporters).containsExactlyInAnyOrder("alice", "mallory", "bob");
      return;
    }
    assertThat(Journey.codes(shown, "warnings")).containsExactly("degraded");
    assertThat(shown.out()).contains("2 of 3 agents answered; missing: mallory");
    assertThat(plan).contains("Degraded: 2 of 3 agents answered; missing: mallory");
    assertThat(plan).contains("| mallory | ").contains(stub.outcome());
    assertThat(Journey.stage(shown.data(), "plan").text("participation")).contains("degraded");
    assertThat(supporters).containsExactlyInAnyOrder("alice", "bob");
  }

  /// The raw bytes are kept, whatever they are, and never more than the bound.
  private static void raw(Journey journey, Journey.Asked bad, Stub stub) throws IOException {
    Path raw = journey.workspace().resolve(bad.folder()).resolve("stdout.raw");
    assertThat(raw).exists();
    switch (stub.name()) {
      case "floods" -> assertThat(Files.size(raw)).isBetween(32L << 20, 33L << 20);
      case "prints what is no UTF-8" ->
          assertThat(Files.readAllBytes(raw))
              .containsExactly(new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0x80, '{'});
      case "fails" -> assertThat(bad.reason()).contains("exit code 7", "no such file");
      default -> assertThat(raw).isRegularFile();
    }
  }

  @Test
  void a_program_that_is_not_there_or_not_executable_is_not_tried_twice() {
    Journey journey = journey("exit 0");
    journey.settings(
        "command = [\"/bin/sh\", \"agents/mallory.sh\"]", "command = [\"no-such-program-here\"]");
    Workspaces.write(journey.workspace().resolve("agents/text"), "no program\n");
    Speckit.Ended missing =
        journey.run("run", "1001", "--to", "plan", "--on-question", "defer", "--json");
    assertThat(missing.exit()).as("%s", missing).isZero();
    Journey.Asked gone = Journey.asked(missing.data(), "plan", "mallory");
    assertThat(gone.outcome()).isEqualTo("not-installed");
    assertThat(gone.attempts()).isEqualTo(1);
    assertThat(gone.reason()).contains("no-such-program-here");
    journey.settings("\"no-such-program-here\"", "\"agents/text\"");
    Speckit.Ended plain =
        journey.run("run", "1001", "--to", "plan", "--on-question", "defer", "--json");
    assertThat(plain.exit()).as("%s", plain).isZero();
    Journey.Asked text = Journey.asked(plain.data(), "plan", "mallory");
    assertThat(text.outcome()).isEqualTo("not-installed");
    assertThat(text.attempts()).isEqualTo(1);
    assertThat(Journey.codes(plain, "warnings")).containsExactly("degraded");
  }

  /// The flood's output is whole on disk and larger than any text; it must not stand in the way.
  @Test
  void a_run_killed_when_a_flood_had_ended_is_resumed() {
    Journey journey = journey("cat >/dev/null; head -c 104857600 /dev/zero");
    Speckit.Ended whole =
        journey.run("run", "1001", "--to", "plan", "--on-question", "defer", "--json");
    assertThat(whole.exit()).as("%s", whole).isZero();
    String ends =
        "SELECT sequence FROM event WHERE kind = 'attempt-ended' AND payload LIKE '%mallory%'";
    String sequence = journey.query(ends).getFirst();
    Speckit.Ended killed =
        journey
            .speckit()
            .with("SPECKIT_FAULTS", "kill-before:" + sequence)
            .run("run", "1001", "--to", "plan", "--on-question", "defer");
    assertThat(killed.exit()).as("%s", killed).isEqualTo(137);
    Speckit.Ended resumed = journey.run("resume", "last", "--json");
    assertThat(resumed.exit()).as("%s", resumed).isZero();
    assertThat(Journey.asked(resumed.data(), "plan", "mallory").outcome()).isEqualTo("flooded");
    assertThat(Journey.codes(resumed, "warnings"))
        .as("the flood is a large file too")
        .containsExactly("degraded", "evidence-warning");
  }

  /// mallory sits in the rosters of plan and tasks; the gates are alice's.
  private Journey journey(String script) {
    Map<String, String> agents = new LinkedHashMap<>();
    agents.put("alice", Workspaces.answering());
    agents.put("mallory", script);
    agents.put("bob", Workspaces.answering());
    Journey journey = Journey.of(folder, agents);
    for (String gate : new String[] {"clarify", "checklist", "analyze"}) {
      journey.roster(gate, "alice");
    }
    String settings = Workspaces.read(journey.workspace().resolve("speckit.toml"));
    String program = settings.substring(settings.indexOf("[agents.mallory]"));
    String mallory = program.substring(0, program.indexOf("[agents.bob]"));
    return journey.settings(mallory, mallory.replace(LONG, SHORT));
  }
}
