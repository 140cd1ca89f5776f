package dev.speckit.spec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A link to a file, as written.
///
/// @param target the path without heading, block and label, decoded; empty for a place in the same
///   file
/// @param anchor what follows the first `#`, decoded: headings parted by `#`, or `^` and a block;
///   empty for none
/// @param form how it is written
/// @param embed whether it is `![[...]]` or `![...](...)`
/// @param line 0-based
/// @param column 0-based, where the link starts
/// @param from 0-based column of the first written character of target and anchor
/// @param to 0-based column behind the last one
public record Link(
    String target,
    String anchor,
    Form form,
    boolean embed,
    int line,
    int column,
    int from,
    int to) {

  /// How a link is written.
  public enum Form {
    /// `[[target|label]]`
    WIKI,
    /// `[label](target)`
    MARKDOWN,
    /// `[label](<target>)` or `[name]: <target>`
    BRACKETED,
    /// `[name]: target`, which the links `[label][name]` share
    DEFINITION
  }

  public boolean wiki() {
    return form == Form.WIKI;
  }

  /// What stands between the brackets, decoded: target and anchor.
  public String shown() {
    return anchor.isEmpty() ? target : target + "#" + anchor;
  }

  /// The links of one line from which comments and code have been blanked, in order. Links to the
  /// web are left out. Takes time in proportion to the length of the line.
  public static List<Link> of(String linkable, int line) {
    if (linkable.indexOf('[') < 0 && linkable.indexOf(']') < 0) {
      return List.of();
    }
    Scan scan = new Scan(linkable, line);
    scan.definition();
    scan.all();
    scan.links.sort(Comparator.comparingInt(Link::column));
    return scan.links;
  }

  /// One pass over a line.
  private static final class Scan {
    /// As in CommonMark; it also keeps hostile lines cheap.
    private static final int PARENTHESES_MAX = 32;

    private final String text;
    private final int line;
    private final List<Link> links = new ArrayList<>();

    Scan(String text, int line) {
      this.text = text;
      this.line = line;
    }

    void all() {
      int at = 0;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '\\') {
          at += 2;
        } else if (c == '[' && text.startsWith("[[", at)) {
          at = wiki(at);
        } else if (c == ']' && text.startsWith("](", at)) {
          at = markdown(at);
        } else {
          at++;
        }
      }
    }

    /// @return where to go on
    private int wiki(int at) {
      int close = text.indexOf("]]", at + 2);
      if (close < 0) {
        return at + 2;
      }
      int open = text.lastIndexOf("[[", close - 1);
      if (open < at || close < open + 2) {
        return at + 1;
      }
      int from = open + 2;
      int to = text.indexOf('|', from);
      to = to < 0 || to > close ? close : to;
      // In a table the bar before the label is escaped.
      to = to < close && text.charAt(to - 1) == '\\' ? to - 1 : to;
      while (from < to && Character.isWhitespace(text.charAt(from))) {
        from++;
      }
      while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
        to--;
      }
      add(Form.WIKI, open, from, to);
      return close + 2;
    }

    private int markdown(int at) {
      Destination destination = destination(at + 2);
      if (destination == null || closing(destination.next) < 0) {
        return at + 2;
      }
      add(
          destination.bracketed ? Form.BRACKETED : Form.MARKDOWN,
          Math.max(0, opening(at)),
          destination.from,
          destination.to);
      return closing(destination.next);
    }

    /// The bracket that opens the label; a label may have begun in a line before.
    private int opening(int at) {
      int nearest = text.lastIndexOf('[', at);
      return nearest < 0 ? at : nearest;
    }

    /// A definition stands alone on its line.
    private void definition() {
      int at = 0;
      while (at < 3 && at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      if (!text.startsWith("[", at)) {
        return;
      }
      int close = text.indexOf("]:", at);
      boolean named =
          close > at + 1
              && text.charAt(at + 1) != '^'
              && text.charAt(at + 1) != '['
              && text.indexOf('[', at + 1) < 0;
      if (!named) {
        return;
      }
      Destination destination = destination(close + 2);
      if (destination != null && title(destination.next) == text.length()) {
        add(
            destination.bracketed ? Form.BRACKETED : Form.DEFINITION,
            at,
            destination.from,
            destination.to);
      }
    }

    /// @param next behind the destination and its closing bracket
    private record Destination(int from, int to, boolean bracketed, int next) {}

    private @org.jspecify.annotations.Nullable Destination destination(int start) {
      int from = blanks(start);
      if (from < text.length() && text.charAt(from) == '<') {
        for (int at = from + 1; at < text.length(); at++) {
          char c = text.charAt(at);
          if (c == '>') {
            return new Destination(from + 1, at, true, at + 1);
          }
          if (c == '<') {
            return null;
          }
          at += c == '\\' ? 1 : 0;
        }
        return null;
      }
      int depth = 0;
      int at = from;
      for (; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == ' ' || c == '\t' || (c == ')' && depth == 0)) {
          break;
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth > PARENTHESES_MAX) {
          return null;
        }
        at += c == '\\' ? 1 : 0;
      }
      int to = Math.min(at, text.length());
      return depth == 0 ? new Destination(from, to, false, to) : null;
    }

    /// Behind the bracket that closes a link, or -1.
    private int closing(int behindDestination) {
      int at = title(behindDestination);
      return at >= 0 && at < text.length() && text.charAt(at) == ')' ? at + 1 : -1;
    }

    /// Behind a title, if there is one, and blanks; -1 for a title that is never closed.
    private int title(int behindDestination) {
      int at = blanks(behindDestination);
      if (at == behindDestination || at >= text.length()) {
        return at;
      }
      char open = text.charAt(at);
      if (open != '"' && open != '\'' && open != '(') {
        return at;
      }
      char close = open == '(' ? ')' : open;
      for (int end = at + 1; end < text.length(); end++) {
        char c = text.charAt(end);
        if (c == close) {
          return blanks(end + 1);
        }
        if (c == open) {
          return -1;
        }
        end += c == '\\' ? 1 : 0;
      }
      return -1;
    }

    private int blanks(int at) {
      int next = at;
      while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
        next++;
      }
      return next;
    }

    private void add(Form form, int column, int from, int to) {
      String written = text.substring(from, to);
      if (written.isEmpty() || isWeb(written, form)) {
        return;
      }
      int hash = written.indexOf('#');
      String target = hash < 0 ? written : written.substring(0, hash);
      String anchor = hash < 0 ? "" : written.substring(hash + 1);
      boolean wiki = form == Form.WIKI;
      boolean embed = column > 0 && text.charAt(column - 1) == '!';
      links.add(
          new Link(
              wiki ? target.strip() : decoded(target),
              wiki ? anchor.strip() : decoded(anchor),
              form,
              embed,
              line,
              embed ? column - 1 : column,
              from,
              to));
    }

    private static boolean isWeb(String target, Form form) {
      if (form == Form.WIKI) {
        return target.contains("://");
      }
      int colon = target.indexOf(':');
      int slash = target.indexOf('/');
      int hash = target.indexOf('#');
      boolean scheme = colon > 0 && (slash < 0 || colon < slash) && (hash < 0 || colon < hash);
      return target.startsWith("//") || scheme;
    }
  }

  /// Percent-encoding and escaped punctuation undone; what is no valid encoding stays.
  private static String decoded(String written) {
    if (written.indexOf('%') < 0 && written.indexOf('\\') < 0) {
      return written;
    }
    byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int at = 0; at < bytes.length; at++) {
      int code = bytes[at] == '%' ? hexadecimal(bytes, at + 1) : -1;
      boolean escaped =
          bytes[at] == '\\' && at + 1 < bytes.length && isPunctuation((char) bytes[at + 1]);
      if (code >= 0) {
        bytes[length++] = (byte) code;
        at += 2;
      } else {
        at += escaped ? 1 : 0;
        bytes[length++] = bytes[at];
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static boolean isPunctuation(char c) {
    return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
  }

  /// The value of two hexadecimal digits, or -1.
  private static int hexadecimal(byte[] bytes, int at) {
    if (at + 1 >= bytes.length) {
      return -1;
    }
    int high = Character.digit(bytes[at], 16);
    int low = Character.digit(bytes[at + 1], 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
