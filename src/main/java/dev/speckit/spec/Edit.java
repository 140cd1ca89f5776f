package dev.speckit.spec;

import java.util.Comparator;
import java.util.List;

/// A splice: the characters from `start` to `end` are replaced, all others stay as they are.
///
/// @param start offset of the first character that goes
/// @param end offset behind the last character that goes; the same as `start` to insert only
/// @param replacement what stands there afterwards
public record Edit(int start, int end, String replacement) {
  public Edit {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("not a range: " + start + " to " + end);
    }
  }

  public static Edit insert(int offset, String inserted) {
    return new Edit(offset, offset, inserted);
  }

  /// The text with all edits made. Offsets are those of the text as given; edits must not overlap.
  ///
  /// @throws IllegalArgumentException when two edits overlap or one lies outside of the text
  public static String apply(String text, List<Edit> edits) {
    StringBuilder out = new StringBuilder(text.length() + 64);
    int done = 0;
    for (Edit edit : edits.stream().sorted(Comparator.comparingInt(Edit::start)).toList()) {
      if (edit.start < done || edit.end > text.length()) {
        throw new IllegalArgumentException("edits overlap or lie outside of the text: " + edit);
      }
      out.append(text, done, edit.start).append(edit.replacement);
      done = edit.end;
    }
    return out.append(text, done, text.length()).toString();
  }
}
