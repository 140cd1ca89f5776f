package dev.speckit.spec.context;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A context that two branches changed, made one: sessions of both in the order in which they were
/// started, entries and registers with what each side added and without what it removed. Where both
/// wrote different words at the same place it holds a conflict. Pure.
public final class ContextMerge {
  private static final String NAME = "context.md";

  private final MergeText form;
  private final List<Piece> pieces;
  private final boolean sessionsOfBoth;
  private final Figures figures;

  private ContextMerge(
      MergeText form, List<Piece> pieces, boolean sessionsOfBoth, Figures figures) {
    this.form = form;
    this.pieces = pieces;
    this.sessionsOfBoth = sessionsOfBoth;
    this.figures = figures;
  }

  /// Merges three versions.
  ///
  /// @param base what both came from; empty when both made the file
  /// @return empty when one of them is no sound context, when they may be of different specs, when
  ///   sessions cannot be told from each other, or when something of a side would be lost: then the
  ///   lines are merged as those of any text
  public static Optional<ContextMerge> of(String base, String ours, String theirs) {
    Optional<MergeText> form = MergeText.of(new Sides<>(base, ours, theirs));
    if (form.isEmpty()) {
      return Optional.empty();
    }
    Sides<String> texts = form.get().texts();
    Optional<ContextMerge> unchanged = taken(form.get(), new Sides<>(base, ours, theirs));
    if (unchanged.isPresent()) {
      return unchanged;
    }
    Sides<Outline> outlines = texts.map(text -> Outline.of(NAME, text));
    Sides<Boolean> contexts = outlines.map(ContextMerge::isContext);
    if (!contexts.base() || !contexts.ours() || !contexts.theirs()) {
      return Optional.empty();
    }
    if (!SpecNamed.in(outlines.ours()).mayBe(SpecNamed.in(outlines.theirs()))) {
      return Optional.empty();
    }
    SectionMerge sections = new SectionMerge(new ContextRules(values(texts)), form.get().lineEnd());
    sections.root(outlines.map(Node::of));
    if (!sections.isCertain()) {
      return Optional.empty();
    }
    ContextMerge merge =
        new ContextMerge(
            form.get(), sections.pieces(), sections.hasSessionsOfBoth(), Figures.none());
    return Optional.of(merge).filter(one -> one.isSound() && Losses.none(texts, one.everything()));
  }

  /// What only one side changed is that side's.
  private static Optional<ContextMerge> taken(MergeText form, Sides<String> texts) {
    boolean ours = texts.ours().equals(texts.theirs()) || texts.theirs().equals(texts.base());
    if (!ours && !texts.ours().equals(texts.base())) {
      return Optional.empty();
    }
    String text = ours ? texts.ours() : texts.theirs();
    MergeText whole = new MergeText(form.texts(), "", form.lineEnd(), true);
    List<Piece> pieces = List.of(new Piece.Kept(text));
    return Optional.of(new ContextMerge(whole, pieces, false, Figures.none()));
  }

  private static boolean isContext(Outline outline) {
    return outline.markdown().problems().isEmpty()
        && outline.title().isPresent()
        && (outline.section(Sections.TIMELINE).isPresent() || !outline.sessions().isEmpty());
  }

  private static OwnValues values(Sides<String> texts) {
    String ours = updated(texts.ours());
    String theirs = updated(texts.theirs());
    return new OwnValues(
        ours.equals(theirs) ? Optional.empty() : Optional.of(theirs.compareTo(ours) > 0));
  }

  private static String updated(String text) {
    Map<String, String> header = ContextDocument.of(NAME, text).header();
    return header.getOrDefault("updated", "").toLowerCase(Locale.ROOT).replace('t', ' ');
  }

  /// Whether a person has to decide something.
  public boolean isConflicting() {
    return pieces.stream().anyMatch(Piece.Conflict.class::isInstance);
  }

  /// Whether figures over all sessions are to be counted anew.
  public boolean isCounting() {
    return sessionsOfBoth || pieces.stream().anyMatch(Piece.Unsure.class::isInstance);
  }

  /// The context, with ours where there is a conflict; for counting.
  public ContextDocument context() {
    return ContextDocument.of(NAME, text(Optional.empty()));
  }

  /// With figures that were counted from the merged context. Those that are not known and that both
  /// sides gave differently are left out.
  public ContextMerge with(Figures counted) {
    return new ContextMerge(form, pieces, sessionsOfBoth, counted);
  }

  /// The merged text.
  public String text(ConflictForm conflicts) {
    String text = text(Optional.of(conflicts));
    return form.result(sessionsOfBoth && !isFigureOpen() ? counted(text) : text);
  }

  /// Whether a person has to decide on what stands under Metrics.
  private boolean isFigureOpen() {
    return pieces.stream()
        .anyMatch(piece ->
            piece instanceof Piece.Conflict conflict
                && Figure.isAnyIn(conflict.texts().ours() + conflict.texts().theirs()));
  }

  /// Both sides' sessions count in each figure that stands there.
  private String counted(String text) {
    return ContextDocument.of(NAME, text).withFiguresReplaced(figures()).text();
  }

  private Figures figures() {
    ContextDocument merged = context();
    return new Figures(
        Optional.of(merged.sessions().size()),
        merged.totalDuration(),
        figures.lines(),
        figures.filesCreated(),
        figures.filesModified(),
        figures.coverage(),
        figures.criteria());
  }

  private String text(Optional<ConflictForm> conflicts) {
    StringBuilder text = new StringBuilder();
    boolean unsure =
        conflicts.isPresent() && pieces.stream().anyMatch(Piece.Unsure.class::isInstance);
    Figures known = unsure ? figures() : figures;
    for (Piece piece : pieces) {
      text.append(
          switch (piece) {
            case Piece.Kept kept -> kept.text();
            case Piece.Conflict conflict ->
                conflicts
                    .map(written -> written.written(conflict.texts(), form.lineEnd()))
                    .orElse(conflict.texts().ours());
            case Piece.Unsure line ->
                known
                    .written(line.figure())
                    .map(value -> line.figure().replacedIn(line.line(), value))
                    .orElse("");
          });
    }
    return text.toString();
  }

  private boolean isSound() {
    return context().problems().isEmpty();
  }

  /// All that is in the result, of both sides where there is a conflict.
  private String everything() {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      text.append(
          switch (piece) {
            case Piece.Kept kept -> kept.text();
            case Piece.Conflict conflict -> conflict.texts().ours() + conflict.texts().theirs();
            case Piece.Unsure _ -> "";
          });
    }
    return text.toString();
  }
}
