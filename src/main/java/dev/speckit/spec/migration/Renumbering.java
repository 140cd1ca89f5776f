package dev.speckit.spec.migration;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.GitTree;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.TrackerBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Works out in memory what changes when a spec gets another id.
final class Renumbering {
  /// Before a table that `progress` keeps, and that counts as edited by hand once anybody else has
  /// changed a byte of it.

  private final Repository repository;

  private final SpecTree.Layout layout;
  private final SpecTree.Located spec;
  private final SpecId to;
  private final List<Problem> problems = new ArrayList<>();

  private Renumbering(
      Repository repository, SpecTree.Layout layout, SpecTree.Located spec, SpecId to) {
    this.repository = repository;
    this.layout = layout;
    this.spec = spec;
    this.to = to;
  }

  /// @param ids new ids by old ones: the spec's own, and for an epic those of its children
  /// @param mentions places that name requirements by the old id
  /// @param kept what keeps the old id
  record Plan(
      Map<SpecId, SpecId> ids,
      TreeChange change,
      List<OldMentions.Mention> mentions,
      List<String> kept) {}

  /// The ids that change: the spec's own, and for an epic those of its children.
  static Map<SpecId, SpecId> ids(SpecTree.Layout layout, SpecTree.Located spec, SpecId to) {
    Map<SpecId, SpecId> ids = new LinkedHashMap<>();
    ids.put(spec.id(), to);
    for (SpecTree.Located each : spec.kind() == SpecKind.EPIC ? layout.located() : List.of(spec)) {
      if (each.id().epic().equals(spec.id()) && isBelow(spec, each)) {
        ids.put(each.id(), new SpecId(to.number() + each.id().number() % 1000));
      }
    }
    return ids;
  }

  private static boolean isBelow(SpecTree.Located epic, SpecTree.Located spec) {
    return spec.document().startsWith(epic.document().resolveSibling(""));
  }

  /// @param obstacles that were found before
  /// @throws Failure.Invalid with all obstacles at once
  static Plan of(
      Repository repository,
      SpecTree.Layout layout,
      SpecTree.Located spec,
      SpecId to,
      List<Problem> obstacles)
      throws InterruptedException {
    Renumbering renumbering = new Renumbering(repository, layout, spec, to);
    renumbering.problems.addAll(obstacles);
    return renumbering.plan();
  }

  private Plan plan() throws InterruptedException {
    Map<SpecId, SpecId> ids = ids(layout, spec, to);
    Path document = inRepository(spec.document());
    NewPlaces places = new NewPlaces(spec.kind(), document, spec.id(), ids);
    MovePlan moves = places.plan(repository.tracked().keySet(), repository.ignored());
    checkTracked(document);
    checkStrangers();
    checkTargets(moves);
    if (!problems.isEmpty()) {
      throw new Failure.Invalid(problems.stream().distinct().toList());
    }
    Map<String, String> written = new LinkedHashMap<>();
    ids.forEach((from, id) -> written.put(from.toString(), id.toString()));
    Relinking relinking = Relinking.of(repository, moves, List.of(), written);
    moves.left().forEach(each -> relinking.left().add(each + ": " + repository.whyLeft(each)));
    renewOwn(moves, relinking.drafts(), new OwnIds(written));
    TreeChange change = relinking.change(relinking.drafts().paths().size());
    return new Plan(
        ids, change, OldMentions.in(repository, ids, change.drafts(), moves), kept(ids, change));
  }

  /// Titles and header lines of the moved documents.
  private void renewOwn(MovePlan moves, Drafts drafts, OwnIds ids) {
    moves
        .moves()
        .forEach((from, there) -> {
          boolean ours =
              Relinking.isMarkdown(from)
                  && repository.isFile(from)
                  && !from.toString().contains("/deliverables/");
          if (ours) {
            renew(there, drafts, ids);
          }
        });
  }

  private static void renew(Path file, Drafts drafts, OwnIds ids) {
    try {
      String text = drafts.text(file);
      String renewed = ids.renewed(file.toString(), text);
      if (!renewed.equals(text)) {
        drafts.relink(file, renewed);
      }
    } catch (Failure.Invalid _) {
      // No UTF-8 text: it was named where its links are looked for.
      return;
    }
  }

  private void checkTracked(Path document) {
    if (!repository.isFile(document)) {
      problems.add(
          Problem.of("not-tracked", "git does not track this document as a plain file")
              .at(document.toString())
              .remedy("commit the document itself, not behind a symbolic link"));
    }
  }

  private void checkStrangers() {
    for (SpecTree.Located each : layout.located()) {
      boolean stranger =
          spec.kind() == SpecKind.EPIC
              && isBelow(spec, each)
              && !each.id().epic().equals(spec.id());
      if (stranger) {
        problems.add(
            Problem.of(
                    "outside-epic",
                    "the id " + each.id() + " lies outside of the thousand of epic " + spec.id())
                .at(inRepository(each.document()).toString())
                .remedy("give it an id of that thousand first: rename its folder or files"));
      }
    }
  }

  private void checkTargets(MovePlan moves) {
    Set<Path> targets = new LinkedHashSet<>(moves.moves().values());
    Set<Path> taken = new LinkedHashSet<>();
    for (Path folder : moves.folders().values()) {
      if (Disk.isFile(repository.places().root().resolve(folder))) {
        taken.add(folder);
      }
    }
    Set<Path> standing = new LinkedHashSet<>(repository.tracked().keySet());
    standing.addAll(repository.ignored());
    for (Path each : standing) {
      boolean inTheWay =
          targets.contains(each) || moves.folders().values().stream().anyMatch(each::startsWith);
      if (inTheWay && !moves.moves().containsKey(each)) {
        taken.add(each);
      }
    }
    for (Path each : taken) {
      problems.add(
          Problem.of("place-taken", "something stands where a file of the spec would go")
              .at(each.toString())
              .remedy("move it away, or ask for another id"));
    }
    for (Path each : moves.moves().keySet()) {
      GitTree.Entry entry = repository.tracked().get(each);
      if (entry != null && entry.mode().equals("160000")) {
        problems.add(
            Problem.of("submodule", "a submodule lies in the folder of the spec")
                .at(each.toString())
                .remedy("move it with git mv and commit that first"));
      }
    }
  }

  private List<String> kept(Map<SpecId, SpecId> ids, TreeChange change) {
    List<String> kept = new ArrayList<>();
    Path workspace = repository.places().root().resolve(repository.places().workspace());
    for (SpecId each : ids.keySet()) {
      for (String kind : List.of("commands", "consensus")) {
        String folder = "evidence/" + kind + "/" + each;
        if (Disk.isFolder(workspace.resolve(folder))) {
          kept.add(folder + " stays where it is: it tells what was done under the old id");
        }
      }
    }
    for (Path each : change.drafts().paths()) {
      TrackerBlock.known(change.drafts().text(each))
          .ifPresent(table ->
              kept.add(
                  each
                      + " has the table of all specs, to be renewed: speckit progress"
                      + (table.isEdited() ? " --replace" : "")));
    }
    kept.add("Runs in the store and Spec: lines of earlier commits keep the old id");
    return kept;
  }

  private Path inRepository(Path path) {
    return repository.places().root().relativize(path);
  }
}
