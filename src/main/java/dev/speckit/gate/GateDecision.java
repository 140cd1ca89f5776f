package dev.speckit.gate;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Subject;
import dev.speckit.consensus.Agreement;
import dev.speckit.consensus.Participation;
import dev.speckit.failure.ExitCode;
import dev.speckit.gate.GateIssue.Opinion;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What the gates of one checkpoint decide together.
public sealed interface GateDecision {

  /// Decides. No gate without an answer and no gate short of its quorum ever passes.
  ///
  /// @param agreements of each gate of the checkpoint, at least one; a subject at most once
  static GateDecision of(List<? extends GateAgreement> agreements) {
    if (agreements.isEmpty()) {
      return new Failed("No gate was asked.");
    }
    for (GateAgreement agreement : agreements) {
      if (agreement.participation() instanceof Participation.None none) {
        return new Failed(agreement.subject().word() + ": " + none.clause());
      }
    }
    for (GateAgreement agreement : agreements) {
      if (!agreement.participation().passes()) {
        return new Blocked(
            new Verdict.Block(
                agreement.subject().word() + ": " + agreement.participation().clause()));
      }
    }
    List<Ruling> rulings = new ArrayList<>();
    for (GateIssue issue : distinct(agreements)) {
      rulings.add(new Ruling(issue, DecisionMatrix.verdict(issue)));
    }
    return new Decided(rulings);
  }

  /// Each question once, whatever gate found it; what any of them said is kept.
  private static List<GateIssue> distinct(List<? extends GateAgreement> agreements) {
    Map<String, GateIssue> byId = new LinkedHashMap<>();
    Map<String, Set<AgentName>> asked = new HashMap<>();
    Map<String, Set<AgentName>> answered = new HashMap<>();
    for (GateAgreement agreement : agreements) {
      for (GateIssue issue : agreement.issues()) {
        Set<AgentName> roster = asked.computeIfAbsent(issue.id(), _ -> new HashSet<>());
        roster.addAll(agreement.participation().roster());
        Set<AgentName> responders = answered.computeIfAbsent(issue.id(), _ -> new HashSet<>());
        responders.addAll(agreement.participation().answered());
        byId.merge(
            issue.id(),
            issue,
            (first, again) -> joined(first, again, responders.size(), roster.size()));
      }
    }
    return byId.values().stream()
        .filter(issue -> byId.values().stream().noneMatch(other -> asks(other, issue)))
        .sorted(IssueMerge.GRAVEST_FIRST)
        .toList();
  }

  /// Whether an issue asks already what a low rating asks: every wording that the raters propose
  /// begins with its question. The ratings stay in the verdict of their gate.
  private static boolean asks(GateIssue issue, GateIssue rated) {
    return rated.subject() == Subject.CHECKLIST
        && issue.subject() != Subject.CHECKLIST
        && Objects.equals(issue.requirement(), rated.requirement())
        && issue.magnitude().compareTo(rated.magnitude()) <= 0
        && !rated.answers().isEmpty()
        && rated.answers().stream()
            .allMatch(answer -> answer.text().strip().startsWith(issue.question().strip()));
  }

  private static GateIssue joined(GateIssue first, GateIssue again, int responders, int roster) {
    List<Opinion> opinions = new ArrayList<>(first.opinions());
    opinions.addAll(again.opinions());
    return IssueMerge.of(
        first.subject(),
        first.question(),
        first.section(),
        first.requirement(),
        opinions,
        responders,
        roster);
  }

  /// How an issue was ruled on whose form in a verdict this is: the word of the ruling, and why.
  /// Empty for another form.
  static Optional<Verdict> verdict(Json.Fields stored) {
    Optional<Answer.Confidence> confidence =
        word(Answer.Confidence.values(), stored.text("confidence"));
    Optional<Answer.Magnitude> magnitude =
        word(Answer.Magnitude.values(), stored.text("magnitude"));
    Optional<Answer.Resolvability> resolvability =
        word(Answer.Resolvability.values(), stored.text("resolvability"));
    Optional<Subject> subject = stored.text("subject").flatMap(Subject::parse);
    if (confidence.isEmpty()
        || magnitude.isEmpty()
        || resolvability.isEmpty()
        || subject.isEmpty()) {
      return Optional.empty();
    }
    Json.Fields agreement = stored.object("agreement").orElse(Json.fields());
    return Optional.of(
        DecisionMatrix.verdict(
            new GateIssue(
                stored.text("id").orElse(""),
                subject.get(),
                stored.text("question").orElse(""),
                null,
                null,
                confidence.get(),
                magnitude.get(),
                resolvability.get(),
                new Agreement(
                    Math.toIntExact(agreement.integer("supporters").orElse(0L)),
                    Math.toIntExact(agreement.integer("responders").orElse(0L)),
                    Math.toIntExact(agreement.integer("roster").orElse(1L))),
                stored.objects("answers").stream()
                    .map(answer ->
                        new GateIssue.ProposedAnswer(answer.text("text").orElse(""), List.of()))
                    .toList(),
                List.of())));
  }

