package dev.speckit.host;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Faults that a test injects by `SPECKIT_FAULTS`, at the places where real ones strike. Several
/// are parted by commas.
///
/// `kill-before:N` and `kill-after:N` end this process with SIGKILL around the commit of the N-th
/// journal event that it writes (1-based): what a power cut at that moment would leave.
///
/// `FAULT@AGENT[:WHEN][:seedN]` lets an attempt of an agent (`*`: of every agent) end as a failing
/// program would: see [Kind]. WHEN is the number of an attempt (`2`), a range (`1-2`) or a share of
/// all attempts (`30%`); without it every attempt is meant. The same seed strikes the same
/// attempts.
public final class Faults {
  private static final String VARIABLE = "SPECKIT_FAULTS";

  private static final Pattern KILL = Pattern.compile("kill-(before|after):(\\d{1,6})");
  private static final Pattern AGENT =
      Pattern.compile(
          "([a-z-]+)(?:=(\\d{1,6}))?@(\\*|[a-z0-9][a-z0-9_.-]*)"
              + "(?::(?:(\\d{1,4})(?:-(\\d{1,4}))?|(\\d{1,3})%))?(?::seed(\\d{1,9}))?");

  private final List<Kill> kills;
  private final List<Strike> strikes;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  private Faults(List<Kill> kills, List<Strike> strikes) {
    this.kills = List.copyOf(kills);
    this.strikes = List.copyOf(strikes);
  }

  /// How an attempt fails.
  public enum Kind {
    /// Killed by a signal.
    CRASH,
    /// HTTP 429; `rate-limited=20` asks for 20 s, else for 1 s.
    RATE_LIMITED,
    /// HTTP 529.
    OVERLOADED,
    /// HTTP 401.
    NOT_SIGNED_IN,
    /// Says nothing and never ends.
    HANG,
    /// Ends well without a word.
    EMPTY,
    /// Says more than is kept.
    FLOOD,
    /// Ends well with bytes that are no text and no answer.
    GARBAGE;

    /// The word in the variable: `rate-limited`.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<Kind> parse(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /// @param seconds what a rate limit asks for
  public record AgentFault(Kind kind, int seconds) {
    /// A program that fails so, to be started instead of the agent's: everything that follows (its
    /// custody, the reading, the records) is that of a real failure.
    public List<String> command() {
      return List.of("sh", "-c", script());
    }

    private String script() {
      return switch (kind) {
        case CRASH -> "echo 'injected: about to crash' >&2; kill -KILL $$";
        case RATE_LIMITED ->
            says("HTTP 429 Too Many Requests: rate_limit_error; retry-after: " + seconds);
        case OVERLOADED -> says("HTTP 529: overloaded_error: Overloaded");
        case NOT_SIGNED_IN -> says("HTTP 401 Unauthorized: authentication_error: invalid api key");
        case HANG -> "exec sleep 86400";
        case EMPTY -> "exit 0";
        case FLOOD -> "exec yes 'injected: flood'";
        case GARBAGE -> "printf 'injected \\377\\376\\000 {\"work_items\": [\\303'";
      };
    }

    private static String says(String line) {
      return "echo '" + line + " (injected)' >&2; exit 1";
    }
  }

  private record Kill(boolean before, int at) {}

  /// @param agent a name, or `*`
  /// @param first 1-based; 0 when a share is meant
  /// @param percent of all attempts; 0 when numbers are meant
  private record Strike(
      AgentFault fault, String agent, int first, int last, int percent, long seed) {
    boolean hits(String name, String about, int attempt) {
      if (!agent.equals("*") && !agent.equals(name)) {
        return false;
      }
      if (percent == 0) {
        return attempt >= first && attempt <= last;
      }
      long mixed = mix(seed * 31 + fault.kind().ordinal());
      mixed = mix(mixed ^ name.hashCode());
      mixed = mix(mixed ^ about.hashCode());
      mixed = mix(mixed ^ attempt);
      return Math.floorMod(mixed, 100) < percent;
    }

    /// As the finaliser of MurmurHash3: near inputs give outputs that have nothing in common.
    private static long mix(long bits) {
      long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
      mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
      return mixed ^ (mixed >>> 33);
    }
  }

