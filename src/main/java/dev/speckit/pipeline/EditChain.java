package dev.speckit.pipeline;

import dev.speckit.run.Checkpoint;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether a document reads otherwise than when a part was asked only because of answers to
/// questions that came at the part or after it: then nobody who answered has to be asked again.
///
/// @param asked by question, the checkpoint that asked it
record EditChain(Run run, Map<String, Checkpoint> asked) {

  static EditChain of(Run run, List<AskedQuestion> questions) {
    Map<String, Checkpoint> asked = new java.util.HashMap<>();
    for (AskedQuestion question : questions) {
      question.checkpoint().ifPresent(checkpoint -> asked.put(question.id(), checkpoint));
    }
    return new EditChain(run, asked);
  }

  /// @param entered SHA-256 of the document when the part was asked
  /// @param now its SHA-256 now
  boolean explains(Part part, String path, String entered, String now) {
    String hash = entered;
    if (hash.equals(now)) {
      return true;
    }
    boolean only = true;
    for (Run.Edit edit : run.edits()) {
      RunEvent.Edited done = edit.done();
      if (done != null && done.path().equals(path) && done.before().equals(hash)) {
        hash = done.after();
        only &= isAtOrAfter(done.question(), part);
      }
    }
    return only && hash.equals(now);
  }

  /// The same for all documents of a part. Only those who answered count: whoever is asked again is
  /// asked about the text as it is now.
  boolean explains(Run.PartState state, Map<String, String> documents) {
    Map<String, String> entered = state.entered().documents();
    return state.decided() != null
        && state.decided().passes()
        && entered.keySet().equals(documents.keySet())
        && !entered.equals(documents)
        && entered.entrySet().stream()
            .allMatch(document ->
                explains(
                    state.entered().part(),
                    document.getKey(),
                    document.getValue(),
                    documents.getOrDefault(document.getKey(), "")));
  }

  private boolean isAtOrAfter(String question, Part part) {
    List<Part> order = Part.order(Stage.PLAN, Stage.UNLOCK);
    return Optional.ofNullable(asked.get(question)).stream()
        .flatMap(checkpoint -> checkpoint.gates().stream())
        .anyMatch(gate -> order.indexOf(gate) >= order.indexOf(part));
  }
}
