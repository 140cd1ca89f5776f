package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.spec.UnifiedDiff;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings the spec to what persons answered. What was answered stands in the journal first; the
/// edits follow from it, so that a speckit that was killed between goes on with them.
final class SpecEdits {
  private final Path workspace;
  private final Journal journal;
  private final String path;

  /// @param path of the spec's document, relative to the workspace
  SpecEdits(Path workspace, Journal journal, String path) {
    this.workspace = workspace;
    this.journal = journal;
    this.path = path;
  }

  /// What has to be done.
  sealed interface Look {

    /// @param before the text as it stands
    record Ready(String path, String before, List<Step> steps) implements Look {
      public Ready {
        steps = List.copyOf(steps);
      }

      String after() {
        return steps.isEmpty() ? before : steps.getLast().splice().after();
      }

      /// The difference of the two texts; empty when there is none.
      UnifiedDiff difference() {
        return UnifiedDiff.of(path, before.lines().toList(), path, after().lines().toList());
      }
    }

    /// The text holds the place no more; a person has to look.
    ///
    /// @param diff what would have been changed
    record NoPlace(Problem problem, Block.Diff diff) implements Look {}
  }

  /// One edit, on the text that the one before it left.
  record Step(String question, AnswerSplice splice) {}

  /// Finishes edits that are on disk and were not recorded: a kill between.
  Run settle(Run run) throws InterruptedException {
    boolean some = false;
    for (Run.Edit edit : run.edits()) {
      RunEvent.EditIntended intended = edit.intended();
      if (edit.done() == null && hash(intended.path()).equals(intended.after())) {
        journal.append(run.id(), edited(intended));
        some = true;
      }
    }
    return some ? journal.read(run.id()).orElseThrow() : run;
  }

  private static RunEvent.Edited edited(RunEvent.EditIntended intended) {
    return new RunEvent.Edited(
        intended.question(), intended.path(), intended.before(), intended.after());
  }

  /// What is to be done so that the spec says what is settled, and nothing that was taken back.
  ///
  /// @param settled by question, as it will be
  Look look(
      Run run, List<AskedQuestion> questions, Map<String, RunEvent.QuestionAnswered> settled) {
    Path file = workspace.resolve(path);
    String before = Disk.isFile(file) ? Disk.readText(file) : "";
    String text = before;
    List<Step> steps = new ArrayList<>();
    for (AskedQuestion question : questions) {
      RunEvent.QuestionAnswered answer = settled.get(question.id());
      boolean wanted = answer != null && answer.accepted() && !answer.answer().isBlank();
      List<Run.Edit> done = done(run, question.id());
      boolean stands = done.size() % 2 == 1;
      if (wanted == stands) {
        continue;
      }
      Optional<Problem> strange = strange(run, question.id());
      if (strange.isPresent()) {
        return new Look.NoPlace(strange.get(), wantedOnly(question, answer));
      }
      Optional<AnswerSplice> splice =
          wanted && answer != null
              ? put(text, question, answer.answer())
              : AnswerSplice.takenBack(path, text, done.getLast().intended());
      if (splice.isEmpty()) {
        return new Look.NoPlace(
            noPlace(run, question, wanted),
            wanted
                ? wantedOnly(question, answer)
                : removedOnly(done.getLast().intended().inserted()));
      }
      if (!splice.get().after().equals(text)) {
        steps.add(new Step(question.id(), splice.get()));
        text = splice.get().after();
      }
    }
    return new Look.Ready(path, before, steps);
  }

  private static List<Run.Edit> done(Run run, String question) {
    return run.edits().stream()
        .filter(edit -> edit.done() != null && edit.intended().question().equals(question))
        .toList();
  }

  /// A file that is on neither side of an edit that was begun is the person's.
  private Optional<Problem> strange(Run run, String question) {
    return run.edits().stream()
        .filter(edit -> edit.done() == null && edit.intended().question().equals(question))
        .filter(edit -> !hash(edit.intended().path()).equals(edit.intended().before()))
        .findFirst()
        .map(edit ->
            Problem.of(
                    "spec-changed",
                    "the answer to "
                        + question
                        + " was being written when speckit ended, and the spec has changed since")
                .at(edit.intended().path())
                .remedy(
                    "see what stands there; `speckit answer "
                        + run.id()
                        + " --undo "
                        + question
                        + "` takes the answer back and leaves the file, then answer again"));
  }

