package dev.speckit.trace;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.GitHistory;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.link.LinkedDocument;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a file was made for.
///
/// @param path relative to the workspace
/// @param isPresent whether it is there now
/// @param isKnownToGit whether a commit ever changed it
/// @param now where the file that stood there is today, when it was renamed
/// @param document of which spec it is a document, context or artefact
/// @param traced the specs that its trace-back comments name
/// @param specs all that know it in any way
/// @param commits that changed it, newest first, of any spec or none
record FileTrace(
    TraceGraph graph,
    String path,
    boolean isPresent,
    boolean isKnownToGit,
    Optional<String> now,
    Optional<SpecId> document,
    Set<SpecId> traced,
    Set<SpecId> specs,
    List<Change> commits) {

  /// A commit that changed the file.
  ///
  /// @param specs it belongs to
  record Change(String hash, String subject, Set<SpecId> specs) {}

  Optional<TraceItem> item() {
    return graph.find("file:" + path);
  }

  /// @throws Failure.Usage when the path is none of a file that is or was in the workspace
  static FileTrace of(Host host, SpecTree tree, Tracing tracing, Path file)
      throws InterruptedException {
    Path workspace = tree.workspace();
    AskedFile.refuseOutside(workspace, file);
    Project project = Project.of(host, workspace);
    String path = SpecEntry.relative(workspace, file);
    AskedFile asked = AskedFile.of(project, path);
    Tracing.Read read =
        tracing.read(
            Set.of(), Map.of(path, asked.commits().stream().map(GitHistory.Commit::hash).toList()));
    List<Change> commits =
        asked.commits().stream()
            .map(each -> new Change(each.hash(), each.subject(), read.owners(each.hash())))
            .toList();
    boolean present = Disk.isFile(file);
    FileTrace trace = of(read.graph(), workspace, path, present, asked.now(), commits);
    if (!Disk.isLink(file) && !present && !asked.isKnown() && trace.specs().isEmpty()) {
      throw asked.unknown(project);
    }
    return trace;
  }

  private static FileTrace of(
      TraceGraph graph,
      Path workspace,
      String path,
      boolean present,
      Optional<String> now,
      List<Change> commits) {
    Map<String, SpecId> documents = new HashMap<>();
    graph.specs().forEach(each -> documents.put(each.path(), each.id()));
    Set<SpecId> traced =
        present
            ? FilesReader.traced(
                path, Disk.readHead(workspace.resolve(path), LinkedDocument.HEAD_BYTES), documents)
            : Set.of();
    Optional<SpecId> document = document(graph, path);
    Set<SpecId> specs = new LinkedHashSet<>(traced);
    document.ifPresent(specs::add);
    commits.forEach(each -> specs.addAll(each.specs()));
    graph
        .find("file:" + path)
        .ifPresent(item -> {
          for (TraceLink link : graph.back(item)) {
            ofItem(graph, link.from(), specs);
          }
          for (TraceLink link : graph.forward(item)) {
            ofItem(graph, link.to(), specs);
          }
        });
    return new FileTrace(
        graph, path, present, !commits.isEmpty(), now, document, traced, specs, commits);
  }

  private static void ofItem(TraceGraph graph, TraceItem item, Set<SpecId> specs) {
    switch (item) {
      case TraceItem.Demand each -> specs.add(each.spec());
      case TraceItem.Task each -> specs.add(each.spec());
      case TraceItem.Session each -> specs.add(each.spec());
      case TraceItem.Deliverable each -> specs.add(each.spec());
      case TraceItem.Commit each ->
          graph.back(each).stream()
              .map(TraceLink::from)
              .filter(from -> !(from instanceof TraceItem.Commit))
              .forEach(from -> ofItem(graph, from, specs));
      case TraceItem.SourceFile _, TraceItem.Test _ -> {}
    }
  }

  /// A document stands beside its spec's, or has the task's id before its name.
  private static Optional<SpecId> document(TraceGraph graph, String path) {
    if (!Project.isSpecDocument(path)) {
      return Optional.empty();
    }
    int slash = path.lastIndexOf('/');
    String folder = path.substring(0, slash + 1);
    String name = path.substring(slash + 1);
    Optional<SpecId> found = Optional.empty();
    for (TracedSpec spec : graph.specs()) {
      boolean beside =
          spec.path().startsWith(folder) && spec.path().indexOf('/', folder.length()) < 0;
      boolean task = spec.path().endsWith(".spec.md");
      if (beside && (task ? name.startsWith(spec.id() + ".") : found.isEmpty())) {
        found = Optional.of(spec.id());
      }
    }
    return found;
  }
}
