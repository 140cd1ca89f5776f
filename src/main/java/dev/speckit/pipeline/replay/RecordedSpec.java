package dev.speckit.pipeline.replay;

import dev.speckit.pipeline.SpecSeen;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.spec.SpecDocument;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The spec of a run as it stood at each moment. A process of speckit reads it once: all that
/// happens between a start or resume and the next one sees the same text.
final class RecordedSpec {
  private final List<Run.Recorded> journal;
  private final RecordedDocuments documents;
  private final String path;
  private final String id;
  private @Nullable String sha256;

  /// @param path of the spec's document, as the run's prompts name it
  RecordedSpec(List<Run.Recorded> journal, RecordedDocuments documents, String path, String id) {
    this.journal = journal;
    this.documents = documents;
    this.path = path;
    this.id = id;
  }

  /// Goes on to an event of the journal.
  ///
  /// @param index 0-based
  void reach(int index) {
    switch (journal.get(index).event()) {
      case RunEvent.Started _, RunEvent.Resumed _ -> sha256 = entered(index + 1).orElse(sha256);
      case RunEvent.PartEntered entered -> sha256 = entered.documents().getOrDefault(path, sha256);
      case RunEvent.Edited edited when edited.path().equals(path) -> sha256 = edited.after();
      default -> {}
    }
  }

  /// What the first part says that is entered before the next resume.
  private Optional<String> entered(int from) {
    for (Run.Recorded recorded : journal.subList(from, journal.size())) {
      if (recorded.event() instanceof RunEvent.Resumed) {
        return Optional.empty();
      }
      if (recorded.event() instanceof RunEvent.PartEntered entered) {
        return Optional.ofNullable(entered.documents().get(path));
      }
    }
    return Optional.empty();
  }

  /// Empty when no recorded prompt holds the text.
  Optional<SpecSeen> seen() {
    return Optional.ofNullable(sha256)
        .flatMap(documents::text)
        .map(text -> SpecSeen.of(id, SpecDocument.parse(path, text)));
  }
}
