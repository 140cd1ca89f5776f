package dev.speckit.guide;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Takes files of ours out of the places of agents. The manifest is the last to change: after a
/// crash the same call goes on.
final class Uninstalling {
  private static final InstalledFiles.Entry NOT_LISTED =
      new InstalledFiles.Entry(new TreeSet<>(), new TreeSet<>());

  private final Path workspace;

  Uninstalling(Path workspace) {
    this.workspace = workspace;
  }

  /// What became, or would become, of the files that are recorded for some agents.
  ///
  /// @param targets the files of those agents
  List<Outcome> uninstall(List<Target> targets, boolean dryRun) {
    InstalledFiles before = InstalledFiles.read(workspace);
    InstalledFiles after = before;
    List<Outcome> outcomes = new ArrayList<>();
    for (Target target : targets) {
      Optional<InstalledFiles.Entry> entry = before.find(target.path());
      if (entry.isEmpty() && before.isUnlisted(workspace, target)) {
        Outcome outcome = remove(target, NOT_LISTED, dryRun);
        outcomes.add(outcome);
        if (outcome.state() == Outcome.State.REMOVED && !dryRun) {
          // Nobody knows any more who made the folders; git keeps no empty ones.
          Target.foldersAbove(target.path()).reversed().forEach(this::removeEmpty);
        }
      }
      if (entry.isEmpty() || !isFor(entry.get(), target)) {
        continue;
      }
      NavigableSet<String> left = new TreeSet<>(entry.get().agents());
      left.removeAll(target.agents());
      Outcome outcome =
          left.isEmpty()
              ? remove(target, entry.get(), dryRun)
              : Outcome.of(target, Outcome.State.SHARED);
      outcomes.add(outcome);
      after = settled(after, entry.get(), left, outcome);
    }
    if (!dryRun) {
      after = after.withFolders(foldersLeft(after));
      if (!after.equals(before)) {
        after.write(workspace);
      }
    }
    return outcomes;
  }

  private static boolean isFor(InstalledFiles.Entry entry, Target target) {
    return target.agents().stream().anyMatch(agent -> entry.agents().contains(agent));
  }

  private Outcome remove(Target target, InstalledFiles.Entry entry, boolean dryRun) {
    Standing standing = Standing.of(workspace, target.path(), entry.hashes(), target.text());
    return switch (standing) {
      case Standing.Absent _ -> {
        if (!dryRun) {
          sweep(target);
        }
        yield Outcome.of(target, Outcome.State.MISSING);
      }
      case Standing.Current _, Standing.Outdated _ ->
          dryRun ? Outcome.of(target, Outcome.State.REMOVED) : delete(target);
      case Standing.Edited _ ->
          new Outcome(
              target,
              Outcome.State.KEPT,
              Problem.of("edited-file", "the file was edited, and stays")
                  .at(target.path())
                  .remedy("remove it yourself when you need it no more"));
      case Standing.Foreign _ ->
          new Outcome(
              target,
              Outcome.State.KEPT,
              Problem.of("foreign-file", "a file that speckit did not write stands here, and stays")
                  .at(target.path())
                  .remedy("remove it yourself when it is yours and you need it no more"));
      case Standing.Obstructed obstructed -> Outcome.refused(target, obstructed.problem());
    };
  }

  private Outcome delete(Target target) {
    try {
      Disk.delete(target.in(workspace));
      sweep(target);
      return Outcome.of(target, Outcome.State.REMOVED);
    } catch (Failure.Unavailable failure) {
      return Outcome.refused(target, failure.problems().getFirst());
    }
  }

  /// Removes what a killed write of this very file left beside it. Nobody writes now: we hold the
  /// lock.
  private void sweep(Target target) {
    if (Standing.obstacle(workspace, target.path()).isPresent()) {
      return;
    }
    Path file = target.in(workspace);
    Path folder = file.resolveSibling(".").normalize();
    Pattern left =
        Pattern.compile("\\." + Pattern.quote(file.getFileName() + "") + "\\d{5,}\\.tmp");
    for (Path each : Disk.list(folder)) {
      if (left.matcher(each.getFileName() + "").matches() && Disk.isFile(each)) {
        Disk.delete(each);
      }
    }
  }

  private static InstalledFiles settled(
      InstalledFiles now, InstalledFiles.Entry entry, NavigableSet<String> left, Outcome outcome) {
    String path = outcome.target().path();
    return switch (outcome.state()) {
      case SHARED -> now.with(path, new InstalledFiles.Entry(left, entry.hashes()));
      case REFUSED -> now;
      case REMOVED, MISSING, KEPT -> now.without(path);
      case INSTALLED, UPDATED, REPLACED, UNCHANGED ->
          throw new IllegalStateException("not of a removal");
    };
  }

  /// Removes the folders that we made and that became empty.
  ///
  /// @return the folders that are still recorded: below them stands a file of ours, or they cannot
  ///   be removed, or they are none of ours
  private SortedSet<String> foldersLeft(InstalledFiles after) {
    SortedSet<String> left = new TreeSet<>(after.folders());
    List<String> deepest = new ArrayList<>(after.folders());
    deepest.sort(Comparator.comparingInt(String::length).reversed());
    for (String folder : deepest) {
      boolean used =
          after.files().keySet().stream().anyMatch(path -> path.startsWith(folder + "/"));
      if (!used && Target.folders().contains(folder)) {
        removeEmpty(folder);
        left.remove(folder);
      }
    }
    return left;
  }

  private void removeEmpty(String folder) {
    Path place = workspace.resolve(folder);
    boolean plain = Standing.obstacle(workspace, folder + "/any").isEmpty();
    if (!plain || !Disk.isFolder(place)) {
      return;
    }
    try {
      if (Disk.list(place).isEmpty()) {
        Disk.delete(place);
      }
    } catch (Failure.Unavailable _) {
      // An empty folder that cannot be removed is in nobody's way.
      return;
    }
  }
}
