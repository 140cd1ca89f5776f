package dev.speckit.agent;

import dev.speckit.host.Custody;
import dev.speckit.host.Disk;
import dev.speckit.spec.KnownSecrets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an ended process means, for a program that prints its answer. Exit code 0 alone proves
/// nothing, and our own stop outweighs whatever the program says on its way out.
///
/// @param text what it said; empty when it does not matter
/// @param rejected why the text is no answer; empty unless schema-invalid
record AgentReading(
    Outcome outcome,
    @Nullable Answer answer,
    @Nullable String json,
    String reason,
    String text,
    List<String> rejected) {
  /// Colours and cursor movements of programs that take every pipe for a terminal.
  private static final Pattern ESCAPES = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");

  private static final int ERROR_BYTES = 1024;
  private static final int ERROR_SHOWN = 300;

  /// @param asked the prompt as the agent got it
  static AgentReading of(
      AgentCall call,
      String asked,
      KnownSecrets secrets,
      Custody.Ending ending,
      Path folder,
      Supplier<String> output) {
    return switch (ending) {
      case Custody.Ending.NotStarted(boolean missing, String why) ->
          missing
              ? without(Outcome.NOT_INSTALLED, call.agent() + " cannot be started: " + why)
              : without(Outcome.CRASHED, call.agent() + " was not started: " + why);
      case Custody.Ending.Ended ended ->
          switch (ended.stop()) {
            case CANCELLED -> without(Outcome.CANCELLED, "cancelled; " + raw(folder));
            case FLOODED ->
                without(
                    Outcome.FLOODED, "more output than is kept; head and tail in " + raw(folder));
            case NO_OUTPUT -> without(Outcome.HUNG, "no output in time; " + errors(folder));
            case IDLE -> without(Outcome.HUNG, "output stopped and never ended; " + raw(folder));
            case TOTAL -> without(Outcome.HUNG, "not finished in time; " + raw(folder));
            case EXITED -> exited(call, asked, secrets, ended.exitCode(), folder, output);
          };
    };
  }

  private static AgentReading exited(
      AgentCall call,
      String asked,
      KnownSecrets secrets,
      @Nullable Integer exit,
      Path folder,
      Supplier<String> output) {
    if (exit == null || exit != 0) {
      return without(
          Outcome.CRASHED,
          "ended with "
              + (exit == null ? "an unknown code" : "exit code " + exit)
              + "; "
              + errors(folder));
    }
    String text = ESCAPES.matcher(output.get()).replaceAll("");
    if (text.isBlank()) {
      return without(Outcome.EMPTY, "ended well without saying anything; " + errors(folder));
    }
    // A repair turn quotes what the agent wrote: who writes it again has not copied the prompt.
    return switch (AnswerReader.read(call.task().subject(), text, asked, secrets)) {
      case AnswerReader.Reading.Accepted(Answer answer, String json) ->
          new AgentReading(Outcome.ANSWERED, answer, json, "answered", text, List.of());
      case AnswerReader.Reading.Rejected(List<String> reasons) ->
          new AgentReading(
              Outcome.SCHEMA_INVALID,
              null,
              null,
              "no valid answer: " + reasons.getFirst() + "; " + raw(folder),
              text,
              reasons);
    };
  }

  private static AgentReading without(Outcome outcome, String reason) {
    return new AgentReading(outcome, null, null, reason, "", List.of());
  }

  private static String raw(Path folder) {
    return folder.resolve("stdout.raw").toString();
  }

  /// The last line of stderr, made harmless, and where all of it is.
  private static String errors(Path folder) {
    Path file = folder.resolve("stderr.txt");
    String text = ESCAPES.matcher(Disk.readTail(file, ERROR_BYTES)).replaceAll("").strip();
    if (text.isEmpty()) {
      return raw(folder);
    }
    String line = text.substring(text.lastIndexOf('\n') + 1).replaceAll("\\p{Cntrl}", " ").strip();
    int end =
        line.offsetByCodePoints(0, Math.min(ERROR_SHOWN, line.codePointCount(0, line.length())));
    return "it said \"" + line.substring(0, end) + "\"; " + file;
  }
}
