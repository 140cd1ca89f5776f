package dev.speckit.cli;

import dev.speckit.command.Dialogue;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// One line typed at the terminal. The terminal is taken for the time of one question and given
/// back as it was: between questions it, and its signals, belong to the program as if nobody had
/// ever asked. The only door to the library, which so is loaded with the first question.
final class LineEditor implements AutoCloseable {
  private final Terminal terminal;
  private final boolean coloured;

  private LineEditor(Terminal terminal, boolean coloured) {
    this.terminal = terminal;
    this.coloured = coloured;
  }

  /// @throws Failure.Unavailable when the terminal cannot be taken
  static LineEditor open(Map<String, String> environment, boolean coloured) {
    try {
      return new LineEditor(
          TerminalBuilder.builder()
              .name("speckit")
              .system(true)
              .systemOutput(TerminalBuilder.SystemOutput.ForcedSysErr)
              .provider(TerminalBuilder.PROP_PROVIDER_FFM)
              .dumb(false)
              .type(environment.getOrDefault("TERM", "xterm"))
              .encoding(StandardCharsets.UTF_8)
              // Asking the terminal what it can do would eat what was typed ahead.
              .graphemeCluster(false)
              // A window that changes its size is a signal; those of this program are given back.
              .nativeSignals(true)
              .build(),
          coloured);
    } catch (IOException | IllegalStateException | LinkageError failure) {
      throw new Failure.Unavailable(
          Problem.of("terminal-refused", "the terminal cannot be asked: " + failure.getMessage())
              .remedy("give the answers as arguments, in one call an action"));
    }
  }

  /// @param prompt with colours, without anything else a terminal obeys
  /// @param earlier lines the arrow keys bring back, the newest last
  /// @return the line as typed; empty when it was ended with Ctrl-D
  /// @throws Dialogue.Withdrawn on Ctrl-C
  Optional<String> read(String prompt, Offers offers, List<String> earlier)
      throws Dialogue.Withdrawn {
    LineReader reader = reader(offers);
    earlier.forEach(reader.getHistory()::add);
    try {
      // The library reads % in a prompt as a pattern.
      return Optional.of(reader.readLine(prompt.replace("%", "%%")));
    } catch (UserInterruptException _) {
      boolean _ = Thread.interrupted();
      throw new Dialogue.Withdrawn();
    } catch (EndOfFileException | IOError _) {
      // The terminal is gone, or the person is: nobody is left to be asked.
      return Optional.empty();
    }
  }

  private LineReader reader(Offers offers) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("speckit")
            .parser(new WholeLine())
            .completer(offers)
            .history(new DefaultHistory())
            .variable(LineReader.BELL_STYLE, "none")
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "")
            .variable(LineReader.HISTORY_SIZE, 1000)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.AUTO_FRESH_LINE, false)
            .option(LineReader.Option.INSERT_TAB, false)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true);
    if (!coloured) {
      List.of(
              LineReader.COMPLETION_STYLE_STARTING,
              LineReader.COMPLETION_STYLE_DESCRIPTION,
              LineReader.COMPLETION_STYLE_GROUP,
              LineReader.COMPLETION_STYLE_LIST_STARTING,
              LineReader.COMPLETION_STYLE_LIST_DESCRIPTION,
              LineReader.COMPLETION_STYLE_LIST_GROUP,
              LineReader.COMPLETION_STYLE_LIST_BACKGROUND,
              LineReader.COMPLETION_STYLE_BACKGROUND)
          .forEach(name -> builder.variable(name, "fg:default"));
    }
    return builder.build();
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException | IOError _) {
      // A terminal that is gone needs nothing back.
      return;
    }
  }
}
