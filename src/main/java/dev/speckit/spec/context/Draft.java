package dev.speckit.spec.context;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.spec.Edit;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.MarkdownLines.Kind;
import dev.speckit.spec.TextLines;
import java.util.ArrayList;
import java.util.List;

/// A context while it is being changed. Each splice is read back: it must leave every other line
/// what it was, else nothing of it is kept.
final class Draft {
  private final String name;
  private final String text;
  private final Outline outline;
  private final List<Problem> kept;

  private Draft(String name, String text, Outline outline, List<Problem> kept) {
    this.name = name;
    this.text = text;
    this.outline = outline;
    this.kept = List.copyOf(kept);
  }

  static Draft of(String name, String text) {
    return new Draft(name, text, Outline.of(name, text), List.of());
  }

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  Outline outline() {
    return outline;
  }

  /// Values that are a person's own and were left as they are.
  List<Problem> kept() {
    return kept;
  }

  /// This draft, when nothing in it makes places uncertain.
  ///
  /// @throws Failure.Invalid for open fences and comments, conflict markers and the like
  Draft sound() {
    List<Problem> problems = outline.markdown().problems();
    if (!problems.isEmpty()) {
      throw new Failure.Invalid(problems);
    }
    return this;
  }

  /// Tells the caller of a value that was not replaced.
  Draft keeping(int line, String what) {
    List<Problem> more = new ArrayList<>(kept);
    more.add(
        Problem.of("own-value", what + " stands there in words of its own and was left as it is")
            .at(Place.of(name, line + 1))
            .remedy("change it by hand, or remove it"));
    return new Draft(name, text, outline, more);
  }

  /// With lines behind the last written line of a range, parted from it by a blank line where they
  /// would run into it, and from a heading that follows.
  ///
  /// @param from 0-based
  /// @param to behind the last line
  Draft append(int from, int to, List<String> inserted) {
    int anchor = outline.lastWritten(from, to);
    List<String> parted = new ArrayList<>(inserted);
    if (!joins(anchor, inserted.getFirst())) {
      parted.addFirst("");
    }
    return behind(anchor, parted);
  }

  /// With lines directly behind a line.
  Draft behind(int line, List<String> inserted) {
    TextLines lines = outline.lines();
    List<String> parted = new ArrayList<>(inserted);
    boolean heading = line + 1 < lines.count() && outline.markdown().kind(line + 1) == Kind.HEADING;
    if (heading && !parted.getLast().isEmpty()) {
      parted.add("");
    }
    String ending = lines.text().substring(lines.end(line), lines.next(line));
    String fileEnd = lines.lineEnd();
    boolean empty = lines.count() == 1 && lines.start(0) == text.length();
    String splice;
    if (empty) {
      splice = String.join(fileEnd, parted) + fileEnd;
    } else if (ending.isEmpty()) {
      splice = fileEnd + String.join(fileEnd, parted);
    } else {
      splice = String.join(ending, parted) + ending;
    }
    Draft after = spliced(Edit.insert(lines.next(line), splice));
    if (!empty) {
      after.verify(this, line, parted);
    }
    return after;
  }

  /// With other characters in one line.
  ///
  /// @param from 0-based column of the first character that goes
  /// @param to behind the last one
  Draft replace(int line, int from, int to, String value) {
    Draft after = spliced(edit(line, from, to, value));
    after.verify(this, line, List.of());
    return after;
  }

  /// Other characters in one line, for [#replace(List)].
  Edit edit(int line, int from, int to, String value) {
    int start = outline.lines().start(line);
    return new Edit(start + from, start + to, value);
  }

  /// With all edits of this draft's lines made at once; none of them makes or takes a line.
  Draft replace(List<Edit> edits) {
    if (edits.isEmpty()) {
      return this;
    }
    String edited = Edit.apply(text, edits);
    Draft after = new Draft(name, edited, Outline.of(name, edited), kept);
    after.verify(this, 0, List.of());
    return after;
  }

  /// Without one line.
  Draft without(int line) {
    TextLines lines = outline.lines();
    return spliced(new Edit(lines.start(line), lines.next(line), ""));
  }

  private boolean joins(int anchor, String first) {
    MarkdownLines markdown = outline.markdown();
    Kind kind = markdown.kind(anchor);
    if (first.isEmpty() || kind == Kind.BLANK) {
      return true;
    }
    if (first.startsWith("#")) {
      return false;
    }
    if (kind == Kind.HEADING || kind == Kind.UNDERLINE) {
      return true;
    }
    String content = outline.lines().content(anchor);
    boolean listed =
        content.startsWith("- ") || content.startsWith("* ") || content.startsWith("+ ");
    return kind == Kind.TEXT && (listed || content.startsWith("  ") || first.startsWith("**"));
  }

  private Draft spliced(Edit edit) {
    String after = Edit.apply(text, List.of(edit));
    return new Draft(name, after, Outline.of(name, after), kept);
  }

  private void verify(Draft before, int line, List<String> inserted) {
    MarkdownLines old = before.outline.markdown();
    MarkdownLines now = outline.markdown();
    int count = before.outline.lines().count();
    boolean same = outline.lines().count() == count + inserted.size();
    for (int i = 0; same && i < count; i++) {
      same = old.kind(i) == now.kind(i <= line ? i : i + inserted.size());
    }
    for (int i = 0; same && i < inserted.size(); i++) {
      same = now.kind(line + 1 + i) == kind(inserted.get(i));
    }
    if (!same) {
      throw new Failure.Invalid(
          Problem.of("no-safe-place", "what stands here would swallow a line written behind it")
              .at(Place.of(name, line + 1))
              .remedy("end the comment or block above this line with a line of its own"));
    }
  }

  private static Kind kind(String line) {
    if (line.isBlank()) {
      return Kind.BLANK;
    }
    return line.startsWith("#") ? Kind.HEADING : Kind.TEXT;
  }
}
