package dev.speckit.agent.analyst;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The pieces of work of a plan, or the tasks of a task list, as the document agrees on them. What
/// stands under another heading, dissent above all, is left out.
///
/// @param items in order
record AgreedPlan(List<Item> items) {

  /// @param title without its number
  /// @param ids of the spec that the item names, in the order of the spec
  /// @param text everything that stands in the item
  /// @param line 1-based
  record Item(String title, List<String> ids, String text, int line) {
    Item {
      ids = List.copyOf(ids);
    }
  }

  AgreedPlan {
    items = List.copyOf(items);
  }

  /// Reads the section "Work items": one heading for each, or one list entry where a person wrote
  /// it shorter. Empty when the document has no such section or nothing in it.
  static Optional<AgreedPlan> ofPlan(String text, List<String> known) {
    return read(text, "work items", known);
  }

  /// Reads the boxes of the section "Tasks".
  static Optional<AgreedPlan> ofTasks(String text, List<String> known) {
    return read(text, "tasks", known);
  }

  private static Optional<AgreedPlan> read(String text, String section, List<String> known) {
    List<String> lines = text.lines().toList();
    int from = heading(lines, section);
    if (from < 0) {
      return Optional.empty();
    }
    int to = from + 1;
    while (to < lines.size() && !isSection(lines.get(to))) {
      to++;
    }
    String mark = "- ";
    for (int i = from + 1; i < to; i++) {
      mark = lines.get(i).startsWith("### ") ? "### " : mark;
    }
    List<Item> items = new ArrayList<>();
    int start = -1;
    for (int i = from + 1; i <= to; i++) {
      boolean begins = i == to || lines.get(i).startsWith(mark);
      if (begins && start >= 0) {
        items.add(item(lines.subList(start, i), start + 1, known));
      }
      start = begins ? i : start;
    }
    return items.isEmpty() ? Optional.empty() : Optional.of(new AgreedPlan(items));
  }

  private static int heading(List<String> lines, String section) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (isSection(line) && line.substring(2).strip().toLowerCase(Locale.ROOT).equals(section)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isSection(String line) {
    return line.startsWith("## ");
  }

  /// The ids stand in the line that begins with "Requirements" or in brackets behind the title;
  /// when a person removed both, anywhere in the item.
  private static Item item(List<String> lines, int line, List<String> known) {
    String all = plain(String.join("\n", lines));
    String first = plain(title(lines.getFirst()));
    String brackets = brackets(first, known);
    String where = brackets.isEmpty() ? all : brackets;
    for (String one : lines) {
      if (one.replace("*", "").toLowerCase(Locale.ROOT).startsWith("- requirements:")) {
        where = plain(one);
      }
    }
    String title =
        brackets.isEmpty() ? first : first.substring(0, first.indexOf(brackets) - 1).strip();
    String from = where;
    return new Item(title, known.stream().filter(id -> names(from, id)).toList(), all, line);
  }

  private static String title(String first) {
    String title = (first.startsWith("### ") ? first.substring(4) : withoutBox(first.substring(2)));
    String plain = title.strip();
    int end = plain.indexOf(' ');
    return end > 1 && isNumber(plain.substring(0, end)) ? plain.substring(end + 1).strip() : plain;
  }

  /// What stands in the first brackets that name an id, or say that there is none.
  private static String brackets(String text, List<String> known) {
    for (int open = text.indexOf('('); open > 0; open = text.indexOf('(', open + 1)) {
      int close = text.indexOf(')', open);
      String inside = close < 0 ? "" : text.substring(open + 1, close);
      boolean cites = known.stream().anyMatch(id -> names(inside, id));
      if (cites || inside.equals("no requirement")) {
        return inside;
      }
    }
    return "";
  }

  private static String withoutBox(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("[ ] ") || lower.startsWith("[x] ") ? text.substring(4) : text;
  }

  /// `W1`, `T001`, `W1:`.
  private static boolean isNumber(String word) {
    String number =
        word.endsWith(":") || word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
    return number.length() > 1
        && Character.isUpperCase(number.charAt(0))
        && number.chars().skip(1).allMatch(Character::isDigit);
  }

  /// The text as an agent wrote it, before it was made safe to show.
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      boolean escape =
          text.charAt(i) == '\\'
              && i + 1 < text.length()
              && !Character.isLetterOrDigit(text.charAt(i + 1))
              && !Character.isWhitespace(text.charAt(i + 1));
      plain.append(text.charAt(escape ? ++i : i));
    }
    return plain.toString().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  /// Whether an id stands in the text for itself: `FR-1` is not named by `FR-10`.
  static boolean names(String text, String id) {
    for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
      int end = at + id.length();
      boolean opens = at == 0 || !isPart(text.charAt(at - 1));
      if (opens && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || c == '-';
  }
}
