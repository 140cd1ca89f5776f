package dev.speckit.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class BreakerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private final Breaker breaker = new Breaker(Breaker.Rules.DEFAULT, time);

  @ParameterizedTest
  @CsvSource({
    // o: success, x: failure; one call each second but where said
    "xxxx, 1, false",
    "xxxxx, 1, true",
    "xxxxo, 1, false",
    "xxxxx, 14, true",
    "xxxxx, 16, false",
    "xoxoxoxox, 1, false",
    "xoxoxoxoxx, 1, true",
    "oxoxoxoxoxo, 1, false",
    "ooooooxxxx, 1, false",
  })
  void it_opens_by_the_share_of_failures_and_by_failures_in_a_row(
      String calls, int seconds, boolean opens) {
    for (int i = 0; i < calls.length(); i++) {
      make(calls.charAt(i) == 'x');
      time.pass(Duration.ofSeconds(seconds));
    }
    assertThat(breaker.enter() instanceof Breaker.Rejected).isEqualTo(opens);
  }

  @Test
  void after_thousands_of_good_calls_it_opens_as_soon_as_after_a_hundred() {
    IntStream.range(0, 10_000).forEach(_ -> make(false));
    for (int round = 0; round < 3; round++) {
      IntStream.range(0, 4).forEach(_ -> make(true));
      assertThat(breaker.enter()).isInstanceOf(Breaker.Allowed.class);
      IntStream.range(0, 200).forEach(_ -> make(false));
    }
    IntStream.range(0, 5).forEach(_ -> make(true));
    assertThat(breaker.enter()).isInstanceOf(Breaker.Rejected.class);
  }

  @Test
  void only_the_last_hundred_calls_count() {
    IntStream.range(0, 200).forEach(_ -> make(false));
    for (int i = 0; i < 17; i++) {
      IntStream.range(0, 2).forEach(_ -> make(true));
      make(false);
    }
    assertThat(breaker.enter()).isInstanceOf(Breaker.Allowed.class);
    for (int i = 0; i < 17 && breaker.enter() instanceof Breaker.Allowed; i++) {
      IntStream.range(0, 4).forEach(_ -> make(true));
      make(false);
    }
    assertThat(breaker.enter())
        .isInstanceOfSatisfying(
            Breaker.Rejected.class,
            rejected -> assertThat(rejected.why()).contains("of the last 100 calls failed"));
  }

  @Test
  void open_it_says_why_and_how_long_then_lets_one_probe_through() {
    open();
    time.pass(SECOND);
    assertThat(breaker.enter())
        .isEqualTo(
            new Breaker.Rejected(
                "5 failures in a row within 60 s, last: overloaded", Duration.ofSeconds(29)));

    time.pass(Duration.ofSeconds(29));
    Breaker.Allowed probe = (Breaker.Allowed) breaker.enter();
    assertThat(probe.isProbe()).isTrue();
    assertThat(breaker.enter()).isInstanceOf(Breaker.Rejected.class);

    breaker.succeeded(probe);
    assertThat(breaker.enter()).isInstanceOf(Breaker.Allowed.class);
    make(true);
    assertThat(breaker.enter()).isInstanceOf(Breaker.Allowed.class);
  }

  @Test
  void a_probe_that_fails_opens_it_again() {
    open();
    time.pass(Duration.ofSeconds(30));
    breaker.failed((Breaker.Allowed) breaker.enter(), "overloaded");

    assertThat(breaker.enter())
        .isEqualTo(
            new Breaker.Rejected("the probe failed too, last: overloaded", Duration.ofSeconds(30)));
  }

  @Test
  void a_probe_that_says_nothing_makes_room_for_another() {
    open();
    time.pass(Duration.ofSeconds(30));
    breaker.ended((Breaker.Allowed) breaker.enter());

    assertThat(breaker.enter())
        .isInstanceOfSatisfying(
            Breaker.Allowed.class, probe -> assertThat(probe.isProbe()).isTrue());
  }

  @Test
  void calls_that_entered_before_it_opened_change_nothing_afterwards() {
    Breaker.Allowed early = (Breaker.Allowed) breaker.enter();
    open();
    breaker.succeeded(early);
    assertThat(breaker.enter()).isInstanceOf(Breaker.Rejected.class);
    time.pass(Duration.ofSeconds(30));
    Breaker.Allowed probe = (Breaker.Allowed) breaker.enter();
    breaker.failed(early, "overloaded");
    breaker.succeeded(early);
    breaker.ended(early);
    assertThat(breaker.enter()).isInstanceOf(Breaker.Rejected.class);
    breaker.succeeded(probe);
    assertThat(breaker.enter()).isInstanceOf(Breaker.Allowed.class);
  }

  @Test
  void what_is_rate_limited_never_opens_it() {
    IntStream.range(0, 1000).forEach(_ -> breaker.ended((Breaker.Allowed) breaker.enter()));
    assertThat(breaker.enter()).isInstanceOf(Breaker.Allowed.class);
  }

  @Test
  void who_waits_is_woken_by_the_end_of_the_probe() throws Exception {
    open();
    time.pass(Duration.ofSeconds(30));
    Breaker.Allowed probe = (Breaker.Allowed) breaker.enter();
    CountDownLatch entered = new CountDownLatch(3);
    List<Thread> waiting =
        IntStream.range(0, 3)
            .mapToObj(_ ->
                Thread.ofVirtual()
                    .start(() -> {
                      try {
                        while (breaker.enter() instanceof Breaker.Rejected) {
                          breaker.await(Duration.ofHours(1));
                        }
                        entered.countDown();
                      } catch (InterruptedException _) {
                        // The latch tells.
                        return;
                      }
                    }))
            .toList();
    breaker.succeeded(probe);
    for (Thread thread : waiting) {
      thread.join();
    }
    assertThat(entered.getCount()).isZero();
  }

  @Test
  void of_many_threads_one_gets_the_probe() throws Exception {
    open();
    time.pass(Duration.ofSeconds(30));
    AtomicInteger probes = new AtomicInteger();
    List<Thread> threads =
        IntStream.range(0, 50)
            .mapToObj(_ ->
                Thread.ofVirtual()
                    .start(() -> {
                      if (breaker.enter() instanceof Breaker.Allowed) {
                        probes.incrementAndGet();
                      }
                    }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(probes).hasValue(1);
  }

  private void open() {
    IntStream.range(0, 5).forEach(_ -> make(true));
  }

  private void make(boolean fails) {
    if (!(breaker.enter() instanceof Breaker.Allowed call)) {
      return;
    }
    if (fails) {
      breaker.failed(call, "overloaded");
    } else {
      breaker.succeeded(call);
    }
  }
}
