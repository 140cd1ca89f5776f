package dev.speckit.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The one declaration of a setting. Checking, variables, binding and help follow from it.
///
/// @param pattern the way to it, such as `agents.*.command`; `*` stands for a name
/// @param fallback the value when nobody sets it, or null when it then has none
/// @param description one sentence
public record Key<T>(String pattern, Form<T> form, @Nullable T fallback, String description) {
  /// How a `*` may be filled: lower-case words joined by `-` or `_`, at most 64 characters.
  public static final Pattern NAME = Pattern.compile("(?=.{1,64}$)[a-z][a-z0-9]*([_-][a-z0-9]+)*");

  private static final Pattern ANY = Pattern.compile("[^\\x00]*\\S[^\\x00]*");

  public static Key<String> text(String pattern, String description) {
    return new Key<>(pattern, new Form.Text(ANY, "a text that is not blank"), null, description);
  }

  public static Key<String> text(
      String pattern, String shape, String expectation, @Nullable String fallback, String what) {
    return new Key<>(pattern, new Form.Text(Pattern.compile(shape), expectation), fallback, what);
  }

  public static Key<String> choice(String pattern, List<String> words, String description) {
    return new Key<>(pattern, new Form.Choice(words), null, description);
  }

  public static Key<Long> integer(String pattern, long fallback, long min, long max, String what) {
    return new Key<>(pattern, new Form.Whole(min, max), fallback, what);
  }

  /// A number that has no value when nobody sets it.
  public static Key<Long> count(String pattern, long min, long max, String what) {
    return new Key<>(pattern, new Form.Whole(min, max), null, what);
  }

  /// An amount of money that has no value when nobody sets it.
  public static Key<BigDecimal> dollars(String pattern, String description) {
    return new Key<>(pattern, new Form.Dollars(1_000_000), null, description);
  }

  public static Key<Boolean> truth(String pattern, boolean fallback, String description) {
    return new Key<>(pattern, new Form.Truth(), fallback, description);
  }

  public static Key<Duration> duration(String pattern, Duration min, Duration max, String what) {
    return new Key<>(pattern, new Form.Span(min, max), null, what);
  }

  /// A program and its arguments.
  public static Key<List<String>> command(String pattern, String description) {
    Form.Text word = new Form.Text(Pattern.compile("[^\\x00]*"), "a text without NUL");
    return new Key<>(pattern, new Form.Texts(1, 256, word), null, description);
  }

  public static Key<List<String>> names(String pattern, int min, int max, String description) {
    Form.Text name = new Form.Text(NAME, "a name in lower case such as alice or claude_sonnet");
    return new Key<>(pattern, new Form.Texts(min, max, name), null, description);
  }

  /// The way with its `*` filled in, from the left.
  public String path(String... names) {
    String path = pattern;
    for (String name : names) {
      int star = path.indexOf('*');
      if (star < 0) {
        throw new IllegalArgumentException(pattern + " takes fewer names");
      }
      path = path.substring(0, star) + name + path.substring(star + 1);
    }
    if (path.indexOf('*') >= 0) {
      throw new IllegalArgumentException(pattern + " takes more names");
    }
    return path;
  }
}
