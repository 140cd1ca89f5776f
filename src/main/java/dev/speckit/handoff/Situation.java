package dev.speckit.handoff;

import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.TaskBox;
import dev.speckit.spec.context.ContextDocument;
import java.util.List;
import java.util.Optional;

/// All that files and git tell of a spec.
///
/// @param gitFailed whether there is a repository that git cannot read
/// @param unread why the context cannot be read; empty when it can, and when there is none
/// @param now local time to the minute, such as `2026-11-21 14:05`
/// @param issues lines of Markdown
/// @param below how many issues stand open in specs below, as lines of Markdown
record Situation(
    SpecEntry entry,
    Family family,
    ContextDocument context,
    List<TaskBox> tasks,
    Optional<GitFacts> git,
    boolean gitFailed,
    Optional<Problem> unread,
    List<Verification> verifications,
    List<String> issues,
    List<String> below,
    NextItem next,
    String now) {

  /// What comes from elsewhere than documents.
  ///
  /// @param written whether the hand-off itself becomes a file
  record Given(
      Optional<GitFacts> git,
      boolean gitFailed,
      List<OpenQuestion> questions,
      List<ProjectCheck> checks,
      List<Problem> unproven,
      String now,
      boolean written) {}

  static Situation of(SpecTree tree, SpecEntry entry, Given given) {
    Family family = Family.of(tree);
    ContextDocument context = context(tree, entry);
    Optional<Problem> unread = Unread.of(tree, entry.contextPath());
    List<TaskBox> tasks = TaskBox.of(tree, entry);
    List<String> issues = OpenIssues.of(entry, context, given.questions(), given.unproven());
    List<String> below =
        family.below(entry).stream()
            .flatMap(child -> OpenIssues.unresolved(child, context(tree, child)).stream())
            .toList();
    return new Situation(
        entry,
        family,
        context,
        tasks,
        given.git(),
        given.gitFailed(),
        unread,
        Verification.of(
            entry, family.standing(entry), given.git(), given.written(), context, given.checks()),
        issues,
        below,
        unread
            .map(NextItem::afterMending)
            .orElseGet(() ->
                NextItem.of(
                    entry,
                    context,
                    family.children(entry),
                    tasks,
                    given.git().isPresent(),
                    !issues.isEmpty() || !below.isEmpty())),
        given.now());
  }

  /// One that is not there, or cannot be read, tells nothing.
  private static ContextDocument context(SpecTree tree, SpecEntry entry) {
    String name = SpecEntry.relative(entry.workspace(), entry.contextPath());
    boolean there = Disk.exists(entry.contextPath());
    return ContextDocument.of(name, there ? tree.readText(entry.contextPath()).text() : "");
  }
}