  /// The faults asked for; none when the variable is not set.
  ///
  /// @throws Failure.Usage when the variable holds something else
  public static Faults of(Host host) {
    String text = host.variable(VARIABLE).orElse("");
    List<Kill> kills = new ArrayList<>();
    List<Strike> strikes = new ArrayList<>();
    for (String each : text.isBlank() ? new String[0] : text.split(",", -1)) {
      String item = each.strip();
      Matcher kill = KILL.matcher(item);
      if (kill.matches()) {
        kills.add(new Kill(kill.group(1).equals("before"), Integer.parseInt(kill.group(2))));
      } else {
        strikes.add(strike(item));
      }
    }
    return new Faults(kills, strikes);
  }

  private static Strike strike(String item) {
    Matcher matcher = AGENT.matcher(item);
    if (!matcher.matches()) {
      throw unknown(item, "it is no fault");
    }
    Kind kind =
        Kind.parse(matcher.group(1))
            .orElseThrow(() -> unknown(item, "there is no fault `" + matcher.group(1) + "`"));
    if (matcher.group(2) != null && kind != Kind.RATE_LIMITED) {
      throw unknown(item, "only `rate-limited` takes seconds");
    }
    int percent = number(matcher.group(6), 0);
    if (percent > 100 || (matcher.group(6) != null && percent == 0)) {
      throw unknown(item, "a share lies between 1% and 100%");
    }
    int first = number(matcher.group(4), 1);
    int open = matcher.group(4) == null ? Integer.MAX_VALUE : first;
    int last = number(matcher.group(5), open);
    if (first < 1 || last < first) {
      throw unknown(item, "attempts count from 1, the lower number first");
    }
    return new Strike(
        new AgentFault(kind, number(matcher.group(2), 1)),
        matcher.group(3),
        first,
        last,
        percent,
        number(matcher.group(7), 0));
  }

  private static int number(@org.jspecify.annotations.Nullable String digits, int fallback) {
    return digits == null ? fallback : Integer.parseInt(digits);
  }

  private static Failure unknown(String item, String why) {
    List<String> words = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      words.add(kind.word());
    }
    return new Failure.Usage(
        Problem.of("unknown-fault", VARIABLE + ": `" + printable(item) + "`: " + why)
            .remedy(
                "write kill-before:N, kill-after:N, or FAULT@AGENT[:N|:N-M|:P%][:seedN] with one of"
                    + " "
                    + String.join(", ", words)
                    + "; or unset the variable"));
  }

  private static String printable(String item) {
    String shown = item.replaceAll("\\p{Cntrl}", " ");
    return shown.length() <= 80 ? shown : shown.substring(0, 80) + "…";
  }

  /// The fault that strikes an attempt; the first that does when there are several.
  ///
  /// @param about what the agent is asked for: shares fall differently for each
  /// @param attempt 1-based
  public Optional<AgentFault> strike(String agent, String about, int attempt) {
    for (Strike strike : strikes) {
      if (strike.hits(agent, about, attempt)) {
        return Optional.of(strike.fault());
      }
    }
    return Optional.empty();
  }

  /// An event is about to be committed.
  public void before(String event) {
    int number = begun.incrementAndGet();
    if (kills.contains(new Kill(true, number))) {
      kill(event);
    }
  }

  /// An event was committed.
  public void after(String event) {
    int number = done.incrementAndGet();
    if (kills.contains(new Kill(false, number))) {
      kill(event);
    }
  }

  /// A real SIGKILL from outside: no handler, no hook, no buffer is written.
  private static void kill(String event) {
    String pid = Long.toString(ProcessHandle.current().pid());
    try {
      int exit = new ProcessBuilder("kill", "-KILL", pid).start().waitFor();
      throw new IllegalStateException("still alive after kill at " + event + ": " + exit);
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException("the fault at " + event + " cannot be injected", failure);
    }
  }
}
