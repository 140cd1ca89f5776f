package dev.speckit.store;

import dev.speckit.retry.Classified;
import dev.speckit.retry.Retry;
import dev.speckit.retry.RetryPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one thread that writes. Whoever waits when a transaction starts shares its commit, each in a
/// savepoint of its own, so that one wait for the disk serves all.
final class Writer implements Runnable {
  /// More would let the first caller wait for the last one's work.
  private static final int GROUP_MAX = 64;

  private static final String BEGIN = "BEGIN IMMEDIATE";
  private static final String COMMIT = "COMMIT";
  private static final String ROLLBACK = "ROLLBACK";
  private static final String SAVEPOINT = "SAVEPOINT work";
  private static final String RELEASE = "RELEASE work";
  private static final String UNDO = "ROLLBACK TO work";

  private final Path file;
  private final Supplier<Session> sessions;
  private final Retry retry;
  private final RetryPolicy policy;
  private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
  private final Job<?> last = new Job<>(_ -> "", Durability.NORMAL);
  private @Nullable Session session;
  private Durability current = Durability.NORMAL;

  /// @param sessions asked once, on the writer's thread, because opening waits for the disk
  Writer(Path file, Supplier<Session> sessions, Retry retry, RetryPolicy policy) {
    this.file = file;
    this.sessions = sessions;
    this.retry = retry;
    this.policy = policy;
  }

  void add(Job<?> job) {
    queue.add(job);
  }

  /// Ends the thread after everything that was added before.
  void finish() {
    queue.add(last);
  }

  @Override
  public void run() {
    boolean more = true;
    while (more) {
      List<Job<?>> group = new ArrayList<>();
      try {
        group.add(queue.take());
      } catch (InterruptedException _) {
        // Nobody outside knows this thread; its end is the last job.
        continue;
      }
      queue.drainTo(group, GROUP_MAX - 1);
      more = !group.remove(last);
      if (!group.isEmpty()) {
        commit(group);
      }
    }
    if (session != null) {
      session.close();
    }
  }

  private void commit(List<Job<?>> group) {
    try {
      retry.call(
          policy,
          () -> {
            transaction(session(), group);
            return group;
          },
          failure ->
              Trouble.isBusy(failure) && !group.stream().allMatch(Job::isWithdrawn)
                  ? Classified.retry()
                  : Classified.stop());
      group.forEach(Job::end);
    } catch (RuntimeException | Error | InterruptedException failure) {
      Throwable told = Trouble.isBusy(failure) ? Trouble.locked(file, failure) : failure;
      group.forEach(job -> job.fail(told));
    }
  }

  /// A job begins only when the write lock is ours: until then its caller may withdraw it.
  void transaction(Session session, List<Job<?>> group) {
    make(session, durability(group));
    session.execute(BEGIN);
    try {
      if (group.size() == 1) {
        alone(session, group.getFirst());
        return;
      }
      for (Job<?> job : group) {
        if (job.begin()) {
          inSavepoint(session, job);
        }
      }
      session.execute(COMMIT);
    } catch (RuntimeException | Error failure) {
      rollBack(session, failure);
      throw failure;
    }
  }

  /// Nobody else's work is in the transaction: it is its own savepoint.
  private void alone(Session session, Job<?> job) {
    if (!job.begin() || job.run(session)) {
      session.execute(COMMIT);
      return;
    }
    if (job.failure() instanceof RuntimeException thrown && Trouble.isEnvironment(thrown)) {
      throw thrown;
    }
    session.execute(ROLLBACK);
  }

  private void inSavepoint(Session session, Job<?> job) {
    session.execute(SAVEPOINT);
    if (!job.run(session)) {
      Throwable failure = job.failure();
      // The disk, not the work: nobody's part of this transaction can be trusted.
      if (failure instanceof RuntimeException thrown && Trouble.isEnvironment(thrown)) {
        throw thrown;
      }
      session.execute(UNDO);
    }
    session.execute(RELEASE);
  }

  private void rollBack(Session session, Throwable failure) {
    try {
      session.execute(ROLLBACK);
    } catch (RuntimeException undone) {
      // A full disk has already undone it; then there is nothing to roll back.
      failure.addSuppressed(undone);
    }
  }

  private Session session() {
    Session open = session;
    if (open == null) {
      open = sessions.get();
      session = open;
    }
    return open;
  }

  private static Durability durability(List<Job<?>> group) {
    return group.stream().anyMatch(job -> job.durability == Durability.FULL)
        ? Durability.FULL
        : Durability.NORMAL;
  }

  /// The setting cannot be changed inside a transaction.
  private void make(Session session, Durability wanted) {
    if (wanted == current) {
      return;
    }
    session.execute(
        switch (wanted) {
          case FULL -> "PRAGMA synchronous=FULL";
          case NORMAL -> "PRAGMA synchronous=NORMAL";
        });
    current = wanted;
  }
}
