package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.agent.PromptDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What unlock asks. Read from the results that the documents of earlier stages state.
final class Releasing {
  private static final int REASON_MAX = 1_000;

  private Releasing() {}

  static Answer.Unlock unlock(List<PromptDocument> documents) {
    List<String> against = new ArrayList<>();
    if (CheckWords.failed(documents)) {
      against.add("A check of the project did not pass.");
    }
    line(documents, "validate", "**Not met.**").ifPresent(against::add);
    line(documents, "audit", "**Not passed.**")
        .ifPresent(_ -> against.add("The audit found something critical."));
    if (!has(documents, "validate") && !has(documents, "checks")) {
      against.add("No document shows that the requirements are met.");
    }
    return against.isEmpty()
        ? new Answer.Unlock(
            Vote.PASS,
            List.of(
                "By rule: no document names a failed check, a requirement that is not met or a"
                    + " critical finding."))
        : new Answer.Unlock(Vote.FAIL, against);
  }

  private static boolean has(List<PromptDocument> documents, String name) {
    return documents.stream().anyMatch(document -> document.name().equals(name));
  }

  private static Optional<String> line(
      List<PromptDocument> documents, String name, String beginning) {
    return documents.stream()
        .filter(document -> document.name().equals(name))
        .flatMap(document -> document.text().lines())
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.replace("*", ""))
        .map(line -> line.length() > REASON_MAX ? line.substring(0, REASON_MAX) : line)
        .findFirst();
  }
}
