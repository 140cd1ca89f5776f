package dev.speckit.cli;

import dev.speckit.command.Progress;
import dev.speckit.command.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is under way, told by any thread, read by the one that draws.
final class Lanes {
  private final List<State> running = new ArrayList<>();

  /// One lane. All fields are guarded by the [Lanes] it belongs to.
  static final class State {
    final String label;
    final long startedNanos = System.nanoTime();
    String phase = "";
    long outputNanos = startedNanos;
    long toldNanos = startedNanos;
    String said = "";

    State(String label) {
      this.label = label;
    }

    /// `label phase 12.3 s` and, after two silent seconds, the age of the last output.
    String line() {
      long now = System.nanoTime();
      long silent = (now - outputNanos) / 1_000_000_000;
      return label
          + "  "
          + (phase.isEmpty() ? "starting" : phase)
          + "  "
          + elapsed()
          + (silent >= 2 ? "  last output " + silent + " s ago" : "")
          + (said.isEmpty() ? "" : "  | " + said);
    }

    String elapsed() {
      double seconds = (System.nanoTime() - startedNanos) / 1e9;
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
  }

  /// What happened to a lane, for the face to show. Called while the lanes are locked.
  interface Listener {
    void changed(State lane);

    void said(State lane, String line);

    void ended(State lane, Tone tone, String how);
  }

  synchronized void locked(Runnable work) {
    work.run();
  }

  /// In the order in which they were opened. Only inside [#locked].
  List<State> running() {
    return running;
  }

  Progress.Lane open(String label, Listener listener) {
    State state = new State(Glyphs.safe(label));
    locked(() -> {
      running.add(state);
      listener.changed(state);
    });
    return new Progress.Lane() {
      @Override
      public void phase(String phase) {
        locked(() -> {
          if (running.contains(state) && !state.phase.equals(phase)) {
            state.phase = Glyphs.safe(phase);
            listener.changed(state);
          }
        });
      }

      @Override
      public void output() {
        locked(() -> state.outputNanos = System.nanoTime());
      }

      @Override
      public void said(String line) {
        locked(() -> {
          if (running.contains(state)) {
            state.outputNanos = System.nanoTime();
            state.said = Glyphs.safe(line);
            listener.said(state, state.said);
          }
        });
      }

      @Override
      public void end(Tone tone, String how) {
        locked(() -> {
          if (running.remove(state)) {
            listener.ended(state, tone, Glyphs.safe(how));
          }
        });
      }
    };
  }
}
