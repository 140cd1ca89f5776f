package dev.speckit.spec.migration;

import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.GitBranches;
import dev.speckit.host.GitHistory;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.SpecTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds ids that two specs have: both in the tree, or one here and one on another local branch,
/// given since the two parted.
final class Collisions {
  private final Path workspace;
  private final SpecTree.Layout layout;
  private final List<Collision> found = new ArrayList<>();

  private Collisions(Path workspace, SpecTree.Layout layout) {
    this.workspace = workspace;
    this.layout = layout;
  }

  /// One id and the specs that have it.
  ///
  /// @param documents those of the tree, relative to the workspace
  /// @param branch where the other one is; empty when both stand in the tree
  /// @param other the other one's document, relative to the workspace
  /// @param repair the call that repairs it
  record Collision(
      SpecId id,
      List<String> documents,
      Optional<String> branch,
      Optional<String> other,
      String repair) {}

  /// Specs of one side, by id.
  ///
  /// @param commit for what is committed
  /// @param tree the work tree in which they stand; empty for what is only committed
  private record Side(
      String name, String commit, Optional<Path> tree, Map<SpecId, List<String>> documents) {}

  /// @param workspace with links resolved
  static List<Collision> of(Host host, Path workspace, SpecTree.Layout layout)
      throws InterruptedException {
    Collisions collisions = new Collisions(workspace, layout);
    collisions.inTree();
    Optional<Git> git = Git.find(host);
    Optional<Path> root = git.isPresent() ? git.get().root(workspace) : Optional.empty();
    if (root.isPresent() && git.orElseThrow().head(root.get()).isPresent()) {
      collisions.new OnBranches(git.get(), root.get()).find();
    }
    return collisions.found;
  }

  /// Each id once, with one repair for all of them.
  ///
  /// @param ids those that matter
  static List<Collision> once(List<Collision> all, Collection<SpecId> ids, String repair) {
    List<Collision> once = new ArrayList<>();
    for (SpecId id : ids) {
      List<Collision> same = all.stream().filter(each -> each.id().equals(id)).toList();
      Optional<Collision> branch =
          same.stream().filter(each -> each.branch().isPresent()).findFirst();
      once.add(
          new Collision(
              id,
              same.stream().flatMap(each -> each.documents().stream()).distinct().toList(),
              branch.flatMap(Collision::branch),
              branch.flatMap(Collision::other),
              repair));
    }
    return once;
  }

  private void inTree() {
    Map<SpecId, List<SpecTree.Located>> byId = new TreeMap<>();
    for (SpecTree.Located each : layout.located()) {
      byId.computeIfAbsent(each.id(), _ -> new ArrayList<>()).add(each);
    }
    byId.forEach((id, specs) -> {
      if (specs.size() > 1) {
        List<String> documents = specs.stream().map(this::shown).toList();
        String last =
            specs.stream()
                .filter(each -> each.kind() == SpecKind.TASK)
                .map(this::shown)
                .reduce((_, later) -> later)
                .orElse(documents.getLast());
        found.add(
            new Collision(
                id, documents, Optional.empty(), Optional.empty(), "speckit renumber " + last));
      }
    });
  }

  private String shown(SpecTree.Located spec) {
    return SpecEntry.relative(workspace, spec.document());
  }

  /// The comparison with other branches, and with other work trees.
  private final class OnBranches {
    private final GitBranches branches;
    private final GitHistory history;
    private final Path root;
    private final Path inside;
    private final String specs;
    private final String head;
    private final Optional<String> own;

    OnBranches(Git git, Path root) throws InterruptedException {
      this.branches = new GitBranches(git, root);
      this.history = new GitHistory(git, root);
      this.root = root;
      this.inside = root.relativize(workspace);
      this.specs = inside.resolve("specs").toString();
      this.head = git.head(root).orElseThrow();
      this.own = new dev.speckit.host.GitTree(git, root).branch();
    }

