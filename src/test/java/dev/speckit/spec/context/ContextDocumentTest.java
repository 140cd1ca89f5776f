package dev.speckit.spec.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ContextDocumentTest {
  private static final LocalDateTime AT = LocalDateTime.of(2026, 11, 21, 14, 5);
  private static final String ADA = "Ada Lovelace <ada@example.org>";

  @Test
  void a_whole_session_on_the_template_gives_exactly_this_text() {
    ContextDocument context =
        started(Contexts.fresh())
            .withParticipant(1, "claude")
            .withEntry(
                1, SessionPart.PLANNING, "Chose NFS over SMB\nbecause of Linux", AT.plusMinutes(2))
            .withCommits(1, Map.of("a1b2c3d", "Mount [[the]] share"))
            .withSpecChange(1, "Changed section Purpose (+3, -1)")
            .withEntry(
                1,
                SessionPart.IMPLEMENTATION,
                EntryText.given("Created")
                    .then(EntryText.link("deliverables/scripts/setup.sh", "Setup | Script")),
                AT.plusMinutes(20))
            .withEntry(1, SessionPart.TESTING, "Ran `mvn test`: ✅ 12 passed", AT.plusDays(1))
            .withIssue(
                1,
                "Permission denied",
                Optional.of("Added the user to the group"),
                Optional.of("b1b2c3d"),
                AT.plusMinutes(30))
            .withSpecChange(1, "Changed section Purpose (+5, -2)")
            .withDeliverable(DeliverableKind.CODE, "src/Nas.java", "", "NAS client")
            .withDeliverable(
                DeliverableKind.SCRIPTS, "deliverables/scripts/setup.sh", "Setup", "Mounts it")
            .withDownstream("../../3000/3001/spec", "Market Data", "")
            .withDecision("NFS, not SMB", AT)
            .withNote("Mounts need root", AT)
            .withFigures(
                new Figures(
                    Optional.of(1),
                    Optional.of(Duration.ofMinutes(90)),
                    Optional.of(new Figures.Lines(1250, 85)),
                    Optional.of(8),
                    Optional.empty(),
                    Optional.of(92.0),
                    Optional.of(new Figures.Criteria(8, 8))))
            .summary("Mounts the NAS.")
            .withStatus("implementing")
            .endSession(1, Duration.ofMinutes(90), SessionStatus.PARTIAL)
            .updated(AT.plusMinutes(90));
    assertThat(context.kept()).isEmpty();
    assertThat(context.text())
        .isEqualTo(
            """
            # Context: Cold Storage

            **Spec**: [[spec|1001 - Cold Storage]] \s
            **Parent**: [[../epic|Foundation]] \s
            **Status**: implementing \s
            **Created**: 2026-11-21 14:00 \s
            **Updated**: 2026-11-21 15:35

            ## Summary
            Mounts the NAS.

            ## Implementation Timeline

            ### Session 1: 2026-11-21 - Mount the NAS
            **Started**: 2026-11-21 14:05 at `a1b2c3d4e5f6` \s
            **Duration**: 1.5 hours \s
            **Participants**: Ada Lovelace <ada@example.org>, claude \s
            **Status**: partial

            #### Planning
            - Chose NFS over SMB (14:07)
              because of Linux

            #### Changes to Spec
            - Changed section Purpose (+5, -2)

            #### Implementation
            - Created [[deliverables/scripts/setup.sh|Setup \\| Script]] (14:25)

            #### Testing
            - Ran `mvn test`: ✅ 12 passed (2026-11-22 14:05)

            #### Commits
            - `a1b2c3d`: Mount [&#91;the]&#93; share

            #### Issues & Resolutions
            - **Issue**: Permission denied (14:35)
            - **Resolution**: Added the user to the group
            - **Commit**: `b1b2c3d`

            ## Deliverables

            ### Scripts
            - [[deliverables/scripts/setup.sh|Setup]] - Mounts it

            ### Code Changes
            - `src/Nas.java` - NAS client

            ## Dependencies Delivered To

            ### Downstream Specs
            - [[../../3000/3001/spec|Market Data]]

            ## Metrics

            ### Implementation
            - **Total Sessions**: 1
            - **Total Duration**: 1.5 hours
            - **Lines of Code**: +1,250, -85
            - **Files Created**: 8

            ### Quality
            - **Test Coverage**: 92%
            - **Acceptance Criteria Met**: 8/8 ✅

            ## Notes & Learnings
            - Mounts need root (2026-11-21 14:05)

            ### Technical Decisions
            - NFS, not SMB (2026-11-21 14:05)
            """);
  }

  @Test
  void what_was_written_is_read_back() {
    ContextDocument context =
        started(Contexts.fresh())
            .withEntry(1, SessionPart.PLANNING, "First (not a time)\n\nand more", AT.plusMinutes(2))
            .withCommits(1, Map.of("a1b2c3d", "Subject (10:00)"))
            .withDeliverable(DeliverableKind.DOCS, "deliverables/docs/a.md", "A", "why");
    WorkSession session = context.openSession("ADA@example.org").orElseThrow();
    assertThat(session.number()).isEqualTo(1);
    assertThat(session.title()).isEqualTo("Mount the NAS");
    assertThat(session.started()).contains(AT);
    assertThat(session.startCommit()).contains("a1b2c3d4e5f6");
    assertThat(session.participants()).containsExactly(ADA);
    assertThat(session.entries(SessionPart.PLANNING))
        .containsExactly(
            new WorkSession.Entry(
                SessionPart.PLANNING,
                "First (not a time)\n\nand more",
                Optional.of(AT.plusMinutes(2)),
                19));
    assertThat(session.commits())
        .containsExactly(new WorkSession.Commit("a1b2c3d", "Subject (10:00)", false, 24));
    assertThat(context.deliverables())
        .containsExactly(
            new RegisteredDeliverable(
                DeliverableKind.DOCS, "deliverables/docs/a.md", "A", "why", 29));
    assertThat(context.openSession("grace@example.org")).isEmpty();
    assertThat(context.header()).containsEntry("status", "planning");
  }

  @Test
  void an_ended_session_is_not_open_and_the_next_one_gets_the_next_number() {
    ContextDocument ended =
        started(Contexts.EXAMPLE).endSession(2, Duration.ofMinutes(5), SessionStatus.COMPLETED);
    assertThat(ended.openSession("ada@example.org")).isEmpty();
    assertThat(ended.sessions()).extracting(WorkSession::number).containsExactly(1, 2);
    assertThat(ended.sessions().getLast().duration()).contains(Duration.ofMinutes(5));
    assertThat(ended.sessions().getLast().status()).contains(SessionStatus.COMPLETED);
    assertThat(ended.nextSession()).isEqualTo(3);
    assertThat(ended.totalDuration()).contains(Duration.ofMinutes(95));
  }

  @Test
  void pauses_count_for_half_an_hour_and_a_clock_set_back_for_nothing() {
    ContextDocument context =
        started(Contexts.fresh())
            .withEntry(1, SessionPart.PLANNING, "a", AT.plusMinutes(10))
            .withEntry(1, SessionPart.TESTING, "b", AT.plusMinutes(5))
            .withEntry(1, SessionPart.IMPLEMENTATION, "c", AT.plusHours(3))
            .withEntry(1, SessionPart.IMPLEMENTATION, "d", AT.minusHours(3));
    WorkSession session = context.sessions().getFirst();
    assertThat(session.worked()).isEqualTo(Duration.ofMinutes(40));
    assertThat(session.worked(AT.plusHours(3).plusMinutes(7))).isEqualTo(Duration.ofMinutes(47));
  }

  @Test
  void a_total_is_not_given_while_one_session_says_nothing() {
    String vague = Contexts.EXAMPLE.replace("1.5 hours", "half a day");
    assertThat(ContextDocument.of("c", vague).totalDuration()).isEmpty();
    assertThat(ContextDocument.of("c", vague).sessions().getFirst().open()).isFalse();
  }

  @Test
  void values_in_a_persons_own_words_stay_and_the_caller_is_told() {
    String own =
        Contexts.EXAMPLE
            .replace("**Status**: implementing", "**Status**: nearly there")
            .replace("+1,250, -85", "many")
            .replace("2026-11-20 18:30", "yesterday");
    ContextDocument context =
        ContextDocument.of("context.md", own)
            .withStatus("completed")
            .updated(AT)
            .withFigures(lines(3, 4));
    assertThat(context.text()).isEqualTo(own);
    assertThat(context.kept())
        .extracting(problem -> String.valueOf(problem.place()))
        .containsExactly("context.md:5", "context.md:7", "context.md:74");
  }

  @Test
  void what_a_person_wrote_behind_an_owned_value_stays() {
    String own =
        Contexts.EXAMPLE
            .replace("**Status**: implementing", "**Status**: implementing 🎉 soon")
            .replace("+1,250, -85", "+1,250, -85 (without tests)")
            .replace("8/8 ✅", "8/8 ✅ at last");
    ContextDocument context =
        ContextDocument.of("context.md", own)
            .withStatus("completed")
            .withFigures(lines(3, 4))
            .withFigures(criteria(7, 8));
    assertThat(context.text())
        .isEqualTo(
            own.replace("implementing 🎉", "completed 🎉")
                .replace("+1,250, -85 (", "+3, -4 (")
                .replace("8/8 ✅ at", "7/8 at"));
  }

  @Test
  void properties_in_front_matter_are_changed_in_their_own_form() {
    ContextDocument context =
        ContextDocument.of("c", Contexts.WINDOWS).withStatus("implementing").updated(AT);
    assertThat(context.text())
        .isEqualTo(
            Contexts.WINDOWS
                .replace("status: planning", "status: implementing")
                .replace("2026-11-20T18:30:00", "2026-11-21T14:05:00"));
  }

  @Test
  void sections_are_made_in_the_order_of_the_template_around_what_a_person_wrote() {
    ContextDocument context =
        started(Contexts.WINDOWS)
            .withEntry(1, SessionPart.TESTING, "b", AT)
            .withEntry(1, SessionPart.PLANNING, "a", AT)
            .withDeliverable(DeliverableKind.CONFIG, "deliverables/config/x", "X", "")
            .withFigures(criteria(1, 2))
            .withNote("n", AT);
    assertThat(context.text())
        .isEqualTo(
            "\uFEFF"
                + """
                ---
                status: planning
                updated: 2026-11-20T18:30:00
                tags: [storage, nas]
                ---
                # Context: Cold Storage

                My own words, with a blank behind them.\s

                ## Metrics

                ### Quality
                - **Acceptance Criteria Met**: 1/2

                ## Notes & Learnings
                A learning.

                - n (2026-11-21 14:05)

                ## Implementation Timeline
                <!-- ### Session 9: 2026-11-20 - not this one -->
                ```
                ### Session 8: 2026-11-20 - nor this one
                ```

                ### Session 1: 2026-11-21 - Mount the NAS
                **Started**: 2026-11-21 14:05 at `a1b2c3d4e5f6` \s
                **Participants**: Ada Lovelace <ada@example.org> \s

                #### Planning
                - a (14:05)

                #### Testing
                - b (14:05)

                ## Deliverables
                Nothing yet.

                ### Configuration Files
                - [[deliverables/config/x|X]]\
                """
                    .replace("\n", "\r\n"));
  }

  @Test
  void a_rewritten_commit_is_replaced_everywhere_and_its_subject_stays() {
    ContextDocument context =
        ContextDocument.of("c", Contexts.EXAMPLE)
            .withCommitsRenamed(Contexts.renaming("d4e5f67890abcdef", "", "1234567890abcdef", "x"));
    assertThat(context.text()).isEqualTo(Contexts.EXAMPLE.replace("d4e5f67", "1234567"));
  }

  @Test
  void nothing_is_registered_twice() {
    ContextDocument once = started(Contexts.EXAMPLE).withCommits(2, Map.of("a1b2c3d", "s"));
    ContextDocument twice =
        once.withCommits(2, Map.of("a1b2c3d4e5", "s"))
            .withParticipant(2, ADA)
            .withDeliverable(
                DeliverableKind.SCRIPTS, "deliverables/scripts/health-check.sh", "other", "x")
            .withDeliverable(DeliverableKind.CODE, "config/storage.config.ts", "", "x")
            .withDownstream("../../3000/3001/spec", "again", "");
    assertThat(twice.text()).isEqualTo(once.text());
    ContextDocument change = once.withSpecChange(2, "Added requirement FR-001");
    assertThat(change.withSpecChange(2, "Added requirement FR-001").text())
        .isEqualTo(change.text())
        .isNotEqualTo(once.text());
  }

  @Test
  void a_deliverable_is_taken_out_with_its_line_only() {
    ContextDocument context =
        ContextDocument.of("c", Contexts.EXAMPLE)
            .withoutDeliverable("deliverables/scripts/health-check.sh")
            .withoutDeliverable("not/there");
    assertThat(context.text())
        .isEqualTo(
            Contexts.EXAMPLE.replace(
                "- [[deliverables/scripts/health-check.sh|Health Check]]"
                    + " - Monitor NAS connectivity\n",
                ""));
  }

  @Test
  void a_summary_of_a_persons_own_stays() {
    assertThat(ContextDocument.of("c", Contexts.EXAMPLE).summary("other").text())
        .isEqualTo(Contexts.EXAMPLE);
    assertThat(ContextDocument.of("c", Contexts.fresh()).summary("# a\nb").text())
        .contains("## Summary\n\\# a b\n\n## Implementation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```\nopen",
        "<!-- open",
        "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other",
        "a\0b",
        "~~~~\n~~~"
      })
  void a_text_in_which_places_are_uncertain_is_refused_with_its_place(String broken) {
    ContextDocument context =
        ContextDocument.of("context.md", Contexts.fresh() + "\n" + broken + "\n");
    assertThatThrownBy(() -> context.updated(AT))
        .isInstanceOfSatisfying(
            Failure.Invalid.class,
            failure ->
                assertThat(String.valueOf(failure.problems().getFirst().place()))
                    .startsWith("context.md:16"));
  }

  @Test
  void a_line_is_never_written_into_a_comment_that_ends_on_the_line_of_a_heading() {
    String text = Contexts.fresh().replace("## Deliverables", "<!--\n-->## Deliverables");
    ContextDocument context = ContextDocument.of("context.md", text);
    assertThatThrownBy(() -> context.startSession(start()))
        .isInstanceOf(Failure.Invalid.class)
        .hasMessageContaining("swallow");
  }

  @Test
  @Timeout(20)
  void a_hundred_thousand_headings_are_read_and_changed_in_linear_time() {
    String headings = "### Session 7: 2026-01-01 - x\n#### Planning\n- a (10:00)\n".repeat(50_000);
    ContextDocument context =
        started(Contexts.fresh() + "\n# Own\n" + headings)
            .withEntry(8, SessionPart.PLANNING, "a", AT)
            .withCommits(8, Map.of("a1b2c3d", "s"))
            .withFigures(criteria(1, 2))
            .withNote("n", AT);
    assertThat(context.sessions()).hasSize(50_001);
    assertThat(context.text().contains(headings)).isTrue();
  }

  @Test
  void two_sessions_of_one_number_are_never_mixed_up() {
    String merged = started(Contexts.EXAMPLE).text().replace("Session 1:", "Session 2:");
    ContextDocument context = ContextDocument.of("context.md", merged);
    assertThatThrownBy(() -> context.withEntry(2, SessionPart.PLANNING, "a", AT))
        .isInstanceOfSatisfying(
            Failure.Invalid.class,
            failure ->
                assertThat(String.valueOf(failure.problems().getFirst().place()))
                    .isEqualTo("context.md:45"));
    assertThat(context.startSession(start()).nextSession()).isEqualTo(4);
  }

  @Test
  void an_empty_file_gets_what_is_needed() {
    assertThat(ContextDocument.of("c", "").withNote("n", AT).text())
        .isEqualTo("## Notes & Learnings\n- n (2026-11-21 14:05)\n");
  }

  private static ContextDocument started(String text) {
    return ContextDocument.of("context.md", text).startSession(start());
  }

  private static SessionStart start() {
    return new SessionStart(AT, "Mount the NAS", ADA, Optional.of("a1b2c3d4e5f60718"));
  }

  private static Figures lines(long added, long removed) {
    return new Figures(
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Figures.Lines(added, removed)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Figures criteria(long met, long total) {
    return new Figures(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Figures.Criteria(met, total)));
  }
}
