package dev.speckit.cli;

import dev.speckit.command.Progress;
import dev.speckit.command.Tone;
import dev.speckit.json.Json;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/// Progress for programs: one JSON object a line on stdout, while it happens. What a command tells
/// of itself stands there as it is; besides it there are `note`, `headline`, `lane` (opened, or
/// with a new phase), `said`, `lane-ended`, and at most 15 s apart a `heartbeat` of each lane.
final class EventProgress implements LiveProgress, Progress, Lanes.Listener {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private final Lanes lanes = new Lanes();
  private final OutputStream out;
  private Optional<Ticker> ticker = Optional.empty();

  EventProgress(OutputStream out) {
    this.out = out;
  }

  @Override
  public Progress progress() {
    return this;
  }

  @Override
  public void note(String line) {
    write(kind("note").with("text", line));
  }

  @Override
  public void headline(String line) {
    write(kind("headline").with("text", line));
  }

  @Override
  public void event(Json.Fields event) {
    write(event);
  }

  @Override
  public Lane lane(String label) {
    lanes.locked(() -> {
      if (ticker.isEmpty()) {
        ticker = Optional.of(new Ticker(HEARTBEAT, () -> lanes.locked(this::heartbeat)));
      }
    });
    return lanes.open(label, this);
  }

  private void heartbeat() {
    long now = System.nanoTime();
    for (Lanes.State lane : lanes.running()) {
      write(
          lane("heartbeat", lane)
              .with("elapsed_ms", (now - lane.startedNanos) / 1_000_000)
              .with("silent_ms", (now - lane.outputNanos) / 1_000_000));
    }
  }

  @Override
  public void changed(Lanes.State lane) {
    write(lane("lane", lane));
  }

  @Override
  public void said(Lanes.State lane, String line) {
    write(kind("said").with("lane", lane.label).with("text", line));
  }

  @Override
  public void ended(Lanes.State lane, Tone tone, String how) {
    write(kind("lane-ended").with("lane", lane.label).with("how", how));
  }

  private static Json.Fields lane(String kind, Lanes.State lane) {
    return kind(kind).with("lane", lane.label).with("phase", lane.phase);
  }

  private static Json.Fields kind(String kind) {
    return Json.fields().with("kind", kind);
  }

  private void write(Json.Fields line) {
    lanes.locked(() -> Console.write(out, line.write() + "\n"));
  }

  @Override
  public void close() {
    lanes.locked(() -> ticker.ifPresent(Ticker::close));
  }
}
