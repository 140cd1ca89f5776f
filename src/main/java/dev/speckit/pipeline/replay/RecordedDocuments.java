package dev.speckit.pipeline.replay;

import dev.speckit.agent.Prompt;
import dev.speckit.agent.PromptDocument;
import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The documents that the recorded prompts of a run hold, by their SHA-256: what agents read, even
/// when the files have changed since.
final class RecordedDocuments {
  private static final String PROMPT = "prompt.md";

  private final Map<String, String> texts;

  private RecordedDocuments(Map<String, String> texts) {
    this.texts = Map.copyOf(texts);
  }

  /// Reads prompts until every document that the journal names is found, or none is left. A text
  /// counts only when it has the hash that the journal says.
  static RecordedDocuments of(Path workspace, List<Run.Recorded> journal) {
    Map<String, Set<String>> wanted = new HashMap<>();
    Map<String, String> texts = new HashMap<>();
    for (Run.Recorded recorded : journal) {
      switch (recorded.event()) {
        case RunEvent.PartEntered entered ->
            wanted.put(entered.input(), new HashSet<>(entered.documents().values()));
        case RunEvent.AttemptStarted attempt -> {
          Set<String> missing = wanted.getOrDefault(attempt.input(), Set.of());
          if (!texts.keySet().containsAll(missing)) {
            for (PromptDocument document : documents(workspace, attempt.folder())) {
              String sha256 = Disk.sha256(document.text().getBytes(StandardCharsets.UTF_8));
              if (missing.contains(sha256)) {
                texts.put(sha256, document.text());
              }
            }
          }
        }
        default -> {}
      }
    }
    return new RecordedDocuments(texts);
  }

  private static List<PromptDocument> documents(Path workspace, String folder) {
    try {
      Path file = workspace.resolve(folder).resolve(PROMPT);
      return Disk.isFile(file) ? Prompt.documents(Disk.readText(file)) : List.of();
    } catch (Failure.Invalid | Failure.Unavailable | InvalidPathException _) {
      return List.of();
    }
  }

  Optional<String> text(String sha256) {
    return Optional.ofNullable(texts.get(sha256));
  }
}