  private static <E extends Enum<E>> Optional<E> word(E[] values, Optional<String> word) {
    return java.util.Arrays.stream(values)
        .filter(value ->
            word.map(text -> text.replace('-', '_'))
                .filter(text -> text.equalsIgnoreCase(value.name()))
                .isPresent())
        .findFirst();
  }

  /// Enough agents answered at every gate.
  ///
  /// @param rulings each issue once, the gravest first
  record Decided(List<Ruling> rulings) implements GateDecision {
    public Decided {
      rulings = List.copyOf(rulings);
    }

    /// What a person must answer or approve.
    public List<Question> questions() {
      return rulings.stream().flatMap(ruling -> ruling.question().stream()).toList();
    }

    /// What was taken without asking.
    public List<Assumption> assumptions() {
      return rulings.stream().flatMap(ruling -> ruling.assumption().stream()).toList();
    }

    /// The same decision without what a person has answered already.
    public Decided without(Set<String> answered) {
      return new Decided(
          rulings.stream().filter(ruling -> !answered.contains(ruling.issue().id())).toList());
    }

    /// How the run goes on. Who is asked at once is asked after the run has stopped.
    public Onward onward(OnQuestion policy) {
      List<Question> questions = questions();
      if (questions.isEmpty() || policy == OnQuestion.DEFER) {
        return new Onward.Continue(questions, assumptions());
      }
      boolean needsInput =
          questions.stream().anyMatch(question -> question.need() == Question.Need.ANSWER);
      return new Onward.Stop(
          needsInput ? ExitCode.NEEDS_INPUT : ExitCode.NEEDS_APPROVAL, questions, assumptions());
    }
  }

  /// Some gate had fewer answers than its quorum needs.
  record Blocked(Verdict.Block verdict) implements GateDecision {}

  /// Some gate had no answer at all. Never passes.
  record Failed(String reason) implements GateDecision {}

  /// An issue and what follows from it.
  record Ruling(GateIssue issue, Verdict verdict) {
    List<Question> question() {
      return switch (verdict) {
        case Verdict.Ask ask -> List.of(question(Question.Need.ANSWER, ask.explanation()));
        case Verdict.Confirm confirm ->
            List.of(question(Question.Need.APPROVAL, confirm.explanation()));
        case Verdict.Apply _, Verdict.Block _ -> List.of();
      };
    }

    private Question question(Question.Need need, String why) {
      return new Question(
          issue.id(),
          issue.subject(),
          issue.requirement(),
          issue.section(),
          issue.question(),
          need,
          issue.answers(),
          why);
    }

    List<Assumption> assumption() {
      return verdict instanceof Verdict.Apply apply
          ? List.of(
              new Assumption(issue.id(), issue.question(), apply.answer(), apply.explanation()))
          : List.of();
    }

    public Json.Fields json() {
      return issue
          .json()
          .with("verdict", verdict.word())
          .with("explanation", verdict.explanation());
    }
  }

  /// An answer taken without asking.
  ///
  /// @param id of the question it answers
  record Assumption(String id, String question, String answer, String explanation) {
    public Json.Fields json() {
      return Json.fields()
          .with("id", id)
          .with("question", question)
          .with("answer", answer)
          .with("explanation", explanation);
    }
  }

  /// `--on-question`: what follows when a person must decide.
  enum OnQuestion {
    /// Ask at once; where nobody can be asked, as [#STOP].
    ASK,
    STOP,
    DEFER
  }

  /// How the run goes on after a checkpoint.
  sealed interface Onward {
    List<Question> questions();

    List<Assumption> assumptions();

    /// @param questions deferred ones: they stay open
    record Continue(List<Question> questions, List<Assumption> assumptions) implements Onward {}

    /// @param exit needs-input when any question wants an answer, needs-approval when all want a
    ///   yes
    record Stop(ExitCode exit, List<Question> questions, List<Assumption> assumptions)
        implements Onward {}
  }
}
