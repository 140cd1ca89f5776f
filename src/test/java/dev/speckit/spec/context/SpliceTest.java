package dev.speckit.spec.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each change on each kind of context: which lines come, which go, and behind which line.
final class SpliceTest {
  private static final LocalDateTime AT = LocalDateTime.of(2026, 11, 21, 14, 5);

  @ParameterizedTest
  @EnumSource
  void changes_exactly_these_lines(Splice splice) {
    List<String> found = new ArrayList<>();
    for (String text : List.of(Contexts.fresh(), Contexts.EXAMPLE, Contexts.WINDOWS)) {
      ContextDocument started =
          ContextDocument.of("context.md", text)
              .startSession(new SessionStart(AT, "T", "Ada <ada@example.org>", Optional.empty()));
      int number = started.nextSession() - 1;
      ContextDocument before = splice.prepared ? started : ContextDocument.of("context.md", text);
      ContextDocument after = splice.change.of(number).apply(before);
      found.add(difference(before.text(), after.text()));
    }
    assertThat(found).containsExactly(splice.fresh, splice.example, splice.windows);
  }

  /// `line in front: - what goes + what comes`, lines parted by `~`, `^` for the carriage return in
  /// front of a line feed, of what lies between the first and the last change.
  private static String difference(String before, String after) {
    List<String> old = List.of(before.split("\n", -1));
    List<String> now = List.of(after.split("\n", -1));
    int front = 0;
    while (front < Math.min(old.size(), now.size()) && old.get(front).equals(now.get(front))) {
      front++;
    }
    int back = 0;
    while (back < Math.min(old.size(), now.size()) - front
        && old.get(old.size() - 1 - back).equals(now.get(now.size() - 1 - back))) {
      back++;
    }
    String gone = String.join("~", old.subList(front, old.size() - back));
    String come = String.join("~", now.subList(front, now.size() - back));
    String anchor = front == 0 ? "" : old.get(front - 1);
    return (anchor + ": -" + gone + " +" + come).replace("\r", "^").replace("\uFEFF", "");
  }

  private interface Change {
    UnaryOperator<ContextDocument> of(int session);
  }

  private static Figures figures() {
    return new Figures(
        Optional.of(4),
        Optional.of(Duration.ofMinutes(12)),
        Optional.empty(),
        Optional.of(2),
        Optional.empty(),
        Optional.of(99.96),
        Optional.empty());
  }

  enum Splice {
    START(
        false,
        _ ->
            c ->
                c.startSession(
                    new SessionStart(AT, "T", "Ada <ada@example.org>", Optional.empty()))),
    PARTICIPANT(true, n -> c -> c.withParticipant(n, "claude, the agent")),
    PLANNING(true, n -> c -> c.withEntry(n, SessionPart.PLANNING, "p\nq", AT)),
    ISSUE(true, n -> c -> c.withIssue(n, "i", Optional.of("r"), Optional.of("abcdef1"), AT)),
    OPEN_ISSUE(true, n -> c -> c.withIssue(n, "i", Optional.empty(), Optional.empty(), AT)),
    COMMIT(true, n -> c -> c.withCommit(n, "abcdef1", "s")),
    REWRITTEN(
        true,
        n -> c -> c.withCommit(n, "abcdef1", "s").withCommitReplaced("abcdef12", "1234567890")),
    CHANGE(true, n -> c -> c.withSpecChange(n, "Added section X")),
    END(true, n -> c -> c.endSession(n, Duration.ofMinutes(33), SessionStatus.BLOCKED)),
    STATUS(false, _ -> c -> c.withStatus("blocked")),
    UPDATED(false, _ -> c -> c.updated(AT)),
    SCRIPT(false, _ -> c -> c.withDeliverable(DeliverableKind.SCRIPTS, "deliverables/x", "X", "d")),
    CODE(false, _ -> c -> c.withDeliverable(DeliverableKind.CODE, "src/[id].ts", "", "")),
    DOWNSTREAM(false, _ -> c -> c.withDownstream("../1002/spec", "Other", "uses it")),
    INTEGRATION(false, _ -> c -> c.withIntegrationPoint(EntryText.given("Pipeline: `x/`"))),
    FIGURES(false, _ -> c -> c.withFigures(figures())),
    DECISION(false, _ -> c -> c.withDecision("d", AT)),
    NOTE(false, _ -> c -> c.withNote("n", AT)),
    SUMMARY(false, _ -> c -> c.summary("s"));

    private final boolean prepared;
    private final Change change;
    private final String fresh;
    private final String example;
    private final String windows;

    Splice(boolean prepared, Change change) {
      this(prepared, change, "", "", "");
    }

    Splice(boolean prepared, Change change, String fresh, String example, String windows) {
      this.prepared = prepared;
      this.change = change;
      this.fresh = fresh;
      this.example = example;
      this.windows = windows;
    }
  }
}
