package dev.speckit.retry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps calls away from what fails, until a probe says that it is well again: closed, open for a
/// while, half-open with one probe, and closed or open again. May be used by many threads.
///
/// A call that enters while it is closed costs one volatile read. Its good end costs another when
/// nothing but good ends are remembered, else a lock.
public final class Breaker {
  private final Rules rules;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Allowed whenClosed = new Allowed(0);

  private final boolean[] failed;
  private int calls;
  private int next;
  private int failures;

  /// Ends of the failures since the last success, the newest at `(inRow - 1) % length`.
  private final long[] row;

  private int inRow;

  /// Whether one more success changes nothing: it is closed, and a full window of them is known.
  private volatile boolean settled;

  private volatile @Nullable Open open;
  private long probes;

  /// @param nanos elapsed time, as `System.nanoTime`
  public Breaker(Rules rules, LongSupplier nanos) {
    this.rules = rules;
    this.nanos = nanos;
    this.failed = new boolean[rules.window()];
    this.row = new long[rules.inRow()];
  }

  /// @param window newest calls of which the share of failures is taken
  /// @param callsMin fewer of them say nothing
  /// @param share of failures above which it opens, 0 to 1
  /// @param inRow failures without a success between them that open it ...
  /// @param within ... when they ended within this time
  /// @param rest how long it stays open
  public record Rules(
      int window, int callsMin, double share, int inRow, Duration within, Duration rest) {
    public static final Rules DEFAULT =
        new Rules(100, 10, 0.5, 5, Duration.ofSeconds(60), Duration.ofSeconds(30));

    public Rules {
      if (window < 1 || callsMin < 1 || inRow < 1 || !rest.isPositive() || !(share >= 0)) {
        throw new IllegalArgumentException("rules of a breaker are positive");
      }
    }
  }

  /// Whether a call may be made now.
  public sealed interface Entry {}

  /// It may; its end has to be told.
  public static final class Allowed implements Entry {
    private final long probe;

    private Allowed(long probe) {
      this.probe = probe;
    }

    public boolean isProbe() {
      return probe != 0;
    }
  }

  /// It may not.
  ///
  /// @param why a sentence for a person
  /// @param pause until it is worth asking again; positive
  public record Rejected(String why, Duration pause) implements Entry {}

  /// @param until when a probe may be made
  /// @param probe number of the one under way, 0 when there is none
  private record Open(String why, long until, long probe) {}

  /// Asks for a call.
  public Entry enter() {
    if (open == null) {
      return whenClosed;
    }
    lock.lock();
    try {
      Open now = open;
      if (now == null) {
        return whenClosed;
      }
      long left = now.until() - nanos.getAsLong();
      if (left > 0) {
        return new Rejected(now.why(), Duration.ofNanos(left));
      }
      if (now.probe() != 0) {
        return new Rejected(now.why() + "; a probe is under way", rules.rest());
      }
      probes++;
      open = new Open(now.why(), now.until(), probes);
      return new Allowed(probes);
    } finally {
      lock.unlock();
    }
  }

  /// The other side did what was asked.
  public void succeeded(Allowed call) {
    if (settled) {
      return;
    }
    lock.lock();
    try {
      Open now = open;
      if (now != null) {
        if (call.probe == now.probe() && call.isProbe()) {
          close();
        }
        return;
      }
      count(false);
      inRow = 0;
      settled = failures == 0 && calls == failed.length;
    } finally {
      lock.unlock();
    }
  }

  /// The other side failed.
  ///
  /// @param what in a few words
  public void failed(Allowed call, String what) {
    lock.lock();
    try {
      Open now = open;
      if (now != null) {
        if (call.probe == now.probe() && call.isProbe()) {
          open("the probe failed too, last: " + what);
        }
        return;
      }
      settled = false;
      count(true);
      long ended = nanos.getAsLong();
      row[inRow % row.length] = ended;
      inRow++;
      if (inRow >= row.length && ended - row[inRow % row.length] <= rules.within().toNanos()) {
        open(
            row.length
                + " failures in a row within "
                + rules.within().toSeconds()
                + " s, last: "
                + what);
      } else if (calls >= rules.callsMin() && failures > rules.share() * calls) {
        open(failures + " of the last " + calls + " calls failed, last: " + what);
      }
    } finally {
      lock.unlock();
    }
  }

  /// It ended in a way that says nothing about the other side's health: cancelled, or rate-limited.
  public void ended(Allowed call) {
    if (!call.isProbe()) {
      return;
    }
    lock.lock();
    try {
      Open now = open;
      if (now != null && call.probe == now.probe()) {
        open = new Open(now.why(), now.until(), 0);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until something changes, at most `patience`: then it is worth to [#enter()] again.
  @SuppressWarnings("WaitNotInLoop") // The caller asks again, whatever woke it.
  public void await(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Open now = open;
      if (now == null) {
        return;
      }
      long left = now.until() - nanos.getAsLong();
      long most = Math.min(patience.toNanos(), left > 0 ? left : Long.MAX_VALUE);
      if (left > 0 || now.probe() != 0) {
        var _ = changed.await(most, TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  private void count(boolean failure) {
    if (calls == failed.length) {
      failures -= failed[next] ? 1 : 0;
    } else {
      calls++;
    }
    failed[next] = failure;
    failures += failure ? 1 : 0;
    next = (next + 1) % failed.length;
  }

  private void open(String why) {
    open = new Open(why, nanos.getAsLong() + rules.rest().toNanos(), 0);
    changed.signalAll();
  }

  /// What failed before the probe says nothing about now.
  private void close() {
    calls = 0;
    next = 0;
    failures = 0;
    inRow = 0;
    open = null;
    changed.signalAll();
  }
}
