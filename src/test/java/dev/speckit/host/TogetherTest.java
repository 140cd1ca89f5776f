package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TogetherTest {
  @Test
  void all_work_at_the_same_time_and_results_keep_their_order() throws Exception {
    CyclicBarrier all = new CyclicBarrier(3);
    List<String> results =
        Together.run(
            List.of("a", "b", "c"),
            item -> {
              try {
                var _ = all.await();
              } catch (java.util.concurrent.BrokenBarrierException failure) {
                throw new IllegalStateException(failure);
              }
              return item + item;
            });
    assertThat(results).containsExactly("aa", "bb", "cc");
    assertThat(Together.run(List.of(), item -> item)).isEmpty();
  }

  @Test
  void a_failure_ends_the_others_before_it_is_thrown() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    assertThatThrownBy(() ->
            Together.run(
                List.of(1, 2),
                item -> {
                  if (item == 1) {
                    throw new IllegalArgumentException("no");
                  }
                  try {
                    never.await();
                  } finally {
                    ended.set(true);
                  }
                  return item;
                }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ended).isTrue();
  }

  @Test
  void an_interruption_ends_all() {
    CountDownLatch never = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() ->
            Together.run(
                List.of(1, 2),
                item -> {
                  never.await();
                  return item;
                }))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
