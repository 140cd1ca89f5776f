package dev.speckit.spec.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two branches, one context.
class ContextMergeTest {
  private static final LocalDateTime NINE = LocalDateTime.of(2026, 11, 21, 9, 0);
  private static final String ADA = "Ada <ada@example.org>";
  private static final String BOB = "Bob <bob@example.org>";
  private static final ConflictForm WITH_BASE = new ConflictForm(true, 7);

  @Test
  void two_sessions_stand_in_the_order_in_which_they_were_started() {
    String base = Contexts.fresh();
    String ada = session(base, NINE.plusHours(2), ADA, "The late one");
    String bob = session(base, NINE, BOB, "The early one");
    String merged = clean(base, ada, bob);
    assertThat(headings(merged))
        .containsExactly(
            "### Session 1: 2026-11-21 - The early one",
            "### Session 2: 2026-11-21 - The late one");
    assertThat(clean(base, bob, ada)).isEqualTo(merged);
    assertThat(merged).contains("**Updated**: 2026-11-21 11:30").contains("\n\n### Session 2");
  }

  @Test
  void three_branches_one_after_another_number_their_sessions_from_one_to_three() {
    String base = Contexts.fresh();
    String first = session(base, NINE, ADA, "First");
    String second = session(base, NINE.plusHours(1), BOB, "Second");
    String third = session(base, NINE.plusHours(2), ADA, "Third");
    String merged = clean(base, clean(base, third, first), second);
    assertThat(headings(merged))
        .containsExactly(
            "### Session 1: 2026-11-21 - First",
            "### Session 2: 2026-11-21 - Second",
            "### Session 3: 2026-11-21 - Third");
  }

  @Test
  void a_session_that_goes_on_after_it_was_renumbered_is_known_by_its_start() {
    String base = Contexts.fresh();
    String begun = session(base, NINE.plusHours(1), BOB, "Bob's");
    String upstream = clean(base, begun, session(base, NINE, ADA, "Ada's"));
    String further = entry(begun, 1, "One thing more", NINE.plusHours(2));
    String merged = clean(begun, upstream, further);
    assertThat(ContextDocument.of("c", merged).session(2).orElseThrow().entries())
        .extracting(WorkSession.Entry::text)
        .contains("One thing more");
    assertThat(headings(merged)).hasSize(2);
  }

  @Test
  void entries_of_one_session_are_merged_by_their_times() {
    String base = session(Contexts.fresh(), NINE, ADA, "Both");
    String ours =
        entry(entry(base, 1, "at ten", NINE.plusHours(1)), 1, "at noon", NINE.plusHours(3));
    String theirs = entry(base, 1, "at eleven", NINE.plusHours(2));
    assertThat(clean(base, ours, theirs))
        .contains("- at ten (10:00)\n- at eleven (11:00)\n- at noon (12:00)\n");
  }

  @Test
  void a_text_that_both_wrote_is_the_only_conflict() {
    String base = session(Contexts.fresh(), NINE, ADA, "Both") + "\n## Own\nOne.\n\nTwo.\n";
    String ours = entry(base.replace("One.", "Ours."), 1, "ours", NINE.plusHours(1));
    String theirs = entry(base.replace("One.", "Theirs."), 1, "theirs", NINE.plusHours(2));
    ContextMerge merge = ContextMerge.of(base, ours, theirs).orElseThrow();
    assertThat(merge.isConflicting()).isTrue();
    assertThat(merge.text(WITH_BASE))
        .contains("- ours (10:00)\n- theirs (11:00)\n")
        .endsWith(
            "## Own\n"
                + "<<<<<<< ours\n"
                + "Ours.\n"
                + "||||||| base\n"
                + "One.\n"
                + "=======\n"
                + "Theirs.\n"
                + ">>>>>>> theirs\n\n"
                + "Two.\n");
    assertThat(merge.text(ConflictForm.USUAL)).doesNotContain("|||||||");
  }

  @Test
  void participants_and_registers_hold_what_each_side_added_and_not_what_it_removed() {
    ContextDocument start =
        ContextDocument.of("c", session(Contexts.fresh(), NINE, ADA, "Both"))
            .withDeliverable(DeliverableKind.SCRIPTS, "deliverables/scripts/a.sh", "A", "")
            .withDeliverable(DeliverableKind.SCRIPTS, "deliverables/scripts/b.sh", "B", "");
    ContextDocument ours =
        start
            .withParticipant(1, "claude")
            .withoutDeliverable("deliverables/scripts/a.sh")
            .withDeliverable(DeliverableKind.DOCS, "deliverables/docs/o.md", "O", "")
            .withNote("Ours", NINE.plusHours(1));
    ContextDocument theirs =
        start
            .withParticipant(1, "codex")
            .withDeliverable(DeliverableKind.SCRIPTS, "deliverables/scripts/c.sh", "C", "")
            .withDeliverable(DeliverableKind.CODE, "src/t.c", "", "")
            .withDecision("Theirs", NINE.plusHours(1))
            .withNote("Theirs too", NINE);
    String merged = clean(start.text(), ours.text(), theirs.text());
    ContextDocument read = ContextDocument.of("c", merged);
    assertThat(read.deliverables())
        .extracting(RegisteredDeliverable::target)
        .containsExactly(
            "deliverables/scripts/b.sh",
            "deliverables/scripts/c.sh",
            "deliverables/docs/o.md",
            "src/t.c");
    assertThat(read.session(1).orElseThrow().participants())
        .containsExactly(ADA, "claude", "codex");
    assertThat(read.notes()).extracting(Remark::text).containsExactly("Theirs too", "Ours");
    assertThat(read.decisions()).extracting(Remark::text).containsExactly("Theirs");
    assertThat(merged).doesNotContain("\n\n\n");
  }

