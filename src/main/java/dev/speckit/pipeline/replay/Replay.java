package dev.speckit.pipeline.replay;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Subject;
import dev.speckit.consensus.Lookup;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.pipeline.Answers;
import dev.speckit.pipeline.ArtifactText;
import dev.speckit.pipeline.Compared;
import dev.speckit.pipeline.Implementing;
import dev.speckit.pipeline.Judging;
import dev.speckit.pipeline.NextStep;
import dev.speckit.pipeline.Round;
import dev.speckit.pipeline.Settled;
import dev.speckit.pipeline.SpecSeen;
import dev.speckit.run.ConsensusTable;
import dev.speckit.run.EventText;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunFold;
import dev.speckit.run.RunState;
import dev.speckit.run.RunTable;
import dev.speckit.spec.UnifiedDiff;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/// Repeats a run from what is recorded of it: the journal is folded again, event by event, and what
/// speckit decided or wrote is decided and written anew, from the stored answers and the documents
/// of the recorded prompts. Nobody is asked, and no file of the workspace decides anything.
///
/// What came from outside stays as recorded: answers, results of checks, candidates, what was found
/// in files, and what persons said.
final class Replay {
  private static final String NO_SPEC =
      "the spec as it was then is in no recorded prompt of the run";

  private final Path workspace;
  private final Journal journal;
  private final String id;
  private final List<Run.Recorded> events;
  private final RecordedDocuments documents;
  private final RecordedSpec spec;
  private final List<ConsensusTable.VerdictRow> verdicts;
  private final Map<String, Integer> compared = new HashMap<>();
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, String> artifacts = new LinkedHashMap<>();
  private int steps;

  enum Result {
    SAME,
    DIFFERENT,
    NOT_REPEATABLE;

    /// The word in JSON: `not-repeatable`.
    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /// What became of one decision or artefact.
  ///
  /// @param sequence of the event, 1-based
  /// @param kind `part`, `checkpoint`, `checks`, `choice`, `artifact`, `step` or `stop`
  /// @param what such as `plan.clarify`, `before-plan` or the path of a file
  /// @param why one line; empty when it is the same
  /// @param difference from the recorded text to the new one; empty when the recorded one is not
  ///   known any more
  record Line(
      int sequence, String kind, String what, Result result, String why, List<String> difference) {
    Line {
      difference = List.copyOf(difference);
    }
  }

  /// @param steps how many events are steps that the rules demanded at that point
  /// @param artifacts text by path, the last one of each stage
  record Replayed(List<Line> lines, int steps, Map<String, String> artifacts) {
    long count(Result result) {
      return lines.stream().filter(line -> line.result() == result).count();
    }
  }

  private Replay(
      Path workspace,
      Journal journal,
      RunTable.RunRow row,
      List<Run.Recorded> events,
      List<ConsensusTable.VerdictRow> verdicts) {
    this.workspace = workspace;
    this.journal = journal;
    this.id = row.run();
    this.events = events;
    this.documents = RecordedDocuments.of(workspace, events);
    this.spec = new RecordedSpec(events, documents, row.document(), Integer.toString(row.spec()));
    this.verdicts = verdicts;
  }

  static Replayed of(Path workspace, Journal journal, RunTable.RunRow row)
      throws InterruptedException {
    List<ConsensusTable.VerdictRow> verdicts =
        journal
            .store()
            .read(transaction -> ConsensusTable.verdicts(transaction, row.spec()))
            .reversed()
            .stream()
            .filter(verdict -> verdict.run().equals(row.run()))
            .toList();
    return new Replay(workspace, journal, row, journal.events(row.run()), verdicts).replayed();
  }

  private Replayed replayed() throws InterruptedException {
    Run.Recorded first = events.getFirst();
    if (!(first.event() instanceof RunEvent.Started started)) {
      throw new IllegalStateException("a journal begins with a start: " + id);
    }
    RunFold fold = new RunFold(id, started, first.at());
    spec.reach(0);
    for (int index = 1; index < events.size(); index++) {
      Run.Recorded recorded = events.get(index);
      spec.reach(index);
      repeat(fold.run(), recorded);
      fold.take(recorded);
    }
    return new Replayed(lines, steps, artifacts);
  }

  private void repeat(Run run, Run.Recorded recorded) throws InterruptedException {
    step(run, recorded);
    switch (recorded.event()) {
      case RunEvent.PartDecided decided -> part(run, recorded, decided);
      case RunEvent.CheckpointDecided decided -> checkpoint(run, recorded, decided);
      case RunEvent.ChecksEnded ended -> checks(run, recorded, ended);
      case RunEvent.CandidateChosen chosen ->
          line(recorded, "choice", "implement", chosen, Implementing.chosen(run));
      case RunEvent.ArtifactIntended intended -> artifact(run, recorded, intended);
      case RunEvent.Stopped stopped -> stop(run, recorded, stopped);
      default -> {}
    }
  }

