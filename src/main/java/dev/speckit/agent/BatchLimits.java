package dev.speckit.agent;

import java.time.Duration;

/// Bounds of one batch.
///
/// @param parallelMax children of this batch at the same time; [Traffic] bounds those of all
/// @param total from start to the end of the last child, retries included
/// @param attemptsMax calls of one agent, the first included
/// @param failFast whether the first agent that ends without an answer cancels the others
/// @param stdoutBytesMax raw bytes kept of one attempt; more is `flooded`
/// @param parks whether a rate limit is waited for, when it ends before the deadline
public record BatchLimits(
    int parallelMax,
    Duration total,
    int attemptsMax,
    boolean failFast,
    long stdoutBytesMax,
    boolean parks) {
  public static final long STDOUT_BYTES_MAX = 32L << 20;

  /// Three attempts of twenty minutes each fit, with the waits between them. How many run at once
  /// is the machine's matter, not the batch's.
  public static final BatchLimits DEFAULT =
      new BatchLimits(Integer.MAX_VALUE, Duration.ofMinutes(65), 3, false, STDOUT_BYTES_MAX);

  public BatchLimits {
    if (parallelMax < 1 || attemptsMax < 1 || stdoutBytesMax < 1 || !total.isPositive()) {
      throw new IllegalArgumentException("limits of a batch are positive");
    }
  }

  public BatchLimits(
      int parallelMax, Duration total, int attemptsMax, boolean failFast, long stdoutBytesMax) {
    this(parallelMax, total, attemptsMax, failFast, stdoutBytesMax, true);
  }

  public BatchLimits attempts(int newMax) {
    return new BatchLimits(parallelMax, total, newMax, failFast, stdoutBytesMax, parks);
  }

  public BatchLimits failFast(boolean newValue) {
    return new BatchLimits(parallelMax, total, attemptsMax, newValue, stdoutBytesMax, parks);
  }
}
