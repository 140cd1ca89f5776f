package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What programs rely on: one JSON object, the same fields, whatever happened.
class EnvelopeIT {
  private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z";

  private static final String ASKING =
      "cat >/dev/null\n"
          + "case \"$SPECKIT_STAGE\" in clarify) cat <<'ANSWER'\n"
          + "{\"issues\": [{\"question\": \"Which hives are weighed?\", \"answer\": \"All of"
          + " them\", \"confidence\": \"low\", \"magnitude\": \"critical\", \"resolvability\":"
          + " \"need-human\", \"requirement\": \"BEE-1\"}]}\n"
          + "ANSWER\n"
          + "echo \"clarify $SPECKIT_AGENT\" >>calls.log; exit 0 ;; esac\n";

  @TempDir Path folder;

  /// A call and the exit code it must end with.
  private record Call(int exit, List<String> words) {}

  private static Call call(int exit, String... words) {
    return new Call(exit, List.of(words));
  }

  @Test
  void every_command_prints_one_envelope_when_it_succeeds_and_when_it_fails() {
    Journey journey = Journey.of(folder, Journey.counting());
    List<Call> calls =
        List.of(
            call(64, "resume", "last"),
            call(64, "cancel", "last"),
            call(64, "show", "last"),
            call(0, "runs"),
            call(0, "run", "1001"),
            call(64, "run", "4711"),
            call(64, "run", "1001", "--from", "tasks", "--to", "plan"),
            call(64, "run"),
            call(0, "resume", "last"),
            call(0, "cancel", "last"),
            call(0, "show", "last"),
            call(0, "show", "1001"),
            call(64, "show", "4711"),
            call(0, "list"),
            call(0, "check"),
            call(0, "new", "feature", "Hive Alarm", "--parent", "1000"),
            call(64, "new", "feature", "Hive Alarm", "--parent", "9000"),
            call(0, "init"),
            call(0, "trust"),
            call(0, "untrust"),
            call(11, "run", "1001"),
            call(64, "no-such-command"),
            call(64, "demo", "specs"),
            call(64, "list", "--no-such-option"),
            call(0, "--version"));
    for (Call call : calls) {
      List<String> words = new ArrayList<>(call.words());
      words.add("--json");
      envelope(call, journey.run(words.toArray(String[]::new)));
    }
    envelope(call(0, "doctor"), journey.run("doctor", "--json"));
  }

  private static void envelope(Call call, Speckit.Ended ended) {
    String name = String.join(" ", call.words());
    assertThat(ended.out().lines()).as(name).hasSize(1);
    Json.Fields json = ended.json();
    assertThat(json.values().keySet())
        .as(name)
        .contains(
            "schema_version",
            "tool",
            "command",
            "exit_code",
            "exit_reason",
            "data",
            "warnings",
            "problems");
    assertThat(json.text("tool")).contains("speckit");
    assertThat(json.object("data")).as(name).isPresent();
    assertThat(json.integer("exit_code")).as(name).contains((long) ended.exit());
    if (!call.words().getFirst().equals("doctor")) {
      assertThat(ended.exit()).as("%s: %s", name, ended).isEqualTo(call.exit());
    }
    if (!call.words().getFirst().startsWith("--")) {
      assertThat(json.text("command")).as(name).contains(call.words().getFirst());
    }
    if (call.exit() == 0) {
      return;
    }
    assertThat(json.objects("problems")).as(name).isNotEmpty();
    for (Json.Fields problem : json.objects("problems")) {
      assertThat(problem.values()).as(name).containsKeys("code", "message", "place", "remedy");
      assertThat(problem.text("remedy")).as("%s: %s", name, ended).isPresent();
    }
  }

  @Test
  void a_run_tells_its_stages_agents_and_evidence() {
    Journey journey = Journey.of(folder, Journey.counting());
    Json.Fields run = journey.run("run", "1001", "--json").data();
    assertThat(run.text("run").orElseThrow()).matches("[0-9]{8}-[0-9]{6}-[0-9a-f]{6}");
    assertThat(run.text("spec")).contains("1001");
    assertThat(run.text("state")).contains("done");
    assertThat(run.text("started_at").orElseThrow()).matches(TIME);
    assertThat(run.text("evidence")).isPresent();
    assertThat(run.items("questions")).isEmpty();
    assertThat(run.objects("stages").stream().map(one -> one.text("stage").orElseThrow()))
        .containsExactly("plan", "tasks");
    for (Json.Fields stage : run.objects("stages")) {
      String name = stage.text("stage").orElseThrow();
      assertThat(stage.text("state")).contains("done");
      assertThat(stage.text("artifact")).contains("specs/1000/1001/" + name + ".md");
      Json.Fields agreement = stage.object("agreement").orElseThrow();
      for (String key : new String[] {"supporters", "responders", "roster"}) {
        assertThat(agreement.integer(key)).as(key).contains(3L);
      }
      assertThat(Journey.agents(stage).stream().map(one -> one.text("agent").orElseThrow()))
          .containsExactly("alice", "bob", "carol");
      for (Json.Fields agent : Journey.agents(stage)) {
        assertThat(agent.integer("attempts")).contains(1L);
        assertThat(agent.text("outcome")).contains("answered");
        assertThat(agent.text("started_at").orElseThrow()).matches(TIME);
        assertThat(agent.text("ended_at").orElseThrow()).matches(TIME);
      }
    }
    Json.Fields row = journey.run("runs", "--json").data().objects("runs").getFirst();
    assertThat(row.text("run")).isEqualTo(run.text("run"));
    assertThat(row.values()).containsKeys("run", "spec", "state", "started_at");
  }

  @Test
  void a_question_stops_a_run_and_deferring_it_goes_on() {
    Map<String, String> agents = Workspaces.threeOf(ASKING + Workspaces.counting());
    Journey journey = Journey.of(folder, agents);
    Speckit.Ended stopped = journey.run("run", "1001", "--on-question", "stop", "--json");
    assertThat(stopped.exit()).as("%s", stopped).isEqualTo(10);
    assertThat(stopped.data().text("state")).contains("waiting");
    List<Json.Fields> questions = stopped.data().objects("questions");
    assertThat(questions).hasSize(1);
    Json.Fields question = questions.getFirst();
    assertThat(question.text("state")).contains("open");
    assertThat(question.text("stage")).contains("plan");
    assertThat(question.text("requirement")).contains("BEE-1");
    assertThat(question.text("text")).contains("Which hives are weighed?");
    assertThat(question.items("answers")).hasSize(1);
    assertThat(journey.plan()).doesNotExist();

    Speckit.Ended again = journey.run("resume", "last", "--json");
    assertThat(again.exit()).as("%s", again).isEqualTo(10);
    Speckit.Ended deferred = journey.run("resume", "last", "--on-question", "defer", "--json");
    assertThat(deferred.exit()).as("%s", deferred).isZero();
    Json.Fields kept = deferred.data().objects("questions").getFirst();
    assertThat(kept.text("id")).isEqualTo(question.text("id"));
    assertThat(kept.text("state")).contains("deferred");
    assertThat(Workspaces.read(journey.plan())).contains("Which hives are weighed?");
    for (String subject : new String[] {"clarify", "checklist", "plan", "tasks"}) {
      assertThat(journey.calls().stream().filter(call -> call.startsWith(subject + " ")))
          .as(subject)
          .hasSize(3);
    }
  }
}
