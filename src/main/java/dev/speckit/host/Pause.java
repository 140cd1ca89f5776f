package dev.speckit.host;

import java.time.Duration;

/// Waiting for time to pass. A seam, so that tests wait in no time.
public interface Pause {
  /// Returns after `duration`, at once when it is not positive.
  ///
  /// @throws InterruptedException when the wait was cancelled
  void pause(Duration duration) throws InterruptedException;

  /// The machine's own time.
  static Pause system() {
    return Thread::sleep;
  }
}