  /// Whether the rules demanded what came next.
  private void step(Run run, Run.Recorded recorded) {
    Optional<NextStep> step = RecordedStep.of(recorded.event());
    if (step.isEmpty() || run.stopped() != null || run.cancelRequested()) {
      return;
    }
    NextStep demanded = NextStep.of(run);
    if (demanded.equals(step.get())) {
      steps++;
      return;
    }
    lines.add(
        new Line(
            recorded.sequence(),
            "step",
            recorded.event().kind(),
            Result.DIFFERENT,
            "the rules demand " + demanded + " here",
            List.of()));
  }

  private void part(Run run, Run.Recorded recorded, RunEvent.PartDecided decided)
      throws InterruptedException {
    Part part = decided.part();
    Optional<ConsensusTable.VerdictRow> row = verdict(run, part);
    Optional<SpecSeen> seen = spec.seen();
    if (seen.isEmpty() && needsSpec(part.subject())) {
      notRepeatable(recorded, "part", part.name(), NO_SPEC);
      return;
    }
    if (row.isEmpty()) {
      notRepeatable(recorded, "part", part.name(), "the verdict is not in the store any more");
      return;
    }
    Json.Fields stored =
        journal
            .store()
            .read(transaction -> ConsensusTable.content(transaction, row.get().verdict()));
    Compared again;
    Optional<Round> round;
    try {
      Answers answers = Answers.read(journal, run, part);
      for (Answers.Row answer : answers.rows()) {
        if (!answer.intact()) {
          changed(recorded, part, answer.agent());
        }
      }
      again =
          new Judging(journal, seen.orElse(new SpecSeen("", "", List.of())))
              .compared(part, answers, places(part, stored));
      round = Round.of(part, answers.state(), again.disputed(), Round.isIn(stored));
    } catch (IllegalArgumentException | IllegalStateException unreadable) {
      different(
          recorded,
          "part",
          part.name(),
          "the stored answers cannot be read: " + unreadable.getMessage());
      return;
    }
    RunEvent.PartDecided event = again.event(part, round);
    Json.Fields content = again.json(round);
    if (event.equals(decided) && !content.write().equals(stored.write())) {
      different(recorded, "part", part.name(), "the verdict differs in " + fields(stored, content));
      return;
    }
    line(recorded, "part", part.name(), decided, event);
  }

  private static Lookup places(Part part, Json.Fields stored) {
    boolean looked = part.subject() == Subject.VALIDATE || part.subject() == Subject.AUDIT;
    return new FoundPlaces(looked ? stored : Json.fields());
  }

  /// The verdict that came with the event: a part may be compared again after a resume.
  private Optional<ConsensusTable.VerdictRow> verdict(Run run, Part part) {
    String input = run.part(part).map(state -> state.entered().input()).orElse("");
    int number = compared.merge(part.name() + ' ' + input, 1, Integer::sum);
    return verdicts.stream()
        .filter(row -> row.subject().equals(part.subject().word()) && row.input().equals(input))
        .skip(number - 1L)
        .findFirst();
  }

  private static String fields(Json.Fields before, Json.Fields after) {
    TreeSet<String> names = new TreeSet<>(before.values().keySet());
    names.addAll(after.values().keySet());
    names.removeIf(name -> before.find(name).equals(after.find(name)));
    return String.join(", ", names);
  }

  /// Whether requirements and criteria have a part in it.
  private static boolean needsSpec(Subject subject) {
    return switch (subject) {
      case CHECKLIST, PLAN, TASKS, VALIDATE -> true;
      case CLARIFY, ANALYZE, IMPLEMENT, AUDIT, UNLOCK -> false;
    };
  }

  private void checkpoint(Run run, Run.Recorded recorded, RunEvent.CheckpointDecided decided)
      throws InterruptedException {
    String name = decided.checkpoint().name();
    Optional<SpecSeen> seen = spec.seen();
    boolean needs =
        decided.checkpoint().gates().stream().anyMatch(gate -> needsSpec(gate.subject()));
    if (seen.isEmpty() && needs) {
      notRepeatable(recorded, "checkpoint", name, NO_SPEC);
      return;
    }
    RunEvent.CheckpointDecided again;
    try {
      again =
          new Judging(journal, seen.orElse(new SpecSeen("", "", List.of())))
              .ruled(run, decided.checkpoint(), Settled.of(journal, run, recorded.at()).keySet())
              .event();
    } catch (IllegalArgumentException | IllegalStateException unreadable) {
      different(
          recorded,
          "checkpoint",
          name,
          "the stored answers cannot be read: " + unreadable.getMessage());
      return;
    }
    line(recorded, "checkpoint", name, decided, again);
  }

