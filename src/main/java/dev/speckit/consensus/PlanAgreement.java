package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a roster's plans have in common, and where they differ. Texts are the agents' own,
/// untrusted; nothing is added to them.
///
/// @param participation who answered; when it does not pass, nothing may be built on the rest
/// @param demands what the spec demands, in its order
/// @param agreed items with at least the quorum's number of supporters, in the order in which the
///   agents would do them
/// @param dissent the other items
/// @param risks all of them, the greatest first
/// @param questions all of them, the most asked first
/// @param leftOut items beyond the bound of [Clustering#ITEMS_MAX]
public record PlanAgreement(
    Participation participation,
    List<Demand> demands,
    List<Item> agreed,
    List<Item> dissent,
    Coverage coverage,
    List<Risk> risks,
    List<OpenQuestion> questions,
    List<Coverage.LeftOut> leftOut) {
  public PlanAgreement {
    demands = List.copyOf(demands);
    agreed = List.copyOf(agreed);
    dissent = List.copyOf(dissent);
    risks = List.copyOf(risks);
    questions = List.copyOf(questions);
    leftOut = List.copyOf(leftOut);
  }

  /// A piece of work.
  ///
  /// @param title the wording of one supporter, chosen by rule
  /// @param detail of the same supporter, else of another; null when nobody gave one
  /// @param requirements known ids only, in the order of the spec
  /// @param supporters sorted
  /// @param provenance every original, sorted by agent
  public record Item(
      String title,
      @Nullable String detail,
      List<Coverage.Link> requirements,
      Agreement agreement,
      List<AgentName> supporters,
      List<Original> provenance) {
    public Item {
      requirements = List.copyOf(requirements);
      supporters = List.copyOf(supporters);
      provenance = List.copyOf(provenance);
    }

    Json.Fields json() {
      return Json.fields()
          .with("title", title)
          .withPresent("detail", detail)
          .with("requirements", requirements.stream().map(Coverage.Link::json).toList())
          .with("agreement", agreement.json())
          .with("supporters", Coverage.names(supporters))
          .with("provenance", provenance.stream().map(Original::json).toList());
    }
  }

  /// A work item as one agent wrote it.
  ///
  /// @param requirements as written, unknown ids included
  public record Original(
      AgentName agent, String title, @Nullable String detail, List<String> requirements) {
    public Original {
      requirements = List.copyOf(requirements);
    }

    Json.Fields json() {
      return Json.fields()
          .with("agent", agent.value())
          .with("title", title)
          .withPresent("detail", detail)
          .with("requirements", Json.texts(requirements));
    }
  }

  /// @param magnitude the greatest anyone gave
  /// @param provenance the originals, sorted by agent
  public record Risk(
      String text,
      Magnitude magnitude,
      Agreement agreement,
      List<AgentName> supporters,
      List<Said> provenance) {
    public Risk {
      supporters = List.copyOf(supporters);
      provenance = List.copyOf(provenance);
    }

    Json.Fields json() {
      return Json.fields()
          .with("text", text)
          .with("magnitude", magnitude.word())
          .with("agreement", agreement.json())
          .with("supporters", Coverage.names(supporters))
          .with("provenance", provenance.stream().map(Said::json).toList());
    }
  }

  /// Something an agent would have liked to know.
  public record OpenQuestion(
      String text, Agreement agreement, List<AgentName> supporters, List<Said> provenance) {
    public OpenQuestion {
      supporters = List.copyOf(supporters);
      provenance = List.copyOf(provenance);
    }

    Json.Fields json() {
      return Json.fields()
          .with("text", text)
          .with("agreement", agreement.json())
          .with("supporters", Coverage.names(supporters))
          .with("provenance", provenance.stream().map(Said::json).toList());
    }
  }

  /// The words of one agent.
  public record Said(AgentName agent, String text) {
    Json.Fields json() {
      return Json.fields().with("agent", agent.value()).with("text", text);
    }
  }

  /// The verdict as it is stored and written to evidence.
  public Json.Fields json() {
    Json.Fields fields =
        Json.fields()
            .with("schema_version", 1)
            .with("subject", "plan")
            .with("participation", participation.json())
            .with("agreed", agreed.stream().map(Item::json).toList())
            .with("dissent", dissent.stream().map(Item::json).toList());
    return coverage
        .addTo(fields)
        .with("risks", risks.stream().map(Risk::json).toList())
        .with("questions", questions.stream().map(OpenQuestion::json).toList())
        .with("left_out", leftOut.stream().map(Coverage.LeftOut::json).toList());
  }
}
