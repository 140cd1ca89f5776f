package dev.speckit.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Adapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ClaudeTest {
  private final Claude claude = new Claude();

  @Test
  void a_question_is_asked_with_reading_tools_and_without_settings() {
    Adapter.Invocation invocation = Asked.plain("claude").of(claude);

    assertThat(invocation.command())
        .containsExactly(
            "/bin/claude",
            "-p",
            "--output-format",
            "stream-json",
            "--verbose",
            "--no-session-persistence",
            "--strict-mcp-config",
            "--disable-slash-commands",
            "--restricted",
            "--permission-mode",
            "plan",
            "--tools",
            "Read,Grep,Glob",
            "--json-schema",
            "{\"type\":\"object\",\"properties\":{\"note\":{\"type\":\"string\"}}}");
    assertThat(invocation.files()).isEmpty();
  }

  @Test
  void work_may_edit_and_run_commands_but_follows_no_settings_of_the_repository() {
    Adapter.Invocation invocation = Asked.plain("claude").mode(Adapter.Mode.WRITE).of(claude);

    assertThat(invocation.command())
        .containsSequence(
            "--setting-sources",
            "user",
            "--permission-mode",
            "acceptEdits",
            "--allowedTools",
            "Bash")
        .doesNotContain("--restricted", "--tools");
  }

  @Test
  void the_model_is_named_when_one_is_chosen() {
    Adapter.Invocation invocation = Asked.plain("claude").model("claude-sonnet-4-5").of(claude);

    assertThat(Asked.after("--model", invocation)).contains("claude-sonnet-4-5");
  }

  @Test
  void telemetry_updates_and_retries_of_its_own_are_off() {
    assertThat(Asked.plain("claude").of(claude).environment())
        .containsEntry("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
        .containsEntry("DISABLE_TELEMETRY", "1")
        .containsEntry("DISABLE_ERROR_REPORTING", "1")
        .containsEntry("DISABLE_AUTOUPDATER", "1")
        .containsEntry("CLAUDE_CODE_MAX_RETRIES", "0")
        .doesNotContainKeys("ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY");
  }

  @Test
  void another_address_goes_into_the_environment() {
    assertThat(Asked.plain("claude").baseUrl("http://127.0.0.1:4010").of(claude).environment())
        .containsEntry("ANTHROPIC_BASE_URL", "http://127.0.0.1:4010");
  }

  @ParameterizedTest
  @EnumSource(Adapter.Mode.class)
  void permissions_are_never_skipped(Adapter.Mode mode) {
    assertThat(Asked.plain("claude").mode(mode).of(claude).command())
        .noneMatch(word -> word.contains("dangerously") || word.contains("bypassPermissions"));
  }
}
