package dev.speckit.spec.migration;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds the spec that somebody means: by id, by alias, or by a path where two have one id.
final class Chosen {
  private final Host host;
  private final SpecTree tree;
  private final SpecTree.Layout layout;

  Chosen(Host host, SpecTree tree, SpecTree.Layout layout) {
    this.host = host;
    this.tree = tree;
    this.layout = layout;
  }

  /// @param reference an id, an alias, or a path from the current folder or the workspace
  /// @throws Failure.Usage when it names no spec, or more than one
  SpecTree.Located spec(String reference) {
    if (reference.indexOf('/') >= 0 || reference.endsWith(".md")) {
      return byPath(reference);
    }
    Optional<SpecId> id = SpecId.parse(reference);
    SpecId known = id.isPresent() ? id.get() : tree.find(reference).id();
    List<SpecTree.Located> found =
        layout.located().stream().filter(each -> each.id().equals(known)).toList();
    if (found.size() > 1) {
      throw new Failure.Usage(
          Problem.of(
                  "ambiguous-id",
                  found.size()
                      + " specs have the id "
                      + known
                      + ": "
                      + String.join(", ", found.stream().map(this::shown).toList()))
              .remedy(
                  "give the path of the one that gets another id: speckit renumber "
                      + shown(found.getLast())));
    }
    return found.isEmpty() ? missing(reference) : found.getFirst();
  }

  private SpecTree.Located missing(String reference) {
    SpecId found = tree.find(reference).id();
    throw new IllegalStateException("the spec " + found + " is found and stands nowhere");
  }

  private SpecTree.Located byPath(String reference) {
    for (Path top : List.of(host.directory().toAbsolutePath(), tree.workspace())) {
      for (SpecTree.Located each : layout.located()) {
        if (names(top, reference, each)) {
          return each;
        }
      }
    }
    String shown = reference.replaceAll("\\p{Cntrl}", "?");
    throw new Failure.Usage(
        Problem.of("unknown-spec", "no spec of this workspace stands at " + shown)
            .remedy("give the path of its document, such as specs/1000/1001/spec.md"));
  }

  private static boolean names(Path top, String reference, SpecTree.Located spec) {
    try {
      Path path = top.resolve(reference).normalize();
      boolean folder =
          spec.kind() != dev.speckit.spec.SpecKind.TASK && path.equals(spec.document().getParent());
      return folder || path.equals(spec.document()) || path.equals(spec.context());
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private String shown(SpecTree.Located spec) {
    return SpecEntry.relative(tree.workspace(), spec.document());
  }
}
