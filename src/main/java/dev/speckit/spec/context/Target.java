package dev.speckit.spec.context;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a line of a register leads to.
final class Target {
  private static final String ITEM = "\\s{0,3}[-*+]\\s+(?:\\[.\\]\\s+)?";
  private static final Pattern CODE = Pattern.compile("\\s{0,3}[-*+]\\s+`([^`]+)`.*");
  private static final Pattern WIKI =
      Pattern.compile(ITEM + ".*?\\[\\[([^|\\]\\\\]+)(?:\\\\?\\|.*?)?\\]\\].*");
  private static final Pattern MARKDOWN =
      Pattern.compile(ITEM + ".*?\\[[^\\]]*\\]\\(([^)\\s]+)[^)]*\\).*");

  private Target() {}

  /// The first link of a list item, or the code span that it starts with.
  static Optional<String> of(String line) {
    Matcher code = CODE.matcher(line);
    return code.matches() ? Optional.of(code.group(1).strip()) : ofLink(line);
  }

  /// The first link of a list item.
  static Optional<String> ofLink(String line) {
    for (Pattern form : new Pattern[] {WIKI, MARKDOWN}) {
      Matcher link = form.matcher(line);
      if (link.matches()) {
        return Optional.of(link.group(1).strip());
      }
    }
    return Optional.empty();
  }
}
