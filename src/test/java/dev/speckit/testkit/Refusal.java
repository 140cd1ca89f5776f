package dev.speckit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.Map;

/// A call that speckit refuses, looked at as people and as programs see it.
///
/// @param exit the same both times
/// @param code of the first problem
/// @param message of the first problem
/// @param place of the first problem; empty when it has none
/// @param remedy of the first problem
public record Refusal(int exit, String code, String message, String place, String remedy) {

  /// Makes the call twice, for a person and with `--json`, and demands what every refusal owes: the
  /// same exit code, one JSON object, message, place and remedy in both, nothing on stdout besides,
  /// no stack trace, and a workspace whose every byte is as before.
  public static Refusal of(Speckit speckit, String... words) {
    Path workspace = speckit.workspace();
    Map<String, String> before = Snapshot.of(workspace);
    Refusal refusal = without(speckit, words);
    assertThat(Snapshot.of(workspace)).as("the workspace").isEqualTo(before);
    return refusal;
  }

  /// [#of] where the workspace may change: something was under way already.
  public static Refusal without(Speckit speckit, String... words) {
    Speckit.Ended told = speckit.run(words);
    String[] asked = java.util.Arrays.copyOf(words, words.length + 1);
    asked[words.length] = "--json";
    Speckit.Ended answered = speckit.run(asked);
    Json.Fields envelope = answered.json();
    assertThat(answered.out().lines()).as("stdout with --json").hasSize(1);
    assertThat(answered.exit()).as(answered.toString()).isEqualTo(told.exit()).isNotZero();
    assertThat(envelope.integer("exit_code")).contains((long) told.exit());
    assertThat(envelope.text("tool")).contains("speckit");
    assertThat(envelope.integer("schema_version")).contains(1L);
    assertThat(envelope.find("data")).isPresent();
    assertThat(told.out()).as("stdout of a refusal").isEmpty();
    assertThat(told.err()).doesNotContain("\tat ");
    Json.Fields problem = envelope.objects("problems").getFirst();
    String message = problem.text("message").orElseThrow();
    String remedy = problem.text("remedy").orElseThrow();
    String place = problem.text("place").orElse("");
    assertThat(told.err()).contains(message, remedy, place);
    return new Refusal(told.exit(), problem.text("code").orElseThrow(), message, place, remedy);
  }

  /// `65 not-utf-8 specs/1000/1001/spec.md:3`
  public String line() {
    return (exit + " " + code + " " + place).strip();
  }
}