  @Test
  void figures_are_counted_anew_and_an_unknown_one_is_left_out() {
    String base = Contexts.fresh();
    String ours = done(session(base, NINE, ADA, "Ours"), 1, 10);
    String theirs = done(session(base, NINE.plusHours(2), BOB, "Theirs"), 1, 20);
    ContextMerge merge = ContextMerge.of(base, ours, theirs).orElseThrow();
    assertThat(merge.isCounting()).isTrue();
    assertThat(merge.text(WITH_BASE))
        .contains("- **Total Sessions**: 2\n- **Total Duration**: 3 hours\n")
        .doesNotContain("Lines of Code");
    Figures counted =
        new Figures(
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Figures.Lines(30, 2)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(merge.with(counted).text(WITH_BASE)).contains("- **Lines of Code**: +30, -2\n");
  }

  @Test
  void the_last_word_on_the_status_holds() {
    String base = Contexts.fresh();
    String done = updated(base, "completed", NINE);
    String open = updated(base, "implementing", NINE.plusHours(1));
    assertThat(clean(base, done, open)).contains("**Status**: implementing").contains("10:00");
    assertThat(clean(base, open, updated(base, "completed", NINE.plusHours(2))))
        .contains("**Status**: completed");
    assertThat(clean(base, updated(base, "blocked", NINE), done)).contains("**Status**: blocked");
  }

  @Test
  void a_removed_session_that_the_other_side_changed_is_a_conflict() {
    String base = session(Contexts.fresh(), NINE, ADA, "Gone");
    String ours = Contexts.fresh();
    String theirs = entry(base, 1, "more", NINE.plusHours(1));
    ContextMerge merge = ContextMerge.of(base, ours, theirs).orElseThrow();
    assertThat(merge.isConflicting()).isTrue();
    assertThat(merge.text(WITH_BASE)).contains("- more (10:00)");
    assertThat(clean(base, ours, updated(base, "blocked", NINE))).doesNotContain("Session 1");
  }

  @Test
  void windows_line_ends_a_mark_and_a_missing_last_line_end_stay() {
    String base = Contexts.WINDOWS;
    String ours = session(base, NINE, ADA, "Ours");
    String theirs = session(base, NINE.plusHours(1), BOB, "Theirs");
    String merged = clean(base, ours, theirs);
    assertThat(merged).startsWith("\uFEFF---\r\n").endsWith("Nothing yet.").contains("Session 2");
    assertThat(merged.replace("\r\n", "")).doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no heading\n",
        "# Only a title\n",
        "# C\n\n## Implementation Timeline\n```\nopen fence\n",
        "# C\n\n## Implementation Timeline\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
        "# C\n\n## Implementation Timeline\n\0\n",
        "# C\n\n## Implementation Timeline\r\nmixed\n"
      })
  void what_is_no_sound_context_is_left_to_the_merge_of_lines(String broken) {
    String base = Contexts.fresh();
    String ours = session(base, NINE, ADA, "Ours");
    assertThat(ContextMerge.of(base, ours, broken)).isEmpty();
    assertThat(ContextMerge.of(base, broken, ours)).isEmpty();
  }

  private static String clean(String base, String ours, String theirs) {
    ContextMerge merge = ContextMerge.of(base, ours, theirs).orElseThrow();
    assertThat(merge.isConflicting()).as(merge.text(WITH_BASE)).isFalse();
    String text = merge.text(WITH_BASE);
    assertThat(ContextDocument.of("merged", text).problems()).isEmpty();
    return text;
  }

  private static String session(String text, LocalDateTime at, String who, String title) {
    ContextDocument started =
        ContextDocument.of("c", text)
            .startSession(new SessionStart(at, title, who, Optional.of("abcdef0")));
    int number = started.sessions().stream().mapToInt(WorkSession::number).max().orElseThrow();
    return started
        .withEntry(number, SessionPart.PLANNING, "Plan of " + title, at.plusMinutes(1))
        .withEntry(number, SessionPart.IMPLEMENTATION, "Work of " + title, at.plusMinutes(30))
        .withCommits(number, Map.of(Integer.toHexString(title.hashCode() | 0x10000000), title))
        .updated(at.plusMinutes(30))
        .withStatus("implementing")
        .withOverview("spec", "1001 - Cold Storage", "implementing")
        .text();
  }

  private static String entry(String text, int number, String words, LocalDateTime at) {
    return ContextDocument.of("c", text)
        .withEntry(number, SessionPart.IMPLEMENTATION, words, at)
        .updated(at)
        .text();
  }

  private static String done(String text, int number, int lines) {
    return ContextDocument.of("c", text)
        .endSession(number, Duration.ofMinutes(90), SessionStatus.COMPLETED)
        .withFigures(
            new Figures(
                Optional.of(number),
                Optional.of(Duration.ofMinutes(90)),
                Optional.of(new Figures.Lines(lines, 1)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()))
        .text();
  }

  private static String updated(String text, String status, LocalDateTime at) {
    return ContextDocument.of("c", text).withStatus(status).updated(at).text();
  }

  private static List<String> headings(String text) {
    return Arrays.stream(text.split("\n", -1))
        .filter(line -> line.startsWith("### Session"))
        .map(line -> line.stripTrailing())
        .toList();
  }
}
