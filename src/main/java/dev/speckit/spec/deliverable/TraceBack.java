package dev.speckit.spec.deliverable;

import dev.speckit.spec.Edit;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.Templates;
import dev.speckit.spec.TextLines;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The two lines in a deliverable that name its spec and the spec's context, written as a comment
/// of the file's own format. Adding twice is adding once, and removing gives back every byte.
public final class TraceBack {
  private static final String JOURNAL = "Implementation Journal";
  private static final int LABEL_MAX = 200;

  private final String fileName;
  private final String specTarget;
  private final String contextTarget;
  private final String ownPath;
  private final String title;
  private final boolean task;

  private TraceBack(SpecEntry spec, Path file) {
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    this.fileName = String.valueOf(file.getFileName());
    this.specTarget = withoutEnding(relative(folder, spec.documentPath()));
    this.contextTarget = withoutEnding(relative(folder, spec.contextPath()));
    this.ownPath = withoutEnding(spec.path());
    this.title = plain(spec.shownTitle());
    this.task = spec.kind() == SpecKind.TASK;
  }

  /// @param file where the deliverable stands, or will stand; absolute
  public static TraceBack of(SpecEntry spec, Path file) {
    return new TraceBack(spec, file);
  }

  /// Whether the format of a file has comments, as far as its name tells.
  ///
  /// @param path with slashes
  public static boolean takesComment(String path) {
    return CommentSyntax.of(path.substring(path.lastIndexOf('/') + 1), "").isPresent();
  }

  /// Whether bytes are plain text in UTF-8.
  static boolean isText(byte[] bytes) {
    return text(bytes).isPresent();
  }

  /// A text with its two lines: new ones, or the ones it had with today's title and path.
  ///
  /// @return the same text when they are right already; empty when the format has no comments
  public Optional<String> addTo(String text) {
    return CommentSyntax.of(fileName, text).map(syntax -> add(syntax, text));
  }

  /// [#addTo(String)] of a file's bytes.
  ///
  /// @return empty for a format without comments, and for bytes that are no UTF-8 text
  public Optional<byte[]> addTo(byte[] bytes) {
    return text(bytes).flatMap(this::addTo).map(each -> each.getBytes(StandardCharsets.UTF_8));
  }

  /// A text without the two lines that name this spec; those of other specs stay.
  public String removeFrom(String text) {
    return CommentSyntax.of(fileName, text).map(syntax -> remove(syntax, text)).orElse(text);
  }

  /// [#removeFrom(String)] of a file's bytes.
  public byte[] removeFrom(byte[] bytes) {
    return text(bytes).map(each -> removeFrom(each).getBytes(StandardCharsets.UTF_8)).orElse(bytes);
  }

  /// Whether a file carries the two lines of this spec.
  public boolean isIn(byte[] bytes) {
    Optional<String> text = text(bytes);
    return text.flatMap(each -> CommentSyntax.of(fileName, each))
        .flatMap(syntax -> own(syntax, TraceBackLines.of(syntax, text.orElseThrow())))
        .isPresent();
  }

  private String add(CommentSyntax syntax, String text) {
    TraceBackLines found = TraceBackLines.of(syntax, text);
    Optional<TraceBackLines.Pair> own = own(syntax, found);
    return own.isPresent() ? update(syntax, text, own.get()) : insert(syntax, text, found);
  }

  private String update(CommentSyntax syntax, String text, TraceBackLines.Pair pair) {
    return Edit.apply(
        text,
        List.of(
            new Edit(pair.specStart(), pair.specEnd(), specLink(syntax)),
            new Edit(pair.contextStart(), pair.contextEnd(), contextLink())));
  }