  private void checks(Run run, Run.Recorded recorded, RunEvent.ChecksEnded ended) {
    boolean passed =
        run
            .checked(ended.stage(), ended.tree())
            .map(Run.Checked::results)
            .orElse(List.of())
            .stream()
            .allMatch(dev.speckit.checks.CheckResult::passed);
    line(
        recorded,
        "checks",
        ended.stage().word() + " " + ended.tree().name(),
        ended,
        new RunEvent.ChecksEnded(ended.stage(), ended.tree(), passed, ended.state()));
  }

  private void artifact(Run run, Run.Recorded recorded, RunEvent.ArtifactIntended intended)
      throws InterruptedException {
    Optional<SpecSeen> seen = spec.seen();
    if (seen.isEmpty()) {
      notRepeatable(recorded, "artifact", intended.path(), NO_SPEC);
      return;
    }
    String text;
    try {
      text =
          new ArtifactText(journal, seen.get(), Settled.of(journal, run, recorded.at()))
              .text(run, intended.stage());
    } catch (IllegalArgumentException | IllegalStateException unreadable) {
      different(
          recorded,
          "artifact",
          intended.path(),
          "what it was made from cannot be read: " + unreadable.getMessage());
      return;
    }
    artifacts.put(intended.path(), text);
    String sha256 = Disk.sha256(text.getBytes(StandardCharsets.UTF_8));
    if (sha256.equals(intended.sha256())) {
      line(recorded, "artifact", intended.path(), Result.SAME, "", List.of());
      return;
    }
    Optional<String> before = text(intended);
    line(
        recorded,
        "artifact",
        intended.path(),
        Result.DIFFERENT,
        before.isPresent()
            ? "the text differs"
            : "the text differs; the recorded one is known by its hash only",
        before
            .map(old ->
                UnifiedDiff.of(
                        "recorded/" + intended.path(),
                        old.lines().toList(),
                        "again/" + intended.path(),
                        text.lines().toList())
                    .shortened())
            .orElse(List.of()));
  }

  /// The recorded text, to show what differs: later stages read it, or it still stands there.
  private Optional<String> text(RunEvent.ArtifactIntended intended) {
    Optional<String> read = documents.text(intended.sha256());
    Path file = workspace.resolve(intended.path());
    if (read.isPresent() || !Disk.isFile(file)) {
      return read;
    }
    byte[] bytes = Disk.read(file, Disk.TEXT_BYTES_MAX);
    return Disk.sha256(bytes).equals(intended.sha256())
        ? Optional.of(new String(bytes, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /// A cancellation, and a stop for want of money, come from outside.
  private void stop(Run run, Run.Recorded recorded, RunEvent.Stopped stopped) {
    if (stopped.state() == RunState.CANCELLED
        || !(NextStep.of(run) instanceof NextStep.Stop again)) {
      return;
    }
    line(
        recorded,
        "stop",
        stopped.state().word(),
        stopped,
        new RunEvent.Stopped(again.state(), again.exit(), again.reason()));
  }

  private void changed(Run.Recorded recorded, Part part, AgentName agent) {
    different(
        recorded,
        "answer",
        part.name() + " " + agent,
        "the stored answer is not the one that was recorded: its SHA-256 differs");
  }

  private void line(
      Run.Recorded recorded, String kind, String what, RunEvent before, RunEvent again) {
    if (Objects.equals(before, again)) {
      line(recorded, kind, what, Result.SAME, "", List.of());
      return;
    }
    Json.Fields old = EventText.write(before);
    Json.Fields now = EventText.write(again);
    List<String> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(old.values().keySet());
    names.addAll(now.values().keySet());
    for (String name : names) {
      if (!old.find(name).equals(now.find(name))) {
        differences.add(
            name
                + " was "
                + old.find(name).map(Json::write).orElse("nothing")
                + ", is "
                + now.find(name).map(Json::write).orElse("nothing"));
      }
    }
    different(recorded, kind, what, String.join("; ", differences));
  }

  private void different(Run.Recorded recorded, String kind, String what, String why) {
    line(recorded, kind, what, Result.DIFFERENT, why, List.of());
  }

  private void notRepeatable(Run.Recorded recorded, String kind, String what, String why) {
    line(recorded, kind, what, Result.NOT_REPEATABLE, why, List.of());
  }

  private void line(
      Run.Recorded recorded,
      String kind,
      String what,
      Result result,
      String why,
      List<String> difference) {
    lines.add(new Line(recorded.sequence(), kind, what, result, why, difference));
  }
}
