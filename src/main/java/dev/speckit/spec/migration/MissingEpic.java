package dev.speckit.spec.migration;

import java.nio.file.Path;

/// The first text of an epic, and of its context, that specs need and nobody wrote.
final class MissingEpic {
  private MissingEpic() {}

  /// @param file `epic.md` or `context.md` in the epic's folder
  static String text(Path file, String now) {
    String id = Standing.name(Standing.folderOf(file));
    return Standing.name(file).equals("epic.md") ? document(id, now) : context(id, now);
  }

  private static String document(String id, String now) {
    return """
    # Epic: %s

    **Type**: epic \s
    **Status**: planning \s
    **Context**: [[context|Implementation Journal]] \s
    **Created**: %s

    ## Purpose
    [NEEDS CLARIFICATION: who needs this, and what for?]

    ## Features

    ## Deliverables
    """
        .formatted(id, now);
  }

  private static String context(String id, String now) {
    return """
    # Context: %s

    **Spec**: [[epic|%s - %s]] \s
    **Status**: planning \s
    **Created**: %s \s
    **Updated**: %s

    ## Summary
    No work recorded yet.

    ## Implementation Timeline

    ## Deliverables
    """
        .formatted(id, id, id, now, now);
  }
}
