package dev.speckit.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.speckit.host.Host;
import dev.speckit.host.Leftovers;
import dev.speckit.retry.Breaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real programs that fail, or real faults in their place.
@Timeout(180)
class RetryingBatchTest {
  private static final String ANSWER =
      "{\"work_items\":[{\"title\":\"Build it\",\"requirements\":[\"FR-001\"]}]}";
  private static final String GOOD = "printf '%s' '" + ANSWER + "'";
  private static final Clocks PATIENT =
      new Clocks(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));

  @TempDir Path folder;
  private final String run = "run-" + UUID.randomUUID();
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private final AttemptListener listener =
      new AttemptListener() {
        @Override
        public void parked(AgentCall call, int attempt, Instant until, boolean assumed) {
          heard.add(call.agent() + " parked " + attempt + (assumed ? ", assumed" : ""));
        }

        @Override
        public void heldBack(AgentCall call, int attempt, Duration wait, String why) {
          heard.add(call.agent() + " held back: " + why);
        }

        @Override
        public void givenUp(AgentCall call, String why) {
          heard.add(call.agent() + " given up: " + why);
        }
      };

  @Test
  void a_429_that_asks_for_three_seconds_is_asked_once_more_after_three_seconds() throws Exception {
    AgentCall call =
        program(
            "limited",
            "if [ $SPECKIT_ATTEMPT = 1 ]; then echo 'HTTP 429 Too Many Requests, retry-after: 3'"
                + " >&2; exit 1; fi; "
                + GOOD);

    List<AttemptResult> attempts =
        new AgentBatch(Host.system())
            .run(List.of(call), limits(2, Duration.ofSeconds(60)), listener)
            .getFirst()
            .attempts();

    assertThat(attempts)
        .extracting(AttemptResult::outcome)
        .containsExactly(Outcome.RATE_LIMITED, Outcome.ANSWERED);
    assertThat(Duration.between(attempts.get(0).endedAt(), attempts.get(1).startedAt()))
        .isBetween(Duration.ofMillis(2_950), Duration.ofSeconds(10));
    assertThat(attempts.getFirst().reason()).contains("rate limited until 20");
    assertThat(heard).containsExactly("limited parked 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP 401 Unauthorized: invalid api key | NOT_SIGNED_IN",
        "status 429: quota exceeded, look at your plan | QUOTA",
        "HTTP 404 model not found | MISCONFIGURED",
        "This model's maximum context length is 8192 tokens | CONTEXT_OVERFLOW",
      })
  void what_will_not_heal_is_asked_once(String error, Outcome outcome) throws Exception {
    AgentCall call = program("odd", "echo \"" + error + "\" >&2; exit 1");

    AgentResult result =
        new AgentBatch(Host.system())
            .run(List.of(call), limits(3, Duration.ofSeconds(60)), listener)
            .getFirst();

    assertThat(result.attempts()).extracting(AttemptResult::outcome).containsExactly(outcome);
    assertThat(heard).isEmpty();
  }

  @Test
  void a_rate_limit_beyond_the_deadline_ends_the_call_and_who_shares_it_is_not_asked()
      throws Exception {
    Path count = folder.resolve("count");
    String script = "echo >>" + count + "; echo 'HTTP 429: try again in 6m0s' >&2; exit 1";
    Traffic traffic = new Traffic(Traffic.Limits.NONE);
    AgentBatch batch = new AgentBatch(Host.system(), traffic);

    AgentResult first =
        batch
            .run(List.of(program("limited", script)), limits(3, Duration.ofSeconds(20)), listener)
            .getFirst();
    traffic
        .account(program("limited", script).definition().account())
        .quiet(Duration.ofMinutes(6), Instant.now().plusSeconds(360), false);
    AgentResult second =
        batch
            .run(List.of(program("limited", script)), limits(3, Duration.ofSeconds(20)), listener)
            .getFirst();

    assertThat(Files.readAllLines(count)).hasSize(1);
    assertThat(first.attempts()).hasSize(1);
    assertThat(second.attempts()).hasSize(1);
    assertThat(second.last().orElseThrow().outcome()).isEqualTo(Outcome.RATE_LIMITED);
    assertThat(second.last().orElseThrow().reason()).startsWith("rate limited until 20");
    assertThat(heard.getFirst()).startsWith("limited given up: rate limited until 20");
  }

  @Test
  void a_rate_limit_without_an_end_is_waited_for_as_often_as_attempts_are_left() throws Exception {
    Path count = folder.resolve("count");
    Patience brief =
        new Patience(
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Breaker.Rules.DEFAULT);
    AgentBatch batch =
        new AgentBatch(Host.system(), new Traffic(new Traffic.Limits(50, 50, Map.of(), brief)));

    AgentResult result =
        batch
            .run(
                List.of(
                    program("limited", "echo >>" + count + "; echo 'HTTP 429 busy' >&2; exit 1")),
                limits(3, Duration.ofSeconds(60)),
                listener)
            .getFirst();

    assertThat(result.attempts())
        .extracting(AttemptResult::outcome)
        .containsOnly(Outcome.RATE_LIMITED);
    assertThat(Files.readAllLines(count)).hasSize(3);
    assertThat(heard)
        .containsExactly(
            "limited parked 2, assumed",
            "limited parked 3, assumed",
            "limited given up: rate limited, and the provider names no time to ask again");
  }

  @Test
  void who_waits_for_a_rate_limit_leaves_its_place_to_others() throws Exception {
    AgentCall limited =
        program(
            "limited",
            "[ $SPECKIT_ATTEMPT = 1 ] && { echo 'HTTP 429 retry-after: 2' >&2; exit 1; }; " + GOOD);
    AgentCall other = program("other", GOOD);
    BatchLimits one = new BatchLimits(1, Duration.ofSeconds(60), 2, false, 1 << 20);

    List<AgentResult> results =
        new AgentBatch(Host.system()).run(List.of(limited, other), one, listener);

    AttemptResult last = results.getFirst().last().orElseThrow();
    assertThat(last.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(results.get(1).answered()).isPresent();
    assertThat(results.get(1).last().orElseThrow().startedAt()).isBefore(last.startedAt());
  }

  @Test
  void an_account_whose_breaker_is_open_is_not_asked_and_says_why() throws Exception {
    Path count = folder.resolve("count");
    String script = "echo >>" + count + "; echo 'HTTP 529 overloaded' >&2; exit 1";
    AgentBatch batch = new AgentBatch(Host.system(), new Traffic(Traffic.Limits.NONE));
    for (int i = 0; i < 5; i++) {
      var _ =
          batch.run(List.of(program("busy", script)), limits(1, Duration.ofSeconds(20)), listener);
    }

    AttemptResult refused =
        batch
            .run(List.of(program("busy", script)), limits(3, Duration.ofSeconds(20)), listener)
            .getFirst()
            .last()
            .orElseThrow();

    assertThat(refused.outcome()).isEqualTo(Outcome.OVERLOADED);
    assertThat(refused.reason())
        .contains("5 failures in a row within 60 s, last: overloaded")
        .contains("not asked");
    assertThat(Files.readAllLines(count)).hasSize(5);
  }

  /// What a resumed run knows of the attempts before the kill.
  @Test
  void what_hung_before_and_hangs_again_is_not_asked_a_third_time() throws Exception {
    Path count = folder.resolve("count");
    Clocks quick = new Clocks(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(9));
    AgentDefinition odd =
        new AgentDefinition.Program(
            new AgentName("odd"),
            List.of("sh", "-c", "echo >>" + count + "; sleep 60"),
            quick,
            null,
            null,
            AgentDefinition.Origin.USER);
    AgentCall resumed =
        new AgentCall(odd, true, task(run), folder.resolve("attempts"), 2, List.of(Outcome.HUNG));

    AgentResult result =
        new AgentBatch(Host.system())
            .run(List.of(resumed), limits(5, Duration.ofSeconds(60)), listener)
            .getFirst();

    assertThat(result.attempts())
        .extracting(AttemptResult::attempt, AttemptResult::outcome)
        .containsExactly(tuple(2, Outcome.HUNG));
    assertThat(Files.readAllLines(count)).hasSize(1);
  }

  @Test
  void the_last_failure_keeps_its_own_reason() throws Exception {
    AgentCall call = program("odd", "echo 'the hive is on fire' >&2; exit 7");

    AgentResult result =
        new AgentBatch(Host.system())
            .run(List.of(call), limits(3, Duration.ofSeconds(60)), listener)
            .getFirst();

    assertThat(result.attempts()).hasSize(3);
    assertThat(result.last().orElseThrow().reason())
        .contains("exit code 7")
        .contains("the hive is on fire");
  }

  @Test
  void a_provider_is_asked_by_no_more_than_its_limit_at_once() throws Exception {
    Traffic traffic =
        new Traffic(
            new Traffic.Limits(50, 2, Map.of("replay", new Traffic.ProviderLimits(2, null))));
    List<Instant[]> spans = Collections.synchronizedList(new ArrayList<>());
    AttemptListener timing =
        new AttemptListener() {
          @Override
          public void ended(AgentCall call, AttemptResult result) {
            spans.add(new Instant[] {result.startedAt(), result.endedAt()});
          }
        };
    List<AgentCall> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(replay("r" + i));
    }
    var _ =
        new AgentBatch(faulty("crash@*:1"), traffic)
            .run(calls, limits(1, Duration.ofSeconds(60)), timing);

    assertThat(spans).hasSize(8);
    for (Instant[] one : spans) {
      assertThat(spans.stream().filter(other -> overlaps(one, other)).count())
          .isLessThanOrEqualTo(4);
    }
  }

  /// Twelve that wait for each other: with fewer places than that none of them would answer.
  @Test
  void a_batch_of_its_own_bounds_does_not_undercut_what_is_set() throws Exception {
    List<AgentCall> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      calls.add(
          program(
              "one" + i,
              "touch "
                  + folder.resolve("here-")
                  + "$SPECKIT_AGENT; until [ $(ls "
                  + folder
                  + " | grep -c ^here-) -eq 12 ]; do sleep 0.05; done; "
                  + GOOD));
    }
    List<AgentResult> results =
        new AgentBatch(Host.system(), new Traffic(new Traffic.Limits(12, 4, Map.of())))
            .run(calls, BatchLimits.DEFAULT.attempts(1), listener);

    assertThat(results).allSatisfy(result -> assertThat(result.answered()).isPresent());
  }

  /// 60 a minute is one in a second; a sixth of a minute's calls, ten, may come at once.
  @Test
  void calls_a_minute_are_spread_and_say_so() throws Exception {
    Traffic traffic =
        new Traffic(
            new Traffic.Limits(50, 50, Map.of("busy", new Traffic.ProviderLimits(null, 60))));
    List<AgentCall> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      calls.add(program("busy", GOOD, task(run + "-" + i)));
    }

    List<AgentResult> results =
        new AgentBatch(Host.system(), traffic)
            .run(calls, limits(1, Duration.ofSeconds(60)), listener);

    List<Instant> starts =
        results.stream().map(result -> result.last().orElseThrow().startedAt()).sorted().toList();
    assertThat(results).allSatisfy(result -> assertThat(result.answered()).isPresent());
    assertThat(Duration.between(starts.getFirst(), starts.get(10)))
        .isGreaterThan(Duration.ofMillis(900));
    assertThat(Duration.between(starts.getFirst(), starts.get(11)))
        .isGreaterThan(Duration.ofMillis(1_900));
    assertThat(heard)
        .hasSize(2)
        .allSatisfy(
            word -> assertThat(word).isEqualTo("busy held back: `per_minute` of its provider"));
  }

  @Test
  void an_open_breaker_is_waited_for_one_probe_goes_and_its_answer_lets_all_go() throws Exception {
    Path ill = Files.createFile(folder.resolve("ill"));
    String script =
        "echo $$ >>"
            + folder.resolve("count")
            + "; if [ -e "
            + ill
            + " ]; then"
            + " echo 'HTTP 529 overloaded' >&2; exit 1; fi; sleep 1; "
            + GOOD;
    Patience brief =
        new Patience(
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofSeconds(1),
            new Breaker.Rules(20, 20, 0.5, 3, Duration.ofSeconds(60), Duration.ofSeconds(2)));
    AgentBatch batch =
        new AgentBatch(Host.system(), new Traffic(new Traffic.Limits(50, 50, Map.of(), brief)));

    AgentResult failed =
        batch
            .run(List.of(program("busy", script)), limits(3, Duration.ofSeconds(60)), listener)
            .getFirst();
    Files.delete(ill);
    List<AgentResult> results =
        batch.run(
            List.of(
                program("busy", script, task(run + "-1")),
                program("busy", script, task(run + "-2")),
                program("busy", script, task(run + "-3"))),
            limits(1, Duration.ofSeconds(60)),
            listener);

    assertThat(failed.attempts()).hasSize(3);
    List<AttemptResult> probed =
        results.stream()
            .map(result -> result.last().orElseThrow())
            .sorted(Comparator.comparing(AttemptResult::startedAt))
            .toList();
    assertThat(probed).extracting(AttemptResult::outcome).containsOnly(Outcome.ANSWERED);
    assertThat(
            Duration.between(failed.last().orElseThrow().endedAt(), probed.getFirst().startedAt()))
        .isGreaterThan(Duration.ofMillis(1_900));
    assertThat(probed.get(1).startedAt()).isAfter(probed.getFirst().endedAt().minusMillis(100));
    assertThat(heard).filteredOn(word -> word.contains("a probe is under way")).hasSize(2);
    assertThat(Files.readAllLines(folder.resolve("count"))).hasSize(6);
  }

  @Test
  void two_calls_that_could_not_be_told_apart_are_refused() throws Exception {
    List<AgentCall> twins = List.of(program("busy", GOOD), program("busy", GOOD));

    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new AgentBatch(Host.system()).run(twins, limits(1, Duration.ofSeconds(20)), listener))
        .withMessage("asked twice: busy");
  }

  private static boolean overlaps(Instant[] one, Instant[] other) {
    return one[0].isBefore(other[1]) && other[0].isBefore(one[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "crash, CRASHED",
    "rate-limited, RATE_LIMITED",
    "overloaded, OVERLOADED",
    "not-signed-in, NOT_SIGNED_IN",
    "hang, HUNG",
    "empty, EMPTY",
    "flood, FLOODED",
    "garbage, SCHEMA_INVALID",
  })
  void an_injected_fault_is_read_like_a_real_one(String fault, Outcome outcome) throws Exception {
    Clocks quick = new Clocks(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(9));
    AgentCall call =
        AgentCall.first(
            new AgentDefinition.Replay(
                new AgentName("odd"), folder, quick, AgentDefinition.Origin.USER),
            true,
            task(run),
            folder.resolve("attempts"));

    AttemptResult first =
        new AgentBatch(faulty(fault + "@odd:1"))
            .run(List.of(call), limits(1, Duration.ofSeconds(60)), listener)
            .getFirst()
            .attempts()
            .getFirst();

    assertThat(first.outcome()).isEqualTo(outcome);
    assertThat(first.folder().resolve("attempt.json")).exists();
    assertThat(Leftovers.find(run)).isEmpty();
  }

  /// A tenth of all calls meets something that may pass: what was measured in the field is 5 to 10
  /// %.
  @Test
  void nine_of_ten_injected_faults_heal() throws Exception {
    int count = Boolean.getBoolean("speckit.exhaustive") ? 2_000 : 200;
    Files.writeString(folder.resolve("plan.txt"), ANSWER);
    List<AgentCall> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(replay("r" + i));
    }
    Host host =
        faulty(
            "overloaded@*:4%:seed11,crash@*:3%:seed12,empty@*:2%:seed13,rate-limited@*:1%:seed14");

    List<AgentResult> results =
        new AgentBatch(host, new Traffic(Traffic.Limits.NONE))
            .run(calls, limits(3, Duration.ofMinutes(2)), AttemptListener.NONE);

    Map<Boolean, Integer> healed = new HashMap<>();
    for (AgentResult result : results) {
      if (!result.attempts().getFirst().isAnswered()) {
        var _ = healed.merge(result.answered().isPresent(), 1, Integer::sum);
      }
    }
    int struck = healed.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(struck).isBetween(count / 20, count / 5);
    assertThat(healed.getOrDefault(true, 0)).isGreaterThanOrEqualTo(struck * 9 / 10);
    assertThat(Leftovers.find(run)).isEmpty();
  }

  private AgentCall replay(String name) {
    return AgentCall.first(
        new AgentDefinition.Replay(
            new AgentName(name), folder, PATIENT, AgentDefinition.Origin.USER),
        true,
        task(run),
        folder.resolve("attempts"));
  }

  private AgentCall program(String name, String script) throws IOException {
    return program(name, script, task(run));
  }

  /// Calls of one agent that are under way together are of several runs: what a call leaves behind
  /// is told by run, stage, agent and attempt, and ended with it.
  private AgentCall program(String name, String script, AgentTask task) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".sh"), script + "\n");
    return AgentCall.first(
        new AgentDefinition.Program(
            new AgentName(name),
            List.of("sh", file.toString()),
            PATIENT,
            null,
            null,
            AgentDefinition.Origin.USER),
        true,
        task,
        folder.resolve("attempts-" + UUID.randomUUID()));
  }

  private AgentTask task(String run) {
    return new AgentTask(run, "1001", Subject.PLAN, folder, "p");
  }

  private static BatchLimits limits(int attempts, Duration total) {
    return new BatchLimits(20, total, attempts, false, 1 << 20);
  }

  private static Host faulty(String faults) {
    Host system = Host.system();
    Map<String, String> environment = new HashMap<>(system.environment());
    environment.put("SPECKIT_FAULTS", faults);
    return new Host(
        system.clock(), system.random(), environment, system.directory(), system.home());
  }
}
