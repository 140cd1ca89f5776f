package dev.speckit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LabProviderTest {
  private LabProvider provider;

  @BeforeEach
  void start() {
    provider = LabProvider.start(Host.system().clock());
  }

  @AfterEach
  void close() {
    provider.close();
  }

  private HttpResponse<String> stream(Api api, String scenario)
      throws IOException, InterruptedException {
    return Asking.ask(Asking.request(provider, api, "run", script(scenario), true));
  }

  private static Script script(String word) {
    return Script.parse(word).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void a_good_stream_ends_with_the_event_that_ends_it(Api api)
      throws IOException, InterruptedException {
    HttpResponse<String> response = stream(api, "good");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
    assertThat(response.body()).contains(terminal(api));
    assertThat(Texts.said(api, response.body()))
        .isEqualTo(
            "{\"work_items\":[{\"title\":\"Build what the spec asks for\","
                + "\"requirements\":[\"REQ-1\",\"REQ-2\"]}],\"confidence\":\"high\"}");
  }

  private static String terminal(Api api) {
    return switch (api) {
      case ANTHROPIC -> "event: message_stop\n";
      case RESPONSES -> "event: response.completed\n";
      case CHAT -> "data: [DONE]\n";
      case GEMINI -> "\"finishReason\":\"STOP\"";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC, 'input_tokens\":234,', 'cache_read_input_tokens\":1000', 'output_tokens\":56'",
    "RESPONSES, 'input_tokens\":1234', 'cached_tokens\":1000', 'output_tokens\":56'",
    "CHAT, 'prompt_tokens\":1234', 'cached_tokens\":1000', 'completion_tokens\":56'",
    "GEMINI, 'promptTokenCount\":1234', 'cachedContentTokenCount\":1000',"
        + " 'candidatesTokenCount\":56'"
  })
  void every_call_is_said_to_have_used_the_same(Api api, String input, String cached, String output)
      throws IOException, InterruptedException {
    for (boolean streamed : List.of(true, false)) {
      String body =
          Asking.ask(Asking.request(provider, api, "run", script("good"), streamed)).body();

      assertThat(body).contains(input, cached, output);
    }
  }

  @ParameterizedTest
  @EnumSource
  void where_no_stream_is_asked_the_body_is_one_json_value(Api api)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        Asking.ask(Asking.request(provider, api, "run", script("good"), false));

    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(Json.read(response.body()).value()).isPresent();
    assertThat(response.body()).contains("work_items");
  }

  @ParameterizedTest
  @CsvSource({
    "bad-request, ANTHROPIC, 400, invalid_request_error",
    "bad-request, RESPONSES, 400, invalid_value",
    "bad-request, GEMINI, 400, INVALID_ARGUMENT",
    "signed-out, ANTHROPIC, 401, authentication_error",
    "signed-out, RESPONSES, 401, invalid_api_key",
    "signed-out, CHAT, 401, invalid_api_key",
    "signed-out, GEMINI, 401, UNAUTHENTICATED",
    "forbidden, ANTHROPIC, 403, permission_error",
    "forbidden, CHAT, 403, insufficient_permissions",
    "forbidden, GEMINI, 403, PERMISSION_DENIED",
    "not-found, ANTHROPIC, 404, not_found_error",
    "not-found, RESPONSES, 404, model_not_found",
    "not-found, GEMINI, 404, NOT_FOUND",
    "rate-limited-3, ANTHROPIC, 429, rate_limit_error",
    "rate-limited-3, CHAT, 429, rate_limit_exceeded",
    "rate-limited-3, GEMINI, 429, RESOURCE_EXHAUSTED",
    "quota, ANTHROPIC, 400, credit balance is too low",
    "quota, RESPONSES, 429, insufficient_quota",
    "quota, CHAT, 429, insufficient_quota",
    "quota, GEMINI, 429, exceeded your current quota",
    "error-500, ANTHROPIC, 500, api_error",
    "error-500, CHAT, 500, server_error",
    "error-500, GEMINI, 500, INTERNAL",
    "overloaded, ANTHROPIC, 529, overloaded_error",
    "overloaded, RESPONSES, 503, server_is_overloaded",
    "overloaded, GEMINI, 503, UNAVAILABLE",
    "context-overflow, ANTHROPIC, 400, prompt is too long",
    "context-overflow, RESPONSES, 400, context_length_exceeded",
    "context-overflow, CHAT, 400, context_length_exceeded",
    "context-overflow, GEMINI, 400, exceeds the maximum number of tokens"
  })
  void errors_have_the_status_and_the_words_of_the_provider(
      String scenario, Api api, int status, String word) throws IOException, InterruptedException {
    HttpResponse<String> response = stream(api, scenario);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(Json.read(response.body()).value()).isPresent();
    assertThat(response.body()).contains(word);
  }

  @Test
  void a_rate_limit_says_when_to_come_again_and_nothing_else_does()
      throws IOException, InterruptedException {
    assertThat(stream(Api.CHAT, "rate-limited-3").headers().firstValue("retry-after"))
        .hasValue("3");
    assertThat(stream(Api.CHAT, "rate-limited").headers().firstValue("retry-after")).hasValue("1");
    assertThat(stream(Api.CHAT, "overloaded").headers().firstValue("retry-after")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"rate-limited-once, 429, 1", "error-500-twice, 500, 2"})
  void what_fails_only_at_first_answers_then(String scenario, int status, int failures)
      throws IOException, InterruptedException {
    for (int call = 0; call < failures; call++) {
      assertThat(stream(Api.CHAT, scenario).statusCode()).isEqualTo(status);
    }

    assertThat(stream(Api.CHAT, scenario).body()).contains("[DONE]");
  }

  @ParameterizedTest
  @EnumSource
  void a_cut_is_a_connection_that_breaks_in_the_middle(Api api)
      throws IOException, InterruptedException {
    assertThatThrownBy(() -> stream(api, "cut")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> stream(api, "cut")).isInstanceOf(IOException.class);
    assertThat(provider.requests("run")).hasSize(2);
  }

  @Test
  void a_cut_resets_the_connection_within_a_chunk() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
      write(socket, "/run/cut/v1/chat/completions", Asking.body(Api.CHAT, true));
      StringBuilder got = new StringBuilder();

      assertThatThrownBy(() -> readAll(socket.getInputStream(), got))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(got).contains("HTTP/1.1 200", "chat.completion.chunk").doesNotContain("[DONE]");
    }
  }

  private static void write(Socket socket, String path, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST " + path + " HTTP/1.1\r\nhost: lab\r\ncontent-length: " + bytes.length + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(bytes);
  }

  private static void readAll(InputStream in, StringBuilder got) throws IOException {
    for (int read = in.read(); read >= 0; read = in.read()) {
      got.append((char) read);
    }
  }

  @Test
  void only_the_first_connection_of_a_run_is_cut_once() throws IOException, InterruptedException {
    assertThatThrownBy(() -> stream(Api.RESPONSES, "cut-once")).isInstanceOf(IOException.class);

    assertThat(stream(Api.RESPONSES, "cut-once").body()).contains("response.completed");
    assertThatThrownBy(() ->
            Asking.ask(Asking.request(provider, Api.RESPONSES, "other", script("cut-once"), true)))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void a_stream_that_ends_early_ends_in_good_order_without_its_last_event(Api api)
      throws IOException, InterruptedException {
    HttpResponse<String> response = stream(api, "ended-early");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("data: ").doesNotContain(terminal(api));
  }

  @Test
  void html_comes_with_status_200() throws IOException, InterruptedException {
    HttpResponse<String> response = stream(Api.CHAT, "html");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
    assertThat(response.body()).startsWith("<!DOCTYPE html>");
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC, 'stop_reason\":\"refusal\"'",
    "RESPONSES, 'response.completed'",
    "CHAT, 'finish_reason\":\"content_filter\"'",
    "GEMINI, 'finishReason\":\"SAFETY\"'"
  })
  void a_refusal_has_its_reason_and_no_text(Api api, String reason)
      throws IOException, InterruptedException {
    String body = stream(api, "refusal").body();

    assertThat(body).contains(reason);
    assertThat(Texts.said(api, body)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void an_empty_answer_ends_in_good_order_without_text(Api api)
      throws IOException, InterruptedException {
    String body = stream(api, "empty").body();

    assertThat(body).contains(terminal(api));
    assertThat(Texts.said(api, body)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void text_that_is_no_answer_is_said_in_good_order(Api api)
      throws IOException, InterruptedException {
    String body = stream(api, "schema-invalid").body();

    assertThat(body).contains(terminal(api));
    assertThat(Json.read(Texts.said(api, body)).value()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_large_answer_is_as_large_as_asked(Api api) throws IOException, InterruptedException {
    String said = Texts.said(api, stream(api, "large-300").body());

    assertThat(said.length()).isBetween(300 * 1024, 301 * 1024);
    assertThat(Json.read(said).value()).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void broken_bytes_stand_inside_of_the_text(Api api) throws IOException, InterruptedException {
    byte[] body =
        Asking.askBytes(Asking.request(provider, api, "run", script("broken-utf8"), true)).body();

    assertThat(body).containsSequence(0xFF, 0xC3, 0x28);
    assertThat(new String(body, StandardCharsets.UTF_8)).contains(terminal(api));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void what_is_slow_comes_whole_after_its_time(String scenario, Api api)
      throws IOException, InterruptedException {
    long from = System.nanoTime();

    String body = stream(api, scenario).body();

    assertThat(body).contains(terminal(api));
    assertThat(System.nanoTime() - from).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(700));
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> waits() {
    return Stream.of("slow-headers-1", "slow-drip-1")
        .flatMap(word ->
            Stream.of(Api.values())
                .map(api -> org.junit.jupiter.params.provider.Arguments.of(word, api)));
  }

  @ParameterizedTest
  @CsvSource({"silence, 0", "stalled, 100", "endless-stream, 20000"})
  void what_never_ends_lasts_as_long_as_its_client_and_no_longer(String scenario, int bytes)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
      write(socket, "/run/" + scenario + "/v1/chat/completions", Asking.body(Api.CHAT, true));
      socket.setSoTimeout(bytes == 0 ? 300 : 20_000);
      if (bytes == 0) {
        assertThatThrownBy(() -> socket.getInputStream().read())
            .isInstanceOf(java.net.SocketTimeoutException.class);
      } else {
        assertThat(socket.getInputStream().readNBytes(bytes)).hasSize(bytes);
      }
      assertThat(provider.connections()).isEqualTo(1);
    }

    while (provider.connections() > 0) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @CsvSource({"silence", "stalled", "endless-stream", "slow-headers-3600", "slow-drip-3600"})
  void closing_ends_every_connection_and_leaves_no_thread(String scenario) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
      write(socket, "/run/" + scenario + "/v1/chat/completions", Asking.body(Api.CHAT, true));
      while (provider.requests("run").isEmpty()) {
        Thread.onSpinWait();
      }

      provider.close();

      assertThat(provider.connections()).isZero();
      assertThat(provider.isOver()).isTrue();
      assertThatThrownBy(
              () -> new Socket(InetAddress.getLoopbackAddress(), provider.port()).close())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void requests_are_kept_for_each_run() throws IOException, InterruptedException {
    stream(Api.CHAT, "good");
    Asking.ask(
        Asking.request(
            URI.create(provider.url("other", script("good")) + "/v1/messages"), "{\"a\":1}"));

    LabRequest request = provider.requests("run").getFirst();
    assertThat(provider.requests("run")).hasSize(1);
    assertThat(request.api()).isEqualTo(Api.CHAT);
    assertThat(request.path()).isEqualTo("/v1/chat/completions");
    assertThat(request.hasPrompt()).isTrue();
    assertThat(request.bytes()).isEqualTo(Asking.body(Api.CHAT, true).length());
    assertThat(provider.requests("other").getFirst().hasPrompt()).isFalse();
    assertThat(provider.requests("none")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /run/good/v1/messages/count_tokens, 200, input_tokens",
    "POST, /run/good/v1beta/models/m:countTokens, 200, totalTokens",
    "GET, /run/good/v1/models, 200, model-of-the-lab",
    "GET, /run/good/v1/else, 404, model_not_found",
    "GET, /run/good/v1beta/else, 404, NOT_FOUND",
    "POST, /run/no-such-scenario/v1/messages, 404, no scenario",
    "GET, /, 404, no scenario",
    "GET, /%zz/good, 404, no scenario",
  })
  void other_paths_are_answered_too(String method, String path, int status, String word)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + provider.port() + safe(path)))
            .method(method, HttpRequest.BodyPublishers.ofString("{}"))
            .build();

    HttpResponse<String> response = Asking.ask(request);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(word);
    assertThat(provider.requests("run")).noneMatch(LabRequest::asksModel);
  }

  /// The client refuses what is no address; the provider sees it from others.
  private static String safe(String path) {
    return path.replace("%zz", "%25zz/x");
  }

  @Test
  void a_head_request_gets_200_without_a_body() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(provider.url("run", script("good")) + "/"))
                  .method("HEAD", HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEmpty();
    }
  }

  @Test
  void a_body_may_come_in_chunks() throws IOException, InterruptedException {
    byte[] bytes = Asking.body(Api.CHAT, true).getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(Asking.address(provider, Api.CHAT, "run", script("good"), true))
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(bytes)))
            .build();

    assertThat(Asking.ask(request).body()).contains("[DONE]");
    assertThat(provider.requests("run").getFirst().bytes()).isEqualTo(bytes.length);
  }

  @Test
  void what_is_no_request_ends_that_connection_only() throws IOException, InterruptedException {
    for (String nonsense : List.of("\u0016\u0003\u0001\r\n\r\n", "GET\r\n\r\n", "\r\n")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
        socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        assertThat(socket.getInputStream().readAllBytes()).isEmpty();
      }
    }

    assertThat(stream(Api.CHAT, "good").statusCode()).isEqualTo(200);
  }

  @Test
  void a_taken_port_is_said() {
    assertThatThrownBy(
            () -> LabProvider.start(Host.system().clock(), provider.port(), LabAnswers::to))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("port " + provider.port());
  }

  @Test
  void many_runs_at_the_same_time_do_not_meet() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var all =
          Stream.iterate(0, number -> number + 1)
              .limit(60)
              .map(number ->
                  client.sendAsync(
                      Asking.request(
                          provider, Api.CHAT, "run-" + number, script("rate-limited-once"), true),
                      HttpResponse.BodyHandlers.ofString()))
              .toList();
      for (var one : all) {
        assertThat(one.get().statusCode()).isEqualTo(429);
      }
    }
    assertThat(provider.requests("run-59")).hasSize(1);
  }
}
