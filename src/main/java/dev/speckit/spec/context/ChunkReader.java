package dev.speckit.spec.context;

import dev.speckit.spec.MarkdownLines.Kind;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts what stands below a heading into chunks.
///
/// @param day of times that name none
record ChunkReader(Outline outline, Area area, Optional<LocalDate> day) {
  private static final Pattern PROPERTY = Pattern.compile("([^\\s:#-][^:]{0,59}):.*");
  private static final Pattern RUN = Pattern.compile("\\*\\*Run (\\S+)\\*\\*:");
  private static final Pattern COUNTED =
      Pattern.compile("(Changed section .*)\\(\\+\\d+, -\\d+\\)");

  /// What may stand below a heading, by which its lines are read.
  enum Area {
    /// A person's own text.
    PLAIN,
    /// The document's own header lines.
    TITLE,
    /// A session's header lines.
    SESSION,
    /// A list that grows.
    LIST,
    /// A list whose items are known by what they link.
    REGISTER,
    METRICS
  }

  List<Chunk> read(int from, int to) {
    List<Chunk> chunks = new ArrayList<>();
    int line = from;
    while (line < to) {
      int end = isItem(line) ? itemEnd(line, to) : line + 1;
      chunks.add(end > line + 1 || isItem(line) ? item(line, end) : single(line));
      line = end;
    }
    return chunks;
  }

  private boolean isItem(int line) {
    boolean list = area == Area.LIST || area == Area.REGISTER || area == Area.METRICS;
    return list && itemText(line).isPresent();
  }

  private Optional<String> itemText(int line) {
    Matcher item = Remark.ITEM.matcher(outline.markdown().visible(line));
    return outline.markdown().kind(line) == Kind.TEXT && item.matches()
        ? Optional.of(item.group(1))
        : Optional.empty();
  }

  /// An issue and its resolution are one.
  private int itemEnd(int line, int to) {
    int end = ownEnd(line, to);
    boolean issue = itemText(line).filter(text -> text.startsWith("**Issue**")).isPresent();
    while (issue && end < to && itemText(end).filter(ChunkReader::isResolving).isPresent()) {
      end = ownEnd(end, to);
    }
    return end;
  }

  private static boolean isResolving(String text) {
    return text.startsWith("**Resolution**") || text.startsWith("**Commit**");
  }

  private int ownEnd(int line, int to) {
    int end = line + 1;
    while (end < to && Remark.continues(outline, end)) {
      end++;
    }
    return outline.lastWritten(line, end) + 1;
  }

  private Chunk item(int line, int end) {
    String words = itemText(line).orElse("").stripTrailing();
    String text = text(line, end);
    Optional<Figure> figure = figure(line);
    if (figure.isPresent()) {
      return new Chunk(Chunk.Kind.FIGURE, "figure " + figure.get(), text, Optional.empty());
    }
    Optional<LocalDateTime> at = WorkTime.lastStamp(words, day).map(WorkTime.Stamp::at);
    return new Chunk(Chunk.Kind.ITEM, key(words, text), text, at);
  }

  private Optional<Figure> figure(int line) {
    if (area == Area.METRICS) {
      for (Figure figure : Figure.values()) {
        if (figure.line().matcher(outline.markdown().visible(line)).lookingAt()) {
          return Optional.of(figure);
        }
      }
    }
    return Optional.empty();
  }

  private String key(String words, String text) {
    Optional<ListedCommit> commit = ListedCommit.in(words);
    if (commit.isPresent() && !words.startsWith("**")) {
      return "commit " + commit.get().hash().substring(0, 7).toLowerCase(Locale.ROOT);
    }
    Matcher counted = COUNTED.matcher(words);
    if (counted.matches()) {
      return "change " + counted.group(1);
    }
    Matcher run = RUN.matcher(words);
    if (run.lookingAt()) {
      return "run " + run.group(1);
    }
    if (words.startsWith("**Issue**")) {
      return "issue " + words;
    }
    Optional<String> target = area == Area.REGISTER ? Target.of("- " + words) : Optional.empty();
    return target.map(each -> "target " + each).orElse("item " + text.strip());
  }

  private Chunk single(int line) {
    String text = text(line, line + 1);
    Kind kind = outline.markdown().kind(line);
    if (kind == Kind.FRONT_MATTER) {
      Matcher property = PROPERTY.matcher(outline.lines().content(line));
      return property.matches() ? header("property", property.group(1), text) : Chunk.line(text);
    }
    boolean headed = area == Area.TITLE || area == Area.SESSION;
    Matcher header = HeaderLines.KEY.matcher(outline.markdown().visible(line));
    if (headed && kind == Kind.TEXT && header.lookingAt()) {
      return header(area == Area.TITLE ? "header" : "session", header.group(1), text);
    }
    return Chunk.line(text);
  }

  private static Chunk header(String place, String key, String text) {
    String name = place + " " + key.strip().toLowerCase(Locale.ROOT);
    return new Chunk(Chunk.Kind.HEADER, name, text, Optional.empty());
  }

  private String text(int line, int end) {
    return outline
        .lines()
        .text()
        .substring(outline.lines().start(line), outline.lines().next(end - 1));
  }
}
