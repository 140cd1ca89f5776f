package dev.speckit.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Adapter;
import dev.speckit.agent.AgentBatch;
import dev.speckit.agent.AgentCall;
import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.AgentTask;
import dev.speckit.agent.AttemptListener;
import dev.speckit.agent.AttemptResult;
import dev.speckit.agent.BatchLimits;
import dev.speckit.agent.Clocks;
import dev.speckit.agent.Outcome;
import dev.speckit.agent.Subject;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A fault takes the place of an agent program, and what it says is read by that program's own
/// adapter and table: one that ends without its final event has crashed, also when it says nothing.
@Timeout(60)
class InjectedFaultTest {
  private static final Clocks QUICK =
      new Clocks(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(9));

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource
  void every_adapter_reads_it(Adapter adapter, String fault, Outcome outcome) throws Exception {
    Host system = Host.system();
    Map<String, String> environment = new HashMap<>(system.environment());
    environment.put("SPECKIT_FAULTS", fault + "@*");
    AgentCall call =
        AgentCall.first(
            AgentDefinition.Cli.plain(
                new AgentName(adapter.kind()), adapter, QUICK, AgentDefinition.Origin.BUILT_IN),
            true,
            new AgentTask("run-" + fault, "1001", Subject.PLAN, folder, "p"),
            folder.resolve("attempts"));
    Host host = new Host(system.clock(), system.random(), environment, folder, folder);

    AttemptResult result =
        new AgentBatch(host)
            .run(
                List.of(call),
                new BatchLimits(1, Duration.ofSeconds(20), 1, false, 1 << 20),
                AttemptListener.NONE)
            .getFirst()
            .attempts()
            .getFirst();

    assertThat(result.outcome()).describedAs(result.reason()).isEqualTo(outcome);
    if (outcome == Outcome.RATE_LIMITED) {
      assertThat(result.retryAt()).isNotNull();
      assertThat(Duration.between(result.endedAt(), result.retryAt()))
          .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21));
    }
  }

  static Stream<Arguments> every_adapter_reads_it() {
    Map<String, Outcome> outcomes =
        Map.of(
            "crash", Outcome.CRASHED,
            "rate-limited=20", Outcome.RATE_LIMITED,
            "overloaded", Outcome.OVERLOADED,
            "not-signed-in", Outcome.NOT_SIGNED_IN,
            "hang", Outcome.HUNG,
            "empty", Outcome.CRASHED,
            "flood", Outcome.FLOODED,
            "garbage", Outcome.CRASHED);
    List<Arguments> cases = new ArrayList<>();
    for (Adapter adapter : Adapters.ALL) {
      outcomes.forEach((fault, outcome) -> cases.add(Arguments.of(adapter, fault, outcome)));
    }
    return cases.stream();
  }
}
