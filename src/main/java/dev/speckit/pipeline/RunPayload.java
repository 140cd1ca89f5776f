package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Prompt;
import dev.speckit.agent.PromptDocument;
import dev.speckit.agent.PromptInput;
import dev.speckit.host.Disk;
import dev.speckit.run.Part;
import dev.speckit.run.Stage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a run works on, as one hash: two runs with the same one would do the same.
final class RunPayload {
  private RunPayload() {}

  /// SHA-256 of the spec's text, the stages, the rosters, and what speckit's own prompts say.
  static String of(RunScene scene, Stage from, Stage to, Map<Stage, String> skipped) {
    StringBuilder text = new StringBuilder();
    text.append(scene.spec().path()).append('\n');
    text.append(from).append(' ').append(to).append('\n');
    new TreeMap<>(skipped).forEach((stage, why) -> text.append(stage).append(why).append('\n'));
    List<PromptDocument> documents =
        List.of(new PromptDocument("spec", scene.spec().path(), scene.spec().document().text()));
    for (Part part : Part.order(from, to)) {
      List<String> roster =
          scene.settings().rosters().roster(part.subject()).stream().map(AgentName::value).toList();
      String prompt =
          Prompt.render(
              new PromptInput(
                  part.subject(),
                  scene.spec().id().toString(),
                  scene.spec().document().title(),
                  documents,
                  List.of()));
      text.append(part).append(roster).append(sha256(prompt)).append('\n');
    }
    text.append(scene.settings().rosters().requiredPart())
        .append('/')
        .append(scene.settings().rosters().requiredWhole());
    if (scene.settings().rosters().secondRound()) {
      text.append(" second round");
    }
    return sha256(text.toString());
  }

  private static String sha256(String text) {
    return Disk.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
