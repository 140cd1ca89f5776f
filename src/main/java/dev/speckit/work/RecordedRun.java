package dev.speckit.work;

import dev.speckit.spec.context.EntryText;
import dev.speckit.spec.context.WorkSession;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A test command that a session ran, as its entry tells it.
///
/// @param command as it was typed, on one line
/// @param whole whether all of the command stands in the entry; a long one was cut
/// @param passed whether it did what was expected of it
/// @param ended how it ended, such as `exit 0 in 0.4 s`
public record RecordedRun(String command, boolean whole, boolean passed, String ended) {
  private static final Pattern FORM =
      Pattern.compile(
          Pattern.quote(Testing.RAN) + "(`+)(.+?)\\1: (✅|" + NextAction.FAILED + ") (.*)");

  /// Empty for an entry that tells of something else.
  public static Optional<RecordedRun> of(WorkSession.Entry entry) {
    Matcher matcher = FORM.matcher(entry.text().lines().findFirst().orElse(""));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String span = EntryText.asGiven(matcher.group(2));
    boolean padded = span.length() > 2 && span.startsWith(" ") && span.endsWith(" ");
    String command = padded ? span.substring(1, span.length() - 1) : span;
    boolean passed = !matcher.group(3).equals(NextAction.FAILED);
    return Optional.of(
        new RecordedRun(command, !command.endsWith("…"), passed, matcher.group(4).strip()));
  }
}
