package dev.speckit.pipeline;

import dev.speckit.agent.Answer;
import dev.speckit.consensus.Lookup;
import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Looks for quoted text in the files of a workspace. Runs of white space count as one blank, so
/// that line ends and indentation do not matter; case does.
///
/// Paths come from agents. None leads out of the workspace, into git's or speckit's own folder, or
/// to anything but a plain text file. What is read is kept for the next question.
final class EvidenceLookup implements Lookup {
  static final long FILE_BYTES_MAX = 5L << 20;

  /// Characters of texts that are kept.
  private static final long KEPT_MAX = 64L << 20;

  /// Characters that are searched away from the named lines, over all questions. An agent may ask
  /// thousands of times; the places that it named truly are found all the same.
  private static final long SEARCHED_MAX = 4L << 30;

  private static final int PATH_MAX = 4_000;

  /// Characters that are no blanks, of a quote that proves something; a whole line may have fewer.
  static final int PROOF_QUOTE_MIN = 8;

  private final Optional<Path> root;
  private final Path workspace;
  private final Rule rule;
  private final int quoteMin;
  private final Map<Path, Looked> kept = new LinkedHashMap<>();
  private long keptLength;
  private long left = SEARCHED_MAX;

  private EvidenceLookup(Path workspace, Rule rule, int quoteMin) {
    this.workspace = workspace.normalize();
    this.root = Disk.realPath(workspace);
    this.rule = rule;
    this.quoteMin = quoteMin;
  }

  /// Which of the files that are there count.
  interface Rule {
    /// @param real without links, below the workspace
    /// @return why nothing in the file counts; empty when it does
    Optional<Found> against(Path real);
  }

  /// Any text file counts, however short the quote: to say where something is wrong.
  ///
  /// @param workspace absolute
  static EvidenceLookup pointing(Path workspace) {
    return new EvidenceLookup(workspace, _ -> Optional.empty(), 1);
  }

  /// For what must prove something.
  ///
  /// @param workspace absolute
  static EvidenceLookup proving(Path workspace, Rule rule) {
    return new EvidenceLookup(workspace, rule, PROOF_QUOTE_MIN);
  }

  /// What stands at a path.
  private sealed interface Looked {
    record Text(QuotedText text) implements Looked {}

    record Nothing(Found why) implements Looked {}
  }

  @Override
  public Found look(Answer.Evidence evidence) {
    String quote = QuotedText.plain(evidence.quote());
    if (quote.chars().noneMatch(Character::isLetterOrDigit)) {
      return Found.NOT_A_PLACE;
    }
    return switch (looked(evidence.file())) {
      case Looked.Nothing nothing -> nothing.why();
      case Looked.Text file -> {
        Found found = find(file.text(), quote, Math.max(1, evidence.line()));
        yield found.isThere() && isTooShort(quote, file.text()) ? Found.TOO_SHORT : found;
      }
    };
  }

  private boolean isTooShort(String quote, QuotedText text) {
    return quote.chars().filter(c -> c != ' ').count() < quoteMin && !text.hasLine(quote);
  }

  private Found find(QuotedText text, String quote, int line) {
    if (text.holdsNear(quote, line, LINES_AWAY_MAX)) {
      return Found.FOUND;
    }
    left -= text.length();
    return left > 0 && text.holds(quote) ? Found.ELSEWHERE : Found.NO_TEXT;
  }

  private Looked looked(String name) {
    Path file;
    try {
      file = place(name);
    } catch (InvalidPathException _) {
      return new Looked.Nothing(Found.NOT_A_PLACE);
    }
    if (!file.startsWith(workspace) || file.equals(workspace)) {
      return new Looked.Nothing(Found.NOT_A_PLACE);
    }
    Looked known = kept.get(file);
    if (known != null) {
      return known;
    }
    Looked looked = read(file);
    keep(file, looked);
    return looked;
  }

  /// The workspace itself for what cannot be a path in it.
  private Path place(String name) {
    boolean absolute =
        name.startsWith("/")
            || name.startsWith("\\")
            || name.startsWith("~")
            || (name.length() > 1 && name.charAt(1) == ':');
    return absolute || name.isBlank() || name.length() > PATH_MAX
        ? workspace
        : workspace.resolve(name).normalize();
  }

  private void keep(Path file, Looked looked) {
    long length = length(file, looked);
    while (!kept.isEmpty() && keptLength + length > KEPT_MAX) {
      Map.Entry<Path, Looked> oldest = kept.entrySet().iterator().next();
      kept.remove(oldest.getKey());
      keptLength -= length(oldest.getKey(), oldest.getValue());
    }
    kept.put(file, looked);
    keptLength += length;
  }

  private static long length(Path file, Looked looked) {
    long name = file.toString().length();
    return switch (looked) {
      case Looked.Text text -> name + text.text().length();
      case Looked.Nothing _ -> name;
    };
  }

  private Looked read(Path file) {
    Optional<Path> real = Disk.realPath(file);
    if (real.isEmpty()) {
      boolean dangling = FileStamp.kindOf(file) == FileStamp.Kind.LINK;
      return new Looked.Nothing(dangling ? Found.NOT_A_PLACE : Found.NO_FILE);
    }
    if (!isOurs(real.get())
        || FileStamp.kindOf(real.get()) != FileStamp.Kind.FILE
        || Disk.size(real.get()) > FILE_BYTES_MAX) {
      return new Looked.Nothing(Found.NOT_A_PLACE);
    }
    Looked looked = text(real.get());
    return looked instanceof Looked.Text
        ? rule.against(real.get()).<Looked>map(Looked.Nothing::new).orElse(looked)
        : looked;
  }

  /// Whether a path without links leads to something that agents may cite.
  private boolean isOurs(Path real) {
    if (root.isEmpty() || !real.startsWith(root.get())) {
      return false;
    }
    for (Path part : root.get().relativize(real)) {
      String name = part.toString();
      if (name.equalsIgnoreCase(".git") || name.equalsIgnoreCase(".speckit")) {
        return false;
      }
    }
    return true;
  }

  private static Looked text(Path file) {
    byte[] bytes;
    try {
      bytes = Disk.read(file, FILE_BYTES_MAX);
    } catch (Failure.Invalid | Failure.Unavailable _) {
      return new Looked.Nothing(Found.NOT_A_PLACE);
    }
    for (byte each : bytes) {
      if (each == 0) {
        return new Looked.Nothing(Found.NOT_A_PLACE);
      }
    }
    return new Looked.Text(QuotedText.of(new String(bytes, StandardCharsets.UTF_8)));
  }
}
