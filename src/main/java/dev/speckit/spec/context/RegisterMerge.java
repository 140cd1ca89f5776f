package dev.speckit.spec.context;

import dev.speckit.spec.TextLines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Any other document of a spec that two branches changed, merged line by line as any text. Where
/// both only added lines to a register at the same place, such as a feature each, both stay, ours
/// first. Pure.
public final class RegisterMerge {
  /// What `progress` keeps by itself.
  private static final Pattern TRACKER =
      Pattern.compile("(?m)^<!-- speckit:progress\\b[^\\n]*\\n(?s:.*?)^<!-- /speckit:progress -->");

  private final MergeText form;
  private final List<Piece> pieces;
  private final boolean trackerIsOurs;

  private RegisterMerge(MergeText form, List<Piece> pieces, boolean trackerIsOurs) {
    this.form = form;
    this.pieces = pieces;
    this.trackerIsOurs = trackerIsOurs;
  }

  /// @param base what both came from; empty when both made the file
  /// @return empty when the lines cannot be compared: several kinds of line ends, no text
  public static Optional<RegisterMerge> of(String base, String ours, String theirs) {
    if (base.indexOf('\0') >= 0 || ours.indexOf('\0') >= 0 || theirs.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Sides<String> given = new Sides<>(base, ours, theirs);
    Sides<Optional<String>> trackers = given.map(RegisterMerge::tracker);
    boolean renew =
        trackers.ours().isPresent()
            && trackers.theirs().isPresent()
            && !trackers.ours().equals(trackers.theirs())
            && !trackers.ours().equals(trackers.base())
            && !trackers.theirs().equals(trackers.base());
    Sides<String> texts =
        renew ? given.map(text -> withTracker(text, trackers.ours().orElseThrow())) : given;
    return MergeText.of(texts)
        .map(form -> {
          Sides<List<Chunk>> lines = form.texts().map(RegisterMerge::lines);
          return new RegisterMerge(form, ThreeWay.merge(lines, new Registers()), renew);
        });
  }

  /// Whether a person has to decide something.
  public boolean isConflicting() {
    return pieces.stream().anyMatch(Piece.Conflict.class::isInstance);
  }

  /// Whether both sides had changed the table of all specs, so that ours was kept and is to be
  /// renewed.
  public boolean isTrackerOurs() {
    return trackerIsOurs;
  }

  /// The merged text.
  public String text(ConflictForm conflicts) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      text.append(
          switch (piece) {
            case Piece.Kept kept -> kept.text();
            case Piece.Conflict conflict -> conflicts.written(conflict.texts(), form.lineEnd());
            case Piece.Unsure line -> line.line();
          });
    }
    return form.result(text.toString());
  }

  private static Optional<String> tracker(String text) {
    Matcher block = TRACKER.matcher(text);
    return block.find() ? Optional.of(block.group()) : Optional.empty();
  }

  private static String withTracker(String text, String tracker) {
    return TRACKER.matcher(text).replaceFirst(Matcher.quoteReplacement(tracker));
  }

  private static List<Chunk> lines(String text) {
    TextLines lines = TextLines.of(text);
    List<Chunk> chunks = new ArrayList<>();
    for (int line = 0; line < lines.count() && !text.isEmpty(); line++) {
      chunks.add(Chunk.line(text.substring(lines.start(line), lines.next(line))));
    }
    return chunks;
  }

  private static final class Registers implements ThreeWay.Rules {
    @Override
    public List<Piece> changed(Sides<Chunk> chunk) {
      return Piece.conflict(chunk.map(List::of));
    }

    @Override
    public List<Piece> between(Sides<List<Chunk>> chunks) {
      boolean added = chunks.base().stream().allMatch(Chunk::isBlank);
      if (!added || !isRegister(chunks.ours()) || !isRegister(chunks.theirs())) {
        return Piece.conflict(chunks);
      }
      Map<String, Chunk> kept = new LinkedHashMap<>();
      List<Chunk> merged = new ArrayList<>();
      for (Chunk line : chunks.ours()) {
        target(line).ifPresent(target -> kept.put(target, line));
        merged.add(line);
      }
      int end = merged.size();
      while (end > 0 && merged.get(end - 1).isBlank()) {
        end--;
      }
      for (Chunk line : chunks.theirs()) {
        Chunk known = target(line).map(kept::get).orElse(null);
        if (known == null && !line.isBlank()) {
          merged.add(end, line);
          end++;
        } else if (known != null && !known.text().equals(line.text())) {
          return Piece.conflict(chunks);
        }
      }
      return List.of(Piece.kept(merged));
    }

    private static boolean isRegister(List<Chunk> lines) {
      return lines.stream().allMatch(line -> line.isBlank() || target(line).isPresent());
    }

    private static Optional<String> target(Chunk line) {
      return Target.ofLink(line.text().stripTrailing());
    }
  }
}
