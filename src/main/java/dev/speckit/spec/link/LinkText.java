package dev.speckit.spec.link;

import dev.speckit.spec.Edit;
import dev.speckit.spec.Link;
import dev.speckit.spec.TextLines;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Writes links: the way from one file to another, and another target in a link that is there.
/// Pure; all paths are relative to the workspace, with slashes.
final class LinkText {
  private static final String UNWRITABLE = "|#^[]";

  private LinkText() {}

  /// The way from a file to another, without the ending of a Markdown file: `../epic`.
  public static String target(String from, String to) {
    String way = way(from, to);
    return LinkedDocument.isMarkdown(way) ? way.substring(0, way.length() - 3) : way;
  }

  /// The way from a file to another: `../epic.md`.
  static String way(String from, String to) {
    String[] here = LinkResolver.folder(from).split("/", -1);
    String[] there = to.split("/", -1);
    int same = 0;
    while (same < here.length
        && same < there.length - 1
        && here[same].equals(there[same])
        && !here[same].isEmpty()) {
      same++;
    }
    StringBuilder way = new StringBuilder();
    for (int i = same; i < here.length; i++) {
      way.append(here[i].isEmpty() ? "" : "../");
    }
    for (int i = same; i < there.length; i++) {
      way.append(i > same ? "/" : "").append(there[i]);
    }
    return way.toString();
  }

  /// The edit that lets a link lead to another file; what follows `#`, and the label, stay.
  ///
  /// @return empty when the path cannot be written in this form of link
  static Optional<Edit> retarget(TextLines lines, String from, Link link, String to) {
    boolean full = LinkedDocument.isMarkdown(link.target());
    String way = full ? way(from, to) : target(from, to);
    if (link.wiki() && way.chars().anyMatch(c -> UNWRITABLE.indexOf(c) >= 0)) {
      return Optional.empty();
    }
    int start = lines.start(link.line());
    int hash = lines.text().substring(start + link.from(), start + link.to()).indexOf('#');
    int end = hash < 0 ? link.to() : link.from() + hash;
    return Optional.of(new Edit(start + link.from(), start + end, written(way, link.form())));
  }

  /// The edit that lets a link lead to another heading of its file: by the heading's text in a wiki
  /// link, elsewhere by the anchor that Git hosts make of it, in lower case with hyphens.
  static Edit reanchor(TextLines lines, Link link, String heading) {
    int start = lines.start(link.line());
    int hash = lines.text().indexOf('#', start + link.from());
    StringBuilder anchor = new StringBuilder();
    heading.chars().forEach(c -> anchor.append(UNWRITABLE.indexOf(c) >= 0 ? ' ' : (char) c));
    String plain = anchor.toString().strip().replaceAll(" {2,}", " ");
    return new Edit(
        hash + 1, start + link.to(), link.wiki() ? plain : written(hosted(heading), link.form()));
  }

  private static String hosted(String heading) {
    StringBuilder anchor = new StringBuilder();
    heading
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(c -> Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == '_')
        .map(c -> c == ' ' ? '-' : c)
        .forEach(anchor::appendCodePoint);
    return anchor.toString();
  }

  private static String written(String path, Link.Form form) {
    return switch (form) {
      case WIKI -> path;
      case MARKDOWN, DEFINITION -> encoded(path, " %#()<>\"'\\?");
      case BRACKETED -> encoded(path, "%#<>\\");
    };
  }

  private static String encoded(String path, String special) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
      if (each >= 0 && (each < ' ' || special.indexOf(each) >= 0)) {
        encoded.append("%%%02X".formatted(each).toUpperCase(Locale.ROOT));
      } else {
        encoded.append((char) (each & 0xFF));
      }
    }
    return new String(
        encoded.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
