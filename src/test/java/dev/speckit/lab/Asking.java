package dev.speckit.lab;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Requests as the clients of each format make them.
final class Asking {
  static final String PROMPT =
      "SPECKIT PROMPT 1 plan 1001 0123456789abcdef0123456789abcdef\\n\\nRequirement ids: REQ-1,"
          + " REQ-2\\n";

  private Asking() {}

  static URI address(LabProvider provider, Api api, String run, Script script, boolean stream) {
    String path =
        switch (api) {
          case ANTHROPIC -> "/v1/messages";
          case RESPONSES -> "/responses";
          case CHAT -> "/chat/completions";
          case GEMINI ->
              "/v1beta/models/gemini-2.5-flash"
                  + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
        };
    return URI.create(provider.url(api, run, script) + path);
  }

  static String body(Api api, boolean stream) {
    String streamed = stream ? ",\"stream\":true" : "";
    return switch (api) {
      case ANTHROPIC, CHAT ->
          "{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\""
              + PROMPT
              + "\"}]"
              + streamed
              + "}";
      case RESPONSES -> "{\"model\":\"m-1\",\"input\":\"" + PROMPT + "\"" + streamed + "}";
      case GEMINI -> "{\"contents\":[{\"parts\":[{\"text\":\"" + PROMPT + "\"}]}]}";
    };
  }

  static HttpRequest request(
      LabProvider provider, Api api, String run, Script script, boolean stream) {
    return request(address(provider, api, run, script, stream), body(api, stream));
  }

  static HttpRequest request(URI address, String body) {
    return HttpRequest.newBuilder(address)
        .timeout(Duration.ofSeconds(20))
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  static HttpResponse<String> ask(HttpRequest request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  static HttpResponse<byte[]> askBytes(HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
  }
}
