package dev.speckit.cli;

import dev.speckit.command.Progress;
import dev.speckit.command.Tone;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/// Progress as lines that stay: for files, pipes and logs.
final class PlainProgress implements LiveProgress, Progress, Lanes.Listener {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private final Lanes lanes = new Lanes();
  private final OutputStream err;
  private Optional<Ticker> ticker = Optional.empty();

  PlainProgress(OutputStream err) {
    this.err = err;
  }

  @Override
  public Progress progress() {
    return this;
  }

  @Override
  public void note(String line) {
    lanes.locked(() -> write(Glyphs.safe(line)));
  }

  @Override
  public Lane lane(String label) {
    lanes.locked(this::startHeartbeat);
    return lanes.open(label, this);
  }

  /// Most commands open no lane and need no thread.
  private void startHeartbeat() {
    if (ticker.isEmpty()) {
      ticker = Optional.of(new Ticker(HEARTBEAT, () -> lanes.locked(this::heartbeat)));
    }
  }

  private void heartbeat() {
    long now = System.nanoTime();
    for (Lanes.State lane : lanes.running()) {
      if (now - lane.toldNanos >= HEARTBEAT.toNanos()) {
        lane.toldNanos = now;
        write(lane.line());
      }
    }
  }

  @Override
  public void changed(Lanes.State lane) {
    // What comes and goes is for eyes; a log wants the end, and a sign of life when that is late.
  }

  @Override
  public void said(Lanes.State lane, String line) {
    lane.toldNanos = System.nanoTime();
    lane.said = "";
    write(lane.label + "  | " + line);
  }

  @Override
  public void ended(Lanes.State lane, Tone tone, String how) {
    write(lane.label + "  " + how + "  " + lane.elapsed());
  }

  private void write(String line) {
    Console.write(err, line + "\n");
  }

  @Override
  public void close() {
    lanes.locked(() -> {
      if (ticker.isPresent()) {
        ticker.get().close();
      }
    });
  }
}
