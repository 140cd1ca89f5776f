package dev.speckit.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Plays one scenario on one connection.
final class Play {
  private static final int SECOND = 1000;
  private static final int ENDLESS_MILLIS = 20;
  private static final byte[] NO_UTF8 = {(byte) 0xFF, (byte) 0xC3, 0x28};
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html><head><title>Sign in</title></head>
      <body><h1>Your network asks you to sign in</h1></body></html>
      """;

  private final Connection connection;
  private final LabRequest request;
  private final Wire wire;
  private final Replies replies;

  /// How many requests for a model this run and script had before.
  private final int earlier;

  Play(Connection connection, LabRequest request, Wire wire, Replies replies, int earlier) {
    this.connection = connection;
    this.request = request;
    this.wire = wire;
    this.replies = replies;
    this.earlier = earlier;
  }

  /// Returns when the answer has been given, or the client is gone.
  void run() throws IOException {
    int number = request.script().number();
    switch (request.script().scenario()) {
      case GOOD, REFUSAL, BROKEN_UTF8, TOOL_CALL, EMPTY, LARGE, SCHEMA_INVALID -> answer();
      case SLOW_HEADERS -> {
        if (connection.stays(number * SECOND)) {
          answer();
        }
      }
      case SLOW_DRIP -> drip(number * SECOND);
      case SILENCE -> silence();
      case STALLED -> {
        half();
        silence();
      }
      case CUT -> cut();
      case CUT_ONCE -> {
        if (earlier < 1) {
          cut();
        } else {
          answer();
        }
      }
      case ENDED_EARLY -> {
        half();
        connection.end();
      }
      case ENDLESS_STREAM -> endless();
      case HTML ->
          connection.answer(
              200,
              Map.of("content-type", "text/html; charset=utf-8"),
              PAGE.getBytes(StandardCharsets.UTF_8),
              false);
      case BAD_REQUEST -> refuse(ProviderError.BAD_REQUEST);
      case SIGNED_OUT -> refuse(ProviderError.SIGNED_OUT);
      case FORBIDDEN -> refuse(ProviderError.FORBIDDEN);
      case NOT_FOUND -> refuse(ProviderError.NOT_FOUND);
      case RATE_LIMITED -> rateLimited(number);
      case RATE_LIMITED_ONCE -> {
        if (earlier < 1) {
          rateLimited(number);
        } else {
          answer();
        }
      }
      case QUOTA -> refuse(ProviderError.QUOTA);
      case ERROR_500 -> refuse(ProviderError.FAILED);
      case ERROR_500_TWICE -> {
        if (earlier < 2) {
          refuse(ProviderError.FAILED);
        } else {
          answer();
        }
      }
      case OVERLOADED -> refuse(ProviderError.OVERLOADED);
      case CONTEXT_OVERFLOW -> refuse(ProviderError.CONTEXT_OVERFLOW);
    }
  }

  private void answer() throws IOException {
    List<byte[]> frames = frames();
    begin();
    for (byte[] frame : frames) {
      connection.chunk(frame);
    }
    connection.end();
  }

  private void drip(int millis) throws IOException {
    List<byte[]> frames = frames();
    begin();
    for (byte[] frame : frames) {
      connection.chunk(frame);
      if (!connection.stays(Math.max(1, millis / frames.size()))) {
        return;
      }
    }
    connection.end();
  }

  private void half() throws IOException {
    List<byte[]> frames = frames();
    begin();
    for (byte[] frame : frames.subList(0, frames.size() / 2)) {
      connection.chunk(frame);
    }
  }

  private void cut() throws IOException {
    half();
    List<byte[]> frames = frames();
    connection.cutWithin(frames.get(frames.size() / 2));
  }

  private void endless() throws IOException {
    Wire.Frames frames = wanted();
    begin();
    for (String frame : frames.opening()) {
      connection.chunk(bytes(frame));
    }
    List<String> deltas = frames.deltas().isEmpty() ? List.of(" ") : frames.deltas();
    for (int next = 0; connection.stays(ENDLESS_MILLIS); next = (next + 1) % deltas.size()) {
      connection.chunk(bytes(deltas.get(next)));
    }
  }

  private void silence() throws IOException {
    var _ = connection.stays(0);
  }

  private void begin() throws IOException {
    String type = request.wantsStream() ? "text/event-stream" : "application/json";
    connection.begin(200, Map.of("content-type", type, "cache-control", "no-cache"));
  }

  private void rateLimited(int seconds) throws IOException {
    refuse(ProviderError.RATE_LIMITED, Map.of("retry-after", String.valueOf(seconds)));
  }

  private void refuse(ProviderError error) throws IOException {
    refuse(error, Map.of());
  }

  private void refuse(ProviderError error, Map<String, String> headers) throws IOException {
    Wire.Refused refused = wire.refused(error);
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("content-type", "application/json");
    byte[] body = refused.body().write().getBytes(StandardCharsets.UTF_8);
    connection.answer(refused.status(), all, body, false);
  }

  private List<byte[]> frames() {
    return wanted().all().stream().map(Play::bytes).toList();
  }

  private Wire.Frames wanted() {
    Wire.Reply reply = replies.to(request);
    String model = model();
    if (request.wantsStream()) {
      return wire.stream(reply, model);
    }
    String whole = wire.whole(reply, model).write();
    String listed = request.path().endsWith(":streamGenerateContent") ? "[" + whole + "]" : whole;
    int middle = listed.length() / 2;
    return new Wire.Frames(
        List.of(listed.substring(0, middle)), List.of(), List.of(listed.substring(middle)));
  }

  /// The model that was asked for: a field of the body, with Gemini a part of the path.
  private String model() {
    String path = request.path();
    String last = path.substring(path.lastIndexOf('/') + 1);
    int colon = last.indexOf(':');
    return request
        .json()
        .text("model")
        .orElse(colon > 0 ? last.substring(0, colon) : "model-of-the-lab");
  }

  private static byte[] bytes(String frame) {
    int broken = frame.indexOf(Replies.BROKEN);
    if (broken < 0) {
      return frame.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(frame.substring(0, broken).getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(NO_UTF8);
    bytes.writeBytes(bytes(frame.substring(broken + 1)));
    return bytes.toByteArray();
  }
}
