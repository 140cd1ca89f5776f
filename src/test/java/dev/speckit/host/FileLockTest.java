package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.speckit.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is waited for, and what is told at once.
@Timeout(60)
class FileLockTest {
  private static final Duration PATIENT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void a_lock_that_another_holds_is_asked_for_again_until_it_is_free() throws Exception {
    Path file = folder.resolve("lock");
    CompletableFuture<Boolean> released = new CompletableFuture<>();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      FileLock held = FileLock.acquire(file, PATIENT);
      Future<Boolean> waiting =
          threads.submit(() -> {
            try (FileLock _ = FileLock.acquire(file, PATIENT)) {
              return released.isDone();
            }
          });
      assertThat(
              catchThrowableOfType(
                  Failure.Unavailable.class, () -> FileLock.acquire(file, Duration.ofMillis(50))))
          .hasMessageContaining("another speckit process holds the lock");
      released.complete(true);
      held.close();
      assertThat(waiting.get()).isTrue();
    }
  }

  @Test
  void who_waits_can_be_interrupted_and_holds_nothing_then() throws Exception {
    Path file = folder.resolve("lock");
    FileLock held = FileLock.acquire(file, PATIENT);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> FileLock.acquire(file, PATIENT))
        .isInstanceOf(InterruptedException.class);
    held.close();
    FileLock.acquire(file, Duration.ofMillis(50)).close();
  }

  @Test
  void what_no_wait_mends_is_told_at_once() throws Exception {
    Files.createDirectory(folder.resolve("taken"));
    Files.writeString(folder.resolve("file"), "");
    long before = System.nanoTime();

    assertThatThrownBy(() -> FileLock.acquire(folder.resolve("taken"), PATIENT))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("could not be locked");
    assertThatThrownBy(() -> FileLock.acquire(folder.resolve("file/lock"), PATIENT))
        .isInstanceOf(Failure.class);
    assertThatThrownBy(() -> FileLock.tryBytes(folder.resolve("missing"), 0, 1))
        .isInstanceOf(Failure.Unavailable.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENT);
  }
}
