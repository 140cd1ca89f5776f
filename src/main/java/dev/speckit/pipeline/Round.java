package dev.speckit.pipeline;

import dev.speckit.json.Json;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import java.util.List;
import java.util.Optional;

/// The time at which a roster was asked, where it may be asked a second one.
///
/// @param number 1 or 2
/// @param disputed what the answers of this round differ in, without names
public record Round(int number, List<String> disputed) {
  private static final String NUMBER = "round";
  private static final String DISPUTED = "disputed";

  public Round {
    disputed = List.copyOf(disputed);
  }

  /// Empty where nobody is asked twice: without the setting, at gates, and where files are changed,
  /// which are judged by facts.
  ///
  /// @param disputed what the answers differ in
  /// @param wanted whether the settings of the run ask for a second round
  public static Optional<Round> of(
      Part part, Run.PartState state, List<String> disputed, boolean wanted) {
    return wanted && mayFollow(part)
        ? Optional.of(new Round(state.round(), disputed))
        : Optional.empty();
  }

  /// Whether a roster of the part can be asked once more.
  static boolean mayFollow(Part part) {
    return part.isOwn() && !part.subject().writes();
  }

  /// Whether a stored verdict was made where a second round may follow.
  public static boolean isIn(Json.Fields verdict) {
    return verdict.find(NUMBER).isPresent();
  }

  /// What the answers of a stored verdict differ in; empty where nobody is asked twice.
  public static List<String> disputed(Json.Fields verdict) {
    return verdict.texts(DISPUTED);
  }

  /// The claims that the roster is asked about once more: never after a second round.
  List<String> onceMore() {
    return number == 1 ? disputed : List.of();
  }

  Json.Fields addTo(Json.Fields verdict) {
    return verdict.with(NUMBER, number).with(DISPUTED, Json.texts(disputed));
  }
}
