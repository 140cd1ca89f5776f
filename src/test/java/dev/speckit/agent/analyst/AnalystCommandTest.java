package dev.speckit.agent.analyst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.agent.AnswerReader;
import dev.speckit.agent.Prompt;
import dev.speckit.agent.PromptDocument;
import dev.speckit.agent.PromptInput;
import dev.speckit.agent.Subject;
import dev.speckit.command.Arguments;
import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AnalystCommandTest {
  @Test
  void a_prompt_is_answered_with_one_json_value() {
    String spec = "# Door\n\n## Requirements\n\n- **FR-1**: The door MUST lock.\n";
    String prompt =
        Prompt.render(
            new PromptInput(
                Subject.PLAN,
                "1001",
                "Door",
                List.of(new PromptDocument("spec", "specs/1000/1001/spec.md", spec)),
                List.of("FR-1")));
    Report report = run("analyst-requirements", prompt);
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(report.blocks())
        .singleElement()
        .isInstanceOfSatisfying(
            Block.Verbatim.class,
            block ->
                assertThat(AnswerReader.read(Subject.PLAN, block.text(), prompt))
                    .isInstanceOf(AnswerReader.Reading.Accepted.class));
  }

  @Test
  void what_is_no_prompt_ends_with_the_code_of_a_wrong_file() {
    assertThatThrownBy(() -> run("analyst-delivery", "hello"))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exit()).isEqualTo(ExitCode.INVALID));
  }

  @Test
  void an_unknown_analyst_ends_with_the_code_of_wrong_words() {
    assertThatThrownBy(() -> run("analyst-stars", "hello"))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exit()).isEqualTo(ExitCode.USAGE));
  }

  private static Report run(String name, String prompt) {
    AnalystCommand command =
        new AnalystCommand(
            () -> new ByteArrayInputStream(prompt.getBytes(StandardCharsets.UTF_8)),
            Path.of("/nowhere"));
    Arguments arguments = new Arguments(Map.of("name", List.of(name)));
    return command.run(new Call(arguments, Progress.silent(), Optional.empty()));
  }
}
