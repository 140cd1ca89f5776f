package dev.speckit.spec.migration;

import dev.speckit.failure.Failure;
import dev.speckit.spec.Edit;
import dev.speckit.spec.MarkdownLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Changes every link of the whole repository so that it leads to the same file after a move.
final class Relinking {
  private final Repository repository;
  private final MovePlan moves;
  private final LinkWorld before;
  private final LinkWorld after;
  private final Set<Path> filesAfter;
  private final LinkMoves links;
  private final Drafts drafts;
  private final List<String> left = new ArrayList<>();
  private final List<LinkMoves.Dead> dead = new ArrayList<>();

  private Relinking(
      Repository repository, MovePlan moves, Collection<Path> made, Map<String, String> ids) {
    this.repository = repository;
    this.moves = moves;
    Set<Path> files = new HashSet<>(repository.files());
    files.addAll(repository.ignored());
    this.filesAfter = new HashSet<>(made);
    files.forEach(each -> filesAfter.add(moves.moved(each)));
    Set<Path> odd = new LinkedHashSet<>();
    repository.odd().forEach(each -> odd.add(moves.moved(each)));
    this.before = new LinkWorld(repository.places(), files, repository.odd());
    this.after = new LinkWorld(repository.places(), filesAfter, odd);
    this.links = new LinkMoves(repository.places(), before, after, moves, ids);
    this.drafts = new Drafts(path -> repository.text(moves.former(path)));
  }

  /// @param made files that will be there besides
  /// @param ids new ids by old ones, as written; labels of links to what moves begin with the new
  ///   one from now on
  static Relinking of(
      Repository repository, MovePlan moves, Collection<Path> made, Map<String, String> ids)
      throws InterruptedException {
    Relinking relinking = new Relinking(repository, moves, made, ids);
    if (!moves.moves().isEmpty()) {
      relinking.relink();
    }
    relinking.plainPaths().follow(relinking.drafts);
    return relinking;
  }

  /// The texts so far; more may be added.
  Drafts drafts() {
    return drafts;
  }

  /// What is not moved or not changed; more may be added.
  List<String> left() {
    return left;
  }

  LinkWorld after() {
    return after;
  }

  Set<Path> filesAfter() {
    return filesAfter;
  }

  /// All of it, with what was added to the texts.
  TreeChange change(int relinked) throws InterruptedException {
    SymbolicLinks symbolic = SymbolicLinks.of(repository, before, moves);
    left.addAll(symbolic.unmended());
    return new TreeChange(
        moves, drafts, symbolic.targets(), relinked, left, dead, plainPaths().staying(drafts));
  }

  private PlainPaths plainPaths() throws InterruptedException {
    return PlainPaths.in(repository, before, moves);
  }

  private void relink() throws InterruptedException {
    Set<Path> files = new LinkedHashSet<>(repository.files());
    for (Path file : files) {
      if (isMarkdown(file)) {
        relink(file);
      }
    }
    for (String each : repository.tree().filesWith(WrittenLink.TRACES)) {
      Path file = Path.of(each);
      if (files.contains(file) && !isMarkdown(file) && repository.isSmall(file)) {
        relink(file);
      }
    }
  }

  static boolean isMarkdown(Path file) {
    return Standing.name(file).toLowerCase(Locale.ROOT).endsWith(".md");
  }

  private void relink(Path file) {
    String text;
    try {
      text = repository.text(file);
    } catch (Failure.Invalid _) {
      left.add(file + ": it is no UTF-8 text, so its links stay as they are");
      return;
    }
    if (text.indexOf('[') < 0) {
      return;
    }
    List<WrittenLink> written =
        isMarkdown(file)
            ? WrittenLink.of(MarkdownLines.of(file.toString(), text))
            : WrittenLink.traces(text);
    LinkMoves.Changed changed = links.of(file, written);
    if (!changed.edits().isEmpty()) {
      drafts.relink(moves.moved(file), Edit.apply(text, changed.edits()));
    }
    if (file.startsWith(repository.places().specs())) {
      dead.addAll(changed.dead());
    }
  }
}
