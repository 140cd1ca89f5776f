package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.consensus.Agreement;
import dev.speckit.consensus.AuditAgreement;
import dev.speckit.consensus.Dispute;
import dev.speckit.consensus.ImplementAgreement;
import dev.speckit.consensus.Participation;
import dev.speckit.consensus.PlanAgreement;
import dev.speckit.consensus.TasksAgreement;
import dev.speckit.consensus.UnlockAgreement;
import dev.speckit.consensus.ValidateAgreement;
import dev.speckit.gate.GateAgreement;
import dev.speckit.json.Json;
import dev.speckit.run.Part;
import dev.speckit.run.RunEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a part's answers amount to.
public sealed interface Compared {
  record Plan(PlanAgreement agreement) implements Compared {}

  record Tasks(TasksAgreement agreement) implements Compared {}

  record Gate(GateAgreement agreement) implements Compared {}

  record Implement(ImplementAgreement agreement) implements Compared {}

  record Validate(ValidateAgreement agreement) implements Compared {}

  record Audit(AuditAgreement agreement) implements Compared {}

  record Unlock(UnlockAgreement agreement) implements Compared {}

  default Participation participation() {
    return switch (this) {
      case Plan plan -> plan.agreement().participation();
      case Tasks tasks -> tasks.agreement().participation();
      case Gate gate -> gate.agreement().participation();
      case Implement implement -> implement.agreement().participation();
      case Validate validate -> validate.agreement().participation();
      case Audit audit -> audit.agreement().participation();
      case Unlock unlock -> unlock.agreement().participation();
    };
  }

  default Json.Fields json() {
    return switch (this) {
      case Plan plan -> plan.agreement().json();
      case Tasks tasks -> tasks.agreement().json();
      case Gate gate -> gate.agreement().json();
      case Implement implement -> implement.agreement().json();
      case Validate validate -> validate.agreement().json();
      case Audit audit -> audit.agreement().json();
      case Unlock unlock -> unlock.agreement().json();
    };
  }

  /// The same with the round it comes of, where there may be two.
  default Json.Fields json(Optional<Round> round) {
    return round.map(each -> each.addTo(json())).orElse(json());
  }

  /// What the answers differ in, as claims that name nobody. Gates weigh every answer, and what was
  /// made is judged by facts.
  default List<String> disputed() {
    return switch (this) {
      case Plan plan -> Dispute.of(plan.agreement());
      case Tasks tasks -> Dispute.of(tasks.agreement());
      case Gate _, Implement _ -> List.of();
      case Validate validate -> Dispute.of(validate.agreement());
      case Audit audit -> Dispute.of(audit.agreement());
      case Unlock unlock -> Dispute.of(unlock.agreement());
    };
  }

  /// Why the stage does not pass although enough answered, one line.
  default Optional<String> objection() {
    return switch (this) {
      case Plan _, Tasks _, Gate _, Implement _ -> Optional.empty();
      case Validate validate -> validate.agreement().objection();
      case Audit audit -> audit.agreement().objection();
      case Unlock unlock -> unlock.agreement().objection();
    };
  }

  /// How many answers stand behind something that was agreed. Gate, implement and audit weigh every
  /// answer.
  default int supporters() {
    return switch (this) {
      case Plan plan ->
          distinct(plan.agreement().agreed().stream().map(PlanAgreement.Item::supporters));
      case Tasks tasks ->
          distinct(tasks.agreement().agreed().stream().map(TasksAgreement.Item::supporters));
      case Gate _, Implement _, Audit _ -> participation().responders();
      case Validate validate -> validate.agreement().supporters().size();
      case Unlock unlock -> unlock.agreement().supporters().size();
    };
  }

  /// Supporters, those who answered, and those who were asked.
  default Agreement agreed() {
    return new Agreement(
        supporters(), participation().responders(), participation().roster().size());
  }

  /// The event that tells it.
  default RunEvent.PartDecided event(Part part, Optional<Round> round) {
    return new RunEvent.PartDecided(
        part,
        participation().word(),
        participation().passes(),
        agreed(),
        participation().passes() ? objection().orElse(null) : null,
        round.map(Round::onceMore).orElse(List.of()));
  }

  private static int distinct(Stream<List<AgentName>> supporters) {
    return Math.toIntExact(supporters.flatMap(List::stream).distinct().count());
  }
}
