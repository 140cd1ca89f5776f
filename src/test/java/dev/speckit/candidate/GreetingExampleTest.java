package dev.speckit.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentBatch;
import dev.speckit.agent.AgentCall;
import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.AgentResult;
import dev.speckit.agent.AgentTask;
import dev.speckit.agent.Answer;
import dev.speckit.agent.AttemptListener;
import dev.speckit.agent.BatchLimits;
import dev.speckit.agent.Clocks;
import dev.speckit.agent.Outcome;
import dev.speckit.agent.Subject;
import dev.speckit.checks.CheckDefinition;
import dev.speckit.checks.CheckResult;
import dev.speckit.checks.CheckRun;
import dev.speckit.checks.TestReport;
import dev.speckit.host.Host;
import dev.speckit.host.OutputFilter;
import dev.speckit.spec.SpecDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The example of a greeting as it is shipped: from three recorded agents to one commit.
final class GreetingExampleTest {
  private static final Path EXAMPLE = Path.of("examples/greeting");
  private static final List<String> ROSTER = List.of("alice", "bob", "carol");
  private static final Clocks CLOCKS =
      new Clocks(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));
  private static final CheckDefinition TEST =
      new CheckDefinition(
          "test",
          List.of("tools/test.sh"),
          "build/reports/*.xml",
          null,
          Duration.ofMinutes(2),
          CheckDefinition.DEFAULT_STAGES,
          true);

  @TempDir Path folder;
  private Project project;

  @BeforeEach
  void copy() throws Exception {
    project = Project.make(folder, "desk");
    copy(EXAMPLE, project.workspace());
    project.git("add", "-A");
    project.git("commit", "--quiet", "-m", "Begin with the greeting");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(
            file,
            target,
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES,
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void of_three_candidates_the_right_one_lands_and_its_claims_are_true() throws Exception {
    String base = project.head();
    Worktrees worktrees = new Worktrees(project.repository());
    List<Choice.Judged> judged = new ArrayList<>();
    Path before = project.begin("base");
    CheckResult red = check(before, "base");
    assertThat(red.reason()).startsWith("5 of 6 tests failed: greeting.GreetingTest.before_noon");
    for (String agent : ROSTER) {
      Path work = project.begin(agent);
      AgentResult asked = ask(agent, Subject.IMPLEMENT, work);
      assertThat(asked.last().orElseThrow().outcome()).isEqualTo(Outcome.ANSWERED);
      Candidate taken = project.take(agent);
      judged.add(new Choice.Judged(taken, List.of(check(work, agent))));
      assertThat(worktrees.remove(project.tree(agent), taken)).isEmpty();
    }
    assertThat(worktrees.removeUnused(project.tree("base"))).isEmpty();
    Choice choice = Choice.of(List.of(red), judged);
    assertThat(choice.explanation())
        .startsWith("alice is taken: check test passed with 6 tests, ")
        .contains("bob: check test did not pass, 3 of 6 tests failed: ")
        .contains("carol: check test has 5 tests, 6 before the change.");
    Candidate alice = judged.getFirst().candidate();
    assertThat(choice.chosen()).isEqualTo(alice);
    assertThat(new Landing(project.repository()).land(base, alice.commit(), alice.reference()))
        .isEqualTo(new Landing.Result.Landed("main"));
    CheckResult green = check(project.workspace(), "after");
    assertThat(green.passed()).isTrue();
    assertThat(green.tests()).isEqualTo(new TestReport.Counts(6, 0, 0, 0, 0));
    assertThat(Dirt.of(project.repository())).isEmpty();
    for (String agent : ROSTER) {
      claimsHold(agent);
    }
  }

  private void claimsHold(String agent) throws Exception {
    Answer answer = ask(agent, Subject.VALIDATE, project.workspace()).last().orElseThrow().answer();
    List<Answer.Claim> claims =
        ((Answer.Validate) java.util.Objects.requireNonNull(answer)).claims();
    assertThat(claims).extracting(Answer.Claim::requirement).contains("FR-001", "FR-002", "FR-003");
    for (Answer.Claim claim : claims) {
      for (Answer.Evidence evidence : claim.evidence()) {
        List<String> lines = Files.readAllLines(project.workspace().resolve(evidence.file()));
        String rest = String.join("\n", lines.subList(evidence.line() - 1, lines.size()));
        assertThat(rest).as(agent + " " + claim.requirement()).contains(evidence.quote());
        assertThat(rest.indexOf(evidence.quote()))
            .isLessThanOrEqualTo(lines.get(evidence.line() - 1).length());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Subject.class)
  void every_recorded_answer_satisfies_its_schema(Subject subject) throws Exception {
    for (String agent : ROSTER) {
      Path work = subject.writes() ? project.begin(agent) : project.workspace();
      AgentResult result = ask(agent, subject, work);
      assertThat(result.answered()).as(agent).isPresent();
    }
  }

  @Test
  void the_documents_read_without_a_problem() throws IOException {
    String name = "specs/1000/1001/spec.md";
    SpecDocument document = SpecDocument.parse(name, Files.readString(EXAMPLE.resolve(name)));
    assertThat(document.problems()).isEmpty();
    assertThat(document.requirements()).hasSize(3);
    assertThat(document.criteria()).hasSize(3);
  }

  private AgentResult ask(String agent, Subject subject, Path work) throws InterruptedException {
    AgentDefinition recorded =
        new AgentDefinition.Replay(
            new AgentName(agent),
            EXAMPLE.toAbsolutePath().resolve("recorded/" + agent),
            CLOCKS,
            AgentDefinition.Origin.PROJECT);
    AgentTask task = new AgentTask("run-1", "1001", subject, work, "Do it.");
    return new AgentBatch(Host.system())
        .run(
            List.of(
                AgentCall.first(
                    recorded, true, task, folder.resolve("runs").resolve(subject.word()))),
            BatchLimits.DEFAULT,
            AttemptListener.NONE)
        .getFirst();
  }

  private CheckResult check(Path tree, String name) {
    return CheckRun.run(
        TEST,
        new CheckRun.Surroundings(
            tree,
            Host.system().environment(),
            folder.resolve("checks").resolve(name),
            "checks/" + name,
            OutputFilter::none,
            InstantSource.system()));
  }
}
