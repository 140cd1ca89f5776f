package dev.speckit.spec.context;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A commit as a line of a context names it.
///
/// @param start offset of the hash in the text
/// @param lost whether it is marked as gone from the history
record ListedCommit(String hash, String subject, int start, boolean lost) {
  /// What stands behind a commit that can no longer be reached.
  static final String LOST = " (no longer in the history)";

  private static final Pattern FORM =
      Pattern.compile("(?:\\*\\*Commit\\*\\*: )?`([0-9a-fA-F]{7,64})`(?::\\s?(.*))?.*");

  /// @param text of an entry, without its list mark
  static Optional<ListedCommit> in(String text) {
    Matcher matcher = FORM.matcher(text.lines().findFirst().orElse(""));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String written = matcher.group(2) == null ? "" : matcher.group(2);
    boolean lost = written.contains(LOST);
    String subject = written.replace(LOST, "").strip();
    return Optional.of(new ListedCommit(matcher.group(1), subject, matcher.start(1), lost));
  }

  /// Two hashes name the same commit when the shorter one starts the longer one.
  static boolean same(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    return a.startsWith(b) || b.startsWith(a);
  }
}
