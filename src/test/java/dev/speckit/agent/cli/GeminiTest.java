package dev.speckit.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.Adapter.Mode;
import dev.speckit.host.OutputLines.Signal;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GeminiTest {
  private static final String URL = "http://127.0.0.1:8080";
  private static final Path SETTINGS = Requests.SCRATCH.resolve("settings.json");
  private static final Path POLICY = Requests.SCRATCH.resolve("read-only.toml");
  private static final Path OWN = Requests.SCRATCH.resolve("home/.gemini/settings.json");

  private final Gemini gemini = new Gemini();

  @Test
  void read_only_has_a_rule_against_every_tool_but_those_that_read() {
    Adapter.Invocation invocation =
        gemini.invocation(Requests.keyed("gemini", Mode.READ_ONLY, "gemini-2.5-flash", URL));

    assertThat(invocation.command())
        .containsExactly(
            "/usr/local/bin/gemini",
            "--output-format",
            "stream-json",
            "--model",
            "gemini-2.5-flash",
            "--approval-mode",
            "default",
            "--admin-policy",
            POLICY.toString(),
            "--extensions",
            "none",
            "--allowed-mcp-server-names",
            Requests.NONCE);
    assertThat(invocation.files().get(POLICY))
        .contains("toolName = \"*\"\ndecision = \"deny\"\npriority = 1")
        .contains(
            "toolName = [\"glob\", \"grep_search\", \"list_directory\", \"read_file\","
                + " \"read_many_files\"]\ndecision = \"allow\"\npriority = 2");
  }

  @Test
  void writing_needs_nobody_who_allows_it() {
    Adapter.Invocation invocation = gemini.invocation(Requests.signedIn("gemini", Mode.WRITE));

    assertThat(invocation.command())
        .containsExactly(
            "/usr/local/bin/gemini", "--output-format", "stream-json", "--approval-mode", "yolo");
    assertThat(invocation.files()).containsOnlyKeys(SETTINGS);
  }

  @Test
  void the_environment_says_where_the_provider_is_and_what_is_off() {
    assertThat(gemini.invocation(Requests.keyed("gemini", Mode.READ_ONLY, null, URL)).environment())
        .containsOnly(
            Map.entry("GEMINI_CLI_NO_RELAUNCH", "true"),
            Map.entry("GEMINI_CLI_TRUST_WORKSPACE", "true"),
            Map.entry("GEMINI_TELEMETRY_ENABLED", "false"),
            Map.entry("GEMINI_CLI_SYSTEM_SETTINGS_PATH", SETTINGS.toString()),
            Map.entry("COLORTERM", "truecolor"),
            Map.entry("GOOGLE_GEMINI_BASE_URL", URL));
  }

  @Test
  void without_a_base_url_no_file_of_the_project_can_say_one() {
    assertThat(gemini.invocation(Requests.signedIn("gemini", Mode.READ_ONLY)).environment())
        .containsEntry("GOOGLE_GEMINI_BASE_URL", "");
  }

  @Test
  void its_own_home_says_that_a_key_is_used_and_asks_once() {
    Adapter.Invocation invocation =
        gemini.invocation(Requests.keyed("gemini", Mode.READ_ONLY, null, null));

    Json.Fields own = fields(invocation.files().get(OWN));
    assertThat(own.object("security").orElseThrow().object("auth").orElseThrow())
        .isEqualTo(Json.fields().with("selectedType", "gemini-api-key"));
    for (Path file : new Path[] {OWN, SETTINGS}) {
      Json.Fields settings = fields(invocation.files().get(file));
      assertThat(settings.object("general").orElseThrow().integer("maxAttempts")).contains(1L);
      assertThat(settings.object("general").orElseThrow().truth("enableAutoUpdate"))
          .contains(false);
      assertThat(settings.object("telemetry").orElseThrow().truth("enabled")).contains(false);
      assertThat(settings.object("privacy").orElseThrow().truth("usageStatisticsEnabled"))
          .contains(false);
      assertThat(settings.object("hooksConfig").orElseThrow().truth("enabled")).contains(false);
      assertThat(settings.object("tools").orElseThrow().text("discoveryCommand")).contains("");
    }
  }

  @Test
  void nothing_is_written_into_the_home_of_the_user_and_its_way_to_sign_in_stays() {
    Adapter.Invocation invocation = gemini.invocation(Requests.signedIn("gemini", Mode.READ_ONLY));

    assertThat(invocation.files()).containsOnlyKeys(SETTINGS, POLICY);
    assertThat(fields(invocation.files().get(SETTINGS)).object("security")).isEmpty();
  }

  @Test
  void the_result_is_the_last_event() {
    GeminiReader reader = new GeminiReader();

    assertThat(reader.line("{\"type\":\"init\",\"session_id\":\"1\"}")).isEqualTo(Signal.GO_ON);
    assertThat(reader.line("{\"type\":\"error\",\"message\":\"x\"}")).isEqualTo(Signal.GO_ON);
    assertThat(reader.line("{\"type\":\"result\",\"status\":\"error\"}"))
        .isEqualTo(Signal.FINISHED);
    assertThat(reader.transcript(0, "").failed()).isTrue();
    assertThat(reader.transcript(0, "").error()).isEqualTo("x");
  }

  @Test
  void an_exit_code_that_is_a_status_is_read_as_one() {
    GeminiReader reader = new GeminiReader();
    reader.line("{\"type\":\"result\",\"status\":\"error\",\"error\":{\"message\":\"no\"}}");

    assertThat(reader.transcript(173, "").status()).isEqualTo(429);
    assertThat(reader.transcript(1, "").status()).isNull();
    assertThat(reader.transcript(143, "").status()).isNull();
    assertThat(reader.transcript(null, "").status()).isNull();
  }

  @Test
  void what_it_says_before_a_tool_is_no_answer() {
    GeminiReader reader = new GeminiReader();
    say(reader, "I look first.");
    reader.line("{\"type\":\"tool_use\",\"tool_id\":\"1\",\"tool_name\":\"read_file\"}");
    say(reader, "{\"a\":");
    say(reader, "1}");

    assertThat(reader.transcript(0, "").text()).isEqualTo("{\"a\":1}");
  }

  private static void say(GeminiReader reader, String text) {
    reader.line(
        Json.fields()
            .with("type", "message")
            .with("role", "assistant")
            .with("content", text)
            .write());
  }

  static Json.Fields fields(String text) {
    return (Json.Fields) Json.read(text).value().orElseThrow();
  }
}
