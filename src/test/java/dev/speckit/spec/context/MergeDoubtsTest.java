package dev.speckit.spec.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Merges in which it is not plain what belongs to what.
class MergeDoubtsTest {
  private static final LocalDateTime NINE = LocalDateTime.of(2026, 11, 21, 9, 0);
  private static final String ADA = "Ada <ada@example.org>";
  private static final String TWO = entry(entry(begun(begun(fresh())), 1, "one"), 2, "two");

  @Test
  void contexts_without_one_they_both_came_from_are_left_to_git() {
    String ours = entry(begun(fresh()), 1, "ours");
    String theirs = entry(begun(fresh()), 1, "theirs");
    assertThat(ContextMerge.of("", ours, theirs)).isEmpty();
    assertThat(ContextMerge.of("words\n", ours, theirs)).isEmpty();
    assertThat(ContextMerge.of("", ours, ours)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "# Context: Cold Storage|1001 - Cold Storage, # Context: Queue|1001 - Queue",
    "2026-11-21 14:00, 2026-11-21 14:07"
  })
  void contexts_of_different_specs_at_one_place_are_left_to_git(String all, String others) {
    String base = fresh();
    String theirs = entry(begun(base), 1, "theirs");
    String ours = base;
    String[] from = all.split("\\|", -1);
    String[] to = others.split("\\|", -1);
    for (int i = 0; i < from.length; i++) {
      assertThat(base).contains(from[i]);
      ours = ours.replace(from[i], to[i]);
    }
    assertThat(ContextMerge.of(base, ours, theirs)).isEmpty();
    assertThat(ContextMerge.of(base, theirs, ours)).isEmpty();
  }

  @Test
  void a_spec_that_got_another_id_or_title_is_the_same() {
    String base = fresh();
    String theirs = entry(begun(base), 1, "theirs");
    String renumbered = base.replace("|1001 - Cold", "|1044 - Cold");
    String renamed = base.replace("# Context: Cold Storage", "# Context: Freezer");
    assertThat(clean(base, renumbered, theirs)).contains("|1044 - Cold", "- theirs");
    assertThat(clean(base, renamed, theirs)).contains("# Context: Freezer", "- theirs");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void of_alike_sessions_the_one_that_is_left_keeps_its_own_text(int removed) {
    String left = removed == 1 ? "two" : "one";
    String ours = without(TWO, removed);
    String theirs = entry(TWO, 3 - removed, "more");
    String merged = clean(TWO, ours, theirs);
    assertThat(merged).contains("- " + left + " (09:00)\n- more (09:00)\n");
    assertThat(clean(TWO, theirs, ours)).isEqualTo(merged);
    assertThat(ContextDocument.of("c", merged).sessions()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void of_alike_sessions_one_that_is_removed_and_changed_is_a_conflict(int removed) {
    String ours = without(TWO, removed);
    String theirs = entry(TWO, removed, "more");
    ContextMerge merge = ContextMerge.of(TWO, ours, theirs).orElseThrow();
    assertThat(merge.isConflicting()).isTrue();
    assertThat(merge.context().sessions())
        .extracting(one -> one.entries().getFirst().text())
        .contains(removed == 1 ? "two" : "one")
        .doesNotContain("more");
    assertThat(merge.text(ConflictForm.USUAL)).contains("- more (09:00)");
  }

  @Test
  void alike_sessions_that_nobody_can_tell_apart_are_left_to_git() {
    String ours =
        without(TWO, 1).replace("### Session 2", "### Session 1").replace("- two", "- three");
    String theirs = entry(TWO, 1, "more");
    assertThat(ContextMerge.of(TWO, ours, theirs)).isEmpty();
    assertThat(ContextMerge.of(TWO, theirs, ours)).isEmpty();
  }

  @Test
  void a_line_of_a_person_in_the_header_of_a_session_makes_it_no_other_one() {
    String base = entry(begun(fresh()), 1, "one");
    String started = "**Started**: 2026-11-21 09:00 at `abcdef0`  \n";
    String ours = base.replace(started, started + "Paired all day.\n");
    assertThat(ours).isNotEqualTo(base);
    String ended =
        ContextDocument.of("c", entry(base, 1, "more"))
            .endSession(1, java.time.Duration.ofMinutes(30), SessionStatus.COMPLETED)
            .text();
    assertThat(ContextDocument.of("c", ours).session(1).orElseThrow().has("ada@example.org"))
        .isTrue();
    String merged = clean(base, ours, ended);
    WorkSession session = ContextDocument.of("c", merged).sessions().getFirst();
    assertThat(ContextDocument.of("c", merged).sessions()).hasSize(1);
    assertThat(session.entries()).extracting(WorkSession.Entry::text).contains("one", "more");
    assertThat(session.open()).isFalse();
    assertThat(merged).containsOnlyOnce("Paired all day.\n");
    assertThat(clean(base, ended, ours)).containsOnlyOnce("Paired all day.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "two", "three"})
  void an_entry_that_one_removed_and_the_other_changed_is_a_conflict(String words) {
    String base = begun(fresh());
    for (String each : new String[] {"one", "two", "three"}) {
      base = entry(base, 1, each);
    }
    String line = "- " + words + " (09:00)\n";
    String ours = base.replace(line, "");
    String theirs = base.replace(line, "- " + words + ", reworded (09:00)\n");
    assertConflict(base, ours, theirs);
    assertConflict(base, theirs, ours);
    assertThat(clean(base, ours, entry(base, 1, "four"))).doesNotContain(line).contains("- four");
    assertThat(clean(base, theirs, theirs.replace(" reworded", " reworded")))
        .contains(", reworded");
  }

  private static void assertConflict(String base, String ours, String theirs) {
    Optional<ContextMerge> merge = ContextMerge.of(base, ours, theirs);
    assertThat(merge.isEmpty() || merge.get().isConflicting())
        .as(merge.map(one -> one.text(ConflictForm.USUAL)).orElse(""))
        .isTrue();
  }

  private static String fresh() {
    return Contexts.fresh();
  }

  private static String begun(String text) {
    return ContextDocument.of("c", text)
        .startSession(new SessionStart(NINE, "Alike", ADA, Optional.of("abcdef0")))
        .text();
  }

  private static String entry(String text, int number, String words) {
    return ContextDocument.of("c", text)
        .withEntry(number, SessionPart.IMPLEMENTATION, words, NINE)
        .text();
  }

  private static String without(String text, int number) {
    int from = text.indexOf("### Session " + number);
    int next = text.indexOf("### Session " + (number + 1), from);
    int end = next < 0 ? text.indexOf("## Deliverables", from) : next;
    return text.substring(0, from) + text.substring(end);
  }

  private static String clean(String base, String ours, String theirs) {
    ContextMerge merge = ContextMerge.of(base, ours, theirs).orElseThrow();
    String text = merge.text(ConflictForm.USUAL);
    assertThat(merge.isConflicting()).as(text).isFalse();
    return text;
  }
}
