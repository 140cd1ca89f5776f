package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.json.Json;
import java.util.List;

/// What a roster says it built. Which work is taken is decided by the project's checks, not here.
///
/// @param participation who answered; when it does not pass, nothing may be built on the rest
/// @param summaries sorted by agent
public record ImplementAgreement(Participation participation, List<Summary> summaries) {
  public ImplementAgreement {
    summaries = List.copyOf(summaries);
  }

  /// What one agent says of its own work; untrusted.
  public record Summary(AgentName agent, String text, List<String> files, List<String> commands) {
    public Summary {
      files = List.copyOf(files);
      commands = List.copyOf(commands);
    }

    Json.Fields json() {
      return Json.fields()
          .with("agent", agent.value())
          .with("summary", text)
          .with("files", Json.texts(files))
          .with("commands", Json.texts(commands));
    }

    static Summary read(Json.Fields json) {
      return new Summary(
          Stored.agent(json),
          Stored.text(json, "summary"),
          json.texts("files"),
          json.texts("commands"));
    }
  }

  /// @param given one answer of each agent that answered, in any order
  /// @param quorum how many must answer
  /// @param roster who was asked
  public static ImplementAgreement of(
      List<Given<Answer.Implement>> given, Quorum quorum, List<AgentName> roster) {
    return new ImplementAgreement(
        Answers.participation(given, quorum, roster),
        Answers.sorted(given).stream()
            .map(one ->
                new Summary(
                    one.agent(),
                    one.answer().summary(),
                    one.answer().files(),
                    one.answer().commands()))
            .toList());
  }

  /// The verdict as it is stored and written to evidence.
  public Json.Fields json() {
    return Json.fields()
        .with("schema_version", 1)
        .with("subject", "implement")
        .with("participation", participation.json())
        .with("summaries", summaries.stream().map(Summary::json).toList());
  }

  /// What [#json] wrote.
  ///
  /// @throws IllegalArgumentException when it is something else
  public static ImplementAgreement read(Json.Fields json) {
    return new ImplementAgreement(
        Participation.read(Stored.object(json, "participation")),
        json.objects("summaries").stream().map(Summary::read).toList());
  }
}
