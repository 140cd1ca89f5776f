package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunState;
import dev.speckit.run.RunTable;
import dev.speckit.run.VerdictTable;
import dev.speckit.spec.SpecTree;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Records what persons answer to the questions of one run, and brings it into the spec. All of a
/// call or nothing.
final class Answering {
  private static final Duration LOCK_PATIENCE = Duration.ofMillis(200);

  private final Path workspace;
  private final Journal journal;
  private final RunTable.RunRow row;
  private final SpecEdits edits;

  Answering(Host host, Path workspace, Store store, RunTable.RunRow row) {
    this.workspace = workspace;
    this.journal = new Journal(store, host);
    this.row = row;
    String spec = SpecTree.open(workspace).find(Integer.toString(row.spec())).path();
    this.edits = new SpecEdits(workspace, journal, spec);
  }

  Run run() throws InterruptedException {
    return journal.read(row.run()).orElseThrow(() -> Runs.unknown(row.run()));
  }

  List<AskedQuestion> questions() throws InterruptedException {
    return AskedQuestion.of(journal, run());
  }

  /// What decisions would change in the spec.
  SpecEdits.Look look(GivenAnswers.Decisions decisions) throws InterruptedException {
    Run run = run();
    return edits.look(
        run,
        AskedQuestion.of(journal, run),
        SpecEdits.settled(run, decisions.answers(), decisions.reopened()));
  }

  /// Whether answers that are recorded have not reached the spec.
  boolean isUnfinished() throws InterruptedException {
    Run run = run();
    return run.edits().stream().anyMatch(edit -> edit.done() == null)
        || !(look(new GivenAnswers.Decisions(List.of(), List.of()))
            instanceof SpecEdits.Look.Ready ready)
        || !ready.steps().isEmpty();
  }

  /// Records the decisions and writes the spec; a dry run only shows.
  ///
  /// @throws Failure.Usage when the run is under way, or a question cannot be answered so
  Report record(GivenAnswers given, String by, boolean dryRun) throws InterruptedException {
    Path lock = RunStart.lockFile(workspace, row.spec());
    new Fence(workspace).refuseOutside(lock);
    try (FileLock _ = FileLock.acquire(lock, LOCK_PATIENCE)) {
      return recordAlone(given, by, dryRun);
    } catch (Failure.Unavailable locked) {
      if (!RunStart.isLocked(locked)) {
        throw locked;
      }
      throw new Failure.Usage(
          Problem.of("run-under-way", "a run of spec " + row.spec() + " is under way")
              .remedy("answer once it waits: `speckit wait " + row.run() + "`"));
    }
  }

  private Report recordAlone(GivenAnswers given, String by, boolean dryRun)
      throws InterruptedException {
    if (!dryRun) {
      Run _ = edits.settle(run());
    }
    GivenAnswers.Decisions decisions = given.decide(questions(), by);
    return switch (look(decisions)) {
      case SpecEdits.Look.NoPlace place ->
          Report.of(data(decisions, List.of(), dryRun), place.diff())
              .ending(ExitCode.NEEDS_APPROVAL, place.problem());
      case SpecEdits.Look.Ready ready -> {
        List<String> diff = ready.difference().lines();
        if (!dryRun) {
          append(decisions, by);
          edits.write(run(), ready);
        }
        yield Report.of(data(decisions, diff, dryRun), blocks(decisions, ready, dryRun));
      }
    };
  }

  private void append(GivenAnswers.Decisions decisions, String by) throws InterruptedException {
    List<RunEvent> events = new ArrayList<>(decisions.answers());
    for (String question : decisions.reopened()) {
      events.add(new RunEvent.QuestionReopened(question, by));
    }
    if (events.isEmpty()) {
      return;
    }
    journal.appendAll(
        row.run(),
        events,
        transaction -> {
          for (RunEvent.QuestionAnswered answer : decisions.answers()) {
            VerdictTable.settle(
                transaction, row.run(), answer.question(), "answered", journal.now());
          }
          for (String question : decisions.reopened()) {
            VerdictTable.settle(transaction, row.run(), question, "open", journal.now());
          }
        });
  }

  private Json.Fields data(GivenAnswers.Decisions decisions, List<String> diff, boolean dryRun)
      throws InterruptedException {
    return Json.fields()
        .with("run", row.run())
        .with("spec", Integer.toString(row.spec()))
        .with("dry_run", dryRun)
        .with(
            "answered",
            Json.texts(
                decisions.answers().stream().map(RunEvent.QuestionAnswered::question).toList()))
        .with("reopened", Json.texts(decisions.reopened()))
        .with("diff", Json.texts(diff))
        .with("questions", questions().stream().map(AskedQuestion::json).toList());
  }

  private List<Block> blocks(
      GivenAnswers.Decisions decisions, SpecEdits.Look.Ready ready, boolean dryRun)
      throws InterruptedException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    String does = dryRun ? "would be " : "";
    for (RunEvent.QuestionAnswered answer : decisions.answers()) {
      lines.add(
          answer.question()
              + " "
              + does
              + (answer.accepted() ? "answered: " + answer.answer() : "refused"));
    }
    decisions.reopened().forEach(question -> lines.add(question + " " + does + "open again"));
    if (lines.isEmpty()) {
      lines.add("Nothing new was answered.");
    }
    blocks.add(Block.Notes.of(lines.toArray(String[]::new)));
    if (!ready.steps().isEmpty()) {
      blocks.add(new Block.Diff(ready.difference().shortened()));
    }
    blocks.add(Block.Notes.of(next(dryRun)));
    return blocks;
  }

  private String next(boolean dryRun) throws InterruptedException {
    if (dryRun) {
      return "Nothing was changed.";
    }
    Run run = run();
    long open = questions().stream().filter(AskedQuestion::isUnsettled).count();
    String left = open == 0 ? "No question is open. " : open + " not answered yet. ";
    return run.state() == RunState.DONE
        ? left + "The run is done; a new one works with the answers."
        : left + "`speckit resume " + run.id() + "` goes on.";
  }
}
