package dev.speckit.spec.context;

import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.MarkdownLines.Kind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `**Key**: value` lines directly under a heading, with the places of their values.
final class HeaderLines {
  static final Pattern KEY =
      Pattern.compile("\\s{0,3}\\*\\*([^*:]{1,60}?)\\s*(?:\\*\\*\\s*:|:\\s*\\*\\*)[ \\t]*");
  private final Map<String, Value> values = new LinkedHashMap<>();

  /// A value and where it stands.
  ///
  /// @param line 0-based
  /// @param column 0-based, of its first character
  /// @param text without blanks and a hard break at its end
  record Value(int line, int column, String text) {}

  private HeaderLines() {}

  /// They end where a line of another kind stands.
  static HeaderLines of(Outline outline, Outline.Span section) {
    return of(outline, section, false);
  }

  /// Those of a session, wherever they stand above its parts: a line that a person wrote between
  /// them does not take away when and by whom the session was started.
  static HeaderLines ofSession(Outline outline, Outline.Span session) {
    return of(outline, session, true);
  }

  private static HeaderLines of(Outline outline, Outline.Span section, boolean between) {
    HeaderLines header = new HeaderLines();
    MarkdownLines markdown = outline.markdown();
    for (int line = section.line() + 1; line < section.bodyEnd(); line++) {
      Kind kind = markdown.kind(line);
      if (kind == Kind.BLANK || kind == Kind.COMMENT || kind == Kind.UNDERLINE) {
        continue;
      }
      boolean read = kind == Kind.TEXT && header.add(line, markdown.visible(line));
      if (!read && !between) {
        break;
      }
    }
    return header;
  }

  /// @param key in any case
  Optional<Value> find(String key) {
    return Optional.ofNullable(values.get(key.toLowerCase(Locale.ROOT)));
  }

  Optional<String> value(String key) {
    return find(key).map(Value::text);
  }

  /// The last of them; empty when there is none.
  Optional<Value> last() {
    return values.values().stream().reduce((_, later) -> later);
  }

  private boolean add(int line, String visible) {
    Matcher matcher = KEY.matcher(visible);
    if (!matcher.lookingAt()) {
      return false;
    }
    String text = visible.substring(matcher.end()).stripTrailing();
    String value = text.endsWith("\\") ? text.substring(0, text.length() - 1) : text;
    values.putIfAbsent(
        matcher.group(1).strip().toLowerCase(Locale.ROOT),
        new Value(line, matcher.end(), value.stripTrailing()));
    return true;
  }
}
