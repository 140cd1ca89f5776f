package dev.speckit.pipeline;

import dev.speckit.agent.Prompt;
import dev.speckit.agent.PromptDocument;
import dev.speckit.agent.PromptInput;
import dev.speckit.consensus.Demand;
import dev.speckit.host.Disk;
import dev.speckit.run.Part;
import dev.speckit.run.Stage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a part asks: one prompt, the same for every agent of its roster, and what it was made from.
///
/// @param key SHA-256 of the prompt: the same question has the same key, in every run
/// @param documents path to SHA-256
/// @param buildMillis how long it took to read the documents and make the prompt
record PartInput(String prompt, String key, Map<String, String> documents, long buildMillis) {

  /// Begins the path of what no file holds: facts that speckit found itself.
  static final String FACT = "fact:";

  /// Reads the documents as they stand now and makes the prompt.
  static PartInput of(RunScene scene, Part part) {
    return of(scene, part, List.of());
  }

  /// The same with facts.
  ///
  /// @param facts what speckit found itself; paths begin with [#FACT]
  static PartInput of(RunScene scene, Part part, List<PromptDocument> facts) {
    long before = System.nanoTime();
    List<PromptDocument> documents = new ArrayList<>();
    documents.add(new PromptDocument("spec", scene.spec().path(), scene.spec().document().text()));
    for (Stage stage : readable(part)) {
      Path file = scene.artifact(stage);
      if (Disk.isFile(file)) {
        documents.add(new PromptDocument(stage.word(), scene.relative(file), Disk.readText(file)));
      }
    }
    documents.addAll(facts);
    String prompt =
        Prompt.render(
            new PromptInput(
                part.subject(),
                scene.spec().id().toString(),
                scene.spec().document().title(),
                documents,
                demands(scene)));
    Map<String, String> hashes = new LinkedHashMap<>();
    for (PromptDocument document : documents) {
      hashes.put(document.path(), sha256(document.text()));
    }
    String key = sha256(prompt);
    long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
    return new PartInput(prompt, key, hashes, millis);
  }

  private static List<String> demands(RunScene scene) {
    return Demand.of(scene.spec().document().requirements(), scene.spec().document().criteria())
        .stream()
        .map(Demand::id)
        .toList();
  }

  /// The stage's own work and the gates before it read what earlier stages wrote; a gate after it
  /// reads what it wrote itself as well.
  static List<Stage> readable(Part part) {
    List<Stage> stages = new ArrayList<>(part.stage().reads());
    if (part.stage().gatesAfter().contains(part.subject())) {
      stages.add(part.stage());
    }
    return stages;
  }

  private static String sha256(String text) {
    return Disk.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
