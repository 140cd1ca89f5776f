package dev.speckit.spec.lint;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.host.FileStamp;
import dev.speckit.host.FileTree;
import dev.speckit.spec.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says again what the last check of the whole tree has said, when nothing it was said by has
/// changed, or only what a few documents say of themselves. Names and stamps are asked anew at
/// every call; what cannot be told from them is left to a full check.
final class EarlierCheck {
  /// More than a person edits between two checks; beyond it a full check is as quick.
  private static final int CHANGED_MAX = 50;

  private final Reading reading;
  private final Path workspace;
  private final Map<String, FactsEntry> entries;
  private final Remembered remembered;

  private EarlierCheck(Reading reading, Remembered remembered) {
    this.reading = reading;
    this.workspace = reading.tree().workspace();
    this.entries = remembered.before().entries();
    this.remembered = remembered;
  }

  /// Empty when a full check is needed.
  static Optional<LintResult> again(Reading reading, Remembered remembered) {
    EarlierCheck check = new EarlierCheck(reading, remembered);
    Optional<LintResult> result = remembered.before().verdict().flatMap(check::again);
    result.ifPresent(_ -> remembered.saveSettled());
    return result;
  }

  private Optional<LintResult> again(Verdict verdict) {
    Outlook outlook = new Outlook(reading.tree());
    int position = entries.size();
    for (Verdict.Folder folder : verdict.folders()) {
      if (!isStill(folder, position++)) {
        return Optional.empty();
      }
    }
    for (Verdict.Outside asked : verdict.outside()) {
      if (!outlook.isStill(asked)) {
        return Optional.empty();
      }
    }
    return changed()
        .flatMap(changed -> told(verdict.told(), changed))
        .map(findings -> new LintResult(findings, verdict.specs(), verdict.contexts()));
  }

  /// Whether the same names stand in a folder, each for the same kind of thing.
  private boolean isStill(Verdict.Folder before, int position) {
    Path folder = workspace.resolve(before.path());
    if (before.settled() && FileStamp.changed(folder) == before.changed()) {
      return true;
    }
    FileStamp stamp = FileStamp.of(folder);
    try {
      List<Verdict.Child> now = new ArrayList<>();
      for (Path child : FileTree.names(folder)) {
        now.add(new Verdict.Child(String.valueOf(child.getFileName()), FileStamp.of(child).kind()));
      }
      boolean same = now.equals(before.children());
      if (same && stamp.changed() == before.changed()) {
        remembered.settle(position, stamp);
      }
      return same;
    } catch (Failure.Unavailable _) {
      return false;
    }
  }

  /// The documents that were changed; empty when there are too many.
  private Optional<List<String>> changed() {
    List<String> changed = new ArrayList<>();
    int position = 0;
    for (Map.Entry<String, FactsEntry> each : entries.entrySet()) {
      if (!isStill(each.getKey(), each.getValue(), position++)) {
        if (changed.size() == CHANGED_MAX) {
          return Optional.empty();
        }
        changed.add(each.getKey());
      }
    }
    return Optional.of(changed);
  }

  private boolean isStill(String name, FactsEntry before, int position) {
    Path document = workspace.resolve(name);
    if (before.settled()) {
      return FileStamp.changed(document) == before.changed();
    }
    FileStamp stamp = FileStamp.of(document);
    boolean same =
        remembered.isSame(before, stamp, () -> reading.text(document, name, before.role()));
    if (same) {
      remembered.settle(position, stamp);
    }
    return same;
  }

  private Optional<List<Finding>> told(List<Verdict.Told> told, List<String> changed) {
    List<Finding> findings = new ArrayList<>(told.size());
    if (changed.isEmpty()) {
      told.forEach(each -> findings.add(each.finding()));
      return Optional.of(findings);
    }
    Map<String, Shape.Moves> moves = new HashMap<>();
    for (String name : changed) {
      FactsEntry entry = entries.get(name);
      Optional<DocumentFacts> now = entry == null ? Optional.empty() : sameShape(name, entry);
      if (entry == null || now.isEmpty()) {
        return Optional.empty();
      }
      moves.put(name, new Shape.Moves(name, entry.facts().get(), now.get()));
      findings.addAll(now.get().findings());
    }
    for (Verdict.Told each : told) {
      Finding finding = each.finding();
      Shape.Moves moved = moves.get(finding.place().file());
      if (moved == null) {
        findings.add(finding);
      } else if (!each.own()) {
        Optional<Place> place = moved.to(finding.place());
        if (place.isEmpty()) {
          return Optional.empty();
        }
        findings.add(finding.at(place.get()));
      }
    }
    findings.sort(LintResult.BY_PLACE);
    return Optional.of(findings);
  }

  private Optional<DocumentFacts> sameShape(String name, FactsEntry before) {
    Reading.Read read = reading.read(workspace.resolve(name), name, before.role());
    return read.text().isPresent() && Shape.isSame(before.facts().get(), read.facts())
        ? Optional.of(read.facts())
        : Optional.empty();
  }
}
