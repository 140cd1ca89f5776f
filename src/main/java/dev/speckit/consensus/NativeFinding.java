package dev.speckit.consensus;

import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.json.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something speckit found by itself at the audit, by a rule that anybody can repeat.
///
/// @param category such as `secret` or `dependency`
/// @param file relative to the workspace, or null
/// @param line 1-based, or null
/// @param text one sentence; never holds a secret
public record NativeFinding(
    String category,
    Magnitude magnitude,
    @Nullable String file,
    @Nullable Integer line,
    String text) {

  public Json.Fields json() {
    Json.Fields json =
        Json.fields()
            .with("category", category)
            .with("magnitude", magnitude.word())
            .withPresent("file", file);
    return (line == null ? json : json.with("line", line)).with("text", text);
  }

  /// The content of a note that holds these findings: `{"findings":[...]}`.
  public static Json.Fields note(List<NativeFinding> findings) {
    return Json.fields().with("findings", findings.stream().map(NativeFinding::json).toList());
  }

  /// The findings of such a note; none for any other object.
  public static List<NativeFinding> read(Json.Fields note) {
    return note.objects("findings").stream()
        .map(json ->
            new NativeFinding(
                json.text("category").orElse(""),
                Magnitude.valueOf(json.text("magnitude").orElse("minor").toUpperCase(Locale.ROOT)),
                json.text("file").orElse(null),
                json.integer("line").map(Math::toIntExact).orElse(null),
                json.text("text").orElse("")))
        .toList();
  }

  /// `src/A.java:3`, `src/A.java`, or empty.
  public String place() {
    return Lookup.place(file, line);
  }
}
