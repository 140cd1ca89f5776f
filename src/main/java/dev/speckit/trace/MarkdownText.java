package dev.speckit.trace;

import java.util.regex.Pattern;

/// Untrusted text inside a line of Markdown, as GitHub and Obsidian show it.
final class MarkdownText {
  /// What begins markup, links, embeds, tags, HTML, comments, formulas and table cells.
  private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]<>|#~^$!{}@&=%]");

  /// What is a link without any markup.
  private static final Pattern ADDRESS = Pattern.compile("(?i)(?<=www)\\.|:(?=/)");

  /// A mention or a tag also when its sign is escaped.
  private static final Pattern MENTION = Pattern.compile("(\\\\[@#])(?=[\\p{L}\\p{N}_])");

  private static final Pattern TICKS = Pattern.compile("`+");

  private MarkdownText() {}

  /// As words.
  static String words(String text) {
    String escaped = MARKUP.matcher(PlainText.line(text).strip()).replaceAll("\\\\$0");
    String unlinked = ADDRESS.matcher(escaped).replaceAll("\\\\$0");
    return MENTION.matcher(unlinked).replaceAll("$1&#8288;");
  }

  /// As code, for names and paths; not inside of a table.
  static String code(String text) {
    String line = PlainText.line(text);
    int ticks =
        TICKS.matcher(line).results().mapToInt(each -> each.group().length()).max().orElse(0);
    String fence = "`".repeat(ticks + 1);
    boolean padded = line.isBlank() || ticks > 0 || line.startsWith(" ") || line.endsWith(" ");
    return padded ? fence + " " + line + " " + fence : fence + line + fence;
  }

  /// As code inside of a table, where a bar ends the cell even in code.
  static String cell(String text) {
    return text.contains("|") ? words(text) : code(text);
  }
}
