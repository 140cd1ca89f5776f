package dev.speckit.lab;

import dev.speckit.json.Json;
import java.util.function.Function;

/// What the model says to a request.
record Replies(Function<LabRequest, String> answers) {
  /// Stands in a text for bytes that are no UTF-8; a character of nobody's.
  static final char BROKEN = '\uE5B0';

  private static final int KIB = 1024;

  Wire.Reply to(LabRequest request) {
    return switch (request.script().scenario()) {
      case EMPTY -> new Wire.Reply.Text("");
      case REFUSAL -> new Wire.Reply.Refusal();
      // No part of it may be taken for an answer.
      case ENDLESS_STREAM -> new Wire.Reply.Text("Before I answer, there is one more thing: ");
      case SCHEMA_INVALID ->
          new Wire.Reply.Text("I have looked at it all and everything seems fine to me.");
      case TOOL_CALL -> toolCall(request);
      case BROKEN_UTF8 -> answer(request, padded(request, String.valueOf(BROKEN)));
      case LARGE -> answer(request, padded(request, varied(request.script().number() * KIB)));
      case GOOD,
          SLOW_HEADERS,
          SLOW_DRIP,
          SILENCE,
          STALLED,
          CUT,
          CUT_ONCE,
          ENDED_EARLY,
          HTML,
          BAD_REQUEST,
          SIGNED_OUT,
          FORBIDDEN,
          NOT_FOUND,
          RATE_LIMITED,
          RATE_LIMITED_ONCE,
          QUOTA,
          ERROR_500,
          ERROR_500_TWICE,
          OVERLOADED,
          CONTEXT_OVERFLOW ->
          answer(request, answers.apply(request));
    };
  }

  private Wire.Reply toolCall(LabRequest request) {
    Json.Fields body = request.json();
    if (Tools.answered(body)) {
      return answer(request, answers.apply(request));
    }
    String command = request.script().text().isEmpty() ? "true" : request.script().text();
    return Tools.shell(body, command, usualShell(request));
  }

  private static String usualShell(LabRequest request) {
    return switch (request.api()) {
      case ANTHROPIC -> "Bash";
      case RESPONSES -> "shell";
      case GEMINI -> "run_shell_command";
      case CHAT -> "bash";
      case null -> throw new IllegalStateException("no model was asked");
    };
  }

  /// A tool for structured answers is called once; told its result, the model says it again.
  private static Wire.Reply answer(LabRequest request, String text) {
    Json.Fields body = request.json();
    if (!(Json.read(text).value().orElse(null) instanceof Json.Fields fields)) {
      return new Wire.Reply.Text(text);
    }
    return Tools.structured(body)
        .filter(_ -> !calledStructured(body, request))
        .<Wire.Reply>map(name -> new Wire.Reply.ToolCall(name, fields))
        .orElse(new Wire.Reply.Text(text));
  }

  /// In `tool-call` the first result is the shell's.
  private static boolean calledStructured(Json.Fields body, LabRequest request) {
    return request.script().scenario() != Scenario.TOOL_CALL && Tools.answered(body);
  }

  private String padded(LabRequest request, String padding) {
    String text = answers.apply(request);
    return Json.read(text).value().orElse(null) instanceof Json.Fields fields
        ? fields.with("note", padding).write()
        : text + padding;
  }

  /// Text of a length in which nothing is repeated: some agents take that for a loop.
  private static String varied(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int number = 1; text.length() < length; number++) {
      text.append(Integer.toString(number * 7919, Character.MAX_RADIX)).append(' ');
    }
    text.setLength(length);
    return text.toString();
  }
}
