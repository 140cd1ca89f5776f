package dev.speckit.trace;

/// Text on its way into a page: the one place where it is escaped.
final class HtmlText {
  private HtmlText() {}

  /// Safe between tags and inside quoted attributes; well-formed also as XML.
  static String of(String text) {
    String line = PlainText.line(text);
    StringBuilder out = new StringBuilder(line.length() + 16);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