  private String insert(CommentSyntax syntax, String text, TraceBackLines found) {
    TextLines lines = found.lines();
    int at = found.end();
    String end = lines.lineEnd();
    String first = syntax.open() + "Spec: [[" + specLink(syntax) + "]]" + syntax.close();
    String second = syntax.open() + "Context: [[" + contextLink() + "]]" + syntax.close();
    boolean atLineStart = at == lines.start(0) || isLineEnd(text.charAt(at - 1));
    if (!atLineStart) {
      return Edit.apply(text, List.of(Edit.insert(at, end + first + end + second)));
    }
    String blank = syntax.blankBehind() && found.pairs().isEmpty() ? end : "";
    return Edit.apply(text, List.of(Edit.insert(at, first + end + second + end + blank)));
  }

  private String remove(CommentSyntax syntax, String text) {
    TraceBackLines found = TraceBackLines.of(syntax, text);
    Optional<TraceBackLines.Pair> own = own(syntax, found);
    if (own.isEmpty()) {
      return text;
    }
    int start = own.get().start();
    int end = own.get().end();
    if (!own.get().wholeLines()) {
      return text.substring(0, lineEndBefore(found.lines(), start)) + text.substring(end);
    }
    boolean blank = syntax.blankBehind() && found.pairs().size() == 1;
    return text.substring(0, start) + text.substring(blank ? behindLineEnd(text, end) : end);
  }

  private static int lineEndBefore(TextLines lines, int start) {
    int line = lines.lineAt(start);
    return line == 0 ? start : lines.end(line - 1);
  }

  private static int behindLineEnd(String text, int at) {
    if (text.startsWith("\r\n", at)) {
      return at + 2;
    }
    return at < text.length() && isLineEnd(text.charAt(at)) ? at + 1 : at;
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private String specLink(CommentSyntax syntax) {
    return specTarget + "|" + label(syntax);
  }

  private String contextLink() {
    return contextTarget + "|" + JOURNAL;
  }

  private String label(CommentSyntax syntax) {
    String label = syntax.harmless(Templates.label(title));
    return label.endsWith("]") ? label.substring(0, label.length() - 1) + "&#93;" : label;
  }

  private Optional<TraceBackLines.Pair> own(CommentSyntax syntax, TraceBackLines found) {
    return found.pairs().stream().filter(pair -> isOwn(syntax, pair.specLink())).findFirst();
  }

  /// Code names its spec by the whole path; a file in `deliverables/` only says `spec`, which is
  /// whatever spec it stands below. Tasks of one folder are told apart by their number.
  private boolean isOwn(CommentSyntax syntax, String link) {
    int bar = link.indexOf('|');
    String target = bar < 0 ? link : link.substring(0, bar);
    String written = withoutSteps(target);
    if (written.contains("/")) {
      return ownPath.equals(written) || ownPath.endsWith("/" + written);
    }
    boolean below = !withoutSteps(specTarget).contains("/");
    boolean sameLabel = bar >= 0 && link.substring(bar + 1).equals(label(syntax));
    return ownPath.endsWith("/" + written) && (task || below || sameLabel);
  }

  private static String withoutSteps(String target) {
    String left = target;
    while (left.startsWith("../") || left.startsWith("./")) {
      left = left.substring(left.indexOf('/') + 1);
    }
    return left;
  }

  private static String relative(Path folder, Path file) {
    return SpecEntry.relative(folder, file);
  }

  private static String withoutEnding(String path) {
    return path.endsWith(".md") ? path.substring(0, path.length() - 3) : path;
  }

  /// One line without what a terminal or a compiler would take for more than a letter.
  private static String plain(String title) {
    StringBuilder plain = new StringBuilder();
    title
        .codePoints()
        .limit(LABEL_MAX)
        .forEach(each -> plain.appendCodePoint(isPlain(each) ? each : ' '));
    return plain.toString().strip();
  }

  private static boolean isPlain(int each) {
    return switch (Character.getType(each)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /// Empty for what is no UTF-8, and for anything that holds a NUL.
  static Optional<String> text(byte[] bytes) {
    for (byte each : bytes) {
      if (each == 0) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
