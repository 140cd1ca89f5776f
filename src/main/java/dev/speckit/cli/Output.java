package dev.speckit.cli;

import dev.speckit.command.Dialogue;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Writes what a call ends with: one write to stdout, the rest to stderr.
final class Output {
  private final Console console;
  private boolean json;
  private boolean events;
  private boolean colour = true;

  Output(Console console) {
    this.console = console;
  }

  void json(boolean wanted) {
    json = wanted;
  }

  void events(boolean wanted) {
    events = wanted;
  }

  void colour(boolean wanted) {
    colour = wanted;
  }

  LiveProgress progress() {
    if (events) {
      return new EventProgress(console.out());
    }
    if (json) {
      return LiveProgress.of(Progress.silent());
    }
    boolean live =
        console.errIsTerminal() && !console.environment().getOrDefault("TERM", "").equals("dumb");
    return live
        ? new TerminalProgress(console.err(), console.width(), paint(true))
        : new PlainProgress(console.err());
  }

  /// @param progress as [#progress] made it
  /// @return empty when nobody can be asked
  Optional<Dialogue> dialogue(LiveProgress progress, DialogueFiles files) {
    return progress instanceof TerminalProgress terminal && Prompter.canAsk(console)
        ? Optional.of(new Prompter(console, terminal, paint(true), files))
        : Optional.empty();
  }

  ExitCode report(String command, Report whole) {
    Report report =
        new Report(
            whole.blocks(),
            whole.content(),
            whole.exit(),
            Brief.problems(whole.warnings()),
            Brief.problems(whole.problems()));
    String text =
        json
            ? Envelope.write(command, report)
            : new ReportText(paint(console.outIsTerminal()), outWidth()).blocks(report.blocks());
    ExitCode written = writeOut(text, report.exit());
    if (!json) {
      ReportText forErr = new ReportText(paint(console.errIsTerminal()), ReportText.UNBOUNDED);
      for (Problem warning : report.warnings()) {
        writeErr(forErr.problem("warning", Tone.WARNING, warning));
      }
      for (Problem problem : report.problems()) {
        writeErr(forErr.problem("speckit", Tone.BAD, problem));
      }
    }
    return written;
  }

  ExitCode failure(String command, Failure failure) {
    ExitCode written =
        report(
            command,
            new Report(List.of(), Json::fields, failure.exit(), List.of(), failure.problems()));
    if (failure instanceof Failure.Bug && failure.getCause() != null) {
      writeErr(stack(failure.getCause()));
    }
    return written;
  }

  private static String stack(Throwable cause) {
    StringWriter out = new StringWriter();
    cause.printStackTrace(new PrintWriter(out));
    return out.toString();
  }

  /// A table is made to fit a person's terminal, never a file.
  private int outWidth() {
    return console.outIsTerminal()
        ? console.knownWidth().orElse(ReportText.UNBOUNDED)
        : ReportText.UNBOUNDED;
  }

  private Paint paint(boolean terminal) {
    return new Paint(terminal && colour && console.allowsColour());
  }

  /// A reader that has seen enough (`| head`) is no failure; a full disk is one.
  private ExitCode writeOut(String text, ExitCode code) {
    try {
      console.out().write(text.getBytes(StandardCharsets.UTF_8));
      console.out().flush();
      return code;
    } catch (IOException failure) {
      String why = String.valueOf(failure.getMessage());
      if (why.contains("Broken pipe") || why.contains("Stream closed")) {
        return code;
      }
      writeErr(
          new ReportText(paint(false), ReportText.UNBOUNDED)
              .problem(
                  "speckit",
                  Tone.BAD,
                  Problem.of("output-lost", "the output could not be written: " + why)
                      .remedy("mend what stdout leads to and call again")));
      return ExitCode.ENVIRONMENT;
    }
  }

  private void writeErr(String text) {
    Console.write(console.err(), text);
  }
}
