package dev.speckit.spec.lint;

import dev.speckit.command.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A workspace in which all rules find nothing at all: an epic, two features of which one depends
/// on the other, a task, and a completed feature with what it delivered.
final class CleanTree {
  static final String EPIC = "specs/1000/epic.md";
  static final String SPEC = "specs/1000/1001/spec.md";
  static final String CONTEXT = "specs/1000/1001/context.md";
  static final String TASK = "specs/1000/1001/1011.spec.md";
  static final String OTHER = "specs/1000/1002/spec.md";
  static final String OTHER_CONTEXT = "specs/1000/1002/context.md";
  static final String SCRIPT = "specs/1000/1002/deliverables/scripts/open.sh";

  private static final String EPIC_TEXT =
      """
      # Epic: Doors

      **Type**: epic
      **Status**: implementing
      **Context**: [[context|Journal]]
      **Created**: 2026-01-31 14:05

      ## Purpose
      Doors that lock.

      ## Features
      - [[1001/spec|Locks]]
      - [[1002/spec|Keys]]
      """;
  private static final String SPEC_TEXT =
      """
      # Spec: Locks

      **Type**: feature
      **Status**: implementing
      **Parent**: [[../epic|Doors]]
      **Context**: [[context|Journal]]

      ## Purpose
      Nobody enters at night.

      ## Requirements
      - **FR-1**: The door MUST lock within 5 seconds.
      - **FR-2**: The lamp MUST glow red.

      ## Non-goals
      - Windows.

      ## Dependencies
      - [[../1002/spec|Keys]]

      ## Acceptance Criteria
      - [x] **AC-1**: The door locks within 5 seconds.
      - [ ] **AC-2**: The lamp glows red.

      ## Tasks
      - [[1011.spec|Bolt]]
      """;
  private static final String TASK_TEXT =
      """
      # Spec: Bolt

      **Type**: task
      **Status**: planning
      **Parent**: [[spec|Locks]]
      **Context**: [[1011.context|Journal]]

      ## Requirements
      - **FR-1**: The bolt MUST slide by 2 cm.

      ## Non-goals
      - Rust.

      ## Acceptance Criteria
      - [ ] **AC-1**: The bolt slides by 2 cm.
      """;
  private static final String OTHER_TEXT =
      """
      # Spec: Keys

      **Type**: feature
      **Status**: completed
      **Parent**: [[../epic|Doors]]
      **Context**: [[context|Journal]]
      **Aliases**: K-1

      ## Requirements
      - **FR-1**: The key MUST turn.

      ## Non-goals
      - Codes.

      ## Deliverables
      - [[deliverables/scripts/open.sh]]

      ## Acceptance Criteria
      - [x] **AC-1**: The key turns.
      """;
  private static final String OTHER_CONTEXT_TEXT =
      """
      # Context: Keys

      **Spec**: [[spec|Keys]]
      **Status**: completed

      ## Summary
      Done.

      ## Deliverables

      ### Scripts
      - [[deliverables/scripts/open.sh]]

      ## Dependencies Delivered To

      ### Downstream Specs
      - [[../1001/spec|Locks]]
      """;
  private static final String SCRIPT_TEXT =
      """
      #!/bin/sh
      # Spec: [[../../spec]]
      # Context: [[../../context]]
      true
      """;

  private final LintWorkspace workspace;

  private CleanTree(LintWorkspace workspace) {
    this.workspace = workspace;
  }

  static CleanTree in(Path folder) throws IOException {
    return in(new LintWorkspace(folder, ""));
  }

  /// Whose findings are remembered, beside the folder, and believed at once.
  static CleanTree remembered(Path folder) throws IOException {
    LintWorkspace workspace = new LintWorkspace(folder, "build");
    workspace.ahead = Duration.ofHours(1);
    return in(workspace);
  }

  private static CleanTree in(LintWorkspace workspace) throws IOException {
    workspace.write(EPIC, EPIC_TEXT);
    workspace.write(SPEC, SPEC_TEXT);
    workspace.write(TASK, TASK_TEXT);
    workspace.write(
        "specs/1000/1001/1011.context.md", LintWorkspace.context("1011.spec", "planning"));
    workspace.write(OTHER, OTHER_TEXT);
    workspace.write(OTHER_CONTEXT, OTHER_CONTEXT_TEXT);
    workspace.write(SCRIPT, SCRIPT_TEXT);
    return new CleanTree(workspace);
  }

  Path path(String name) {
    return workspace.folder.resolve(name);
  }

  String read(String name) throws IOException {
    return workspace.read(name);
  }

  void write(String name, String text) throws IOException {
    workspace.write(name, text);
  }

  void bytes(String name, byte[] bytes) throws IOException {
    Files.createDirectories(path(name).getParent());
    Files.write(path(name), bytes);
  }

  /// @throws AssertionError when there is nothing to replace: the test would plant nothing
  void replace(String name, String old, String now) throws IOException {
    String before = read(name);
    if (!before.contains(old)) {
      throw new AssertionError(name + " does not hold: " + old);
    }
    write(name, before.replace(old, now));
  }

  /// With the rules of quality, as the program runs it.
  Report check(String... words) throws InterruptedException {
    return workspace.check(WordingFindings::of, words);
  }
}
