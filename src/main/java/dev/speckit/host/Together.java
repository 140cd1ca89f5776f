package dev.speckit.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Short pieces of work that need nothing of each other, done at the same time.
public final class Together {
  private Together() {}

  /// One piece.
  @FunctionalInterface
  public interface Work<T, R> {
    R of(T item) throws InterruptedException;
  }

  /// Does it for each item on a thread of its own; when this returns none of them works.
  ///
  /// @return what came of each, in the order of the items. What the first one failed with is
  ///   thrown; the others are interrupted then
  /// @throws InterruptedException when cancelled; all have been interrupted and have ended by then
  public static <T, R> List<R> run(List<T> items, Work<T, R> work) throws InterruptedException {
    if (items.size() == 1) {
      return List.of(work.of(items.getFirst()));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<R>> futures = new ArrayList<>();
      for (T item : items) {
        futures.add(threads.submit(() -> work.of(item)));
      }
      List<R> results = new ArrayList<>();
      try {
        for (Future<R> future : futures) {
          results.add(future.get());
        }
      } catch (ExecutionException failure) {
        throw thrown(failure.getCause());
      } finally {
        // Nobody works any more when all went well.
        List<Runnable> _ = threads.shutdownNow();
      }
      return List.copyOf(results);
    }
  }

  private static RuntimeException thrown(@Nullable Throwable cause) throws InterruptedException {
    return switch (cause) {
      case RuntimeException failure -> failure;
      case Error failure -> throw failure;
      case InterruptedException interruption -> throw interruption;
      case null, default -> new IllegalStateException(cause);
    };
  }
}
