package dev.speckit.spec.context;

import dev.speckit.spec.context.HeaderLines.Value;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Changes to what a context says about itself: the lines under its title, or its front matter.
final class HeaderChanges {
  private static final Pattern STATUS =
      Pattern.compile("(?:planning|implementing|completed|blocked)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern MOMENT = Pattern.compile(WorkTime.MOMENT);
  private static final Pattern PROPERTY =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?:([ T])\\d{2}:\\d{2}(:\\d{2})?)?");
  private static final Pattern FRONT = Pattern.compile("[^:]{1,60}:\\s*[\"']?");

  private HeaderChanges() {}

  static Draft status(Draft draft, String status) {
    return change(draft, "Status", STATUS, STATUS, _ -> status);
  }

  static Draft updated(Draft draft, LocalDateTime at) {
    return change(draft, "Updated", MOMENT, PROPERTY, old -> inForm(old, at));
  }

  /// What stands in place of a value in a known form.
  interface Written {
    String of(Matcher old);
  }

  /// With another value, when the old one is in the form in which speckit writes it.
  static Draft replaced(Draft draft, Value value, Pattern form, String written, String what) {
    return replaced(draft, value, form, _ -> written, what);
  }

  private static Draft replaced(
      Draft draft, Value value, Pattern form, Written written, String what) {
    Matcher old = form.matcher(value.text());
    if (!old.lookingAt()) {
      return draft.keeping(value.line(), what);
    }
    String now = written.of(old);
    boolean same = now.equals(old.group());
    return same
        ? draft
        : draft.replace(value.line(), value.column(), value.column() + old.end(), now);
  }

  private static Draft change(
      Draft draft, String key, Pattern form, Pattern property, Written written) {
    Optional<Value> front = inFrontMatter(draft, key);
    String what = "the context's " + key;
    if (front.isPresent()) {
      return replaced(draft, front.get(), property, written, what);
    }
    Optional<HeaderLines> header =
        draft.outline().title().map(title -> HeaderLines.of(draft.outline(), title));
    Optional<Value> value = header.flatMap(lines -> lines.find(key));
    if (value.isPresent()) {
      return replaced(draft, value.get(), form, written, what);
    }
    return draft;
  }

  private static Optional<Value> inFrontMatter(Draft draft, String key) {
    int end = draft.outline().markdown().frontMatterEnd();
    for (int line = 1; line < end; line++) {
      String content = draft.outline().lines().content(line);
      Matcher matcher = FRONT.matcher(content);
      if (matcher.lookingAt()
          && content.substring(0, content.indexOf(':')).strip().equalsIgnoreCase(key)
          && !Character.isWhitespace(content.charAt(0))) {
        String text = content.substring(matcher.end()).stripTrailing();
        return Optional.of(new Value(line, matcher.end(), text));
      }
    }
    return Optional.empty();
  }

  private static String inForm(Matcher old, LocalDateTime at) {
    String written = WorkTime.written(at);
    String whole = old.group();
    if (whole.length() == 10) {
      return written.substring(0, 10);
    }
    String seconds = whole.length() == 19 ? ":00" : "";
    return written.replace(' ', whole.charAt(10)) + seconds;
  }
}
