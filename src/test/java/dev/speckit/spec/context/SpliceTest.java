package dev.speckit.spec.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                    new SessionStart(AT, "T", "Ada <ada@example.org>", Optional.empty())),
        ": - +### Session 1: 2026-11-21 - T~**Started**: 2026-11-21 14:05  ~**Participants**: Ada"
            + " <ada@example.org>  ~",
        ": - +### Session 2: 2026-11-21 - T~**Started**: 2026-11-21 14:05  ~**Participants**: Ada"
            + " <ada@example.org>  ~",
        "^: - +### Session 1: 2026-11-21 - T^~**Started**: 2026-11-21 14:05  ^~**Participants**:"
            + " Ada <ada@example.org>  ^~^"),
    PARTICIPANT(
        true,
        n -> c -> c.withParticipant(n, "claude, the agent"),
        "**Started**: 2026-11-21 14:05  : -**Participants**: Ada <ada@example.org>  "
            + " +**Participants**: Ada <ada@example.org>, claude the agent  ",
        "**Started**: 2026-11-21 14:05  : -**Participants**: Ada <ada@example.org>  "
            + " +**Participants**: Ada <ada@example.org>, claude the agent  ",
        "**Started**: 2026-11-21 14:05  ^: -**Participants**: Ada <ada@example.org>  ^"
            + " +**Participants**: Ada <ada@example.org>, claude the agent  ^"),
    PLANNING(
        true,
        n -> c -> c.withEntry(n, SessionPart.PLANNING, "p\nq", AT),
        ": - +#### Planning~- p (14:05)~  q~",
        ": - +#### Planning~- p (14:05)~  q~",
        "^: - +#### Planning^~- p (14:05)^~  q^~^"),
    ISSUE(
        true,
        n -> c -> c.withIssue(n, "i", Optional.of("r"), Optional.of("abcdef1"), AT),
        ": - +#### Issues & Resolutions~- **Issue**: i (14:05)~- **Resolution**: r~- **Commit**:"
            + " `abcdef1`~",
        ": - +#### Issues & Resolutions~- **Issue**: i (14:05)~- **Resolution**: r~- **Commit**:"
            + " `abcdef1`~",
        "^: - +#### Issues & Resolutions^~- **Issue**: i (14:05)^~- **Resolution**: r^~-"
            + " **Commit**: `abcdef1`^~^"),
    OPEN_ISSUE(
        true,
        n -> c -> c.withIssue(n, "i", Optional.empty(), Optional.empty(), AT),
        ": - +#### Issues & Resolutions~- **Issue**: i (14:05)~",
        ": - +#### Issues & Resolutions~- **Issue**: i (14:05)~",
        "^: - +#### Issues & Resolutions^~- **Issue**: i (14:05)^~^"),
    COMMIT(
        true,
        n -> c -> c.withCommits(n, Map.of("abcdef1", "s")),
        ": - +#### Commits~- `abcdef1`: s~",
        ": - +#### Commits~- `abcdef1`: s~",
        "^: - +#### Commits^~- `abcdef1`: s^~^"),
    REWRITTEN(
        true,
        n ->
            c ->
                c.withCommits(n, Map.of("abcdef1", "s"))
                    .withCommitsRenamed(Contexts.renaming("abcdef12", "s", "1234567890", "t")),
        ": - +#### Commits~- `1234567`: t~",
        ": - +#### Commits~- `1234567`: t~",
        "^: - +#### Commits^~- `1234567`: t^~^"),
    CHANGE(
        true,
        n -> c -> c.withSpecChange(n, "Added section X"),
        ": - +#### Changes to Spec~- Added section X~",
        ": - +#### Changes to Spec~- Added section X~",
        "^: - +#### Changes to Spec^~- Added section X^~^"),
    END(
        true,
        n -> c -> c.endSession(n, Duration.ofMinutes(33), SessionStatus.BLOCKED),
        "**Started**: 2026-11-21 14:05  : -**Participants**: Ada <ada@example.org>   +**Duration**:"
            + " 0.6 hours  ~**Participants**: Ada <ada@example.org>  ~**Status**: blocked",
        "**Started**: 2026-11-21 14:05  : -**Participants**: Ada <ada@example.org>   +**Duration**:"
            + " 0.6 hours  ~**Participants**: Ada <ada@example.org>  ~**Status**: blocked",
        "**Started**: 2026-11-21 14:05  ^: -**Participants**: Ada <ada@example.org>  ^"
            + " +**Duration**: 0.6 hours  ^~**Participants**: Ada <ada@example.org>  ^~**Status**:"
            + " blocked^"),
    STATUS(
        false,
        _ -> c -> c.withStatus("blocked"),
        "**Parent**: [[../epic|Foundation]]  : -**Status**: planning   +**Status**: blocked  ",
        "**Parent**: [[../epic|Foundation]]  : -**Status**: implementing   +**Status**: blocked  ",
        "---^: -status: planning^ +status: blocked^"),
    UPDATED(
        false,
        _ -> c -> c.updated(AT),
        "**Created**: 2026-11-21 14:00  : -**Updated**: 2026-11-21 14:00 +**Updated**: 2026-11-21"
            + " 14:05",
        "**Created**: 2026-11-01 09:00  : -**Updated**: 2026-11-20 18:30 +**Updated**: 2026-11-21"
            + " 14:05",
        "status: planning^: -updated: 2026-11-20T18:30:00^ +updated: 2026-11-21T14:05:00^"),
    SCRIPT(
        false,
        _ -> c -> c.withDeliverable(DeliverableKind.SCRIPTS, "deliverables/x", "X", "d"),
        ": - +### Scripts~- [[deliverables/x|X]] - d~",
        "- [[deliverables/scripts/health-check.sh|Health Check]] - Monitor NAS connectivity: - +-"
            + " [[deliverables/x|X]] - d",
        "## Deliverables^: -Nothing yet. +Nothing yet.^~^~### Scripts^~- [[deliverables/x|X]] - d"),
    CODE(
        false,
        _ -> c -> c.withDeliverable(DeliverableKind.CODE, "src/[id].ts", "", ""),
        ": - +### Code Changes~- `src/[id].ts`~",
        "- `config/storage.config.ts` - Storage tier configuration: - +- `src/[id].ts`",
        "## Deliverables^: -Nothing yet. +Nothing yet.^~^~### Code Changes^~- `src/[id].ts`"),
    DOWNSTREAM(
        false,
        _ -> c -> c.withDownstream("../1002/spec", "Other", "uses it"),
        ": - +## Dependencies Delivered To~~### Downstream Specs~- [[../1002/spec|Other]] - uses"
            + " it~",
        "- [[../../3000/3001/spec|Market Data Collection]] - Uses cold storage for historical data:"
            + " - +- [[../1002/spec|Other]] - uses it",
        "^: - +## Dependencies Delivered To^~^~### Downstream Specs^~- [[../1002/spec|Other]] -"
            + " uses it^~^"),
    INTEGRATION(
        false,
        _ -> c -> c.withIntegrationPoint(EntryText.given("Pipeline: `x/`")),
        ": - +## Dependencies Delivered To~~### Integration Points~- Pipeline: `x/`~",
        "- Storage Manager Service: `services/storage-manager/`: - +- Pipeline: `x/`",
        "^: - +## Dependencies Delivered To^~^~### Integration Points^~- Pipeline: `x/`^~^"),
    FIGURES(
        false,
        _ -> c -> c.withFigures(figures()),
        ": - +## Metrics~~### Implementation~- **Total Sessions**: 4~- **Total Duration**: 0.2"
            + " hours~- **Files Created**: 2~~### Quality~- **Test Coverage**: 99.9%~",
        "### Implementation: -- **Total Sessions**: 3~- **Total Duration**: 4.5 hours~- **Lines of"
            + " Code**: +1,250, -85~- **Files Created**: 8~- **Files Modified**: 12~~### Quality~-"
            + " **Test Coverage**: 92% +- **Total Sessions**: 4~- **Total Duration**: 0.2 hours~-"
            + " **Lines of Code**: +1,250, -85~- **Files Created**: 2~- **Files Modified**: 12~~###"
            + " Quality~- **Test Coverage**: 99.9%",
        "^: - +## Metrics^~^~### Implementation^~- **Total Sessions**: 4^~- **Total Duration**: 0.2"
            + " hours^~- **Files Created**: 2^~^~### Quality^~- **Test Coverage**: 99.9%^~^"),
    DECISION(
        false,
        _ -> c -> c.withDecision("d", AT),
        ": - +## Notes & Learnings~~### Technical Decisions~- d (2026-11-21 14:05)~",
        "- Chose NFS over SMB for better Linux compatibility: - +- d (2026-11-21 14:05)",
        "^: - +### Technical Decisions^~- d (2026-11-21 14:05)^~^"),
    NOTE(
        false,
        _ -> c -> c.withNote("n", AT),
        ": - +## Notes & Learnings~- n (2026-11-21 14:05)~",
        "## Notes & Learnings: - +- n (2026-11-21 14:05)",
        "^: - +- n (2026-11-21 14:05)^~^"),
    SUMMARY(
        false,
        _ -> c -> c.summary("s"),
        "## Summary: -No work recorded yet. +s",
        ": - +",
        "Nothing yet.: - +");

    private final boolean prepared;
    private final Change change;
    private final String fresh;
    private final String example;
    private final String windows;

    Splice(boolean prepared, Change change, String fresh, String example, String windows) {
      this.prepared = prepared;
      this.change = change;
      this.fresh = fresh;
      this.example = example;
      this.windows = windows;
    }
  }
}
