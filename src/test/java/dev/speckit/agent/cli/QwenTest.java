package dev.speckit.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.Adapter.Mode;
import dev.speckit.host.OutputLines.Signal;
import dev.speckit.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QwenTest {
  private static final String URL = "http://127.0.0.1:8080/v1";
  private static final Path SETTINGS = Requests.SCRATCH.resolve("settings.json");

  private final Qwen qwen = new Qwen();

  @Test
  void read_only_offers_what_reads_and_takes_away_what_is_offered_anyway() {
    Adapter.Invocation invocation =
        qwen.invocation(Requests.keyed("qwen", Mode.READ_ONLY, "m", URL));

    assertThat(invocation.command())
        .containsExactly(
            "/usr/local/bin/qwen",
            "--output-format",
            "stream-json",
            "--chat-recording=false",
            "--auth-type",
            "openai",
            "--model",
            "m",
            "--approval-mode",
            "default",
            "--core-tools",
            "read_file,list_directory,glob,grep_search",
            "--exclude-tools",
            "edit,write_file,notebook_edit,run_shell_command,web_fetch,agent,skill,tool_call,"
                + "tool_search,list_agents,get_goal,update_goal,enter_worktree,exit_worktree,"
                + "record_artifact,report_findings,send_message,task_stop",
            "--extensions",
            "none",
            "--allowed-mcp-server-names",
            Requests.NONCE,
            "--json-schema",
            Requests.SCHEMA);
    assertThat(invocation.environment())
        .containsOnly(
            Map.entry("QWEN_CODE_NO_RELAUNCH", "true"),
            Map.entry("QWEN_CODE_SUPPRESS_YOLO_WARNING", "1"),
            Map.entry("QWEN_CODE_SYSTEM_SETTINGS_PATH", SETTINGS.toString()),
            Map.entry("OPENAI_BASE_URL", URL),
            Map.entry("OPENAI_MODEL", "m"));
  }

  @Test
  void with_the_sign_in_of_the_user_its_way_is_not_chosen_and_its_home_is_left_alone() {
    Adapter.Invocation invocation = qwen.invocation(Requests.signedIn("qwen", Mode.WRITE));

    assertThat(invocation.command())
        .containsExactly(
            "/usr/local/bin/qwen",
            "--output-format",
            "stream-json",
            "--chat-recording=false",
            "--approval-mode",
            "yolo",
            "--json-schema",
            Requests.SCHEMA);
    assertThat(invocation.files()).containsOnlyKeys(SETTINGS);
    assertThat(invocation.environment()).doesNotContainKeys("OPENAI_BASE_URL", "OPENAI_MODEL");
  }

  @Test
  void its_settings_ask_once_and_nothing_beside() {
    Json.Fields settings =
        GeminiTest.fields(
            qwen.invocation(Requests.keyed("qwen", Mode.READ_ONLY, "m", URL))
                .files()
                .get(SETTINGS));

    assertThat(settings.object("memory").orElseThrow().truth("enableManagedAutoMemory"))
        .contains(false);
    assertThat(settings.object("privacy").orElseThrow().truth("usageStatisticsEnabled"))
        .contains(false);
    assertThat(settings.object("telemetry").orElseThrow().truth("enabled")).contains(false);
    assertThat(settings.object("general").orElseThrow().truth("enableAutoUpdate")).contains(false);
    assertThat(
            settings
                .object("model")
                .orElseThrow()
                .object("generationConfig")
                .orElseThrow()
                .integer("maxRetries"))
        .contains(0L);
    assertThat(settings.truth("disableAllHooks")).contains(true);
  }

  @Test
  void the_starter_of_the_package_is_gone_around(@TempDir Path folder) throws IOException {
    Path packaged = Files.createDirectories(folder.resolve("lib/@qwen-code/qwen-code"));
    Path starter = Files.writeString(packaged.resolve("cli-entry.js"), "");
    Path bin = Files.createDirectories(folder.resolve("bin")).resolve("qwen");
    Files.createSymbolicLink(bin, starter);

    assertThat(started(bin)).startsWith(bin.toString(), "--output-format");

    Path cli = Files.writeString(packaged.resolve("cli.js"), "").toRealPath();

    assertThat(started(bin))
        .startsWith("/usr/bin/env", "node", "--expose-gc", cli.toString(), "--output-format");
  }

  private List<String> started(Path program) {
    return qwen.invocation(Requests.of(program, true, Mode.READ_ONLY, null, null)).command();
  }

  @Test
  void what_the_schema_tool_took_is_the_answer() {
    QwenReader reader = new QwenReader();

    assertThat(
            reader.line(
                "{\"type\":\"result\",\"is_error\":false,\"result\":\"text\","
                    + "\"structured_result\":{\"a\":1}}"))
        .isEqualTo(Signal.FINISHED);
    assertThat(reader.transcript(0, "").text()).isEqualTo("{\"a\":1}");
  }

  @Test
  void a_tool_that_it_was_denied_is_named_once() {
    QwenReader reader = new QwenReader();
    reader.line(
        "{\"type\":\"result\",\"is_error\":false,\"result\":\"\",\"permission_denials\":"
            + "[{\"tool_name\":\"edit\"},{\"tool_name\":\"edit\"}]}");

    assertThat(reader.transcript(0, "").denied()).containsExactly("edit");
    assertThat(reader.transcript(0, "").denied()).containsExactly("edit");
  }
}
