package dev.speckit.store;

import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.host.Pause;
import dev.speckit.retry.Retry;
import dev.speckit.retry.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The database of a workspace: one file, one writer thread, a few reader threads. Several
/// processes may have it open. All methods may be called from any thread, virtual ones included: a
/// caller parks while a thread of the store works.
public final class Store implements AutoCloseable {
  /// Reads are short; more connections only cost memory.
  private static final int READERS_MAX = 3;

  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(30);

  private final Path file;
  private final Opening opening;
  private final Retry retry;
  private final RetryPolicy policy;
  private final BlockingQueue<Job<?>> reads = new LinkedBlockingQueue<>();
  private final Job<?> lastRead = new Job<>(_ -> "", Durability.NORMAL);
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Session> firstSession;
  private @Nullable Writer writer;
  private int readers;
  private int reading;
  private boolean closed;

  private Store(Path file, Host host, Opening opening, Session firstSession, Duration patience) {
    this.file = file;
    this.opening = opening;
    this.firstSession = new AtomicReference<>(firstSession);
    this.retry = Retry.system(host.random());
    this.policy =
        new RetryPolicy(
            Integer.MAX_VALUE, Duration.ofMillis(5), 1.5, Duration.ofMillis(100), 0.5, patience);
  }

  /// Opens the store, creates it with its folders when there is none, and brings an older one to
  /// this program's version after a backup beside it.
  ///
  /// @throws dev.speckit.failure.Failure.Unavailable when the file is damaged, newer than this
  ///   program, no store, or its disk cannot be written; the file is left as it is
  /// @throws dev.speckit.failure.Failure.Invalid when a folder stands in its place
  public static Store open(Path file, Host host) throws InterruptedException {
    return open(file, host, Schema.CURRENT, LOCK_PATIENCE);
  }

  /// As [#open], but creates nothing.
  ///
  /// @return empty when there is no such file
  public static Optional<Store> openExisting(Path file, Host host) throws InterruptedException {
    return Disk.exists(file) ? Optional.of(open(file, host)) : Optional.empty();
  }

  static Store open(Path file, Host host, Schema schema, Duration patience)
      throws InterruptedException {
    Path absolute = file.toAbsolutePath().normalize();
    Opening opening = new Opening(absolute, host, schema);
    return new Store(absolute, host, opening, opening.first(), patience);
  }

  /// Runs a transaction and returns after its commit, so what a caller keeps in memory follows what
  /// the disk keeps. A work that throws is undone alone; its exception reaches its caller.
  ///
  /// Interrupted before the work has begun, it never runs. Interrupted later, the caller gets its
  /// result and stays interrupted.
  ///
  /// @throws dev.speckit.failure.Failure.Unavailable when another program held the write lock for
  ///   30 s, or the disk failed; then nothing of the work is in the store
  public <T> T write(Durability durability, Work<T> work) throws InterruptedException {
    Job<T> job = new Job<>(work, durability);
    addWrite(job);
    return job.await();
  }

  /// Reads one consistent snapshot; a work that changes something fails. Interruption is as in
  /// [#write].
  public <T> T read(Work<T> work) throws InterruptedException {
    Job<T> job = new Job<>(work, Durability.NORMAL);
    addRead(job);
    try {
      return job.await();
    } finally {
      readEnded();
    }
  }

  /// Makes a long change in parts, each a transaction of its own that holds the write lock for
  /// about 5 ms, with pauses in which other writers of this and other processes have their turn.
  /// Interrupted, it ends before the next part; what was done stays done.
  ///
  /// @return rows changed
  public long inSlices(Durability durability, Slice slice) throws InterruptedException {
    return new Slices(this::write, Pause.system()).run(durability, slice);
  }

  /// What the store takes and holds now.
  public StoreFigures figures() throws InterruptedException {
    return aside(session -> Look.figures(session, file));
  }

  /// Looks for damage, beside readers and writers. It may take minutes; interrupted, it ends.
  ///
  /// @return what was found, one sentence each; empty when the store is whole
  public List<String> check(Depth depth) throws InterruptedException {
    return aside(session -> Look.problems(session, depth, opening.schema()));
  }

