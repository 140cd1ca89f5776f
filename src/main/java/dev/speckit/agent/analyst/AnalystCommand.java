package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer;
import dev.speckit.agent.AnswerJson;
import dev.speckit.agent.Prompt;
import dev.speckit.agent.PromptDocument;
import dev.speckit.agent.Subject;
import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// `analyst NAME`: the prompt on standard input, one JSON answer on standard output.
public final class AnalystCommand implements Command {
  /// A prompt holds a spec and its plan; what is longer was not made by us.
  private static final int PROMPT_MAX = 64 << 20;

  private final Supplier<InputStream> input;
  private final Path workspace;

  /// @param input standard input
  /// @param workspace the folder that it was started in
  public AnalystCommand(Supplier<InputStream> input, Path workspace) {
    this.input = input;
    this.workspace = workspace.toAbsolutePath().normalize();
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("analyst", "Answer a prompt by rules")
        .parameters(
            Parameter.choice(
                "name",
                "Which analyst answers",
                Arrays.stream(Analyst.values()).map(Analyst::agent).toList()))
        .asHidden();
  }

  @Override
  public Report run(Call call) {
    String name = call.arguments().get("name");
    Analyst analyst =
        Analyst.named(name)
            .orElseThrow(() ->
                new Failure.Usage(
                    Problem.of("unknown-analyst", "there is no analyst named " + name)
                        .remedy(
                            "use one of analyst-requirements, analyst-consistency,"
                                + " analyst-delivery")));
    String prompt = prompt();
    Subject asked =
        Prompt.subject(prompt)
            .orElseThrow(() -> unreadable("standard input does not say what is asked for"));
    List<PromptDocument> given = Prompt.documents(prompt);
    if (given.isEmpty()) {
      throw unreadable("standard input holds no document");
    }
    Answer answer = Analysis.answer(workspace, analyst, asked, given);
    return Report.of(Json.fields(), new Block.Verbatim(AnswerJson.write(answer).writeIndented()));
  }

  private String prompt() {
    try (InputStream in = input.get()) {
      byte[] bytes = in.readNBytes(PROMPT_MAX + 1);
      if (bytes.length > PROMPT_MAX) {
        throw unreadable("standard input is longer than 64 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw unreadable("standard input cannot be read: " + failure.getMessage());
    }
  }

  private static Failure unreadable(String message) {
    return new Failure.Invalid(
        Problem.of("unreadable-prompt", message)
            .at("standard input")
            .remedy("give a prompt as `speckit run` makes it"));
  }
}
