package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers to a waiting run, by the program itself.
@Timeout(300)
class AnswerIT {
  @TempDir Path folder;

  /// The events of an answer: what was said, the edit before and after.
  @ParameterizedTest
  @ValueSource(
      strings = {"kill-before:1", "kill-after:1", "kill-before:2", "kill-after:2", "kill-after:3"})
  void an_answer_that_was_cut_off_is_whole_or_was_never_given(String moment) throws Exception {
    Journey journey = waiting();
    String before = spec(journey);
    String id = question(journey);
    Speckit.Ended killed =
        journey.speckit().with("SPECKIT_FAULTS", moment).run("answer", "last", id + "=Red ones");
    assertThat(killed.exit()).as("%s", killed).isEqualTo(137);
    int calls = journey.calls().size();
    if (moment.equals("kill-before:1")) {
      assertThat(spec(journey)).isEqualTo(before);
      Speckit.Ended again = journey.run("answer", "last", id + "=Red ones");
      assertThat(again.exit()).as("%s", again).isZero();
    }
    Speckit.Ended done = journey.run("resume", "last", "--json");
    assertThat(done.exit()).as("%s", done).isZero();
    String added = spec(journey).substring(before.length());
    assertThat(spec(journey)).startsWith(before);
    assertThat(added.split("Red ones", -1)).as(added).hasSize(2);
    assertThat(journey.calls().subList(calls, journey.calls().size()))
        .noneMatch(call -> call.startsWith("clarify"));
    Speckit.Ended undone = journey.run("answer", "last", "--undo", id, "--json");
    assertThat(undone.exit()).as("%s", undone).isZero();
    assertThat(spec(journey)).isEqualTo(before);
  }

  @Test
  void a_file_that_is_on_neither_side_of_an_edit_is_the_persons() throws Exception {
    Journey journey = waiting();
    String id = question(journey);
    Speckit.Ended killed =
        journey
            .speckit()
            .with("SPECKIT_FAULTS", "kill-after:2")
            .run("answer", "last", id + "=Red ones");
    assertThat(killed.exit()).isEqualTo(137);
    Path spec = journey.workspace().resolve("specs/1000/1001/spec.md");
    Files.writeString(spec, spec(journey) + "\nMine.\n");
    String mine = spec(journey);
    for (List<String> call : List.of(List.of("resume", "last"), List.of("answer", "last"))) {
      Speckit.Ended refused = journey.run(call.get(0), call.get(1));
      assertThat(refused.exit()).as("%s", refused).isEqualTo(11);
      assertThat(refused.err()).contains("--undo");
      assertThat(spec(journey)).isEqualTo(mine);
    }
    assertThat(journey.run("answer", "last", "--undo", id).exit()).isZero();
    assertThat(spec(journey)).isEqualTo(mine);
    Speckit.Ended blue = journey.run("answer", "last", id + "=Blue");
    assertThat(blue.exit()).as("%s", blue).isZero();
    assertThat(spec(journey)).startsWith(mine).contains("Blue");
  }

  @Test
  void two_of_the_same_run_are_one_and_waiting_tells_its_end() throws Exception {
    Journey journey =
        Journey.of(
            folder,
            Workspaces.threeOf("while [ ! -e go ]; do sleep 0.1; done\n" + Workspaces.counting()));
    Speckit.Started first = journey.speckit().start("run", "1001", "--on-question", "defer");
    Path store = journey.workspace().resolve(".speckit/speckit.db");
    Journey.await(
        "a run that is under way",
        () ->
            Files.exists(store)
                && !journey.query("SELECT name FROM sqlite_master WHERE name = 'attempt'").isEmpty()
                && !journey.query("SELECT run FROM attempt").isEmpty());
    Speckit.Ended second = journey.run("run", "1001", "--on-question", "defer", "--json");
    assertThat(second.exit()).as("%s", second).isZero();
    assertThat(Journey.codes(second, "warnings")).contains("deduplicated");
    assertThat(second.data().text("state")).contains("running");
    Speckit.Ended other = journey.run("run", "1001", "--to", "plan", "--json");
    assertThat(Journey.codes(other, "problems")).containsExactly("run-under-way");
    Speckit.Ended late = journey.run("wait", "last", "--timeout", "200ms", "--json");
    assertThat(late.exit()).isEqualTo(3);
    assertThat(Journey.codes(late, "problems")).containsExactly("still-under-way");
    Files.createFile(journey.workspace().resolve("go"));
    Speckit.Ended waited = journey.run("wait", "last", "--json");
    assertThat(waited.exit()).as("%s", waited).isZero();
    assertThat(waited.data().text("state")).contains("done");
    assertThat(first.ended().exit()).isZero();
    assertThat(journey.query("SELECT count(*) FROM run")).containsExactly("1");
  }

  @Test
  void waiting_sees_that_the_owner_is_gone() {
    Journey journey = Journey.of(folder, Journey.counting());
    Speckit.Ended killed =
        journey.speckit().with("SPECKIT_FAULTS", "kill-after:9").run("run", "1001");
    assertThat(killed.exit()).isEqualTo(137);
    Speckit.Ended waited = journey.run("wait", "last", "--json");
    assertThat(waited.exit()).isEqualTo(3);
    assertThat(Journey.codes(waited, "problems")).containsExactly("interrupted");
  }

  private Journey waiting() {
    String issue =
        "{\"issues\": [{\"question\": \"Which hives count?\", \"answer\": \"all\","
            + " \"confidence\": \"low\", \"magnitude\": \"critical\","
            + " \"resolvability\": \"need-human\"}]}";
    Map<String, String> agents =
        Workspaces.threeOf(
            "if [ \"$SPECKIT_STAGE\" = clarify ]; then cat >/dev/null;"
                + " echo \"clarify\" >>calls.log; echo '"
                + issue
                + "'; exit 0; fi\n"
                + Workspaces.counting());
    Journey journey = Journey.of(folder, agents);
    Speckit.Ended ended = journey.run("run", "1001", "--json");
    assertThat(ended.exit()).as("%s", ended).isEqualTo(10);
    return journey;
  }

  private static String question(Journey journey) {
    return journey.run("questions", "1001", "--json").data().objects("questions").stream()
        .filter(question -> question.text("state").equals(Optional.of("open")))
        .findFirst()
        .orElseThrow()
        .text("id")
        .orElseThrow();
  }

  private static String spec(Journey journey) throws Exception {
    return Files.readString(journey.workspace().resolve("specs/1000/1001/spec.md"));
  }
}
