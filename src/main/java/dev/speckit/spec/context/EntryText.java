package dev.speckit.spec.context;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.spec.Templates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text of people and agents made safe to stand in an entry: it can never become a heading, a
/// fence, a comment, a link or a list of its own, and holds nothing that a terminal obeys. Links
/// that speckit itself makes are put in by [#link].
public final class EntryText {
  private static final int LENGTH_MAX = 4_000;
  private static final Pattern TERMINAL_ESCAPE =
      Pattern.compile(
          "(?:\u001B\\[|\u009B)[0-?]*[ -/]*[@-~]|(?:\u001B[\\]PX^_]|\u009D)[^\u0007\u001B\u009C\n"
              + "]*(?:\u0007|\u009C|\u001B\\\\)?|\u001B[ -/]*[0-~]?");
  private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\u000B\f\u0085\u2028\u2029]");
  private static final Pattern TICKS = Pattern.compile("`+");
  private static final Pattern ESCAPED_MARK =
      Pattern.compile("^(\\s*(?:\\d{1,9}(?=\\\\[.)]))?)\\\\(?=[#`~>|\\[\\-*+=_.)])");
  private static final Pattern TAG = Pattern.compile("<(?=[A-Za-z/?!])");
  private static final Pattern TAG_BUT_ADDRESS =
      Pattern.compile("<(?![^<>\\s]+@[^<>\\s]+>)(?=[A-Za-z/?!])");
  private static final Pattern MARK =
      Pattern.compile(
          "(?:#|```|~~~|>|\\||\\[[^\\]]\\](?:\\s|$)|[-*+](?:\\s|$)|(?:[-=*_]\\s*)+$).*");
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})([.)](?:\\s.*|$))");
  private final List<String> lines;

  private EntryText(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  /// @param text at most 4,000 characters, and not blank
  /// @throws Failure.Usage when it is longer or nothing is left of it
  public static EntryText given(String text) {
    if (text.length() > LENGTH_MAX) {
      throw new Failure.Usage(
          Problem.of(
                  "text-too-long",
                  "the text has "
                      + text.length()
                      + " characters, an entry holds at most "
                      + LENGTH_MAX)
              .remedy("put it into a file and deliver that, or give a summary"));
    }
    List<String> lines = new ArrayList<>();
    for (String line : plain(text).split("\n", -1)) {
      String safe = line.isBlank() ? "" : safeLine(line.stripTrailing());
      boolean repeated = safe.isEmpty() && (lines.isEmpty() || lines.getLast().isEmpty());
      if (!repeated) {
        lines.add(lines.isEmpty() ? safe.stripLeading() : safe);
      }
    }
    if (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    if (lines.isEmpty()) {
      throw new Failure.Usage(
          Problem.of("no-text", "there is no text to record").remedy("say in words what was done"));
    }
    return new EntryText(lines);
  }

  /// `[[target|label]]`.
  ///
  /// @throws Failure.Usage when the target cannot stand in a link
  public static EntryText link(String target, String label) {
    boolean refused =
        target.isBlank()
            || !target.equals(plain(target))
            || target.chars().anyMatch(c -> "|#^\n`".indexOf(c) >= 0)
            || target.contains("[[")
            || target.contains("]]")
            || target.startsWith("[")
            || target.endsWith("]")
            || target.contains("<!--");
    if (refused) {
      throw unlinkable(target);
    }
    return new EntryText(
        List.of("[[" + target + "|" + Templates.label(line(label)).replace('`', '\'') + "]]"));
  }

  /// A path in a code span.
  ///
  /// @throws Failure.Usage when the path cannot stand in one
  public static EntryText code(String path) {
    boolean refused =
        path.isBlank()
            || !path.equals(plain(path))
            || path.contains("\n")
            || path.contains("`")
            || path.contains("<!--");
    if (refused) {
      throw unlinkable(path);
    }
    return new EntryText(List.of("`" + path + "`"));
  }

  /// This text and another one behind it, with a blank between them.
  public EntryText then(EntryText next) {
    List<String> joined = new ArrayList<>(lines);
    joined.set(joined.size() - 1, joined.getLast() + " " + next.lines.getFirst());
    joined.addAll(next.lines.subList(1, next.lines.size()));
    return new EntryText(joined);
  }

  /// As it stands in an entry, lines parted by `\n`.
  public String text() {
    return String.join("\n", lines);
  }

  public String firstLine() {
    return lines.getFirst();
  }

  /// The first one is never blank; what stands in front of each is the caller's.
  List<String> lines() {
    return lines;
  }

  /// Words of speckit's own, as they are.
  static EntryText own(String words) {
    return new EntryText(List.of(words));
  }

  /// A name as it stands in a list parted by commas; `<address>` stays.
  static String name(String text) {
    String safe = line(text).replace("[[", "[").replace("]]", "]").replace("<!--", "");
    String parted = safe.replaceAll("\\s*,\\s*", " ").replace("%%", "%").replace('`', '\'');
    return TAG_BUT_ADDRESS.matcher(parted).replaceAll("&lt;").strip();
  }

  /// A name as it was given, from what [#name] made of it.
  static String nameGiven(String written) {
    return written.strip().replace("&lt;", "<");
  }

  /// A text in one line, such as a title or a name.
  static String line(String text) {
    String cut = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) : text;
    return plain(cut).replaceAll("\\s+", " ").strip();
  }

  /// A text in one line in which nothing is markup.
  static String safeWords(String text) {
    return inline(line(text));
  }

  private static String safeLine(String line) {
    String words = line.stripLeading();
    String indent = line.substring(0, line.length() - words.length());
    if (MARK.matcher(words).matches()) {
      String safe = inline(words);
      // Behind a backslash an entity would be letters.
      return indent + (safe.startsWith("&") ? safe : "\\" + safe);
    }
    Matcher number = NUMBER.matcher(words);
    return indent
        + (number.matches() ? number.group(1) + "\\" + inline(number.group(2)) : inline(words));
  }

  private static String inline(String line) {
    String safe = line.replace("<!--", "&lt;!--").replace("%%", "%&#37;");
    safe = safe.replace("[[", "[&#91;").replace("]]", "]&#93;");
    return outsideOfSpans(safe);
  }

  /// Code spans stay as they are; back-ticks that open none, and tags, become text.
  private static String outsideOfSpans(String line) {
    StringBuilder safe = new StringBuilder();
    Matcher ticks = TICKS.matcher(line);
    int at = 0;
    while (ticks.find(at)) {
      String run = ticks.group();
      safe.append(TAG.matcher(line.substring(at, ticks.start())).replaceAll("&lt;"));
      int start = ticks.start();
      int end = ticks.end();
      boolean closed = false;
      while (!closed && ticks.find()) {
        closed = ticks.group().equals(run);
      }
      at = closed ? ticks.end() : end;
      safe.append(closed ? line.substring(start, at) : "&#96;".repeat(run.length()));
    }
    return safe.append(TAG.matcher(line.substring(at)).replaceAll("&lt;")).toString();
  }

  /// A text in a code span whose back-ticks outnumber those in it.
  public static String span(String text) {
    int longest =
        TICKS.matcher(text).results().mapToInt(run -> run.group().length()).max().orElse(0);
    String fence = "`".repeat(longest + 1);
    boolean touching = text.startsWith("`") || text.endsWith("`");
    return touching ? fence + " " + text + " " + fence : fence + text + fence;
  }

  /// What was given, from what was made of it; for programs and screens.
  ///
  /// @param written lines parted by `\n`
  public static String asGiven(String written) {
    StringBuilder given = new StringBuilder();
    for (String line : written.split("\n", -1)) {
      String bare = ESCAPED_MARK.matcher(line).replaceFirst("$1");
      given.append(given.isEmpty() ? "" : "\n").append(bare);
    }
    return given
        .toString()
        .replace("&#91;", "[")
        .replace("&#93;", "]")
        .replace("&#96;", "`")
        .replace("&#37;", "%")
        .replace("&lt;", "<");
  }

  /// What of a text cannot stand in a file and was left out of it, in words; empty when it is all
  /// there.
  public static Optional<String> leftOut(String text) {
    long escapes = TERMINAL_ESCAPE.matcher(text).results().count();
    String bare = TERMINAL_ESCAPE.matcher(text).replaceAll("");
    long controls =
        LINE_END
            .matcher(bare)
            .replaceAll("\n")
            .codePoints()
            .filter(c -> c != '\t' && c != '\n' && isRefused(c))
            .count();
    long unreadable = text.chars().filter(c -> c == '\uFFFD').count();
    List<String> words = new ArrayList<>();
    counted(words, escapes, "terminal escape");
    counted(words, controls, "control character");
    if (unreadable > 0) {
      words.add(unreadable + " that could not be read as UTF-8 and became \uFFFD");
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", words));
  }

  private static void counted(List<String> words, long count, String what) {
    if (count > 0) {
      words.add(count + " " + what + (count == 1 ? "" : "s"));
    }
  }

  /// Without escapes of terminals and control characters; line ends are `\n`.
  private static String plain(String text) {
    String ended = LINE_END.matcher(TERMINAL_ESCAPE.matcher(text).replaceAll("")).replaceAll("\n");
    StringBuilder plain = new StringBuilder(ended.length());
    ended
        .codePoints()
        .forEach(c -> {
          if (c == '\t') {
            plain.append("  ");
          } else if (c == '\n' || !isRefused(c)) {
            plain.appendCodePoint(c);
          }
        });
    return plain.toString();
  }

  /// Control characters, halves of pairs, and marks that turn the direction of writing.
  private static boolean isRefused(int c) {
    return Character.isISOControl(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0xFEFF;
  }

  private static Failure.Usage unlinkable(String target) {
    return new Failure.Usage(
        Problem.of("unlinkable-name", "the name cannot stand in a link: " + line(target))
            .remedy("rename the file; avoid | # ^ ` [[ ]] and control characters"));
  }
}
