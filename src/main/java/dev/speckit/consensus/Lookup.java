package dev.speckit.consensus;

import dev.speckit.agent.Answer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether the text that an agent quotes stands where the agent says. Mechanical: nobody's opinion
/// has a part in it.
public interface Lookup {
  /// How far from the named line a text may begin and still be at its place.
  int LINES_AWAY_MAX = 20;

  /// Never fails: what cannot be looked at is not found.
  Found look(Answer.Evidence evidence);

  /// What looking up gave.
  enum Found {
    /// The text begins at most [#LINES_AWAY_MAX] lines from the named one.
    FOUND,
    /// The text stands in the file, but further away.
    ELSEWHERE,
    /// The file does not hold the text.
    NO_TEXT,
    NO_FILE,
    /// Not a text file of the workspace, or nothing was quoted.
    NOT_A_PLACE,
    /// The text stands there, in a file that speckit itself or its stages write.
    OWN_FILE,
    /// It stands in a file that git ignores or does not know.
    UNKNOWN_FILE,
    /// Files changed since the checks looked at them.
    CHANGED,
    /// It stands there, but is so short that it could stand anywhere.
    TOO_SHORT;

    /// Whether the quoted text is in the named file.
    public boolean isThere() {
      return this == FOUND || this == ELSEWHERE;
    }

    /// The word in JSON: `no-text`.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What it means to a reader, to stand behind a place.
    String sentence() {
      return switch (this) {
        case FOUND -> "found";
        case ELSEWHERE -> "found elsewhere in the file";
        case NO_TEXT -> "not found: the file does not hold this text";
        case NO_FILE -> "not found: there is no such file";
        case NOT_A_PLACE -> "not found: not a quote from a text file of the workspace";
        case OWN_FILE -> "not counted: speckit's own files prove nothing";
        case UNKNOWN_FILE -> "not counted: git does not know this file, or ignores it";
        case CHANGED -> "not counted: files changed while they were looked at";
        case TOO_SHORT -> "not counted: a quote so short could stand anywhere";
      };
    }

    /// @throws IllegalArgumentException when [#word] gave something else
    public static Found read(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /// `file:line`, the file alone, or empty.
  static String place(@Nullable String file, @Nullable Integer line) {
    if (file == null) {
      return "";
    }
    return line == null ? file : file + ":" + line;
  }
}
