package dev.speckit.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Adapter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CopilotTest {
  private static final String LAB = "http://127.0.0.1:4010/v1";

  private final Copilot copilot = new Copilot();

  @Test
  void a_question_is_asked_with_reading_tools_alone() {
    assertThat(Asked.plain("copilot").model("gpt-5").of(copilot).command())
        .containsExactly(
            "/bin/copilot",
            "--output-format",
            "json",
            "--log-level",
            "none",
            "--no-color",
            "--no-auto-update",
            "--disable-client-telemetry",
            "--no-remote",
            "--disable-builtin-mcps",
            "--no-custom-instructions",
            "--no-ask-user",
            "--available-tools",
            "view,grep,glob",
            "--disallow-temp-dir",
            "--usage-output-file",
            "/scratch/usage.json",
            "--model",
            "gpt-5");
  }

  @Test
  void work_may_write_and_run_commands_and_nothing_is_allowed_wholesale() {
    assertThat(Asked.plain("copilot").mode(Adapter.Mode.WRITE).of(copilot).command())
        .containsSequence("--allow-tool", "write", "--allow-tool", "shell")
        .noneMatch(word -> word.startsWith("--allow-all") || word.equals("--yolo"));
  }

  @Test
  void another_provider_is_spoken_to_offline_with_a_key_of_its_own() {
    assertThat(Asked.plain("copilot").baseUrl(LAB).of(copilot).environment())
        .containsEntry("COPILOT_OFFLINE", "true")
        .containsEntry("COPILOT_PROVIDER_TYPE", "openai")
        .containsEntry("COPILOT_PROVIDER_BASE_URL", LAB);
    assertThat(copilot.keyVariable(LAB)).isEqualTo("COPILOT_PROVIDER_API_KEY");
    assertThat(copilot.keyVariable(null)).isEqualTo("COPILOT_GITHUB_TOKEN");
  }

  @Test
  void github_is_spoken_to_without_a_provider() {
    assertThat(Asked.plain("copilot").of(copilot).environment())
        .containsOnlyKeys("COPILOT_AUTO_UPDATE", "XDG_CACHE_HOME");
  }

  @Test
  void a_home_of_its_own_shares_the_users_cache_and_the_users_home_has_it() {
    assertThat(Asked.plain("copilot").of(copilot).environment())
        .containsEntry("XDG_CACHE_HOME", "/home/someone/.cache");
    assertThat(Asked.plain("copilot").signedIn().of(copilot).environment())
        .doesNotContainKey("XDG_CACHE_HOME");
  }

  @Test
  void the_usage_is_read_from_the_file_that_the_command_names() {
    assertThat(copilot.reader().files()).containsExactly("usage.json");
  }

  @Test
  void the_program_behind_the_launcher_is_started(@TempDir Path folder) throws IOException {
    NpmTree npm = new NpmTree(folder.toRealPath());
    Path launcher = npm.launcher("copilot", "@github/copilot/npm-loader.js");
    Path program = npm.executable("@github/copilot-linux-x64/copilot");
    Asked asked = new Asked(launcher, true, Adapter.Mode.READ_ONLY, null, null);

    assertThat(asked.of(copilot).command()).first().isEqualTo(program.toString());
  }
}
