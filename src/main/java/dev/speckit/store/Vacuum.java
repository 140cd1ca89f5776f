package dev.speckit.store;

import dev.speckit.host.Disk;
import dev.speckit.host.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongConsumer;

/// Gives free pages back to the disk, beside writers that go on.
///
/// A step of `incremental_vacuum` moves one page from the end of the file into a hole. So many are
/// made in a transaction as fit into a [Slices] part, whatever number is named to SQLite: a driver
/// that does not ask for more rows stops after the first step anyway.
final class Vacuum {
  /// Others may free as many pages as a slice gives back; for so many slices on end they do not.
  private static final int IDLE_MAX = 20;

  /// Before SQLite's own checkpoint after 1000 pages, which would hold up the writer.
  private static final long LOG_PAGES_MAX = 500;

  private final Path file;
  private final Slices slices;

  Vacuum(Slices.Writes writes, Path file) {
    this.file = file;
    this.slices = new Slices(writes, Pause.system());
  }

  Vacuumed run(Session session, Duration budget, long freePagesLeft, LongConsumer listener)
      throws InterruptedException {
    long began = System.nanoTime();
    long bytesBefore = Disk.size(file);
    long freeBefore = free(session);
    long left = freeBefore;
    long count = 0;
    long moved = 0;
    long lowest = freeBefore;
    int idle = 0;
    while (idle < IDLE_MAX
        && left > freePagesLeft
        && System.nanoTime() - began < budget.toNanos()) {
      long steps = slices.once(Durability.NORMAL, Vacuum::steps, left - freePagesLeft);
      count++;
      left = free(session);
      idle = left < lowest ? 0 : idle + 1;
      lowest = Math.min(lowest, left);
      moved += steps;
      if (moved >= LOG_PAGES_MAX) {
        Checkpoint.passive(session);
        moved = 0;
      }
      listener.accept(left);
    }
    if (count > 0) {
      Checkpoint.truncating(session, file, Pause.system());
    }
    long freeAfter = free(session);
    return new Vacuumed(
        freeBefore,
        freeAfter,
        bytesBefore,
        Disk.size(file),
        count,
        Duration.ofNanos(System.nanoTime() - began),
        freeAfter <= freePagesLeft);
  }

  static long free(Session session) {
    return Long.parseLong(session.ask("PRAGMA freelist_count").orElse("0"));
  }

  private static long steps(Transaction transaction, long stepsMax) {
    if (!(transaction instanceof Session session)) {
      throw new IllegalStateException("inside of the store a transaction is its session");
    }
    long until = System.nanoTime() + Slices.SLICE_NANOS;
    long steps = 0;
    while (steps < stepsMax && System.nanoTime() < until) {
      // It has rows without columns, which only this way of asking allows.
      session.execute("PRAGMA incremental_vacuum(1)");
      steps++;
    }
    return steps;
  }
}
