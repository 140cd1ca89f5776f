package dev.speckit.spec.deliverable;

import java.nio.file.Path;

/// The folder of a spec's deliverables; the tasks of a feature share that of the feature.
final class DeliverableFolder {
  private DeliverableFolder() {}

  /// @param document the spec's document
  static Path of(Path document) {
    return document.resolveSibling("deliverables");
  }
}
