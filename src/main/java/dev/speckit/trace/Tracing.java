package dev.speckit.trace;

import dev.speckit.checks.TestCases;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileTree;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads a workspace into a graph.
public final class Tracing {
  private final Host host;
  private final SpecTree tree;
  private final List<String> junitGlobs;

  private Tracing(Host host, SpecTree tree, List<String> junitGlobs) {
    this.host = host;
    this.tree = tree;
    this.junitGlobs = List.copyOf(junitGlobs);
  }

  /// @param junitGlobs of test reports, besides those that contexts name
  public static Tracing of(Host host, SpecTree tree, List<String> junitGlobs) {
    return new Tracing(host, tree, junitGlobs);
  }

  /// The graph of the whole workspace, read now.
  ///
  /// @param detailed the specs whose commits are asked for what they changed, which takes git far
  ///   longer
  public TraceGraph graph(Set<SpecId> detailed) throws InterruptedException {
    Catalog catalog = new Catalog();
    TraceGraph.Draft draft = new TraceGraph.Draft();
    FileTree below = FileTree.of(tree.specs());
    List<SpecEntry> specs = new DocumentsReader(tree, below, catalog, draft).read();
    if (catalog.isEmpty()) {
      return draft.finish(List.of());
    }
    Project project = Project.of(host, tree.workspace());
    ContextsReader contexts = new ContextsReader(tree, below, catalog, draft);
    contexts.read(specs);
    CommitsReader commits = new CommitsReader(project.repository(), catalog, draft);
    commits.read(contexts.sessions());
    FilesReader files =
        new FilesReader(project, catalog, draft, specs, contexts.delivered(), commits);
    files.read();
    TestCases cases = cases(contexts.globs());
    new TestsReader(tree.workspace(), catalog, draft, files).read(cases);
    commits.linkFiles(commits.of(detailed, draft));
    List<Problem> told = new ArrayList<>(files.told());
    told.addAll(cases.problems());
    return draft.finish(told);
  }

  private TestCases cases(Set<String> recorded) {
    Set<String> globs = new LinkedHashSet<>(junitGlobs);
    globs.addAll(recorded);
    return globs.isEmpty() ? TestCases.NONE : TestCases.read(tree.workspace(), List.copyOf(globs));
  }
}
