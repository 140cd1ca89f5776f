package dev.speckit.store;

import dev.speckit.host.Pause;
import java.time.Duration;

/// A long change in parts, so that no writer waits long for its turn: each part holds the write
/// lock for about 5 ms, and then lets go of it for as long as it held it, because a process that
/// waits for the lock only looks now and then whether it is free.
final class Slices {
  /// Half of what a writer may be made to wait, because the commit comes on top.
  static final long SLICE_NANOS = Duration.ofMillis(5).toNanos();

  private static final long ROWS_FIRST = 32;
  private static final long ROWS_MAX = 100_000;

  private final Writes writes;
  private final Pause pause;

  Slices(Writes writes, Pause pause) {
    this.writes = writes;
    this.pause = pause;
  }

  /// [Store#write].
  interface Writes {
    <T> T write(Durability durability, Work<T> work) throws InterruptedException;
  }

  /// @param nanos that the work itself took
  private record Done(long rows, long began, long nanos) {}

  /// @return rows changed by all parts together
  long run(Durability durability, Slice slice) throws InterruptedException {
    long total = 0;
    long rowsMax = ROWS_FIRST;
    Done done;
    do {
      done = one(durability, slice, rowsMax);
      total += done.rows();
      rowsMax = next(rowsMax, done);
    } while (done.rows() > 0);
    return total;
  }

  /// One part and the pause after it.
  ///
  /// @return rows that it changed
  long once(Durability durability, Slice slice, long rowsMax) throws InterruptedException {
    return one(durability, slice, rowsMax).rows();
  }

  private Done one(Durability durability, Slice slice, long rowsMax) throws InterruptedException {
    Done done =
        writes.write(
            durability,
            transaction -> {
              long began = System.nanoTime();
              long rows = slice.run(transaction, rowsMax);
              return new Done(rows, began, System.nanoTime() - began);
            });
    // Until here: the commit belongs to what others had to wait for.
    pause.pause(Duration.ofNanos(System.nanoTime() - done.began()));
    return done;
  }

  private static long next(long rowsMax, Done done) {
    long fitting = rowsMax * SLICE_NANOS / Math.max(1, done.nanos());
    return Math.clamp(fitting, 1, Math.min(ROWS_MAX, rowsMax * 2));
  }
}
