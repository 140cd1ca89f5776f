package dev.speckit.lab;

import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;

/// How one kind of provider writes what it has to say: the least that all agents are content with.
interface Wire {
  /// What every call is said to have used.
  long INPUT_TOKENS = 1234;

  long CACHED_TOKENS = 1000;
  long OUTPUT_TOKENS = 56;

  /// What the model says.
  sealed interface Reply {
    /// May be empty.
    record Text(String text) implements Reply {}

    record ToolCall(String name, Json.Fields arguments) implements Reply {}

    record Refusal() implements Reply {}
  }

  /// The events of a stream as they go over the wire.
  ///
  /// @param deltas the part that grows with the text
  record Frames(List<String> opening, List<String> deltas, List<String> closing) {
    public Frames {
      opening = List.copyOf(opening);
      deltas = List.copyOf(deltas);
      closing = List.copyOf(closing);
    }

    List<String> all() {
      List<String> all = new ArrayList<>(opening);
      all.addAll(deltas);
      all.addAll(closing);
      return all;
    }
  }

  /// @param status of HTTP, 400 to 599
  record Refused(int status, Json.Fields body) {}

  Frames stream(Reply reply, String model);

  /// The body for a request that asks for no stream.
  Json.Fields whole(Reply reply, String model);

  Refused refused(ProviderError error);

  /// Pieces of a text, a few as every test needs more than one, never splitting a character.
  static List<String> pieces(String text) {
    int size = Math.max(8, Math.min(text.length() / 8, 16 << 10));
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int until = Math.min(text.length(), from + size);
      if (until < text.length() && Character.isHighSurrogate(text.charAt(until - 1))) {
        until++;
      }
      pieces.add(text.substring(from, until));
      from = until;
    }
    return pieces;
  }

  /// A server-sent event with a name.
  static String event(String name, Json.Fields data) {
    return "event: " + name + "\ndata: " + data.write() + "\n\n";
  }

  /// A server-sent event without a name.
  static String event(Json.Fields data) {
    return "data: " + data.write() + "\n\n";
  }
}
