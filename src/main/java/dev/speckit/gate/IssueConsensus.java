package dev.speckit.gate;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Issue;
import dev.speckit.agent.Subject;
import dev.speckit.consensus.Answers;
import dev.speckit.consensus.Clustering;
import dev.speckit.consensus.Clustering.Cluster;
import dev.speckit.consensus.Clustering.Kind;
import dev.speckit.consensus.Given;
import dev.speckit.consensus.Participation;
import dev.speckit.consensus.Quorum;
import dev.speckit.consensus.Statement;
import dev.speckit.consensus.Wording;
import dev.speckit.gate.GateIssue.Opinion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a roster found at clarify or analyze, each matter once. One agent is enough to raise it.
public final class IssueConsensus {
  private IssueConsensus() {}

  /// Merges the answers.
  ///
  /// @param given one answer of each agent that answered, in any order
  public static GateAgreement.Issues of(
      Subject subject, List<Given<Answer.Issues>> given, Quorum quorum, List<AgentName> roster) {
    Participation participation = Answers.participation(given, quorum, roster);
    List<Statement<Issue>> statements = new ArrayList<>();
    for (Given<Answer.Issues> one : Answers.sorted(given)) {
      List<Issue> issues = Answers.compared(one.answer().issues());
      for (int i = 0; i < issues.size(); i++) {
        statements.add(statement(one.agent(), i, issues.get(i)));
      }
    }
    List<GateIssue> issues =
        Clustering.of(statements, Kind.MATTER).stream()
            .map(cluster -> issue(subject, cluster, participation))
            .sorted(IssueMerge.GRAVEST_FIRST)
            .toList();
    return new GateAgreement.Issues(
        subject, participation, issues, Answers.leftOut(given, answer -> List.of(answer.issues())));
  }

  private static Statement<Issue> statement(AgentName agent, int position, Issue issue) {
    Set<String> marks = new HashSet<>();
    if (issue.requirement() != null && !issue.requirement().isBlank()) {
      marks.add("requirement " + issue.requirement().strip().toUpperCase(Locale.ROOT));
    }
    if (issue.section() != null && !issue.section().isBlank()) {
      marks.add("section " + Wording.normal(issue.section()));
    }
    return new Statement<>(agent, position, issue.question(), "", marks, issue);
  }

  private static GateIssue issue(
      Subject subject, Cluster<Issue> cluster, Participation participation) {
    Issue chosen = cluster.representative().value();
    return IssueMerge.of(
        subject,
        chosen.question(),
        chosenOrAny(chosen, cluster, Issue::section),
        chosenOrAny(chosen, cluster, Issue::requirement),
        cluster.entries().stream().map(IssueConsensus::opinion).toList(),
        participation.responders(),
        participation.roster().size());
  }

  private static @Nullable String chosenOrAny(
      Issue chosen, Cluster<Issue> cluster, Function<Issue, @Nullable String> part) {
    String own = part.apply(chosen);
    if (own != null) {
      return own;
    }
    return cluster.entries().stream()
        .map(entry -> part.apply(entry.value()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Opinion opinion(Statement<Issue> statement) {
    Issue issue = statement.value();
    return new Opinion(
        statement.agent(),
        issue.question(),
        issue.answer(),
        issue.confidence(),
        issue.magnitude(),
        issue.resolvability(),
        issue.reasoning());
  }
}
