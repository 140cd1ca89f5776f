package dev.speckit.guide;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Puts files of ours into the places of agents. What is going to be written stands in the manifest
/// before the first file is, so that a crash leaves nothing that speckit does not know as its own.
final class Installing {
  private final Path workspace;
  private final boolean force;

  /// @param force replaces edited files of ours, after keeping what they held
  Installing(Path workspace, boolean force) {
    this.workspace = workspace;
    this.force = force;
  }

  /// What became, or would become, of the files.
  List<Outcome> install(List<Target> targets, boolean dryRun) {
    InstalledFiles before = InstalledFiles.mended(workspace);
    Map<Target, Standing> standing = new LinkedHashMap<>();
    for (Target target : targets) {
      standing.put(target, look(before, target));
    }
    if (dryRun) {
      return standing.entrySet().stream()
          .map(each -> foreseen(each.getKey(), each.getValue()))
          .toList();
    }
    InstalledFiles intended = intended(before, standing);
    if (!intended.equals(before) || InstalledFiles.isConflicting(workspace)) {
      intended.write(workspace);
    }
    List<Outcome> outcomes = new ArrayList<>();
    InstalledFiles after = intended;
    for (Map.Entry<Target, Standing> each : standing.entrySet()) {
      Outcome outcome = act(each.getKey(), each.getValue());
      outcomes.add(outcome);
      after = settled(before, after, each.getKey(), outcome);
    }
    after = after.withFolders(standingFolders(after.folders()));
    if (!after.equals(intended)) {
      after.write(workspace);
    }
    return outcomes;
  }

  private Standing look(InstalledFiles files, Target target) {
    SortedSet<String> known =
        files.find(target.path()).map(InstalledFiles.Entry::hashes).orElse(new TreeSet<>());
    return Standing.of(workspace, target.path(), known, target.text());
  }

  private Outcome foreseen(Target target, Standing standing) {
    return switch (standing) {
      case Standing.Absent _ -> Outcome.of(target, Outcome.State.INSTALLED);
      case Standing.Current _ -> Outcome.of(target, Outcome.State.UNCHANGED);
      case Standing.Outdated _ -> Outcome.of(target, Outcome.State.UPDATED);
      case Standing.Edited _ ->
          force ? Outcome.of(target, Outcome.State.REPLACED) : keptEdited(target);
      case Standing.Foreign _ -> foreign(target);
      case Standing.Obstructed obstructed -> Outcome.refused(target, obstructed.problem());
    };
  }

  private Outcome keptEdited(Target target) {
    return new Outcome(
        target,
        Outcome.State.KEPT,
        Problem.of("edited-file", "the file was edited, and is kept as it is")
            .at(target.path())
            .remedy("speckit agents install --force keeps it as *.edited and writes ours"));
  }

  private static Outcome foreign(Target target) {
    return Outcome.refused(
        target,
        Problem.of("foreign-file", "a file that speckit did not write stands here, and is kept")
            .at(target.path())
            .remedy("move it away, then run the command again"));
  }

  private InstalledFiles intended(InstalledFiles before, Map<Target, Standing> standing) {
    InstalledFiles intended = before;
    SortedSet<String> folders = new TreeSet<>(before.folders());
    for (Map.Entry<Target, Standing> each : standing.entrySet()) {
      Target target = each.getKey();
      if (!isOurs(each.getValue())) {
        continue;
      }
      SortedSet<String> hashes = hashes(before, target);
      hashes.add(Standing.hash(target.text()));
      intended = intended.with(target.path(), entry(before, target, hashes));
      for (String folder : Target.foldersAbove(target.path())) {
        if (!Disk.exists(workspace.resolve(folder))) {
          folders.add(folder);
        }
      }
    }
    return intended.withFolders(folders);
  }

  /// Whether our text will stand there.
  private boolean isOurs(Standing standing) {
    return switch (standing) {
      case Standing.Absent _, Standing.Current _, Standing.Outdated _ -> true;
      case Standing.Edited _ -> force;
      case Standing.Foreign _, Standing.Obstructed _ -> false;
    };
  }

  private static SortedSet<String> hashes(InstalledFiles files, Target target) {
    return new TreeSet<>(
        files.find(target.path()).map(InstalledFiles.Entry::hashes).orElse(new TreeSet<>()));
  }

  private static InstalledFiles.Entry entry(
      InstalledFiles before, Target target, SortedSet<String> hashes) {
    SortedSet<String> agents = new TreeSet<>(target.agents());
    before.find(target.path()).ifPresent(entry -> agents.addAll(entry.agents()));
    return new InstalledFiles.Entry(agents, hashes);
  }

  private Outcome act(Target target, Standing standing) {
    try {
      return switch (standing) {
        case Standing.Absent _ -> create(target);
        case Standing.Outdated _ -> {
          Disk.write(target.in(workspace), target.text());
          yield foreseen(target, standing);
        }
        case Standing.Edited _ -> {
          if (force) {
            keep(target);
            Disk.write(target.in(workspace), target.text());
          }
          yield foreseen(target, standing);
        }
        case Standing.Current _, Standing.Foreign _, Standing.Obstructed _ ->
            foreseen(target, standing);
      };
    } catch (Failure.Unavailable | Failure.Invalid failure) {
      return Outcome.refused(target, failure.problems().getFirst());
    }
  }

  private Outcome create(Target target) {
    byte[] bytes = target.text().getBytes(StandardCharsets.UTF_8);
    return Disk.create(target.in(workspace), bytes)
        ? Outcome.of(target, Outcome.State.INSTALLED)
        : foreign(target);
  }

  /// Keeps an edited file beside its place, under the first free name.
  private void keep(Target target) {
    byte[] edited = Disk.read(target.in(workspace), Standing.BYTES_MAX);
    String name = target.path() + ".edited";
    for (int number = 2; !Disk.create(workspace.resolve(name), edited); number++) {
      name = target.path() + ".edited." + number;
    }
  }

  /// The manifest after one file: its text alone where it stands, what was before where it does
  /// not.
  private static InstalledFiles settled(
      InstalledFiles before, InstalledFiles now, Target target, Outcome outcome) {
    return switch (outcome.state()) {
      case INSTALLED, UPDATED, REPLACED, UNCHANGED -> {
        SortedSet<String> hashes = new TreeSet<>();
        hashes.add(Standing.hash(target.text()));
        yield now.with(target.path(), entry(before, target, hashes));
      }
      case KEPT ->
          before.find(target.path()).isEmpty()
              ? now
              : now.with(target.path(), entry(before, target, hashes(before, target)));
      case REFUSED ->
          before
              .find(target.path())
              .map(entry -> now.with(target.path(), entry))
              .orElse(now.without(target.path()));
      case REMOVED, MISSING, SHARED -> throw new IllegalStateException("not of an installation");
    };
  }

  private SortedSet<String> standingFolders(SortedSet<String> folders) {
    SortedSet<String> standing = new TreeSet<>(folders);
    standing.removeIf(
        folder -> Target.folders().contains(folder) && !Disk.exists(workspace.resolve(folder)));
    return standing;
  }
}
