package dev.speckit.cli;

import dev.speckit.command.Block;
import dev.speckit.command.Dialogue;
import dev.speckit.command.Tone;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks the person at the terminal. Questions and what is shown between them go to stderr, where
/// progress and warnings are, so that stdout holds the result alone.
final class Prompter implements Dialogue {
  private final Map<String, String> environment;
  private final TerminalProgress progress;
  private final Paint paint;
  private final int width;
  private final DialogueFiles files;

  Prompter(Console console, TerminalProgress progress, Paint paint, DialogueFiles files) {
    this.environment = console.environment();
    this.width = console.width();
    this.progress = progress;
    this.paint = paint;
    this.files = files;
  }

  /// Whether someone can be asked: no job of a build service, where a terminal may stand for a log,
  /// and no agent, which nobody looks at while it waits.
  static boolean canAsk(Console console) {
    Map<String, String> environment = console.environment();
    return console.inputIsTerminal()
        && console.errIsTerminal()
        && !environment.getOrDefault("TERM", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb")
        && environment.getOrDefault("CI", "").isEmpty()
        && environment.getOrDefault("SPECKIT_AGENT", "").isEmpty();
  }

  @Override
  public Optional<String> ask(Question question) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    progress.pause();
    try (LineEditor editor = LineEditor.open(environment, paint.coloured())) {
      Optional<String> line =
          editor.read(
              prompt(question), Offers.of(question.completion(), files::names), files.earlier());
      line.ifPresent(this::keep);
      return line.map(given -> given.isBlank() ? question.fallback() : oneLine(given));
    } finally {
      progress.resume();
    }
  }

  private String prompt(Question question) {
    String fallback = question.fallback().isEmpty() ? "" : " [" + question.fallback() + "]";
    return paint.paint(Glyphs.safe(question.text()), Tone.STRONG)
        + paint.paint(Glyphs.safe(fallback), Tone.MUTED)
        + ": ";
  }

  /// As in shells, a line that begins with a blank is not kept.
  private void keep(String given) {
    if (!given.isBlank() && !given.startsWith(" ")) {
      files.keep(oneLine(given));
    }
  }

  /// A pasted text may hold line feeds and more; an answer is one line.
  private static String oneLine(String given) {
    return given.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
  }

  @Override
  public void show(List<Block> blocks) {
    progress.print(new ReportText(paint, width).blocks(blocks));
  }
}
