package dev.speckit.guide;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What an agent can read about. The texts travel inside the program, in `guide/TOPIC.md`.
enum GuideTopic {
  WORK("a work session on a spec, from plan to done"),
  RUN("several agents plan a spec, code compares their answers"),
  CHECK("find and mend what is wrong in specs, contexts and links"),
  HANDOFF("end a sitting so that the next one starts from facts"),
  TRACE("from a requirement to commits, files and tests, and back"),
  WRITE("a new spec, its requirements and criteria");

  private static final String ID = "{id}";

  private final String summary;

  GuideTopic(String summary) {
    this.summary = summary;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String summary() {
    return summary;
  }

  static List<String> words() {
    return Arrays.stream(values()).map(GuideTopic::word).toList();
  }

  static GuideTopic of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// @param id of the spec that calls are shown with; `ID` for none
  String text(String id) {
    String name = "/guide/" + word() + ".md";
    try (InputStream in = GuideTopic.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(ID, id);
    } catch (IOException failure) {
      throw new IllegalStateException("the program's file " + name + " cannot be read", failure);
    }
  }
}
