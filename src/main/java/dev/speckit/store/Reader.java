package dev.speckit.store;

import dev.speckit.retry.Classified;
import dev.speckit.retry.Retry;
import dev.speckit.retry.RetryPolicy;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;

/// A thread that reads, one consistent snapshot for each job. Several take from one queue.
final class Reader implements Runnable {
  private final Path file;
  private final Session session;
  private final Retry retry;
  private final RetryPolicy policy;
  private final BlockingQueue<Job<?>> queue;
  private final Job<?> last;

  /// @param last the job after which a reader ends; it stays for the others
  Reader(
      Path file,
      Session session,
      Retry retry,
      RetryPolicy policy,
      BlockingQueue<Job<?>> queue,
      Job<?> last) {
    this.file = file;
    this.session = session;
    this.retry = retry;
    this.policy = policy;
    this.queue = queue;
    this.last = last;
  }

  @Override
  public void run() {
    while (true) {
      try {
        Job<?> job = queue.take();
        if (job == last) {
          queue.add(last);
          break;
        }
        if (job.begin()) {
          read(job);
        }
      } catch (InterruptedException _) {
        // Nobody outside knows this thread; its end is the last job.
        continue;
      }
    }
    session.close();
  }

  private void read(Job<?> job) {
    try {
      retry.call(
          policy,
          () -> {
            snapshot(job);
            return job;
          },
          failure -> Trouble.isBusy(failure) ? Classified.retry() : Classified.stop());
      job.end();
    } catch (RuntimeException | Error | InterruptedException failure) {
      job.fail(Trouble.isBusy(failure) ? Trouble.locked(file, failure) : failure);
    }
  }

  private void snapshot(Job<?> job) {
    session.execute("BEGIN");
    boolean done = job.run(session);
    Throwable failure = job.failure();
    session.execute("ROLLBACK");
    if (!done && failure instanceof RuntimeException thrown && Trouble.isBusy(thrown)) {
      throw thrown;
    }
  }
}
