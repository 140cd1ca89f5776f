package dev.speckit.spec;

import java.util.ArrayList;
import java.util.List;

/// A link to a file, as written.
///
/// @param target the path without heading, block and label; empty for a place in the same file
/// @param anchor what follows `#`: a heading, or `^` and a block; empty for none
/// @param wiki whether it is `[[...]]`, which names files by their shortest path too
/// @param line 0-based
/// @param column 0-based
public record Link(String target, String anchor, boolean wiki, int line, int column) {

  /// The links of one line from which comments and code have been blanked. Links to the web are
  /// left out.
  public static List<Link> of(String linkable, int line) {
    List<Link> links = new ArrayList<>();
    if (linkable.indexOf('[') < 0) {
      return links;
    }
    addWiki(linkable, line, links);
    addMarkdown(linkable, line, links);
    return links;
  }

  private static void addWiki(String text, int line, List<Link> links) {
    int at = text.indexOf("[[");
    while (at >= 0) {
      int close = text.indexOf("]]", at + 2);
      if (close < 0) {
        return;
      }
      int innermost = text.lastIndexOf("[[", close);
      String inside = text.substring(innermost + 2, close);
      int label = inside.indexOf('|');
      String target = label < 0 ? inside : inside.substring(0, label);
      String plain = target.endsWith("\\") ? target.substring(0, target.length() - 1) : target;
      links.add(split(plain.strip(), true, line, innermost));
      at = text.indexOf("[[", close + 2);
    }
  }

  private static void addMarkdown(String text, int line, List<Link> links) {
    int at = text.indexOf("](");
    while (at >= 0) {
      int close = text.indexOf(')', at + 2);
      if (close < 0) {
        return;
      }
      String target = text.substring(at + 2, close).strip();
      int title = target.indexOf(" \"");
      target = title < 0 ? target : target.substring(0, title).strip();
      boolean bracketed = target.startsWith("<") && target.endsWith(">") && target.length() > 1;
      target = bracketed ? target.substring(1, target.length() - 1) : target;
      if (!target.isEmpty() && !isWeb(target)) {
        links.add(split(target.replace("%20", " "), false, line, at));
      }
      at = text.indexOf("](", close + 1);
    }
  }

  private static boolean isWeb(String target) {
    int colon = target.indexOf(':');
    int slash = target.indexOf('/');
    return target.startsWith("//") || (colon > 0 && (slash < 0 || colon < slash));
  }

  private static Link split(String target, boolean wiki, int line, int column) {
    int hash = target.indexOf('#');
    return hash < 0
        ? new Link(target, "", wiki, line, column)
        : new Link(target.substring(0, hash), target.substring(hash + 1), wiki, line, column);
  }
}