  /// As [#vacuum(Duration, long, LongConsumer)], and tells nobody on the way.
  public Vacuumed vacuum(Duration budget, long freePagesLeft) throws InterruptedException {
    return vacuum(budget, freePagesLeft, _ -> {});
  }

  /// Gives free pages back to the disk in slices as [#inSlices] makes them, then empties the log.
  /// Interrupted, it ends before the next slice; what was given back stays so.
  ///
  /// @param budget after which no slice is begun
  /// @param freePagesLeft how many may stay free
  /// @param listener told after each slice how many are still free, on another thread
  public Vacuumed vacuum(Duration budget, long freePagesLeft, LongConsumer listener)
      throws InterruptedException {
    Vacuum vacuum = new Vacuum(this::write, file);
    return aside(session -> vacuum.run(session, budget, freePagesLeft, listener));
  }

  /// Fills pages that removed rows left half empty, in slices as [#inSlices] makes them. The pages
  /// that become free are given back by a [#vacuum] after it. Interrupted, it ends before the next
  /// slice; every row is in its place at any moment.
  ///
  /// @param budget after which no slice is begun
  public Packed pack(Duration budget) throws InterruptedException {
    return aside(session -> Packing.run(session, budget, Pause.system()));
  }

  /// Brings all commits from the log into the file, and empties the log unless a reader needs it.
  public Checkpointed checkpoint() throws InterruptedException {
    return aside(session -> Checkpoint.truncating(session, file, Pause.system()));
  }

  /// Copies the store as it is at one moment, while others go on writing. The copy is checked whole
  /// before it is in place; only this user may read it.
  ///
  /// @param replace whether a file may stand there
  /// @throws dev.speckit.failure.Failure.NeedsApproval when one does and may not
  /// @throws dev.speckit.failure.Failure.Usage when the target is a part of the store itself
  /// @throws dev.speckit.failure.Failure.Unavailable when it cannot be written; nothing is left
  public void backup(Path target, boolean replace) throws InterruptedException {
    Path absolute = target.toAbsolutePath().normalize();
    BackupTarget.refuseItself(file, absolute);
    String _ =
        aside(session -> {
          Backup.write(session, absolute, opening.schema(), replace);
          return "";
        });
  }

  private <T> T aside(Aside.Use<T> use) throws InterruptedException {
    synchronized (this) {
      requireUsable();
    }
    return Aside.run(opening::next, use);
  }

  /// Finishes the work that was given before, then closes the file. Calls after it are a defect.
  @Override
  public void close() {
    if (!finish()) {
      return;
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    Session unused = firstSession.getAndSet(null);
    if (unused != null) {
      unused.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void addWrite(Job<?> job) {
    requireUsable();
    if (writer == null) {
      writer = new Writer(file, this::session, retry, policy);
      threads.add(StoreThread.start("speckit-store-writer", writer));
    }
    writer.add(job);
  }

  private synchronized void addRead(Job<?> job) {
    requireUsable();
    reading++;
    if (readers < READERS_MAX && reading > readers) {
      readers++;
      threads.add(
          StoreThread.start(
              "speckit-store-reader-" + readers,
              new Reader(file, this::session, retry, policy, reads, lastRead)));
    }
    reads.add(job);
  }

  private synchronized void readEnded() {
    reading--;
  }

  /// The connection that opened the store serves whoever comes first.
  private Session session() {
    Session first = firstSession.getAndSet(null);
    return first == null ? opening.next() : first;
  }

  private void requireUsable() {
    if (closed) {
      throw new IllegalStateException("the store is closed: " + file);
    }
    if (threads.contains(Thread.currentThread())) {
      throw new IllegalStateException("a work must not call the store it runs in");
    }
  }

  /// @return false when it was already closed
  private synchronized boolean finish() {
    if (closed) {
      return false;
    }
    closed = true;
    if (writer != null) {
      writer.finish();
    }
    reads.add(lastRead);
    return true;
  }
}
