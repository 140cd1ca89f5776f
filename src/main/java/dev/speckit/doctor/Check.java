package dev.speckit.doctor;

import dev.speckit.command.Tone;
import dev.speckit.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing looked at, and how it stands.
///
/// @param name one or two lower-case words, such as `git` or `agent claude`
/// @param state how it stands
/// @param detail what was found, one line
/// @param remedy what to do; null when nothing needs to be done
public record Check(String name, State state, String detail, @Nullable String remedy) {

  public enum State {
    OK(Tone.GOOD),
    /// Works, with a loss that should be known.
    WARNING(Tone.WARNING),
    /// Something required is missing or broken.
    PROBLEM(Tone.BAD),
    /// Not there, and not required.
    ABSENT(Tone.MUTED);

    private final Tone tone;

    State(Tone tone) {
      this.tone = tone;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    Tone tone() {
      return tone;
    }
  }

  public static Check ok(String name, String detail) {
    return new Check(name, State.OK, detail, null);
  }

  public static Check warning(String name, String detail, String remedy) {
    return new Check(name, State.WARNING, detail, remedy);
  }

  public static Check problem(String name, String detail, String remedy) {
    return new Check(name, State.PROBLEM, detail, remedy);
  }

  public static Check absent(String name, String detail, @Nullable String remedy) {
    return new Check(name, State.ABSENT, detail, remedy);
  }

  Json json() {
    return Json.fields()
        .with("name", name)
        .with("state", state.word())
        .with("detail", detail)
        .withPresent("remedy", remedy);
  }
}
