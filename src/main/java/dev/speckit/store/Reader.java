package dev.speckit.store;

import dev.speckit.retry.Classified;
import dev.speckit.retry.Retry;
import dev.speckit.retry.RetryPolicy;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A thread that reads, one consistent snapshot for each job. Several take from one queue.
final class Reader implements Runnable {
  private final Path file;
  private final Supplier<Session> sessions;
  private final Retry retry;
  private final RetryPolicy policy;
  private final BlockingQueue<Job<?>> queue;
  private final Job<?> last;
  private @Nullable Session session;

  /// @param sessions asked once, on the reader's thread, because opening waits for the disk
  /// @param last the job after which a reader ends; it stays for the others
  Reader(
      Path file,
      Supplier<Session> sessions,
      Retry retry,
      RetryPolicy policy,
      BlockingQueue<Job<?>> queue,
      Job<?> last) {
    this.file = file;
    this.sessions = sessions;
    this.retry = retry;
    this.policy = policy;
    this.queue = queue;
    this.last = last;
  }

  @Override
  public void run() {
    boolean more = true;
    while (more) {
      more = next();
    }
    if (session != null) {
      session.close();
    }
  }

  private boolean next() {
    try {
      Job<?> job = queue.take();
      if (job == last) {
        queue.add(last);
        return false;
      }
      if (job.begin()) {
        read(job);
      }
      return true;
    } catch (InterruptedException _) {
      // Nobody outside knows this thread; its end is the last job.
      return true;
    }
  }

  private void read(Job<?> job) {
    try {
      retry.call(
          policy,
          () -> {
            snapshot(session(), job);
            return job;
          },
          failure -> Trouble.isBusy(failure) ? Classified.retry() : Classified.stop());
      job.end();
    } catch (RuntimeException | Error | InterruptedException failure) {
      job.fail(Trouble.isBusy(failure) ? Trouble.locked(file, failure) : failure);
    }
  }

  private void snapshot(Session session, Job<?> job) {
    session.execute("BEGIN");
    boolean done = job.run(session);
    Throwable failure = job.failure();
    session.execute("ROLLBACK");
    if (!done && failure instanceof RuntimeException thrown && Trouble.isBusy(thrown)) {
      throw thrown;
    }
  }

  private Session session() {
    Session open = session;
    if (open == null) {
      open = sessions.get();
      open.execute("PRAGMA query_only=ON");
      session = open;
    }
    return open;
  }
}
