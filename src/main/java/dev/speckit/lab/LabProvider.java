package dev.speckit.lab;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/// A provider of models on the loopback address that goes wrong as it is told. Run and scenario are
/// carried by the base URL, so one provider serves many tests at the same time:
/// `http://127.0.0.1:PORT/RUN/SCENARIO`, for the formats of OpenAI with `/v1` behind it.
///
/// It listens from its start to [#close()], which ends every connection and every thread.
public final class LabProvider implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int BACKLOG = 200;

  private final ServerSocket server;
  private final InstantSource clock;
  private final Replies replies;
  private final Consumer<LabRequest> heard;
  private final ExecutorService threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<String, List<LabRequest>> received = new ConcurrentHashMap<>();

  private LabProvider(
      ServerSocket server,
      InstantSource clock,
      Function<LabRequest, String> answers,
      Consumer<LabRequest> heard) {
    this.server = server;
    this.clock = clock;
    this.heard = heard;
    this.replies = new Replies(answers);
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  /// A provider that gives a small valid answer to every subject, on any free port.
  public static LabProvider start(InstantSource clock) {
    return start(clock, 0, LabAnswers::to);
  }

  /// @param port 0 for any that is free
  /// @param answers the text that the model says to a request; must be safe for many threads
  /// @throws Failure.Unavailable when the port is taken
  public static LabProvider start(
      InstantSource clock, int port, Function<LabRequest, String> answers) {
    return start(clock, port, answers, _ -> {});
  }

  /// @param heard told of each request before it is answered, on threads of the provider
  static LabProvider start(
      InstantSource clock,
      int port,
      Function<LabRequest, String> answers,
      Consumer<LabRequest> heard) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
      LabProvider provider = new LabProvider(server, clock, answers, heard);
      var _ = provider.threads.submit(provider::accept);
      return provider;
    } catch (IOException failure) {
      throw new Failure.Unavailable(
          Problem.of("port-taken", "port " + port + " of 127.0.0.1 cannot be listened on")
              .remedy("give another with --port, or none for any that is free"),
          failure);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /// The base URL for a format, as its clients expect it.
  ///
  /// @param run any word of letters, digits and dashes that tells these requests from others
  public String url(Api api, String run, Script script) {
    return url(run, script) + api.suffix();
  }

  /// The base URL without what a format adds.
  public String url(String run, Script script) {
    return "http://127.0.0.1:" + port() + "/" + encoded(run) + "/" + encoded(script.word());
  }

  public String url(Api api, String run, Scenario scenario) {
    return url(api, run, Script.of(scenario));
  }

  private static String encoded(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20").replace("%7E", "~");
  }

  /// All requests of a run so far, in the order in which they came.
  public List<LabRequest> requests(String run) {
    return List.copyOf(received.getOrDefault(run, List.of()));
  }

  /// Connections that are open now.
  int connections() {
    return open.size();
  }

  /// Whether every thread has ended.
  boolean isOver() {
    return threads.isTerminated();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        start(socket);
      } catch (IOException _) {
        // Closed, or a client that was gone before it was accepted.
      }
    }
  }

  private void start(Socket socket) {
    try {
      var _ = threads.submit(() -> serve(socket));
    } catch (RejectedExecutionException _) {
      quietly(socket);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (server.isClosed()) {
        return;
      }
      socket.setTcpNoDelay(true);
      Connection connection = new Connection(socket);
      Optional<Connection.Received> request = connection.receive();
      if (request.isPresent()) {
        serve(connection, request.orElseThrow());
      }
    } catch (IOException _) {
      // The client left in the middle, as agents do when they are stopped.
    } finally {
      open.remove(socket);
    }
  }

  private void serve(Connection connection, Connection.Received request) throws IOException {
    String[] target = request.target().split("\\?", 2);
    String[] parts = target[0].split("/", 4);
    Optional<Script> script =
        parts.length < 3 ? Optional.empty() : decoded(parts[2]).flatMap(Script::parse);
    Optional<String> run = parts.length < 3 ? Optional.empty() : decoded(parts[1]);
    if (script.isEmpty() || run.isEmpty()) {
      nothingHere(connection, request, "the lab knows no scenario at this address");
      return;
    }
    String path = parts.length < 4 ? "/" : "/" + parts[3];
    LabRequest known =
        new LabRequest(
            run.orElseThrow(),
            script.orElseThrow(),
            request.method().equals("POST") ? Api.asked(path).orElse(null) : null,
            request.method(),
            path,
            target.length > 1 ? target[1] : "",
            clock.instant(),
            request.body().length,
            new String(request.body(), StandardCharsets.UTF_8));
    List<LabRequest> of = received.computeIfAbsent(known.run(), _ -> new CopyOnWriteArrayList<>());
    int earlier = remember(of, known);
    heard.accept(known);
    Api api = known.api();
    if (api == null) {
      beside(connection, request, path);
    } else {
      new Play(connection, known, api.wire(), replies, earlier).run();
    }
  }

  /// @return how many requests for a model came before with the same script
  private static int remember(List<LabRequest> of, LabRequest known) {
    synchronized (of) {
      long earlier =
          of.stream().filter(one -> one.asksModel() && one.script().equals(known.script())).count();
      of.add(known);
      return (int) earlier;
    }
  }

  /// What clients ask for beside answers.
  private static void beside(Connection connection, Connection.Received request, String path)
      throws IOException {
    boolean headOnly = request.method().equals("HEAD");
    if (headOnly) {
      json(connection, 200, Json.fields(), true);
    } else if (path.endsWith("/messages/count_tokens")) {
      json(connection, 200, Json.fields().with("input_tokens", Wire.INPUT_TOKENS), false);
    } else if (path.endsWith(":countTokens")) {
      json(connection, 200, Json.fields().with("totalTokens", Wire.INPUT_TOKENS), false);
    } else if (path.endsWith("/models")) {
      json(connection, 200, models(), false);
    } else {
      nothingHere(connection, request, "the lab answers nothing at this address");
    }
  }

  private static Json.Fields models() {
    Json.Fields model =
        Json.fields()
            .with("id", "model-of-the-lab")
            .with("name", "models/model-of-the-lab")
            .with("object", "model")
            .with("type", "model");
    return Json.fields()
        .with("object", "list")
        .with("data", List.of(model))
        .with("models", List.of(model));
  }

  private static void nothingHere(
      Connection connection, Connection.Received request, String message) throws IOException {
    Wire.Refused refused = Api.likely(request.target()).wire().refused(ProviderError.NOT_FOUND);
    json(
        connection,
        refused.status(),
        refused.body().with("lab", message),
        request.method().equals("HEAD"));
  }

  private static void json(Connection connection, int status, Json.Fields body, boolean headOnly)
      throws IOException {
    connection.answer(
        status,
        Map.of("content-type", "application/json"),
        body.write().getBytes(StandardCharsets.UTF_8),
        headOnly);
  }

  private static Optional<String> decoded(String part) {
    try {
      return Optional.of(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Ends every connection and waits until every thread has ended.
  @Override
  public void close() {
    quietly(server);
    open.forEach(LabProvider::quietly);
    threads.close();
  }

  private static void quietly(java.io.Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException _) {
      // It is closed all the same.
    }
  }
}
