package dev.speckit.retry;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How many of the calls to one provider may be retries: when everything fails, retries of all
/// callers together must not multiply the load. May be used by many threads.
///
/// A share alone would forbid every retry of the first few calls, so some are free in each window:
/// a roster of five that fails twice at once may still be asked again.
public final class RetryBudget {
  /// A fifth of all calls of ten minutes, and ten whatever their number.
  public static final Rules DEFAULT = new Rules(0.2, 10, Duration.ofMinutes(10));

  private static final int PARTS = 10;

  private final Rules rules;
  private final LongSupplier nanos;
  private final long partNanos;
  private final long start;
  private final long[] part = new long[PARTS];
  private final int[] calls = new int[PARTS];
  private final int[] retries = new int[PARTS];

  /// @param share of all calls that may be retries, 0 to 1
  /// @param free retries in each window that need no calls
  /// @param window sliding, in steps of a tenth
  public record Rules(double share, int free, Duration window) {
    public Rules {
      if (!(share >= 0 && share <= 1) || free < 0 || !window.isPositive()) {
        throw new IllegalArgumentException("a budget has a share, a floor and a window");
      }
    }
  }

  /// @param nanos elapsed time, as `System.nanoTime`
  public RetryBudget(Rules rules, LongSupplier nanos) {
    this.rules = rules;
    this.nanos = nanos;
    this.partNanos = Math.max(1, rules.window().toNanos() / PARTS);
    this.start = nanos.getAsLong();
  }

  /// A call is made, first or again.
  public synchronized void called() {
    calls[current()]++;
  }

  /// Takes one retry from the budget.
  ///
  /// @return false when it is spent: then nothing was taken
  public synchronized boolean tryRetry() {
    int now = current();
    if (spent() + 1 > allowed()) {
      return false;
    }
    retries[now]++;
    return true;
  }

  /// `10 of 10 retries in 10 min are spent`.
  public synchronized String explain() {
    var _ = current();
    return spent()
        + " of "
        + allowed()
        + " retries in "
        + rules.window().toMinutes()
        + " min are spent";
  }

  private int allowed() {
    long all = 0;
    for (int count : calls) {
      all += count;
    }
    return (int) Math.max(rules.free(), Math.floor(all * rules.share()));
  }

  private int spent() {
    int all = 0;
    for (int count : retries) {
      all += count;
    }
    return all;
  }

  /// The part of the window that time is in; parts that have left the window are emptied.
  private int current() {
    long number = (nanos.getAsLong() - start) / partNanos + 1;
    for (int i = 0; i < PARTS; i++) {
      if (part[i] <= number - PARTS) {
        calls[i] = 0;
        retries[i] = 0;
      }
    }
    int index = (int) (number % PARTS);
    part[index] = number;
    return index;
  }
}
