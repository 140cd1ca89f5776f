package dev.speckit.cli;

import dev.speckit.command.Progress;
import dev.speckit.command.Tone;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/// Progress in a terminal: one line a lane, redrawn in place, gone or final when it ends.
final class TerminalProgress implements LiveProgress, Progress, Lanes.Listener {
  private static final Duration REDRAW = Duration.ofMillis(200);
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String CLEAR_BELOW = "\u001b[0J";
  private final Lanes lanes = new Lanes();
  private final OutputStream err;
  private final int width;
  private final Paint paint;
  private Optional<Ticker> ticker = Optional.empty();
  private final StringBuilder waiting = new StringBuilder();
  private boolean paused;
  private int drawn;
  private String headline = "";

  TerminalProgress(OutputStream err, int width, Paint paint) {
    this.err = err;
    this.width = width;
    this.paint = paint;
  }

  @Override
  public Progress progress() {
    return this;
  }

  @Override
  public void note(String line) {
    lanes.locked(() -> draw(Glyphs.safe(line) + "\n"));
  }

  @Override
  public void headline(String line) {
    lanes.locked(() -> {
      headline = Glyphs.safe(line);
      startDrawing();
      draw("");
    });
  }

  @Override
  public Lane lane(String label) {
    lanes.locked(this::startDrawing);
    return lanes.open(label, this);
  }

  /// Writes text that stays, above the lanes.
  ///
  /// @param text safe lines, each with its line feed
  void print(String text) {
    lanes.locked(() -> draw(text));
  }

  /// Takes the lanes away and draws nothing until [#resume]: the terminal is someone else's.
  void pause() {
    lanes.locked(() -> {
      if (drawn > 0) {
        Console.write(err, upAndClear());
        drawn = 0;
      }
      if (ticker.isPresent()) {
        Console.write(err, SHOW_CURSOR);
      }
      paused = true;
    });
  }

  /// Draws again, first what came meanwhile.
  void resume() {
    lanes.locked(() -> {
      paused = false;
      if (ticker.isPresent()) {
        Console.write(err, HIDE_CURSOR);
      }
      if (!waiting.isEmpty() || !lanes.running().isEmpty()) {
        String text = waiting.toString();
        waiting.setLength(0);
        draw(text);
      }
    });
  }

  private void startDrawing() {
    if (ticker.isEmpty()) {
      if (!paused) {
        Console.write(err, HIDE_CURSOR);
      }
      ticker = Optional.of(new Ticker(REDRAW, () -> lanes.locked(this::redraw)));
    }
  }

  private void redraw() {
    if (!lanes.running().isEmpty()) {
      draw("");
    }
  }

  @Override
  public void changed(Lanes.State lane) {
    draw("");
  }

  @Override
  public void said(Lanes.State lane, String line) {
    // The next tick shows it: an agent may say more in a moment than a person can read.
  }

  @Override
  public void ended(Lanes.State lane, Tone tone, String how) {
    draw(lane.label + "  " + paint.paint(how, tone) + "  " + lane.elapsed() + "\n");
  }

  /// Goes up over what was drawn, writes what stays, then the lanes anew: one write, no flicker.
  private void draw(String staying) {
    if (paused) {
      waiting.append(staying);
      return;
    }
    StringBuilder out = new StringBuilder(upAndClear()).append(staying);
    if (!headline.isEmpty()) {
      out.append(Glyphs.cut(headline, width - 1)).append('\n');
    }
    for (Lanes.State lane : lanes.running()) {
      out.append(Glyphs.cut(lane.line(), width - 1)).append('\n');
    }
    drawn = lanes.running().size() + (headline.isEmpty() ? 0 : 1);
    Console.write(err, out.toString());
  }

  private String upAndClear() {
    return "\r" + (drawn > 0 ? "\u001b[" + drawn + "A" : "") + CLEAR_BELOW;
  }

  @Override
  public void close() {
    lanes.locked(() -> {
      if (!headline.isEmpty() && !paused) {
        headline = "";
        draw("");
      }
      if (ticker.isPresent()) {
        ticker.get().close();
        Console.write(err, SHOW_CURSOR);
      }
    });
  }
}
