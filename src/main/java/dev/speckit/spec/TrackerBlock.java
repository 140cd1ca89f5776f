package dev.speckit.spec;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of a document between two marker comments that speckit keeps: the one place that knows
/// its form. Pure.
///
/// The hash of what was written stands in a line of its own between the markers: two branches that
/// both wrote a table then conflict between the markers only.
///
/// @param text of the document
/// @param from offset of the line behind the first marker
/// @param to offset of the line of the second marker
/// @param table the lines between the markers, without the hash
/// @param hash as it stands there; empty when there is none
public record TrackerBlock(
    String text, int from, int to, List<String> table, Optional<String> hash) {
  public static final String BEGIN =
      "<!-- speckit:progress, kept by `speckit progress` up to the next marker -->";
  public static final String END = "<!-- /speckit:progress -->";
  private static final String BEGINS = "<!-- speckit:progress";
  private static final Pattern HASH = Pattern.compile("<!-- sha256 ([0-9a-f]{16}) -->");
  private static final List<String> CONFLICT = List.of("<<<<<<<", "=======", ">>>>>>>", "|||||||");
  private static final int HASH_LENGTH = 16;

  public TrackerBlock {
    table = List.copyOf(table);
  }

  /// The block of a document; empty when it has none.
  ///
  /// @throws Failure.Invalid when markers are missing or doubled
  public static Optional<TrackerBlock> find(String name, String text) {
    MarkdownLines markdown = MarkdownLines.of(name, text);
    TextLines lines = markdown.lines();
    List<Integer> begins = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int line = 0; line < lines.count(); line++) {
      boolean code =
          markdown.kind(line) == MarkdownLines.Kind.CODE
              || markdown.kind(line) == MarkdownLines.Kind.FENCE;
      String content = lines.content(line).strip();
      if (!code && content.startsWith(BEGINS) && content.endsWith("-->")) {
        begins.add(line);
      } else if (!code && content.equals(END)) {
        ends.add(line);
      }
    }
    if (begins.isEmpty() && ends.isEmpty()) {
      return Optional.empty();
    }
    if (begins.size() != 1 || ends.size() != 1 || begins.getFirst() > ends.getFirst()) {
      int line = begins.isEmpty() ? ends.getFirst() : begins.getLast();
      throw new Failure.Invalid(
          Problem.of("bad-markers", "the table needs one marker before it and one behind it")
              .at(Place.of(name, line + 1))
              .remedy(
                  "leave one `" + BEGIN + "` and behind it one `" + END + "`, or none of them"));
    }
    return Optional.of(read(lines, begins.getFirst() + 1, ends.getFirst()));
  }

  /// A text that speckit changed, such as links that follow a move: what stood in the block as
  /// speckit wrote it is still speckit's own, so that the hash follows. The hash of a table that a
  /// person edited stays as it is.
  ///
  /// @param before the text as it was
  /// @param after the text with the changes of speckit
  public static String renewed(String before, String after) {
    if (before.equals(after)) {
      return after;
    }
    Optional<TrackerBlock> old = known(before);
    Optional<TrackerBlock> now = known(after);
    boolean own = old.isPresent() && old.get().hash().isPresent() && !old.get().isEdited();
    return own && now.isPresent() && now.get().isEdited()
        ? now.get().with(now.get().table())
        : after;
  }

  /// The block of a text; empty also when its markers make none, which the command that keeps it
  /// tells.
  public static Optional<TrackerBlock> known(String text) {
    if (!text.contains(BEGINS)) {
      return Optional.empty();
    }
    try {
      return find("", text);
    } catch (Failure.Invalid _) {
      return Optional.empty();
    }
  }

  /// All that stands between the markers.
  public String body() {
    return text.substring(from, to);
  }

  /// The document with all that stands between the markers of another one.
  public String withBody(String body) {
    return text.substring(0, from) + body + text.substring(to);
  }

  private static TrackerBlock read(TextLines lines, int from, int to) {
    List<String> table = new ArrayList<>();
    Optional<String> hash = Optional.empty();
    for (int line = from; line < to; line++) {
      Matcher matcher = HASH.matcher(lines.content(line));
      if (matcher.matches()) {
        hash = hash.or(() -> Optional.of(matcher.group(1)));
      } else {
        table.add(lines.content(line));
      }
    }
    return new TrackerBlock(lines.text(), lines.start(from), lines.start(to), table, hash);
  }

  /// Whether a person changed what speckit wrote. A conflict of a merge is no person's change, and
  /// neither are two markers with nothing between them.
  public boolean isEdited() {
    boolean empty = table.stream().allMatch(String::isBlank);
    boolean conflict =
        table.stream().anyMatch(line -> CONFLICT.stream().anyMatch(line::startsWith));
    return !empty && !conflict && hash.filter(hash(table)::equals).isEmpty();
  }

  /// The document with another table; all outside of the markers stays.
  public String with(List<String> lines) {
    String end = TextLines.of(text).lineEnd();
    return withBody(body(lines, end));
  }

  /// A document without a block, with one at its end.
  ///
  /// @throws Failure.Invalid when its end lies inside of a fence or comment that is open
  public static String appended(String name, String text, List<String> lines) {
    MarkdownLines markdown = MarkdownLines.of(name, text);
    if (!markdown.problems().isEmpty()) {
      throw new Failure.Invalid(markdown.problems());
    }
    String end = markdown.lines().lineEnd();
    boolean ended = text.isEmpty() || text.endsWith("\n") || text.endsWith("\r");
    boolean blank = text.isBlank() || text.endsWith(end + end);
    return text
        + (ended ? "" : end)
        + (blank ? "" : end)
        + BEGIN
        + end
        + body(lines, end)
        + END
        + end;
  }

  private static String body(List<String> lines, String end) {
    return "<!-- sha256 " + hash(lines) + " -->" + end + String.join(end, lines) + end;
  }

  private static String hash(List<String> lines) {
    return Disk.sha256(String.join("\n", lines).getBytes(StandardCharsets.UTF_8))
        .substring(0, HASH_LENGTH);
  }
}
