package dev.speckit.spec.context;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a deliverable is, and under which heading of the context it is registered.
public enum DeliverableKind {
  SCRIPTS("scripts", "Scripts"),
  DOCS("docs", "Documentation"),
  CONFIG("config", "Configuration Files"),
  /// Code stays where the project has it, and is named by its path in the project.
  CODE("code", "Code Changes");

  private static final Map<String, DeliverableKind> BY_ENDING = new HashMap<>();

  static {
    List.of("sh", "bash", "zsh", "ps1", "bat").forEach(each -> BY_ENDING.put(each, SCRIPTS));
    List.of("md", "txt", "pdf", "rst", "adoc", "png", "jpg", "jpeg", "svg", "docx")
        .forEach(each -> BY_ENDING.put(each, DOCS));
    List.of("conf", "cfg", "ini", "toml", "yaml", "yml", "json", "properties", "service")
        .forEach(each -> BY_ENDING.put(each, CONFIG));
  }

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

  /// What a file most likely is; empty when its name says nothing, or it may as well be code.
  public static Optional<DeliverableKind> likely(String fileName) {
    String ending = fileName.substring(fileName.lastIndexOf('.') + 1);
    return Optional.ofNullable(BY_ENDING.get(ending.toLowerCase(Locale.ROOT)));
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
