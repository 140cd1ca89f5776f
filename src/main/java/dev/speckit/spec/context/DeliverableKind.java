package dev.speckit.spec.context;

import java.util.Optional;

/// What a deliverable is, and under which heading of the context it is registered.
public enum DeliverableKind {
  SCRIPTS("scripts", "Scripts"),
  DOCS("docs", "Documentation"),
  CONFIG("config", "Configuration Files"),
  /// Code stays where the project has it, and is named by its path in the project.
  CODE("code", "Code Changes");

  private final String word;
  private final String heading;

  DeliverableKind(String word, String heading) {
    this.word = word;
    this.heading = heading;
  }

  /// The word on the command line, which is the folder's name below `deliverables/` too.
  public String word() {
    return word;
  }

  /// The text of its heading in the context.
  public String heading() {
    return heading;
  }

  /// @param word in any case
  public static Optional<DeliverableKind> of(String word) {
    for (DeliverableKind kind : values()) {
      if (kind.word.equalsIgnoreCase(word.strip())) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
