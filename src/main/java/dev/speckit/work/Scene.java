package dev.speckit.work;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where a session takes place: a workspace, one of its specs, who works, and the repository.
///
/// @param entry the spec as it was read when the call began
/// @param trusted whether the workspace's user lets its hooks run
record Scene(
    Host host,
    SpecTree tree,
    SpecEntry entry,
    Optional<Repository> repository,
    Worker worker,
    boolean trusted) {
  /// A write takes moments.
  private static final Duration LEFT_BEHIND = Duration.ofMinutes(1);

  /// @throws Failure.Invalid when the spec's document is not there or leads out of the workspace
  static Scene of(Host host, SpecTree tree, SpecEntry entry, boolean trusted)
      throws InterruptedException {
    Optional<Repository> repository = Repository.of(host, tree.workspace());
    Worker worker = Worker.of(host, repository);
    return new Scene(host, tree, entry, repository, worker, trusted).sound();
  }

  /// This scene, when the spec's files are where they can be read and written.
  ///
  /// @throws Failure.Invalid when the spec's document is not there or leads out of the workspace
  Scene sound() {
    Path workspace = workspace();
    Workspace.refuseOutside(workspace, entry.documentPath());
    Workspace.refuseOutside(workspace, entry.contextPath());
    Workspace.refuseNoFile(workspace, entry.documentPath());
    Workspace.refuseNoFile(workspace, entry.contextPath());
    if (!Disk.exists(entry.documentPath())) {
      throw new Failure.Invalid(
          Problem.of("no-document", "the folder of the spec has no document")
              .at(entry.path())
              .remedy("restore it, or write it"));
    }
    return this;
  }

  Path workspace() {
    return tree.workspace();
  }

  Instant now() {
    return host.clock().instant();
  }

  /// The local time to the minute.
  LocalDateTime minute() {
    return LocalDateTime.ofInstant(now(), ZoneId.systemDefault()).truncatedTo(ChronoUnit.MINUTES);
  }

  static Instant instant(LocalDateTime local) {
    return local.atZone(ZoneId.systemDefault()).toInstant();
  }

  Optional<SpecEntry> parent() {
    return entry.parent().map(id -> tree.find(id.toString()));
  }

  /// The parent, its parent, and so on.
  List<SpecEntry> ancestors() {
    List<SpecEntry> ancestors = new ArrayList<>();
    Optional<SpecId> next = entry.parent();
    while (next.isPresent() && ancestors.size() < 3) {
      SpecEntry found = tree.find(next.get().toString());
      ancestors.add(found);
      next = found.parent();
    }
    return ancestors;
  }

  /// Id and aliases in lower case.
  Set<String> names() {
    Set<String> names = new HashSet<>();
    names.add(entry.id().toString());
    entry.aliases().forEach(alias -> names.add(alias.toLowerCase(Locale.ROOT)));
    return names;
  }

  /// How a file of the workspace is shown.
  String shown(Path file) {
    return SpecEntry.relative(workspace(), file);
  }

  /// The spec as it stands on the disk now.
  Scene again() {
    SpecEntry now = tree.find(entry.id().toString());
    return new Scene(host, tree, now, repository, worker, trusted);
  }

  /// One action at a time on this spec. What killed ones left beside it goes first.
  FileLock lock(Duration patience) throws InterruptedException {
    FileLock lock = Workspace.lock(workspace(), "work-" + entry.id(), patience);
    Disk.sweep(entry.documentPath().resolveSibling(""), now().minus(LEFT_BEHIND));
    return lock;
  }

  /// One splice at a time of the documents that `new` changes too.
  FileLock documentsLock(Duration patience) throws InterruptedException {
    return Workspace.lock(workspace(), "ids", patience);
  }

  /// One commit at a time, so that nobody commits what another one is staging.
  FileLock commitLock(Duration patience) throws InterruptedException {
    return Workspace.lock(workspace(), "commit", patience);
  }
}
