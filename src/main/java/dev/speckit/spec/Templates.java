package dev.speckit.spec;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The first text of a spec and of its context. Nothing is made up: what nobody has said yet stands
/// as an open question.
public final class Templates {
  private static final String PLANNING = "planning";
  private static final Set<String> STATUSES =
      Set.of(PLANNING, "implementing", "completed", "blocked");

  private Templates() {}

  /// The first text of a context for a spec that has none.
  ///
  /// @param parent the spec's parent; empty for an epic
  /// @param now local time to the minute, such as `2026-11-21 14:05`
  public static String context(SpecEntry entry, Optional<SpecEntry> parent, String now) {
    String parentTitle = parent.map(SpecEntry::shownTitle).orElse(null);
    Filling filling = new Filling(entry.id(), entry.kind(), entry.shownTitle(), parentTitle, now);
    String status = entry.status().strip();
    return context(filling, STATUSES.contains(status) ? status : PLANNING);
  }

  /// What a template is filled with.
  ///
  /// @param parentTitle null for an epic
  record Filling(
      SpecId id, SpecKind kind, String title, @Nullable String parentTitle, String now) {}

  static String document(Filling filling) {
    String head =
        "# %s: %s\n\n**Type**: %s  \n**Status**: planning  \n%s**Context**: [[%s|Implementation Journal]]  \n**Created**: %s\n\n"
            .formatted(
                filling.kind() == SpecKind.EPIC ? "Epic" : "Spec",
                heading(filling.title()),
                filling.kind().word(),
                parentLine(filling),
                filling.kind() == SpecKind.TASK ? filling.id() + ".context" : "context",
                filling.now());
    return head
        + switch (filling.kind()) {
          case EPIC -> PURPOSE + "## Features\n\n" + DELIVERABLES;
          case FEATURE -> PURPOSE + REQUIREMENTS + CRITERIA + "## Tasks\n\n" + DELIVERABLES;
          case TASK -> PURPOSE + REQUIREMENTS + CRITERIA + DELIVERABLES;
        };
  }

  static String context(Filling filling) {
    return context(filling, PLANNING);
  }

  private static String context(Filling filling, String status) {
    String spec =
        switch (filling.kind()) {
          case EPIC -> "epic";
          case FEATURE -> "spec";
          case TASK -> filling.id() + ".spec";
        };
    return """
    # Context: %s

    **Spec**: [[%s|%s - %s]] \s
    %s**Status**: %s \s
    **Created**: %s \s
    **Updated**: %s

    ## Summary
    No work recorded yet.

    ## Implementation Timeline

    ## Deliverables
    """
        .formatted(
            heading(filling.title()),
            spec,
            filling.id(),
            label(filling.title()),
            parentLine(filling),
            status,
            filling.now(),
            filling.now());
  }

  /// The line by which a parent names its child.
  static String childLine(SpecKind kind, SpecId id, String title) {
    String target = kind == SpecKind.TASK ? id + ".spec" : id + "/spec";
    return "- [[" + target + "|" + label(title) + "]]";
  }

  private static String parentLine(Filling filling) {
    String parent = filling.parentTitle();
    if (parent == null) {
      return "";
    }
    String target = filling.kind() == SpecKind.TASK ? "spec" : "../epic";
    return "**Parent**: [[" + target + "|" + label(parent) + "]]  \n";
  }

  /// A title as the label of a link: what would end the link early is escaped.
  public static String label(String title) {
    return plain(title).replace("|", "\\|").replace("]]", "]&#93;").replace("[[", "[&#91;");
  }

  /// A title as a heading: what would be a link in it is escaped.
  private static String heading(String title) {
    return plain(title).replace("[[", "\\[\\[").replace("](", "\\](");
  }

  private static String plain(String title) {
    return title.replace("<!--", "&lt;!--");
  }

  private static final String PURPOSE =
      """
      ## Purpose
      [NEEDS CLARIFICATION: who needs this, and what for?]

      """;

  private static final String REQUIREMENTS =
      """
      ## Requirements
      [NEEDS CLARIFICATION: what must it do? One line each, such as `- **FR-001**: The system shall ...`]

      """;

  private static final String CRITERIA =
      """
      ## Acceptance Criteria
      [NEEDS CLARIFICATION: how is it proved? One box each, such as `- [ ] **AC-1**: ...`]

      """;

  private static final String DELIVERABLES = "## Deliverables\n";
}
