package dev.speckit.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.Adapter.Mode;
import dev.speckit.agent.Usage;
import dev.speckit.host.OutputLines.Signal;
import dev.speckit.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenCodeTest {
  private static final String URL = "http://127.0.0.1:8080/v1";

  private final OpenCode opencode = new OpenCode();

  @Test
  void a_model_at_a_base_url_is_described_in_the_configuration() {
    Adapter.Invocation invocation =
        opencode.invocation(Requests.keyed("opencode", Mode.READ_ONLY, "some/model", URL));

    assertThat(invocation.command())
        .containsExactly(
            "/usr/local/bin/opencode",
            "run",
            "--format",
            "json",
            "--title",
            "speckit",
            "--model",
            "speckit/some/model",
            "--pure");
    Json.Fields configuration = configuration(invocation);
    assertThat(configuration.text("model")).contains("speckit/some/model");
    assertThat(configuration.text("small_model")).contains("speckit/some/model");
    Json.Fields provider =
        configuration.object("provider").orElseThrow().object("speckit").orElseThrow();
    assertThat(provider.object("options").orElseThrow())
        .isEqualTo(Json.fields().with("baseURL", URL).with("apiKey", "{env:OPENCODE_API_KEY}"));
    assertThat(provider.object("models").orElseThrow().values()).containsOnlyKeys("some/model");
    assertThat(invocation.files()).isEmpty();
  }

  @Test
  void read_only_denies_all_that_does_not_read() {
    Json.Fields permission =
        configuration(opencode.invocation(Requests.signedIn("opencode", Mode.READ_ONLY)))
            .object("permission")
            .orElseThrow();

    assertThat(permission.text("*")).contains("deny");
    assertThat(permission.values().keySet())
        .containsExactly("*", "read", "glob", "grep", "list", "external_directory");
    assertThat(permission.text("external_directory")).contains("deny");
  }

  @Test
  void writing_stays_inside_the_workspace() {
    Adapter.Invocation invocation =
        opencode.invocation(Requests.keyed("opencode", Mode.WRITE, "m", URL));

    assertThat(invocation.command()).endsWith("--model", "speckit/m", "--auto");
    assertThat(configuration(invocation).object("permission").orElseThrow())
        .isEqualTo(Json.fields().with("external_directory", "deny"));
    assertThat(invocation.environment()).doesNotContainKey("OPENCODE_DISABLE_PROJECT_CONFIG");
  }

  @Test
  void with_the_sign_in_of_the_user_its_models_and_ways_to_sign_in_are_found() {
    Adapter.Invocation invocation =
        opencode.invocation(Requests.signedIn("opencode", Mode.READ_ONLY));

    assertThat(invocation.command())
        .containsExactly(
            "/usr/local/bin/opencode", "run", "--format", "json", "--title", "speckit", "--pure");
    assertThat(invocation.environment())
        .containsOnlyKeys(
            "OPENCODE_DISABLE_AUTOUPDATE",
            "OPENCODE_DISABLE_LSP_DOWNLOAD",
            "OPENCODE_DISABLE_SHARE",
            "OPENCODE_DISABLE_AUTOCOMPACT",
            "OPENCODE_DISABLE_PROJECT_CONFIG",
            "OPENCODE_CONFIG_CONTENT",
            "npm_config_registry");
    assertThat(configuration(invocation).values())
        .containsOnlyKeys("autoupdate", "share", "permission");
  }

  @Test
  void at_a_base_url_nothing_else_is_asked() {
    assertThat(
            opencode.invocation(Requests.keyed("opencode", Mode.READ_ONLY, "m", URL)).environment())
        .containsEntry("OPENCODE_DISABLE_MODELS_FETCH", "1")
        .containsEntry("OPENCODE_DISABLE_DEFAULT_PLUGINS", "1")
        .containsEntry("npm_config_registry", "http://127.0.0.1:9/");
  }

  @Test
  void a_model_of_the_maker_is_named_as_it_is_and_one_at_a_base_url_is_needed() {
    assertThat(
            opencode
                .invocation(Requests.keyed("opencode", Mode.READ_ONLY, "opencode/x", null))
                .command())
        .containsSequence("--model", "opencode/x");
    assertThat(opencode.needsModel()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> opencode.invocation(Requests.keyed("opencode", Mode.READ_ONLY, null, URL)));
  }

  @Test
  void two_steps_that_end_for_no_reason_are_a_loop() {
    OpenCodeReader reader = new OpenCodeReader();

    assertThat(finish(reader, "unknown")).isEqualTo(Signal.GO_ON);
    assertThat(finish(reader, "tool-calls")).isEqualTo(Signal.GO_ON);
    assertThat(finish(reader, "unknown")).isEqualTo(Signal.LOOPING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "length", "content-filter"})
  void a_step_that_wants_no_tool_is_the_last(String reason) {
    assertThat(finish(new OpenCodeReader(), reason)).isEqualTo(Signal.FINISHED);
  }

  @Test
  void steps_are_added_up_and_only_the_last_one_answers() {
    OpenCodeReader reader = new OpenCodeReader();
    text(reader, "I look first.");
    finish(reader, "tool-calls");
    reader.line("{\"type\":\"step_start\"}");
    text(reader, "done");
    finish(reader, "stop");

    assertThat(reader.transcript(0, "").text()).isEqualTo("done");
    assertThat(reader.transcript(0, "").usage()).isEqualTo(new Usage(20L, 4L, 0L, 10L, 2L, 1000L));
  }

  private static void text(OpenCodeReader reader, String text) {
    reader.line(
        Json.fields().with("type", "text").with("part", Json.fields().with("text", text)).write());
  }

  private static Signal finish(OpenCodeReader reader, String reason) {
    return reader.line(
        """
        {"type":"step_finish","part":{"reason":"%s","cost":0.0005,"tokens":
        {"input":10,"output":3,"reasoning":2,"cache":{"read":2,"write":0}}}}
        """
            .formatted(reason));
  }

  private static Json.Fields configuration(Adapter.Invocation invocation) {
    return GeminiTest.fields(invocation.environment().get("OPENCODE_CONFIG_CONTENT"));
  }
}
