package dev.speckit.agent;

import dev.speckit.host.Custody;
import dev.speckit.host.Disk;
import dev.speckit.retry.RetryAfter;
import dev.speckit.retry.StatusText;
import dev.speckit.spec.KnownSecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an ended process means. Exit code 0 alone proves nothing, and our own stop outweighs
/// whatever the program says on its way out.
///
/// @param text what it said; empty when it does not matter
/// @param rejected why the text is no answer; empty unless schema-invalid
/// @param retryAfter how long the provider wants to be left alone, or null
record AgentReading(
    Outcome outcome,
    @Nullable Answer answer,
    @Nullable String json,
    String reason,
    String text,
    List<String> rejected,
    Usage usage,
    @Nullable String model,
    @Nullable String session,
    @Nullable Duration retryAfter) {
  /// Colours and cursor movements of programs that take every pipe for a terminal.
  private static final Pattern ESCAPES = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");

  private static final int ERROR_BYTES = 64 << 10;
  private static final int PLAIN_ERROR_CHARACTERS = 2000;
  private static final int ERROR_SHOWN = 300;

  /// What there is to read of one attempt.
  ///
  /// @param asked the prompt as the agent got it
  /// @param reader of the program's events; null for a program that prints its answer
  /// @param now against which a program's own times are read
  /// @param output the end of its output
  record Source(
      AgentCall call,
      String asked,
      KnownSecrets secrets,
      Path folder,
      Transcript.@Nullable Reader reader,
      Instant now,
      Supplier<String> output) {
    AgentReading read(Custody.Ending ending) {
      return switch (ending) {
        case Custody.Ending.NotStarted(boolean missing, String why) -> notStarted(missing, why);
        case Custody.Ending.Ended ended -> stopped(ended);
      };
    }

    private AgentReading notStarted(boolean missing, String why) {
      if (!missing) {
        return without(Outcome.CRASHED, call.agent() + " was not started: " + why);
      }
      String remedy =
          call.definition() instanceof AgentDefinition.Cli cli && cli.program().indexOf('/') < 0
              ? " `" + cli.program() + "`: " + cli.adapter().installation()
              : "";
      return without(Outcome.NOT_INSTALLED, call.agent() + " cannot be started: " + why + remedy);
    }

    /// What it used counts whoever ended it; what it said does not when we stopped it.
    private AgentReading stopped(Custody.Ending.Ended ended) {
      boolean own = ended.stop() == Custody.Stop.EXITED || ended.stop() == Custody.Stop.LINGERED;
      Transcript said = transcript(own ? ended.exitCode() : null);
      AgentReading reading =
          switch (ended.stop()) {
            case CANCELLED -> without(Outcome.CANCELLED, "cancelled; " + raw());
            case FLOODED ->
                without(Outcome.FLOODED, "more output than is kept; head and tail in " + raw());
            case LOOPING -> without(Outcome.FLOODED, "it repeated itself without end; " + raw());
            case NO_OUTPUT -> without(Outcome.HUNG, "no output in time; " + lastError());
            case IDLE -> without(Outcome.HUNG, "output stopped and never ended; " + raw());
            case TOTAL -> without(Outcome.HUNG, "not finished in time; " + raw());
            // Its last word was complete; that it did not leave is no fault of the answer.
            case LINGERED -> judged(0, said);
            case EXITED -> judged(ended.exitCode(), said);
          };
      return reading.with(said);
    }

    private Transcript transcript(@Nullable Integer exitCode) {
      if (reader == null) {
        return plain(exitCode);
      }
      Path scratch = AttemptFolder.temporary(folder);
      for (String name : reader.files()) {
        Path file = scratch.resolve(name);
        if (Disk.isFile(file)) {
          reader.file(name, Disk.readTail(file, ERROR_BYTES));
        }
      }
      try {
        return patient(reader.transcript(exitCode, errors()));
      } catch (RuntimeException | StackOverflowError defect) {
        return unreadable(defect);
      }
    }

    /// Whatever a program writes, it ends its own attempt and nothing else.
    private static Transcript unreadable(Throwable defect) {
      return new Transcript(
          "",
          true,
          true,
          null,
          null,
          "its events cannot be read: " + defect,
          List.of(),
          null,
          Usage.UNKNOWN,
          null,
          null);
    }

    /// How long to wait often stands in nothing but the words of the error.
    private Transcript patient(Transcript said) {
      String error = said.error();
      return said.retryAfter() != null || !said.failed() || error == null
          ? said
          : said.retryAfter(RetryAfter.text(last(error), now).orElse(null));
    }

    /// A program that prints its answer says nothing else; what failed stands in its last words.
    private Transcript plain(@Nullable Integer exitCode) {
      boolean failed = exitCode == null || exitCode != 0;
      String error = failed ? last(errors()) : "";
      return new Transcript(
          failed ? "" : harmless(output.get()),
          !failed,
          failed,
          StatusText.find(error).orElse(null),
          null,
          failed ? error : null,
          List.of(),
          RetryAfter.text(error, now).orElse(null),
          Usage.UNKNOWN,
          null,
          null);
    }

    private AgentReading judged(@Nullable Integer exitCode, Transcript said) {
      Optional<OutcomeTable.Row> row = table().find(exitCode, said, errors());
      if (row.isPresent()) {
        return row.get().outcome() == Outcome.SCHEMA_INVALID
            ? rejected(said, reason(row.get(), exitCode, said))
            : without(row.get().outcome(), reason(row.get(), exitCode, said));
      }
      // A repair turn quotes what the agent wrote: who writes it again has not copied the prompt.
      return switch (AnswerReader.read(call.task().subject(), said.text(), asked, secrets)) {
        case AnswerReader.Reading.Accepted(Answer answer, String json) ->
            new AgentReading(
                Outcome.ANSWERED,
                answer,
                json,
                "answered" + denied(said),
                said.text(),
                List.of(),
                Usage.UNKNOWN,
                null,
                null,
                null);
        case AnswerReader.Reading.Rejected(List<String> reasons) ->
            new AgentReading(
                Outcome.SCHEMA_INVALID,
                null,
                null,
                "no valid answer: " + reasons.getFirst() + "; " + raw(),
                said.text(),
                reasons,
                Usage.UNKNOWN,
                null,
                null,
                null);
      };
    }

    /// By the program itself, which was given the schema.
    private static AgentReading rejected(Transcript said, String reason) {
      String error = said.error();
      return new AgentReading(
          Outcome.SCHEMA_INVALID,
          null,
          null,
          reason,
          said.text(),
          List.of(error == null ? reason : shown(error)),
          Usage.UNKNOWN,
          null,
          null,
          null);
    }

    private OutcomeTable table() {
      return call.definition() instanceof AgentDefinition.Cli cli
          ? OutcomeTable.of(cli.adapter().kind())
          : OutcomeTable.common();
    }

    /// What ended a program stands at the end of what it wrote.
    private static String last(String text) {
      return text.substring(Math.max(0, text.length() - PLAIN_ERROR_CHARACTERS));
    }

    private String reason(OutcomeTable.Row row, @Nullable Integer exitCode, Transcript said) {
      StringBuilder reason = new StringBuilder();
      String error = said.error();
      if (error != null && reader != null && !error.isBlank()) {
        reason.append("it said \"").append(shown(error)).append("\"; ").append(raw());
      } else if (row.outcome() == Outcome.EMPTY) {
        reason.append("ended well without saying anything; ").append(lastError());
      } else if (exitCode == null || exitCode != 0) {
        reason
            .append("ended with ")
            .append(exitCode == null ? "an unknown code" : "exit code " + exitCode)
            .append("; ")
            .append(lastError());
      } else {
        reason.append(phrase(row.outcome(), said)).append("; ").append(raw());
      }
      if (row.remedy() != null) {
        reason.append("; ").append(row.remedy());
      } else if (row.outcome() == Outcome.NOT_SIGNED_IN
          && call.definition() instanceof AgentDefinition.Cli cli) {
        reason.append("; set ").append(cli.keyVariable()).append(", or sign in with its program");
      }
      return reason.toString();
    }

    private static String phrase(Outcome outcome, Transcript said) {
      return switch (outcome) {
        case REFUSED -> "the model refused (" + said.stop() + ")";
        case TOOL_DENIED ->
            "it answered nothing after " + shown(String.join(", ", said.denied())) + " was denied";
        case CRASHED -> "it ended without its final event";
        case ANSWERED,
            RATE_LIMITED,
            QUOTA,
            NOT_SIGNED_IN,
            OVERLOADED,
            CONTEXT_OVERFLOW,
            SCHEMA_INVALID,
            EMPTY,
            FLOODED,
            HUNG,
            CANCELLED,
            NOT_INSTALLED,
            MISCONFIGURED,
            UNKNOWN ->
            "it ended as " + outcome.word();
      };
    }

    private static String denied(Transcript said) {
      return said.denied().isEmpty()
          ? ""
          : "; it was not allowed to use " + shown(String.join(", ", said.denied()));
    }

    private String raw() {
      return folder.resolve("stdout.raw").toString();
    }

    private String errors() {
      return harmless(Disk.readTail(folder.resolve("stderr.txt"), ERROR_BYTES)).strip();
    }

    /// The last line of stderr, made harmless, and where all of it is.
    private String lastError() {
      String text = errors();
      return text.isEmpty()
          ? raw()
          : "it said \"" + shown(text) + "\"; " + folder.resolve("stderr.txt");
    }
  }

  private AgentReading with(Transcript said) {
    return new AgentReading(
        outcome,
        answer,
        json,
        reason,
        text,
        rejected,
        said.usage(),
        said.model(),
        said.session(),
        said.retryAfter());
  }

  /// What was cancelled, and nothing is there to read.
  static AgentReading cancelled(String when) {
    return without(Outcome.CANCELLED, "cancelled " + when);
  }

  /// What was not started, because its key is not there.
  static AgentReading notSignedIn(String why) {
    return without(Outcome.NOT_SIGNED_IN, why);
  }

  private static AgentReading without(Outcome outcome, String reason) {
    return new AgentReading(
        outcome, null, null, reason, "", List.of(), Usage.UNKNOWN, null, null, null);
  }

  private static String harmless(String text) {
    return ESCAPES.matcher(text).replaceAll("");
  }

  /// The last line of a text, short and without control characters.
  private static String shown(String text) {
    String stripped = text.strip();
    String line =
        stripped.substring(stripped.lastIndexOf('\n') + 1).replaceAll("\\p{Cntrl}", " ").strip();
    int end =
        line.offsetByCodePoints(0, Math.min(ERROR_SHOWN, line.codePointCount(0, line.length())));
    return line.substring(0, end);
  }
}
