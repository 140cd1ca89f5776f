package dev.speckit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Asks each agent program that is installed here whether it knows our commands. Opt-in: they are
/// large, and a first start may reach for the network. Providers are a server on the loopback that
/// refuses every request, so nothing is sent anywhere and nothing costs anything.
@Tag("real-cli")
@Timeout(120)
class AgentsRealIT {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Taught taught;
  private Path home;
  private HttpServer provider;
  private final StringWriter asked = new StringWriter();
  private Process process;

  @BeforeEach
  void make() throws Exception {
    taught = Taught.in(folder);
    home = Files.createDirectories(folder.toRealPath().resolve("home"));
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          asked.append(new String(body, StandardCharsets.UTF_8));
          byte[] no =
              "{\"error\": {\"code\": 400, \"message\": \"no\"}}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(400, no.length);
          exchange.getResponseBody().write(no);
          exchange.close();
        });
    provider.start();
  }

  @AfterEach
  void end() throws Exception {
    provider.stop(0);
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void claude_code_lists_them() throws Exception {
    start("claude", Map.of(), "-p", "/help", "--output-format", "stream-json", "--verbose");
    String init = until(out -> out.contains("\"slash_commands\"") && out.contains("\n"));
    assertThat(init).contains(quoted("claude"));
  }

  @Test
  void codex_lists_them() throws Exception {
    start("codex", Map.of(), "app-server");
    OutputStream in = process.getOutputStream();
    String calls =
        """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"clientInfo":{"name":"speckit","version":"1"}}}
        {"jsonrpc":"2.0","method":"initialized"}
        {"jsonrpc":"2.0","id":2,"method":"skills/list","params":{"cwds":["%s"]}}
        """
            .formatted(taught.workspace());
    in.write(calls.getBytes(StandardCharsets.UTF_8));
    in.flush();
    assertThat(until(out -> out.contains("\"id\":2,"))).contains(quoted("codex"));
  }

  @Test
  void gemini_sends_the_text_with_what_was_typed() throws Exception {
    Files.createDirectories(home.resolve(".gemini"));
    Files.writeString(
        home.resolve(".gemini/settings.json"),
        """
        {"security": {"auth": {"selectedType": "gemini-api-key"}},
         "privacy": {"usageStatisticsEnabled": false}}
        """);
    start(
        "gemini",
        Map.of(
            "GEMINI_API_KEY", "none",
            "GOOGLE_GEMINI_BASE_URL", address(),
            "GEMINI_CLI_NO_RELAUNCH", "true",
            "GEMINI_CLI_TRUST_WORKSPACE", "true"),
        "-p",
        "/spec_work 1001 --status");
    until(_ -> asked.toString().contains("speckit guide"));
    assertThat(asked.toString()).contains("`speckit guide work 1001 --status`");
  }

  @Test
  void opencode_lists_them() throws Exception {
    start(
        "opencode",
        Map.of(
            "OPENCODE_DISABLE_AUTOUPDATE", "1",
            "OPENCODE_DISABLE_MODELS_FETCH", "1",
            "OPENCODE_DISABLE_DEFAULT_PLUGINS", "1",
            // It looks for packages at its first start, and waits where nobody answers.
            "npm_config_registry", address()),
        "serve",
        "--port",
        "0");
    Matcher address = ADDRESS.matcher(until(out -> ADDRESS.matcher(out).find()));
    assertThat(address.find()).isTrue();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address.group() + "/command"))
              .timeout(PATIENCE)
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).contains(quoted("opencode"));
    }
  }

  @Test
  void copilot_lists_them() throws Exception {
    start("copilot", Map.of(), "skill", "list");
    String listed = until(_ -> !process.isAlive());
    for (SpecWord word : SpecWord.values()) {
      assertThat(listed).contains(word.name('-') + " - " + word.description());
    }
  }

  @Test
  void qwen_lists_them_and_sends_what_was_typed() throws Exception {
    start(
        "qwen",
        Map.of("OPENAI_API_KEY", "none", "OPENAI_BASE_URL", address(), "OPENAI_MODEL", "none"),
        "-p",
        "/spec_work 1001 --status",
        "--output-format",
        "stream-json",
        "--auth-type",
        "openai");
    assertThat(until(out -> out.contains("\"slash_commands\""))).contains(quoted("qwen"));
    until(_ -> asked.toString().contains("speckit guide work"));
    assertThat(asked.toString()).contains("/spec_work 1001 --status");
  }

  /// Cursor's program offers no list of commands without signing in; its place and form are held by
  /// the tests of all forms.
  private void start(String name, Map<String, String> variables, String... words) throws Exception {
    assumeTrue(isOnPath(name), name + " is not installed here: no program of this name on PATH");
    taught.install(name);
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(taught.workspace().toFile())
            .redirectOutput(out().toFile())
            .redirectError(home.resolve("err").toFile());
    if (!name.equals("codex")) {
      builder.redirectInput(Path.of("/dev/null").toFile());
    }
    String path = System.getenv("PATH");
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                path,
                "HOME",
                home.toString(),
                "LANG",
                "C.UTF-8",
                "TERM",
                "xterm-256color",
                "TMPDIR",
                home.toString()));
    builder.environment().putAll(variables);
    process = builder.start();
  }

  private static boolean isOnPath(String name) {
    for (String each : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(each, name))) {
        return true;
      }
    }
    return false;
  }

  private Path out() {
    return home.resolve("out");
  }

  private String address() {
    return "http://127.0.0.1:" + provider.getAddress().getPort();
  }

  /// What the program printed as soon as it is enough, or at its end, or when patience is out.
  private String until(Predicate<String> enough) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      boolean ended = process.waitFor(100, java.util.concurrent.TimeUnit.MILLISECONDS);
      String printed = Files.readString(out());
      if (ended || enough.test(printed)) {
        return printed;
      }
    }
    return Files.readString(out()) + Files.readString(home.resolve("err"));
  }

  /// All names of an agent as they stand in JSON.
  private static List<String> quoted(String agent) {
    AgentForm form = AgentForm.named(List.of(agent)).getFirst();
    return java.util.Arrays.stream(SpecWord.values())
        .map(word -> "\"" + form.nameOf(word) + "\"")
        .toList();
  }
}
