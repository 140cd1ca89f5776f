package dev.speckit.spec.deliverable;

import dev.speckit.spec.SpecEntry;
import java.util.List;

/// Documents with the headings that the spec can fill: purpose, requirements, criteria.
final class DocumentTemplates {
  private DocumentTemplates() {}

  static String text(SpecEntry spec, String fileName) {
    SpecWords words = SpecWords.of(spec);
    return switch (PlainTemplates.ending(fileName)) {
      case "md", "markdown" -> page(words, "# %s\n", "\n## %s\n\n", "");
      case "adoc", "asciidoc" -> page(words, "= %s\n", "\n== %s\n\n", "");
      case "txt" -> page(words, "%s\n", "\n%s\n\n", "");
      case "rst" -> page(words, "%s\n", "\n%s\n", "=-");
      case "html", "htm" -> html(words);
      default -> throw PlainTemplates.unknown(fileName);
    };
  }

  private static String page(SpecWords words, String title, String heading, String underlines) {
    StringBuilder page = new StringBuilder();
    String shown = harmless(words.title());
    page.append(title.formatted(shown));
    if (!underlines.isEmpty()) {
      page.append("=".repeat(shown.length())).append('\n');
    }
    section(
        page,
        "Purpose",
        words.purpose().isEmpty() ? List.of() : List.of(harmless(words.purpose())),
        heading,
        underlines);
    section(page, "Requirements", items(words.requirements()), heading, underlines);
    section(page, "Acceptance Criteria", items(words.criteria()), heading, underlines);
    return page.toString();
  }

  private static List<String> items(List<String> texts) {
    return texts.stream().map(each -> "- " + harmless(each)).toList();
  }

  private static void section(
      StringBuilder page, String title, List<String> lines, String heading, String underlines) {
    if (lines.isEmpty()) {
      return;
    }
    page.append(heading.formatted(title));
    if (!underlines.isEmpty()) {
      page.append("-".repeat(title.length())).append("\n\n");
    }
    lines.forEach(each -> page.append(each).append('\n'));
  }

  private static String harmless(String text) {
    return text.replace("<!--", "&lt;!--");
  }

  private static String html(SpecWords words) {
    String title = escaped(words.title());
    StringBuilder page =
        new StringBuilder(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<title>").append(title).append("</title>\n</head>\n<body>\n");
    page.append("<h1>").append(title).append("</h1>\n");
    if (!words.purpose().isEmpty()) {
      page.append("<h2>Purpose</h2>\n<p>").append(escaped(words.purpose())).append("</p>\n");
    }
    list(page, "Requirements", words.requirements());
    list(page, "Acceptance Criteria", words.criteria());
    return page.append("</body>\n</html>\n").toString();
  }

  private static void list(StringBuilder page, String title, List<String> texts) {
    if (texts.isEmpty()) {
      return;
    }
    page.append("<h2>").append(title).append("</h2>\n<ul>\n");
    texts.forEach(each -> page.append("<li>").append(escaped(each)).append("</li>\n"));
    page.append("</ul>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