  private Problem noPlace(Run run, AskedQuestion question, boolean wanted) {
    if (wanted) {
      return Problem.of(
              "no-place", "the spec has no place any more for the answer to " + question.id())
          .at(path)
          .remedy(
              "restore the requirement or close what is open at the end of the spec, or answer in"
                  + " other words");
    }
    return Problem.of(
            "no-place", "the answer to " + question.id() + " does not stand in the spec as written")
        .at(path)
        .remedy(
            "put it back as run "
                + run.id()
                + " wrote it and undo again, or change the spec by hand and run anew");
  }

  private Block.Diff wantedOnly(
      AskedQuestion question, RunEvent.@Nullable QuestionAnswered answer) {
    String line =
        "**"
            + question.id()
            + "** "
            + question.text()
            + ": "
            + (answer == null ? "" : answer.answer());
    List<String> lines = Harmless.text(line).lines().toList();
    return answer == null
        ? new Block.Diff(UnifiedDiff.of(path, lines, path, List.of()).lines())
        : new Block.Diff(UnifiedDiff.of(path, List.of(), path, lines).lines());
  }

  /// What would have gone, as it was written.
  private Block.Diff removedOnly(String inserted) {
    List<String> lines = Harmless.text(inserted).lines().toList();
    return new Block.Diff(UnifiedDiff.of(path, lines, path, List.of()).lines());
  }

  /// A new wording replaces the requirement's text where that stands in one piece; everything else
  /// is added beside.
  private Optional<AnswerSplice> put(String text, AskedQuestion question, String answer) {
    Optional<String> reworded = question.reworded(answer);
    if (reworded.isPresent()) {
      if (!AnswerSplice.has(path, text, reworded.get())) {
        return Optional.empty();
      }
      Optional<AnswerSplice> replaced = AnswerSplice.wording(path, text, reworded.get(), answer);
      if (replaced.isPresent()) {
        return replaced;
      }
    }
    return AnswerSplice.clarification(path, text, question.id(), question.text(), answer);
  }

  /// Writes, one edit after the other: an intent, the file, the outcome.
  ///
  /// @throws Failure.NeedsApproval when somebody changed the file meanwhile
  void write(Run run, Look.Ready ready) throws InterruptedException {
    if (ready.steps().isEmpty()) {
      return;
    }
    Path file = workspace.resolve(path);
    new Fence(workspace).refuseOutside(file);
    String before = AnswerSplice.sha256(ready.before());
    for (Step step : ready.steps()) {
      if (!hash(path).equals(before)) {
        throw new Failure.NeedsApproval(
            Problem.of("spec-changed", "the spec was changed while the answers were written")
                .at(path)
                .remedy("`speckit answer " + run.id() + "` goes on with them"));
      }
      String after = AnswerSplice.sha256(step.splice().after());
      RunEvent.EditIntended intended =
          new RunEvent.EditIntended(
              step.question(),
              path,
              before,
              after,
              step.splice().removed(),
              step.splice().inserted());
      journal.append(run.id(), intended);
      Disk.write(file, step.splice().after().getBytes(StandardCharsets.UTF_8));
      journal.append(run.id(), edited(intended));
      before = after;
    }
  }

  private String hash(String relative) {
    Path file = workspace.resolve(relative);
    return Disk.isFile(file) ? Disk.sha256(Disk.read(file, Disk.TEXT_BYTES_MAX)) : "";
  }

  /// What was settled in a run, with some of it anew and some taken back.
  static Map<String, RunEvent.QuestionAnswered> settled(
      Run run, List<RunEvent.QuestionAnswered> given, List<String> reopened) {
    Map<String, RunEvent.QuestionAnswered> settled = new LinkedHashMap<>(run.answered());
    reopened.forEach(settled::remove);
    given.forEach(answer -> settled.put(answer.question(), answer));
    return settled;
  }
}
