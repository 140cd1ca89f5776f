package dev.speckit.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the last words of a failing program mean: what cannot heal before what may, words whole.
class OutcomeOfTextsTest {
  private static final Clocks PATIENT =
      new Clocks(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // one for each row
        "request timed out | OVERLOADED",
        "rate limit reached | RATE_LIMITED",
        "HTTP 429 | RATE_LIMITED",
        "too many requests | RATE_LIMITED",
        "service unavailable | OVERLOADED",
        "status 503 | OVERLOADED",
        "HTTP/1.1 502 | OVERLOADED",
        "overloaded_error | OVERLOADED",
        "connection refused | OVERLOADED",
        "read ECONNRESET | OVERLOADED",
        "invalid api key | NOT_SIGNED_IN",
        "Unauthorized | NOT_SIGNED_IN",
        "API Error: 401 | NOT_SIGNED_IN",
        "model not found: opus-9 | MISCONFIGURED",
        "invalid model `x` | MISCONFIGURED",
        "HTTP 404 | MISCONFIGURED",
        "HTTP 400 | MISCONFIGURED",
        "quota exceeded | QUOTA",
        "insufficient_quota | QUOTA",
        "something else broke | CRASHED",
        // traps
        "429 quota exceeded: too many requests | QUOTA",
        "HTTP 429: insufficient_quota | QUOTA",
        "HTTP 503: model is overloaded, invalid api key was never seen | OVERLOADED",
        "author of the plan is unknown | CRASHED",
        "authority 15030 failed | CRASHED",
        "wrote 503 files, then failed | CRASHED",
        "took 429 ms | CRASHED",
        "request req_4291 failed | CRASHED",
        "permission denied: /etc/x | CRASHED",
        "corporate limits | CRASHED",
      })
  void a_text_means_what_its_whole_words_say(String text, Outcome outcome) throws Exception {
    Path script = Files.writeString(folder.resolve("odd.sh"), "cat \"$0.txt\" >&2; exit 1\n");
    Files.writeString(folder.resolve("odd.sh.txt"), text + "\n");
    AgentCall call =
        AgentCall.first(
            new AgentDefinition.Program(
                new AgentName("odd"),
                List.of("sh", script.toString()),
                PATIENT,
                null,
                null,
                AgentDefinition.Origin.USER),
            true,
            new AgentTask("run", "1001", Subject.PLAN, folder, "p"),
            folder.resolve("attempts"));

    AttemptResult result =
        new AgentBatch(Host.system())
            .run(
                List.of(call),
                new BatchLimits(1, Duration.ofSeconds(30), 1, false, 1 << 20),
                AttemptListener.NONE)
            .getFirst()
            .attempts()
            .getFirst();

    assertThat(result.outcome()).isEqualTo(outcome);
  }
}
