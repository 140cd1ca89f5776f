package dev.speckit.spec.deliverable;

import dev.speckit.host.Disk;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import java.nio.file.Path;

/// A workspace with an epic, a feature and two tasks.
final class Specs {
  private Specs() {}

  static SpecTree in(Path folder) {
    Disk.write(folder.resolve("specs/1000/epic.md"), "# Epic: Foundation\n\n**Type**: epic\n");
    Disk.write(folder.resolve("specs/1000/context.md"), context("Foundation", "epic"));
    feature(folder, 1001, "Cold Storage");
    feature(folder, 1002, "Other");
    for (int task : new int[] {1011, 1012}) {
      Path file = folder.resolve("specs/1000/1001/" + task + ".spec.md");
      Disk.write(file, "# Spec: Task " + task + "\n\n## Deliverables\n");
      Path context = folder.resolve("specs/1000/1001/" + task + ".context.md");
      Disk.write(context, context("Task " + task, task + ".spec"));
    }
    return SpecTree.open(folder);
  }

  static void feature(Path folder, int id, String title) {
    Path home = folder.resolve("specs/1000/" + id);
    Disk.write(
        home.resolve("spec.md"),
        """
        # Spec: %s

        **Type**: feature
        **Status**: planning

        ## Purpose
        Keep history cheaply.

        ## Requirements
        - **FR-001**: The system shall mount the share.

        ## Acceptance Criteria
        - [ ] **AC-1**: A file written is read back.

        ## Deliverables
        """
            .formatted(title));
    Disk.write(home.resolve("context.md"), context(title, "spec"));
  }

  static String context(String title, String spec) {
    return """
    # Context: %s

    **Spec**: [[%s|%s]]

    ## Summary
    No work recorded yet.

    ## Implementation Timeline

    ## Deliverables
    """
        .formatted(title, spec, title);
  }

  static SpecEntry find(SpecTree tree, int id) {
    return tree.find(Integer.toString(id));
  }
}
