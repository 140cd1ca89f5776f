package dev.speckit.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Private keys in the form of PEM and PuTTY: on one line with escaped line feeds, over many lines,
/// or as a list of quoted lines.
final class PrivateKeyText {
  /// What a key starts with, in lower case.
  static final List<String> WORDS = List.of("-----begin ", "private-lines: ");

  private static final Pattern BEGIN =
      Pattern.compile(
          "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----|Private-Lines: [0-9]{1,4}");
  private static final Pattern END =
      Pattern.compile("-----END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----");

  /// In JSON the letter of an escape ends before the key goes on.
  private static final Pattern RUN =
      Pattern.compile("(?:(?<![A-Za-z0-9+/=\\\\])|(?<=\\\\[nrt]))[A-Za-z0-9+/]{16,}+={0,2}");

  private static final Pattern LINE =
      Pattern.compile(
          "[\\s>|#*+-]{0,80}(?:[A-Za-z0-9+/=]{1,200}|[A-Z][A-Za-z-]{2,30}: [^\\n]{1,200})?\\s*");
  private static final Pattern FIRST_LINE =
      Pattern.compile(
          "[\\s>|#*+-]{0,80}(?:[A-Za-z0-9+/=]{12,200}|(?:Proc-Type|DEK-Info|Version|Comment):"
              + " [^\\n]{1,200}|)\\s*");
  private static final int RUN_MIN = 12;

  /// How far a key in quotes that has no end is followed in its line.
  private static final int OPEN_MAX = 2_000;

  private PrivateKeyText() {}

  /// What comes behind the text that was looked at.
  enum Open {
    /// Nothing of a key.
    NO,
    /// Its first line, if it is one.
    BEGUN,
    /// More of its lines.
    GOING_ON,
    /// More of its lines, each in quotes.
    QUOTED
  }

  /// @param spans in order
  record Reading(List<SecretSpan> spans, Open open) {
    static final Reading NOTHING = new Reading(List.of(), Open.NO);
  }

  /// @param start of one of [#WORDS] in the text
  /// @param next start of the one behind it, or the end of the text: no key goes beyond, so that
  ///   many beginnings are looked at once each
  static Reading read(String text, int start, int next) {
    int limit = Math.min(next, start + SecretSpan.LENGTH_MAX);
    Matcher begin = BEGIN.matcher(text).region(start, Math.min(limit, start + 100));
    if (!begin.lookingAt()) {
      return Reading.NOTHING;
    }
    int header = begin.end();
    int end = end(text, header, limit);
    int quote = quote(text, header, end < 0 ? limit : end);
    if (end >= 0 && quote < 0) {
      return new Reading(List.of(new SecretSpan(start, start, end)), Open.NO);
    }
    int body = body(text, header, limit);
    int run = longestRun(text, header, body);
    if (body == text.length() && text.length() < start + SecretSpan.LENGTH_MAX && run == 0) {
      return new Reading(List.of(), Open.BEGUN);
    }
    if (body == text.length() && text.length() < start + SecretSpan.LENGTH_MAX && run >= RUN_MIN) {
      return new Reading(List.of(new SecretSpan(start, start, contentEnd(text))), Open.GOING_ON);
    }
    List<SecretSpan> spans = new ArrayList<>();
    if (run >= RUN_MIN) {
      spans.add(new SecretSpan(start, start, body));
    }
    if (quote >= 0) {
      spans.addAll(runs(text, body, end < 0 ? Math.min(limit, header + OPEN_MAX) : end));
    }
    return new Reading(
        spans, quote >= 0 && end < 0 && isListed(text, quote) ? Open.QUOTED : Open.NO);
  }

  /// Where the text ends without its line feed.
  static int contentEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }

  /// The end of the mark at the key's end, or -1.
  static int end(String text, int from, int limit) {
    int mark = text.indexOf("-----END ", from, limit);
    if (mark < 0) {
      return -1;
    }
    Matcher matcher = END.matcher(text).region(mark, limit);
    return matcher.find() ? matcher.end() : -1;
  }

  /// Whether a line may be one of a key; the first one is looked at more closely.
  static boolean isLine(String line, boolean first) {
    return line.length() < 400 && (first ? FIRST_LINE : LINE).matcher(line).matches();
  }

  /// Long runs of base64 between quotes.
  static List<SecretSpan> runs(String text, int from, int to) {
    List<SecretSpan> spans = new ArrayList<>();
    Matcher matcher = RUN.matcher(text).useTransparentBounds(true).region(from, to);
    while (matcher.find()) {
      spans.add(new SecretSpan(matcher.start(), matcher.start(), matcher.end()));
    }
    return spans;
  }

  private static int quote(String text, int from, int to) {
    for (int at = from; at < to; at++) {
      if (text.charAt(at) == '"' || text.charAt(at) == '\'') {
        return at;
      }
    }
    return -1;
  }

  /// Over base64, blanks and escaped line feeds.
  private static int body(String text, int from, int limit) {
    int at = from;
    while (at < limit) {
      int next = at;
      while (next < limit && text.charAt(next) == '\\') {
        next++;
      }
      boolean escape = next > at;
      if (next == limit
          || (escape
              ? "nrt".indexOf(text.charAt(next)) < 0
              : !isBase64(text.charAt(next)) && !Quoting.isBlank(text.charAt(next)))) {
        return at;
      }
      at = next + 1;
    }
    return at;
  }

  private static boolean isBase64(char unit) {
    return (unit < 128 && Character.isLetterOrDigit(unit)) || "+/=".indexOf(unit) >= 0;
  }

  private static int longestRun(String text, int from, int to) {
    int longest = 0;
    int run = 0;
    for (int at = from; at < to; at++) {
      run = isBase64(text.charAt(at)) && text.charAt(at - 1) != '\\' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /// Whether only what ends a quoted line of a list stands behind the quote.
  private static boolean isListed(String text, int quote) {
    for (int at = quote + 1; at < text.length(); at++) {
      if (Character.isLetterOrDigit(text.charAt(at))) {
        return false;
      }
    }
    return true;
  }
}
