package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.AuditFinding;
import dev.speckit.agent.Answer.ClaimStatus;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.checks.CheckResult;
import dev.speckit.consensus.AuditConsensus;
import dev.speckit.consensus.Demand;
import dev.speckit.consensus.Given;
import dev.speckit.consensus.Lookup.Found;
import dev.speckit.consensus.NativeFinding;
import dev.speckit.consensus.OpenPoint;
import dev.speckit.consensus.Quorum;
import dev.speckit.consensus.ValidateConsensus;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.json.Json;
import dev.speckit.run.CheckedTree;
import dev.speckit.run.JournalOfAWholeRun;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import dev.speckit.run.VerdictTable;
import dev.speckit.spec.SpecDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OpenPointsTest {
  private static final AgentName ALICE = JournalOfAWholeRun.ALICE;
  private static final String FILES = "files";
  private static final String PATH = "specs/1000/1001/spec.md";
  private static final SpecDocument DONE =
      SpecDocument.parse(
          PATH,
          "# Sums\n\n## Requirements\n\n- **REQ-1**: The sum MUST be shown.\n\n"
              + "## Acceptance Criteria\n\n- [x] AC-1: The sum of 2 and 2 is 4\n");
  private static final SpecDocument OPEN =
      SpecDocument.parse(PATH, DONE.text().replace("[x]", "[ ]"));

  @Test
  void a_run_that_did_all_has_no_open_point() {
    assertThat(open(whole(), DONE, Map.of())).isEmpty();
  }

  @Test
  void a_criterion_that_is_not_ticked_is_open_at_its_line() {
    assertThat(open(whole(), OPEN, Map.of()))
        .containsExactly(new OpenPoint("AC-1 is not ticked", PATH + ":9", "unlock"));
  }

  @Test
  void what_was_not_shown_and_what_was_found_is_open() {
    Map<Stage, Json.Fields> verdicts = Map.of(Stage.VALIDATE, disputed(), Stage.AUDIT, findings());
    assertThat(open(whole(), DONE, verdicts))
        .containsExactly(
            new OpenPoint("REQ-1 is disputed", PATH + ":5", "validate"),
            new OpenPoint("AC-1 is not shown to be met", PATH + ":9", "validate"),
            new OpenPoint("A001 important security: Escape the query", "src/A.java:3", "audit"));
  }

  @Test
  void a_stage_that_no_run_began_is_open_whatever_files_say() {
    Run run =
        fold(
            new RunEvent.Started(
                1001,
                Stage.UNLOCK,
                Stage.UNLOCK,
                OnQuestion.DEFER,
                "0.1.0",
                Map.of(Stage.AUDIT, "no time"),
                ""));
    OpenPoints.Known known =
        new OpenPoints.Known(
            DONE,
            PATH,
            new LatestWork(Map.of(Stage.UNLOCK, run, Stage.IMPLEMENT, whole())),
            FILES,
            true,
            List.of(),
            Map.of(),
            Map.of(Stage.AUDIT, "specs/1000/1001/audit.md"),
            List.of("specs/1000/1001/plan.new.md"));
    assertThat(OpenPoints.of(run, known))
        .containsExactly(
            new OpenPoint("validate was not done", PATH, "validate"),
            new OpenPoint("audit was not done (no time)", "specs/1000/1001/audit.md", "audit"),
            new OpenPoint(
                "a new text waits beside a file that was edited by hand",
                "specs/1000/1001/plan.new.md",
                "unlock"));
  }

  @Test
  void what_was_proven_of_other_files_or_words_is_open() {
    assertThat(OpenPoints.of(whole(), known(DONE, Map.of(), whole(), "other files", true)))
        .containsExactly(
            new OpenPoint("files were changed after validate", PATH, "validate"),
            new OpenPoint("files were changed after audit", PATH, "audit"));
    assertThat(OpenPoints.of(whole(), known(DONE, Map.of(), whole(), "with a report", true)))
        .as("what a check wrote anew")
        .isEmpty();
    SpecDocument other =
        SpecDocument.parse(
            PATH,
            DONE.text()
                .replace("MUST be shown.", "MUST be shown twice.")
                .replace("## Acc", "- **REQ-2**: It MUST be fast.\n\n## Acc"));
    assertThat(open(whole(), other, Map.of(Stage.VALIDATE, met())))
        .containsExactly(
            new OpenPoint("REQ-1 was changed after validate", PATH + ":5", "validate"),
            new OpenPoint("REQ-2 came after validate", PATH + ":7", "validate"));
    assertThat(open(whole(), DONE, Map.of(Stage.VALIDATE, met()))).isEmpty();
  }

  @Test
  void a_stage_that_began_and_did_not_end_is_open() {
    List<RunEvent> events = new ArrayList<>(done());
    events.remove(new RunEvent.StageEnded(Stage.AUDIT));
    Run run = JournalOfAWholeRun.fold(events);
    assertThat(open(run, DONE, Map.of()))
        .extracting(OpenPoint::what)
        .containsExactly("audit did not end well in run " + run.id());
  }

  @Test
  void work_that_is_not_on_the_branch_is_open() {
    assertThat(
            what(
                started(),
                new RunEvent.CandidateChosen(null, "", "no candidate passes the checks")))
        .contains("no work was taken: no candidate passes the checks");
    RunEvent.CandidateChosen chosen = new RunEvent.CandidateChosen(ALICE, "abc", "the best");
    assertThat(what(started(), chosen)).contains("the chosen work is not on the branch");
    assertThat(
            what(
                started(),
                chosen,
                new RunEvent.ApplyIntended("main", "a", "b"),
                new RunEvent.Applied("main", "a", "main has moved on", null)))
        .contains("the chosen work is not on the branch: main has moved on");
    assertThat(OpenPoints.of(whole(), known(DONE, Map.of(), whole(), FILES, true))).isEmpty();
    assertThat(OpenPoints.of(whole(), known(DONE, Map.of(), whole(), FILES, false)))
        .as("it was taken back")
        .extracting(OpenPoint::what)
        .containsExactly("the chosen work is not on the branch");
  }

  @Test
  void a_failed_check_and_a_secret_are_open() {
    CheckResult failed =
        new CheckResult(
            "test", CheckResult.End.FAILED, 1, "2 tests failed", 5, null, null, ".speckit/x");
    assertThat(
            open(
                fold(
                    started(),
                    new RunEvent.CandidateChosen(ALICE, "abc", "the best"),
                    new RunEvent.Applied("main", "b", null, null),
                    new RunEvent.StageEnded(Stage.IMPLEMENT),
                    new RunEvent.ChecksIntended(Stage.VALIDATE, CheckedTree.WORKSPACE, FILES),
                    new RunEvent.CheckEnded(Stage.VALIDATE, CheckedTree.WORKSPACE, failed),
                    new RunEvent.ChecksEnded(Stage.VALIDATE, CheckedTree.WORKSPACE, false, null),
                    new RunEvent.Noted(
                        Stage.AUDIT,
                        NativeFinding.note(
                            List.of(
                                new NativeFinding(
                                    "secret", Magnitude.CRITICAL, "a.env", 2, "looks like one"),
                                new NativeFinding("size", Magnitude.MINOR, "b", null, "large"))))),
                DONE,
                Map.of()))
        .containsExactly(
            new OpenPoint("check test did not pass: 2 tests failed", ".speckit/x", "validate"),
            new OpenPoint("secret: looks like one", "a.env:2", "audit"));
  }

  @Test
  void questions_are_open_until_a_person_answers_them() {
    Json.Fields content = Json.fields().with("text", "How long?").with("stage", "tasks");
    List<VerdictTable.QuestionRow> rows =
        List.of(
            new VerdictTable.QuestionRow("q-1", "open", content),
            new VerdictTable.QuestionRow("q-2", "deferred", content),
            new VerdictTable.QuestionRow("q-3", "answered", content));
    OpenPoints.Known known =
        new OpenPoints.Known(
            DONE, PATH, work(whole()), FILES, true, rows, Map.of(), Map.of(), List.of());
    assertThat(OpenPoints.of(whole(), known))
        .containsExactly(
            new OpenPoint("question q-1 is open: How long?", PATH, "tasks"),
            new OpenPoint("question q-2 is deferred: How long?", PATH, "tasks"));
  }

  private static List<String> what(RunEvent... events) {
    Run run = fold(events);
    return OpenPoints.of(run, known(DONE, Map.of(), run, FILES, false)).stream()
        .map(OpenPoint::what)
        .toList();
  }

  private static List<OpenPoint> open(
      Run run, SpecDocument spec, Map<Stage, Json.Fields> verdicts) {
    return OpenPoints.of(run, known(spec, verdicts, run, FILES, true));
  }

  private static Json.Fields met() {
    return ValidateConsensus.of(
            List.of(
                claims(ALICE, "REQ-1", "AC-1"), claims(JournalOfAWholeRun.BOB, "REQ-1", "AC-1")),
            new Quorum(2, 2),
            List.of(ALICE, JournalOfAWholeRun.BOB),
            Demand.of(DONE.requirements(), DONE.criteria()),
            _ -> Found.FOUND)
        .json();
  }

  private static Given<Answer.Validate> claims(AgentName agent, String... ids) {
    List<Answer.Evidence> places = List.of(new Answer.Evidence("src/A.java", 3, "sum"));
    return new Given<>(
        agent,
        new Answer.Validate(
            Stream.of(ids).map(id -> new Answer.Claim(id, ClaimStatus.MET, places)).toList(),
            Vote.PASS,
            null));
  }

  private static Json.Fields disputed() {
    return ValidateConsensus.of(
            List.of(
                claim(ALICE, ClaimStatus.MET), claim(JournalOfAWholeRun.BOB, ClaimStatus.UNMET)),
            new Quorum(2, 2),
            List.of(ALICE, JournalOfAWholeRun.BOB),
            Demand.of(DONE.requirements(), DONE.criteria()),
            _ -> Found.FOUND)
        .json();
  }

  private static Given<Answer.Validate> claim(AgentName agent, ClaimStatus status) {
    return new Given<>(
        agent,
        new Answer.Validate(
            List.of(
                new Answer.Claim(
                    "REQ-1", status, List.of(new Answer.Evidence("src/A.java", 3, "sum")))),
            Vote.PASS,
            null));
  }

  private static Json.Fields findings() {
    return AuditConsensus.of(
            List.of(
                new Given<>(
                    ALICE,
                    new Answer.Audit(
                        List.of(
                            new AuditFinding(
                                "security",
                                Magnitude.IMPORTANT,
                                "src/A.java",
                                3,
                                "q",
                                "Escape the query"),
                            new AuditFinding(
                                "style", Magnitude.MINOR, "src/A.java", 9, "q", "Rename it"),
                            new AuditFinding(
                                "licence", Magnitude.CRITICAL, null, null, null, "Name it")),
                        Vote.FAIL))),
            new Quorum(2, 2),
            List.of(ALICE, JournalOfAWholeRun.BOB),
            _ -> Found.FOUND)
        .json();
  }

  private static OpenPoints.Known known(
      SpecDocument spec, Map<Stage, Json.Fields> verdicts, Run run, String files, boolean landed) {
    return new OpenPoints.Known(
        spec, PATH, work(run), files, landed, List.of(), verdicts, Map.of(), List.of());
  }

  private static LatestWork work(Run run) {
    return new LatestWork(Map.of(Stage.IMPLEMENT, run, Stage.VALIDATE, run, Stage.AUDIT, run));
  }

  private static RunEvent.Started started() {
    return new RunEvent.Started(
        1001, Stage.PLAN, Stage.UNLOCK, OnQuestion.DEFER, "0.1.0", Map.of(), "");
  }

  private static List<RunEvent> done() {
    return List.of(
        started(),
        new RunEvent.CandidateChosen(ALICE, "abc", "the best"),
        new RunEvent.Applied("main", "b", null, null),
        new RunEvent.StageEnded(Stage.IMPLEMENT),
        new RunEvent.ChecksIntended(Stage.VALIDATE, CheckedTree.WORKSPACE, FILES),
        new RunEvent.ChecksEnded(Stage.VALIDATE, CheckedTree.WORKSPACE, true, "with a report"),
        new RunEvent.StageEnded(Stage.VALIDATE),
        new RunEvent.ChecksIntended(Stage.AUDIT, CheckedTree.WORKSPACE, FILES),
        new RunEvent.ChecksEnded(Stage.AUDIT, CheckedTree.WORKSPACE, true, "with a report"),
        new RunEvent.StageEnded(Stage.AUDIT));
  }

  private static Run whole() {
    return JournalOfAWholeRun.fold(done());
  }

  private static Run fold(RunEvent... events) {
    return JournalOfAWholeRun.fold(List.of(events));
  }
}
