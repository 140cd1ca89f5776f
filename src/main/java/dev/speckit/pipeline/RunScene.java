package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.candidate.Surroundings;
import dev.speckit.evidence.RunFolder;
import dev.speckit.host.Host;
import dev.speckit.run.Run;
import dev.speckit.run.Stage;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import java.nio.file.Path;
import java.util.Set;

/// Where a run plays: the workspace, the spec and the settings it keeps from its start to its end.
///
/// @param workspace absolute
/// @param watched whose output is shown while it comes
/// @param surroundings the repository that the workspace is in
record RunScene(
    Host host,
    Path workspace,
    SpecTree tree,
    SpecEntry spec,
    PipelineSettings settings,
    Set<AgentName> watched,
    Surroundings surroundings) {
  RunScene {
    watched = Set.copyOf(watched);
  }

  RunScene(
      Host host,
      Path workspace,
      SpecTree tree,
      SpecEntry spec,
      PipelineSettings settings,
      Set<AgentName> watched) {
    this(host, workspace, tree, spec, settings, watched, new Surroundings(host, workspace));
  }

  /// The same with the spec as it stands on disk now.
  RunScene again() {
    SpecTree now = SpecTree.open(workspace);
    SpecEntry again = now.find(spec.id().toString());
    return new RunScene(host, workspace, now, again, settings, watched, surroundings);
  }

  RunFolder folder(Run run) {
    return new RunFolder(workspace, run.id());
  }

  /// Where a stage's artefact stands, absolute.
  Path artifact(Stage stage) {
    return spec.artifact(stage.artifact());
  }

  String relative(Path file) {
    return workspace.relativize(file).toString().replace('\\', '/');
  }
}
