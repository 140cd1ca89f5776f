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
  private int drawn;

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
  public Lane lane(String label) {
    lanes.locked(this::startDrawing);
    return lanes.open(label, this);
  }

  private void startDrawing() {
    if (ticker.isEmpty()) {
      Console.write(err, HIDE_CURSOR);
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
  public void ended(Lanes.State lane, Tone tone, String how) {
    draw(lane.label + "  " + paint.paint(how, tone) + "  " + lane.elapsed() + "\n");
  }

  /// Goes up over what was drawn, writes what stays, then the lanes anew: one write, no flicker.
  private void draw(String staying) {
    StringBuilder out = new StringBuilder();
    out.append('\r');
    if (drawn > 0) {
      out.append("\u001b[").append(drawn).append('A');
    }
    out.append(CLEAR_BELOW).append(staying);
    for (Lanes.State lane : lanes.running()) {
      out.append(Glyphs.cut(lane.line(), width - 1)).append('\n');
    }
    drawn = lanes.running().size();
    Console.write(err, out.toString());
  }

  @Override
  public void close() {
    lanes.locked(() -> {
      if (ticker.isPresent()) {
        ticker.get().close();
        Console.write(err, SHOW_CURSOR);
      }
    });
  }
}
