package dev.speckit.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Adapter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CodexTest {
  private final Codex codex = new Codex();

  @Test
  void a_question_with_a_key_goes_to_the_makers_address_without_retries() {
    assertThat(Asked.plain("codex").of(codex).command())
        .containsExactly(
            "/bin/codex",
            "exec",
            "--json",
            "--skip-git-repo-check",
            "--ephemeral",
            "--ignore-user-config",
            "--ignore-rules",
            "--color",
            "never",
            "--disable",
            "plugins",
            "--disable",
            "hooks",
            "-s",
            "read-only",
            "--output-schema",
            "/scratch/schema.json",
            "-c",
            "analytics.enabled=false",
            "-c",
            "check_for_update_on_startup=false",
            "-c",
            "otel.exporter=\"none\"",
            "-c",
            "model_provider=\"speckit\"",
            "-c",
            "model_providers.speckit={name=\"speckit\",base_url=\"https://api.openai.com/v1\","
                + "wire_api=\"responses\",request_max_retries=0,stream_max_retries=0,"
                + "env_key=\"OPENAI_API_KEY\"}",
            "-");
  }

  @ParameterizedTest
  @CsvSource({"READ_ONLY, read-only", "WRITE, workspace-write"})
  void the_sandbox_follows_the_mode(Adapter.Mode mode, String sandbox) {
    Adapter.Invocation invocation = Asked.plain("codex").mode(mode).of(codex);

    assertThat(Asked.after("-s", invocation)).contains(sandbox);
    assertThat(invocation.command()).noneMatch(word -> word.contains("dangerously"));
  }

  @Test
  void a_sign_in_is_used_with_the_programs_own_provider_and_home() {
    Adapter.Invocation invocation = Asked.plain("codex").signedIn().of(codex);

    assertThat(invocation.command()).noneMatch(word -> word.startsWith("model_provider"));
    assertThat(invocation.environment()).containsOnlyKeys("TMPDIR");
    assertThat(invocation.files())
        .containsOnlyKeys(Path.of("/scratch/schema.json"), Path.of("/scratch/tmp/.folder"));
  }

  @Test
  void another_address_needs_no_key_and_is_written_as_a_text() {
    assertThat(
            Asked.plain("codex")
                .signedIn()
                .baseUrl("http://127.0.0.1:4010/v1\",x=\"")
                .of(codex)
                .command())
        .contains(
            "model_providers.speckit={name=\"speckit\","
                + "base_url=\"http://127.0.0.1:4010/v1\\\",x=\\\"\",wire_api=\"responses\","
                + "request_max_retries=0,stream_max_retries=0}");
  }

  @Test
  void a_key_brings_a_home_of_its_own_that_stands_before_the_start() {
    Adapter.Invocation invocation = Asked.plain("codex").of(codex);

    assertThat(invocation.environment())
        .containsEntry("CODEX_HOME", "/scratch/home/.codex")
        .containsEntry("TMPDIR", "/scratch/tmp");
    assertThat(invocation.files()).containsKey(Path.of("/scratch/home/.codex/config.toml"));
  }

  @Test
  void the_schema_is_given_in_the_strict_form() {
    assertThat(Asked.plain("codex").of(codex).files().get(Path.of("/scratch/schema.json")))
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"note\":{\"type\":[\"string\",\"null\"]}},"
                + "\"required\":[\"note\"],\"additionalProperties\":false}");
  }

  @Test
  void the_model_is_named_and_the_prompt_comes_on_stdin() {
    Adapter.Invocation invocation = Asked.plain("codex").model("gpt-5.1").of(codex);

    assertThat(Asked.after("-m", invocation)).contains("gpt-5.1");
    assertThat(invocation.command()).last().isEqualTo("-");
  }

  @Test
  void the_program_behind_the_launcher_is_started(@TempDir Path folder) throws IOException {
    NpmTree npm = new NpmTree(folder.toRealPath());
    Path launcher = npm.launcher("codex", "@openai/codex/bin/codex.js");
    Path program = npm.executable("@openai/codex-linux-x64/vendor/x86_64-musl/bin/codex");
    Asked asked = new Asked(launcher, true, Adapter.Mode.READ_ONLY, null, null);

    assertThat(asked.of(codex).command()).first().isEqualTo(program.toString());
  }
}
