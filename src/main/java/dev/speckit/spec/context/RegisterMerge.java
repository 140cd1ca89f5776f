package dev.speckit.spec.context;

import dev.speckit.spec.TextLines;
import dev.speckit.spec.TrackerBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Any other document of a spec that two branches changed, merged line by line as any text. Where
/// both only added lines to a register at the same place, such as a feature each, both stay, ours
/// first. Pure.
public final class RegisterMerge {
  private final MergeText form;
  private final List<Piece> pieces;
  private final boolean tableIsChosen;

  private RegisterMerge(MergeText form, List<Piece> pieces, boolean tableIsChosen) {
    this.form = form;
    this.pieces = pieces;
    this.tableIsChosen = tableIsChosen;
  }

  /// @param base what both came from; empty when both made the file
  /// @return empty when the lines cannot be compared: several kinds of line ends, no text
  public static Optional<RegisterMerge> of(String base, String ours, String theirs) {
    if (base.indexOf('\0') >= 0 || ours.indexOf('\0') >= 0 || theirs.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Sides<String> given = new Sides<>(base, ours, theirs);
    Sides<Optional<TrackerBlock>> tables = given.map(TrackerBlock::known);
    Optional<String> kept = kept(tables);
    Sides<String> texts =
        kept.isEmpty() ? given : given.map(text -> withTable(text, kept.orElseThrow()));
    return MergeText.of(texts)
        .map(form -> {
          Sides<List<Chunk>> lines = form.texts().map(RegisterMerge::lines);
          return new RegisterMerge(form, ThreeWay.merge(lines, new Registers()), kept.isPresent());
        });
  }

  /// Whether a person has to decide something.
  public boolean isConflicting() {
    return pieces.stream().anyMatch(Piece.Conflict.class::isInstance);
  }

  /// Whether both sides had changed the table of all specs, so that one was kept whole and is to be
  /// renewed.
  public boolean isTableChosen() {
    return tableIsChosen;
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

  /// Of two tables that both sides changed: ours, but theirs when a person edited theirs alone. Two
  /// that people edited are merged as any lines.
  private static Optional<String> kept(Sides<Optional<TrackerBlock>> tables) {
    if (tables.ours().isEmpty() || tables.theirs().isEmpty()) {
      return Optional.empty();
    }
    TrackerBlock ours = tables.ours().get();
    TrackerBlock theirs = tables.theirs().get();
    Optional<String> base = tables.base().map(TrackerBlock::body);
    boolean both =
        !ours.body().equals(theirs.body())
            && base.filter(ours.body()::equals).isEmpty()
            && base.filter(theirs.body()::equals).isEmpty();
    if (!both || (ours.isEdited() && theirs.isEdited())) {
      return Optional.empty();
    }
    return Optional.of(theirs.isEdited() ? theirs.body() : ours.body());
  }

  private static String withTable(String text, String body) {
    return TrackerBlock.known(text).map(block -> block.withBody(body)).orElse(text);
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
        Chunk known = kept.get(target(line).orElse(""));
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
