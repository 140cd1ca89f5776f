package dev.speckit.pipeline;

import dev.speckit.consensus.Demand;
import dev.speckit.spec.SpecDocument;
import java.util.List;

/// What a run's decisions and artefacts take from its spec, as it stood when they were made.
///
/// @param title empty for a document without one
/// @param link from an artefact to the spec, which stands beside it
/// @param demands requirements and criteria
public record SpecSeen(String title, String link, List<Demand> demands) {
  public SpecSeen {
    demands = List.copyOf(demands);
  }

  public static SpecSeen of(RunScene scene) {
    return of(scene.spec().id().toString(), scene.spec().document());
  }

  /// @param id of the spec
  /// @param document named by its path
  public static SpecSeen of(String id, SpecDocument document) {
    String file = document.name().substring(document.name().lastIndexOf('/') + 1);
    String target = file.endsWith(".md") ? file.substring(0, file.length() - 3) : file;
    return new SpecSeen(
        document.title(),
        "[[" + target + "|" + id + "]]",
        Demand.of(document.requirements(), document.criteria()));
  }
}
