package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Block;
import dev.speckit.command.Dialogue;
import dev.speckit.command.Report;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationTest {
  @TempDir Path temporary;

  /// Gives answers in turn; an empty one takes the fallback, and behind the last is Ctrl-D.
  private static final class Script implements Dialogue {
    private final Deque<String> answers;
    private final List<String> asked = new ArrayList<>();
    private final StringBuilder shown = new StringBuilder();

    private Script(String... answers) {
      this.answers = new ArrayDeque<>(List.of(answers));
    }

    @Override
    public Optional<String> ask(Question question) throws InterruptedException {
      asked.add(question.text());
      String answer = answers.poll();
      if (answer == null) {
        return Optional.empty();
      }
      if (answer.equals("^C")) {
        throw new Withdrawn();
      }
      if (answer.equals("TERM")) {
        throw new InterruptedException();
      }
      return Optional.of(answer.isEmpty() ? question.fallback() : answer);
    }

    @Override
    public void show(List<Block> blocks) {
      shown.append(blocks).append('\n');
    }
  }

  @Test
  void a_session_from_plan_to_done_takes_one_or_two_answers_for_each_action() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.write("setup.sh", "#!/bin/sh\n");
    Script script =
        new Script(
            "",
            "Use NFS",
            "",
            "yes",
            "",
            "",
            "Wrote it",
            "test",
            "true",
            "",
            "deliver",
            "setup.sh",
            "",
            "issue",
            "Slow",
            "Larger buffers",
            "commit",
            "",
            "",
            "done",
            "completed",
            "y");
    Report report = desk.work(Optional.of(script), "1014");
    assertThat(script.answers).isEmpty();
    assertThat(report.data().text("state")).contains("closed");
    assertThat(desk.context())
        .contains("- Use NFS (", "- Approved the plan (", "- Wrote it (", "- Ran `true`: ✅")
        .contains("deliverables/scripts/setup.sh", "**Resolution**: Larger buffers")
        .contains("**Status**: completed");
  }

  @Test
  void a_wrong_answer_is_explained_and_asked_again() throws Exception {
    Desk desk = Desk.with1014(temporary);
    Script script =
        new Script(
            "paln", "plan", "", "Use NFS", "deliver", "none.sh", "note.md", "banana", "", "Paln",
            "?", "status", "quit");
    desk.write("note.md", "# A\n");
    Report report = desk.work(Optional.of(script), "1014");
    assertThat(script.shown)
        .contains(
            "'paln' is no action",
            "'Paln' is no action",
            "Register a file",
            "Say it in words",
            "It takes one of");
    assertThat(script.shown).contains("there is no such file");
    assertThat(report.data().text("state")).contains("open");
    assertThat(desk.context()).contains("- Use NFS (", "deliverables/docs/note.md");
  }

  @Test
  void only_a_plain_yes_approves_and_a_no_or_an_empty_answer_takes_it_back() throws Exception {
    Desk desk = Desk.with1014(temporary);
    Script script =
        new Script(
            "plan",
            "Use NFS",
            "approve",
            "",
            "approve",
            "n",
            "approve",
            "sure",
            "no",
            "commit",
            "",
            "no",
            "done",
            "",
            "no",
            "deliver",
            "",
            "approve",
            "yes",
            "as agreed",
            "quit");
    desk.work(Optional.of(script), "1014");
    assertThat(script.answers).isEmpty();
    assertThat(script.shown).contains("Say yes or no.", "Nothing was recorded.");
    assertThat(desk.context()).containsOnlyOnce("Approved the plan").contains("as agreed");
    assertThat(desk.git("log", "--oneline").lines()).hasSize(1);
  }

  @Test
  void ctrl_c_takes_back_the_action_that_is_asked_for() throws Exception {
    Desk desk = Desk.with1014(temporary);
    Script script = new Script("issue", "Slow", "^C", "note", "Kept", "quit");
    desk.work(Optional.of(script), "1014");
    assertThat(script.answers).isEmpty();
    assertThat(desk.context()).contains("- Kept (").doesNotContain("Slow");
  }

  @Test
  void what_was_done_is_told_once() throws Exception {
    Desk desk = Desk.with1014(temporary);
    Script script = new Script("plan", "Use NFS", "done", "partial", "");
    Report report = desk.work(Optional.of(script), "1014");
    assertThat(report.blocks().toString()).contains("partial");
    assertThat(script.shown).doesNotContain("partial");
  }

  @Test
  void leaving_keeps_the_session_open_and_says_so() throws Exception {
    Desk desk = Desk.with1014(temporary);
    Script left = new Script("plan", "Use NFS");
    desk.work(Optional.of(left), "1014");
    assertThat(left.shown).contains("The session stays open");
    Script cut = new Script("note", "TERM");
    assertThatThrownBy(() -> desk.work(Optional.of(cut), "1014"))
        .isInstanceOf(InterruptedException.class);
    assertThat(cut.shown).contains("The session stays open");
    Script twice = new Script("note", "^C", "^C");
    assertThatThrownBy(() -> desk.work(Optional.of(twice), "1014"))
        .isInstanceOf(InterruptedException.class);
    assertThat(twice.shown).contains("Nothing was recorded.", "The session stays open");
    assertThat(desk.context()).contains("- Use NFS (").containsOnlyOnce("### Session");
    assertThat(desk.work("1014", "--resume").data().text("state")).contains("open");
  }
}
