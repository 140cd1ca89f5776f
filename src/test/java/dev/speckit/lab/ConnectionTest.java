package dev.speckit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ConnectionTest {
  private ServerSocket server;
  private Socket client;
  private Socket accepted;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
    accepted = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    accepted.close();
    server.close();
  }

  private void send(String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "POST /",
        "POST / HTTP/1.1\r\nhost: lab\r\n",
        "POST / HTTP/1.1\r\ncontent-length: 9\r\n\r\nhalf",
        "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
      })
  void half_a_request_is_not_waited_for_without_end(String half) throws IOException {
    send(half);

    assertThatThrownBy(new Connection(accepted, 100)::receive)
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void a_request_that_came_whole_may_be_followed_by_silence() throws IOException {
    send("POST / HTTP/1.1\r\ncontent-length: 4\r\n\r\nfull");

    assertThat(new Connection(accepted, 10_000).receive()).isPresent();
    assertThat(accepted.getSoTimeout()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"7fffffffffffffff", "7ffffffffffffffe", "8000000000000000", "4000001", "-1", "no"})
  void a_chunk_length_that_cannot_be_is_refused(String length) throws IOException {
    send("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n" + length + "\r\n");

    assertThat(new Connection(accepted, 10_000).receive()).isEmpty();
  }
}