    void find() throws InterruptedException {
      List<GitBranches.Branch> merging = branches.merging();
      Side ours = merging.isEmpty() ? here() : committed(new GitBranches.Branch("HEAD", head));
      List<GitBranches.WorkTree> trees = branches.others();
      List<Side> others = new ArrayList<>();
      for (GitBranches.Branch each : merging) {
        others.add(committed(each));
      }
      for (GitBranches.Branch each : branches.local()) {
        boolean known =
            own.equals(Optional.of(each.name()))
                || merging.stream().anyMatch(other -> other.commit().equals(each.commit()));
        if (!known) {
          Optional<Path> tree =
              trees.stream()
                  .filter(other -> other.branch().equals(Optional.of(each.name())))
                  .map(GitBranches.WorkTree::top)
                  .findFirst();
          others.add(tree.isPresent() ? standing(each, tree.get()) : committed(each));
        }
      }
      for (Side each : others) {
        compare(ours, each);
      }
    }

    private Side here() {
      return new Side("", head, Optional.of(root), located(workspace, layout));
    }

    private Side standing(GitBranches.Branch branch, Path top) {
      Path there = top.resolve(inside);
      SpecTree tree = SpecTree.open(there);
      return new Side(
          branch.name(), branch.commit(), Optional.of(top), located(there, tree.layout()));
    }

    private Map<SpecId, List<String>> located(Path top, SpecTree.Layout specs) {
      Map<SpecId, List<String>> documents = new TreeMap<>();
      for (SpecTree.Located each : specs.located()) {
        documents
            .computeIfAbsent(each.id(), _ -> new ArrayList<>())
            .add(SpecEntry.relative(top, each.document()));
      }
      return documents;
    }

    private Side committed(GitBranches.Branch branch) throws InterruptedException {
      return new Side(branch.name(), branch.commit(), Optional.empty(), documents(branch.commit()));
    }

    private Map<SpecId, List<String>> documents(String commit) throws InterruptedException {
      Collection<String> files = branches.files(commit, specs);
      Map<SpecId, List<String>> documents = new TreeMap<>();
      for (String file : files) {
        Standing.of(Path.of(specs), Path.of(file))
            .filter(each -> !each.old())
            .ifPresent(each ->
                documents
                    .computeIfAbsent(each.id(), _ -> new ArrayList<>())
                    .add(SpecEntry.relative(inside, Path.of(file))));
      }
      return documents;
    }

    private void compare(Side ours, Side theirs) throws InterruptedException {
      Set<SpecId> both = new TreeSet<>(ours.documents().keySet());
      both.retainAll(theirs.documents().keySet());
      if (both.isEmpty()) {
        return;
      }
      Optional<String> parted = branches.parted(ours.commit(), theirs.commit());
      Set<SpecId> before = parted.isPresent() ? documents(parted.get()).keySet() : Set.of();
      both.removeAll(before);
      Set<SpecId> epics = new TreeSet<>();
      for (SpecId each : both) {
        if (epics.contains(each.epic()) || isOne(ours, theirs, each)) {
          continue;
        }
        if (each.isEpic()) {
          // Its children get other ids with it.
          boolean _ = epics.add(each);
        }
        found.add(
            new Collision(
                each,
                documents(ours, each),
                Optional.of(theirs.name()),
                documents(theirs, each).stream().findFirst(),
                "speckit renumber " + each));
      }
    }

    private List<String> documents(Side side, SpecId id) {
      return Objects.requireNonNull(side.documents().get(id));
    }

    /// Whether both sides have the very same spec, such as after a cherry-pick: in the same place,
    /// with the same title, made at the same minute.
    private boolean isOne(Side ours, Side theirs, SpecId id) throws InterruptedException {
      String here = documents(ours, id).getFirst();
      String there = documents(theirs, id).getFirst();
      if (!here.equals(there)) {
        return false;
      }
      SpecDocument one = SpecDocument.parse(here, text(ours, here));
      SpecDocument other = SpecDocument.parse(there, text(theirs, there));
      return one.title().equals(other.title()) && one.find("created").equals(other.find("created"));
    }

    private String text(Side side, String document) throws InterruptedException {
      Path file = inside.resolve(document);
      if (side.tree().isPresent()) {
        Path path = side.tree().get().resolve(file);
        return Disk.isFile(path) ? Disk.readText(path) : "";
      }
      return history.textAt(side.commit(), file.toString()).orElse("");
    }
  }
}
