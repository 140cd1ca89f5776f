package dev.speckit.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Long work on a connection and a thread of its own: it holds up neither the writer nor the
/// readers, nor the carrier of a virtual thread.
final class Aside {
  private static final Duration ASKED_AGAIN = Duration.ofMillis(20);

  private Aside() {}

  interface Open {
    Session get() throws InterruptedException;
  }

  interface Use<T> {
    T of(Session session) throws InterruptedException;
  }

  /// Waits for the end of the work. Interrupted, it ends the statement that runs, and returns only
  /// after the connection was closed.
  ///
  /// @param sessions asked on the new thread
  static <T> T run(Open sessions, Use<T> use) throws InterruptedException {
    CompletableFuture<T> result = new CompletableFuture<>();
    AtomicReference<@Nullable Session> open = new AtomicReference<>();
    Thread thread =
        StoreThread.start("speckit-store-aside", () -> work(sessions, use, open, result));
    try {
      return result.get();
    } catch (ExecutionException failure) {
      throw told(failure.getCause());
    } catch (InterruptedException interruption) {
      end(thread, open);
      throw interruption;
    }
  }

  private static <T> void work(
      Open sessions,
      Use<T> use,
      AtomicReference<@Nullable Session> open,
      CompletableFuture<T> result) {
    try {
      T value;
      try (Session session = sessions.get()) {
        open.set(session);
        value = use.of(session);
      }
      // Only now: whoever waits may rename or remove the file next.
      result.complete(value);
    } catch (RuntimeException | Error | InterruptedException failure) {
      result.completeExceptionally(failure);
    }
  }

  /// Again and again, because a statement may begin right after the one that was ended.
  private static void end(Thread thread, AtomicReference<@Nullable Session> open) {
    boolean ended = false;
    while (!ended) {
      Session session = open.get();
      if (session != null) {
        session.interrupt();
      }
      thread.interrupt();
      try {
        ended = thread.join(ASKED_AGAIN);
      } catch (InterruptedException _) {
        // The caller hears of it anyway.
        ended = false;
      }
    }
  }

  private static RuntimeException told(@Nullable Throwable cause) {
    return switch (cause) {
      case RuntimeException failure -> failure;
      case Error failure -> throw failure;
      case null, default -> new IllegalStateException(cause);
    };
  }
}
