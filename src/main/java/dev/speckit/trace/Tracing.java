package dev.speckit.trace;

import dev.speckit.checks.TestCases;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileTree;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads a workspace into a graph.
public final class Tracing {
  private final Host host;
  private final SpecTree tree;
  private final List<String> junitGlobs;
  private final Set<String> asked;

  private Tracing(Host host, SpecTree tree, List<String> junitGlobs, Set<String> asked) {
    this.host = host;
    this.tree = tree;
    this.junitGlobs = List.copyOf(junitGlobs);
    this.asked = Set.copyOf(asked);
  }

  /// @param junitGlobs of test reports, besides those that contexts name
  public static Tracing of(Host host, SpecTree tree, List<String> junitGlobs) {
    return new Tracing(host, tree, junitGlobs, Set.of());
  }

  /// The same with patterns that a person asked for: one that matches nothing is told.
  Tracing asking(List<String> globs) {
    return new Tracing(host, tree, globs, Set.copyOf(globs));
  }

  /// The graph of the whole workspace, read now.
  ///
  /// @param detailed the specs whose commits are asked for what they changed, which takes git far
  ///   longer
  public TraceGraph graph(Set<SpecId> detailed) throws InterruptedException {
    return read(detailed, Map.of()).graph();
  }

  /// A graph, and whose commits are.
  record Read(TraceGraph graph, Function<String, Set<SpecId>> byHash) {
    Set<SpecId> owners(String hash) {
      return byHash.apply(hash);
    }
  }

  /// @param changed which commits changed a file, by its path, besides those that are looked up
  Read read(Set<SpecId> detailed, Map<String, List<String>> changed) throws InterruptedException {
    Catalog catalog = new Catalog();
    TraceGraph.Draft draft = new TraceGraph.Draft();
    FileTree below = FileTree.of(tree.specs());
    DocumentsReader documents = new DocumentsReader(tree, below, catalog, draft);
    List<SpecEntry> specs = documents.read();
    Project project = Project.of(host, tree.workspace());
    project.problems().forEach(each -> draft.tell(each, Set.of()));
    ContextsReader contexts = new ContextsReader(tree, below, catalog, draft);
    contexts.read(specs);
    CommitsReader commits = new CommitsReader(project.repository(), catalog, draft);
    commits.read(contexts.sessions(), documents.below());
    FilesReader files =
        new FilesReader(project, catalog, draft, specs, contexts.delivered(), commits);
    List<TraceGraph.Told> told = new ArrayList<>();
    if (!catalog.isEmpty()) {
      files.read();
      TestCases cases = cases(contexts.globs(), told, ids(specs));
      new TestsReader(tree.workspace(), catalog, draft, files).read(cases);
      // Names of test cases are resolved there too.
      told.addAll(0, files.told());
    }
    commits.linkFiles(commits.of(detailed, draft));
    changed.forEach(commits::linkFile);
    return new Read(draft.finish(told), commits::owners);
  }

  private static Set<SpecId> ids(List<SpecEntry> specs) {
    return specs.stream().map(SpecEntry::id).collect(Collectors.toSet());
  }

  /// A pattern in a context may be anything; one that is given must be right.
  private TestCases cases(Set<String> recorded, List<TraceGraph.Told> told, Set<SpecId> specs) {
    Set<String> globs = new LinkedHashSet<>(junitGlobs);
    for (String each : recorded) {
      try {
        globs.add(TestCases.sound(each));
      } catch (Failure.Usage failure) {
        failure.problems().forEach(problem -> told.add(new TraceGraph.Told(problem, Set.of())));
      }
    }
    if (globs.isEmpty()) {
      return TestCases.NONE;
    }
    TestCases cases = TestCases.read(tree.workspace(), List.copyOf(globs));
    cases.contradictions().forEach(each -> told.add(new TraceGraph.Told(each, Set.of())));
    for (String each : cases.unmatched()) {
      if (asked.contains(each)) {
        Problem problem =
            Problem.of("no-report", "no test report matches the pattern")
                .at(each)
                .remedy("run the tests first, or mend the pattern");
        told.add(new TraceGraph.Told(problem, specs));
      }
    }
    cases.problems().forEach(each -> told.add(new TraceGraph.Told(each, Set.of())));
    return cases;
  }
}
