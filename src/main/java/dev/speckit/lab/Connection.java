package dev.speckit.lab;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One connection of a client: one request in, one answer out, byte by byte as wanted. Written by
/// hand since no HTTP server lets go of a connection in the middle of a frame.
final class Connection {
  private static final int HEAD_BYTES_MAX = 64 << 10;
  private static final long BODY_BYTES_MAX = 64L << 20;
  private static final int READ_MILLIS = 30_000;
  private static final int CUT_AFTER_MILLIS = 20;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final int readMillis;

  Connection(Socket socket) throws IOException {
    this(socket, READ_MILLIS);
  }

  /// @param readMillis after which a client that stops within its request is left
  Connection(Socket socket, int readMillis) throws IOException {
    this.socket = socket;
    this.readMillis = readMillis;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /// A request as it came.
  ///
  /// Names of headers are in lower case; of a repeated one the last counts.
  static final class Received {
    private final String method;
    private final String target;
    private final Map<String, String> headers;
    private final byte[] body;

    private Received(String method, String target, Map<String, String> headers, byte[] body) {
      this.method = method;
      this.target = target;
      this.headers = headers;
      this.body = body;
    }

    String method() {
      return method;
    }

    String target() {
      return target;
    }

    Map<String, String> headers() {
      return headers;
    }

    byte[] body() {
      return body;
    }
  }

  /// Waits for one whole request.
  ///
  /// @return empty when the client left, or what it sent is no HTTP within the bounds
  /// @throws SocketTimeoutException when it stopped in the middle
  Optional<Received> receive() throws IOException {
    socket.setSoTimeout(readMillis);
    Optional<Received> received = request();
    socket.setSoTimeout(0);
    return received;
  }

  private Optional<Received> request() throws IOException {
    String[] first = line().split(" ", 3);
    if (first.length != 3) {
      return Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() > 500) {
        return Optional.empty();
      }
      headers.put(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
      write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    return body(headers).map(body -> new Received(first[0], first[1], headers, body));
  }

  private Optional<byte[]> body(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return chunks();
    }
    long length = number(headers.getOrDefault("content-length", "0"), 10);
    return length < 0 || length > BODY_BYTES_MAX ? Optional.empty() : exactly((int) length);
  }

  private Optional<byte[]> chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String head = line();
      long length = number(head.split(";", 2)[0].strip(), 16);
      if (length < 0 || length > BODY_BYTES_MAX - body.size()) {
        return Optional.empty();
      }
      Optional<byte[]> chunk = exactly((int) length);
      if (chunk.isEmpty()) {
        return Optional.empty();
      }
      body.writeBytes(chunk.orElseThrow());
      String end = line();
      if (length == 0) {
        // Trailers, which nobody reads, end with an empty line.
        while (!end.isEmpty()) {
          end = line();
        }
        return Optional.of(body.toByteArray());
      }
    }
  }

  private Optional<byte[]> exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    return bytes.length == length ? Optional.of(bytes) : Optional.empty();
  }

  private static long number(String text, int radix) {
    try {
      return Long.parseLong(text, radix);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  /// One line without its end; empty also at the end of the stream.
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
      if (line.size() > HEAD_BYTES_MAX) {
        return "";
      }
      line.write(read);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /// A whole answer with its length, after which the connection ends.
  void answer(int status, Map<String, String> headers, byte[] body, boolean headOnly)
      throws IOException {
    write(head(status, headers) + "content-length: " + body.length + "\r\n\r\n");
    if (!headOnly) {
      out.write(body);
    }
    out.flush();
  }

  /// The head of an answer that follows in chunks.
  void begin(int status, Map<String, String> headers) throws IOException {
    write(head(status, headers) + "transfer-encoding: chunked\r\n\r\n");
  }

  private static String head(int status, Map<String, String> headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("connection: close\r\n").toString();
  }

  private static String reason(int status) {
    return status < 400 ? "OK" : "Refused";
  }

  /// @param bytes at least one: an empty chunk is the end
  void chunk(byte[] bytes) throws IOException {
    write(Integer.toHexString(bytes.length) + "\r\n");
    out.write(bytes);
    write("\r\n");
  }

  /// The end of chunks in good order.
  void end() throws IOException {
    write("0\r\n\r\n");
  }

  /// Half of a chunk, and the connection is reset.
  void cutWithin(byte[] bytes) throws IOException {
    write(Integer.toHexString(bytes.length) + "\r\n");
    out.write(bytes, 0, bytes.length / 2);
    out.flush();
    if (stays(CUT_AFTER_MILLIS)) {
      socket.setSoLinger(true, 0);
    }
    socket.close();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Waits.
  ///
  /// @param millis 0 for as long as the client stays
  /// @return whether the client is still there
  boolean stays(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      // A client that has sent its request sends nothing more; what it does send is not looked at.
      while (in.read() >= 0) {
        socket.setSoTimeout(millis);
      }
      return false;
    } catch (SocketTimeoutException _) {
      return true;
    } finally {
      if (!socket.isClosed()) {
        socket.setSoTimeout(0);
      }
    }
  }
}
