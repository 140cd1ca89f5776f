package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "crash@claude:1, claude, 1, CRASH",
        "crash@claude:1, claude, 2, none",
        "crash@claude:1, alice, 1, none",
        "crash@*:1, alice, 1, CRASH",
        "hang@alice, alice, 9, HANG",
        "empty@alice:2-3, alice, 1, none",
        "empty@alice:2-3, alice, 3, EMPTY",
        "empty@alice:2-3, alice, 4, none",
        "rate-limited=20@*, alice, 1, RATE_LIMITED",
        "'kill-after:9, flood@bob, garbage@alice', alice, 1, GARBAGE",
        "'not-signed-in@alice:2,overloaded@*', alice, 2, NOT_SIGNED_IN",
        "overloaded@*:100%:seed7, alice, 1, OVERLOADED",
        "kill-before:3, alice, 1, none",
      })
  void a_fault_strikes_the_attempts_it_names(
      String text, String agent, int attempt, Faults.Kind kind) {
    assertThat(
            faults(text).strike(agent, "plan", attempt).map(Faults.AgentFault::kind).orElse(null))
        .isEqualTo(kind);
  }

  @Test
  void a_share_is_met_and_the_same_seed_strikes_the_same() {
    assertThat(struck("overloaded@*:30%:seed7")).isBetween(2_850L, 3_150L);
    assertThat(struck("overloaded@*:30%")).isBetween(2_850L, 3_150L);
    for (int i = 0; i < 50; i++) {
      assertThat(faults("overloaded@*:30%:seed7").strike("a" + i, "plan", 1))
          .isEqualTo(faults("overloaded@*:30%:seed7").strike("a" + i, "plan", 1));
    }
    assertThat(
            IntStream.range(0, 100)
                .filter(i ->
                    faults("crash@*:50%:seed1").strike("a" + i, "plan", 1).isPresent()
                        != faults("crash@*:50%:seed2").strike("a" + i, "plan", 1).isPresent())
                .count())
        .isGreaterThan(20);
  }

  private static long struck(String text) {
    Faults faults = faults(text);
    return IntStream.range(0, 10_000)
        .filter(i -> faults.strike("agent" + i / 4, "plan", i % 4).isPresent())
        .count();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crash",
        "explode@alice",
        "crash@",
        "crash@alice:0",
        "crash@alice:3-2",
        "crash@alice:101%",
        "crash@alice:0%",
        "crash@alice:x",
        "crash=3@alice",
        "crash@alice:1:seed",
        "kill-before",
        "kill-before:x",
        "kill-during:1",
        "crash@alice,,hang@bob",
        "crash@alice,",
      })
  void what_is_no_fault_is_named(String text) {
    assertThatThrownBy(() -> faults(text))
        .isInstanceOfSatisfying(
            Failure.Usage.class,
            failure -> assertThat(failure.getMessage()).startsWith("SPECKIT_FAULTS: `"));
  }

  @Test
  void without_the_variable_nothing_strikes() {
    assertThat(Faults.of(host(Map.of())).strike("alice", "plan", 1)).isEmpty();
  }

  private static Faults faults(String text) {
    return Faults.of(host(Map.of("SPECKIT_FAULTS", text)));
  }

  private static Host host(Map<String, String> environment) {
    Host system = Host.system();
    return new Host(system.clock(), system.random(), environment, Path.of("/"), Path.of("/"));
  }
}
