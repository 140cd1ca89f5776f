package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.consensus.Lookup.Found;
import dev.speckit.json.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a roster found in the changes, and which of it was verified. Once stored it holds the
/// result of looking up, so that nothing is looked up again.
///
/// @param participation who answered; when it does not pass, nothing may be built on the rest
/// @param findings those that weigh first, then the gravest
/// @param ballots what each agent says of the whole; shown, and decisive of nothing
/// @param leftOut findings beyond the bound of [Clustering#ITEMS_MAX]
public record AuditAgreement(
    Participation participation,
    List<Item> findings,
    List<Ballot> ballots,
    List<Coverage.LeftOut> leftOut) {
  private static final int NAMED_MAX = 3;
  private static final int NAME_MAX = 80;

  public AuditAgreement {
    findings = List.copyOf(findings);
    ballots = List.copyOf(ballots);
    leftOut = List.copyOf(leftOut);
  }

  /// What is wrong, each matter once.
  ///
  /// @param id `A001` and on, in order
  /// @param category of the agent whose words were chosen; untrusted, as all texts here
  /// @param magnitude the worst of those that weigh, or of all when none does
  /// @param file null when nobody named one
  /// @param line null likewise
  /// @param recommendation in the words of one agent
  /// @param weighs whether its place was found, or enough agents say it where there is no place
  /// @param supporters sorted
  /// @param provenance every original, sorted by agent
  public record Item(
      String id,
      String category,
      Magnitude magnitude,
      @Nullable String file,
      @Nullable Integer line,
      String recommendation,
      boolean weighs,
      Agreement agreement,
      List<AgentName> supporters,
      List<Original> provenance) {
    public Item {
      supporters = List.copyOf(supporters);
      provenance = List.copyOf(provenance);
    }

    /// `src/A.java:3`, `src/A.java`, or empty.
    public String place() {
      return Lookup.place(file, line);
    }

    Json.Fields json() {
      Json.Fields json =
          Json.fields()
              .with("id", id)
              .with("category", category)
              .with("magnitude", magnitude.word())
              .withPresent("file", file);
      return (line == null ? json : json.with("line", line))
          .with("recommendation", recommendation)
          .with("weighs", weighs)
          .with("agreement", agreement.json())
          .with("supporters", Coverage.names(supporters))
          .with("provenance", provenance.stream().map(Original::json).toList());
    }

    static Item read(Json.Fields json) {
      return new Item(
          Stored.text(json, "id"),
          Stored.text(json, "category"),
          Stored.one(Magnitude.values(), json, "magnitude"),
          json.text("file").orElse(null),
          json.integer("line").map(Math::toIntExact).orElse(null),
          Stored.text(json, "recommendation"),
          json.truth("weighs").orElse(false),
          Agreement.read(Stored.object(json, "agreement")),
          json.texts("supporters").stream().map(AgentName::new).toList(),
          json.objects("provenance").stream().map(Original::read).toList());
    }
  }

  /// A finding as one agent wrote it.
  ///
  /// @param found what was at the place; null when it names no file
  public record Original(
      AgentName agent,
      String category,
      Magnitude magnitude,
      @Nullable String file,
      @Nullable Integer line,
      @Nullable String quote,
      String recommendation,
      @Nullable Found found) {

    boolean isThere() {
      return found != null && found.isThere();
    }

    Json.Fields json() {
      Json.Fields json =
          Json.fields()
              .with("agent", agent.value())
              .with("category", category)
              .with("magnitude", magnitude.word())
              .withPresent("file", file);
      return (line == null ? json : json.with("line", line))
          .withPresent("quote", quote)
          .with("recommendation", recommendation)
          .withPresent("found", found == null ? null : found.word());
    }

    static Original read(Json.Fields json) {
      return new Original(
          Stored.agent(json),
          Stored.text(json, "category"),
          Stored.one(Magnitude.values(), json, "magnitude"),
          json.text("file").orElse(null),
          json.integer("line").map(Math::toIntExact).orElse(null),
          json.text("quote").orElse(null),
          Stored.text(json, "recommendation"),
          json.text("found").map(Found::read).orElse(null));
    }
  }

  /// What one agent says of the whole.
  public record Ballot(AgentName agent, Vote verdict) {
    Json.Fields json() {
      return Json.fields().with("agent", agent.value()).with("verdict", verdict.word());
    }

    static Ballot read(Json.Fields json) {
      return new Ballot(Stored.agent(json), Stored.one(Vote.values(), json, "verdict"));
    }
  }

  /// Findings that were verified.
  public List<Item> verified() {
    return findings.stream().filter(Item::weighs).toList();
  }

  /// Findings that nothing shows; kept for a person to look at.
  public List<Item> notVerified() {
    return findings.stream().filter(item -> !item.weighs()).toList();
  }

  /// The critical findings that weigh, one line; empty when there is none.
  public Optional<String> objection() {
    List<Item> critical =
        verified().stream().filter(item -> item.magnitude() == Magnitude.CRITICAL).toList();
    if (critical.isEmpty()) {
      return Optional.empty();
    }
    List<String> named = critical.stream().limit(NAMED_MAX).map(AuditAgreement::named).toList();
    int more = critical.size() - named.size();
    return Optional.of(
        (critical.size() == 1 ? "1 critical finding: " : critical.size() + " critical findings: ")
            + String.join("; ", named)
            + (more > 0 ? "; and " + more + " more" : ""));
  }

  private static String named(Item item) {
    String name = item.id() + " " + SafeText.plain(item.category(), NAME_MAX);
    return item.file() == null ? name : name + " at " + SafeText.plain(item.place(), NAME_MAX);
  }

  /// The verdict as it is stored and written to evidence.
  public Json.Fields json() {
    return Json.fields()
        .with("schema_version", 1)
        .with("subject", "audit")
        .with("participation", participation.json())
        .with("findings", findings.stream().map(Item::json).toList())
        .with("ballots", ballots.stream().map(Ballot::json).toList())
        .with("left_out", leftOut.stream().map(Coverage.LeftOut::json).toList());
  }

  /// What [#json] wrote.
  ///
  /// @throws IllegalArgumentException when it is something else
  public static AuditAgreement read(Json.Fields json) {
    return new AuditAgreement(
        Participation.read(Stored.object(json, "participation")),
        json.objects("findings").stream().map(Item::read).toList(),
        json.objects("ballots").stream().map(Ballot::read).toList(),
        json.objects("left_out").stream()
            .map(left -> new Coverage.LeftOut(Stored.agent(left), Stored.number(left, "count")))
            .toList());
  }
}
