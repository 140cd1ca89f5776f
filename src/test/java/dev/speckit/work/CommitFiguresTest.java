package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.GitHistory.Commit;
import dev.speckit.host.GitHistory.FileChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitFiguresTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final SpecPaths FEATURE = new SpecPaths("1001", "specs/1000/1001/", false);
  private static final SpecPaths TASK = new SpecPaths("1014", "specs/1000/1001/", true);

  @Test
  void the_specs_own_documents_and_evidence_do_not_count_and_deliverables_do() {
    CommitFigures figures =
        CommitFigures.of(
            List.of(
                commit(added("sub/specs/1000/epic.md", 100)),
                commit(
                    added("sub/specs/1000/1001/deliverables/scripts/a.sh", 10),
                    added("sub/evidence/x.json", 1000),
                    added("lib/b.c", 5)),
                commit(
                    new FileChange("lib/b.c", FileChange.Kind.MODIFIED, 2, 1),
                    new FileChange("lib/c.c", FileChange.Kind.MODIFIED, 1, 7))),
            "sub/");
    assertThat(figures).isEqualTo(new CommitFigures(18, 8, 2, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "src/a.c, false, false",
    "specs/1000/epic.md, true, true",
    "specs/1000/1001/spec.md, false, true",
    "specs/1000/1001/plan.md, false, true",
    "specs/1000/1001/1014.spec.md, true, false",
    "specs/1000/1001/1015.spec.md, true, true",
    "specs/1000/1001/deliverables/docs/a.md, false, false",
    "specs/1000/1002/spec.md, true, true",
  })
  void paths_belong_to_the_spec_in_whose_place_they_stand(
      String path, boolean foreignToFeature, boolean foreignToTask) {
    assertThat(FEATURE.isOfAnother(path)).isEqualTo(foreignToFeature);
    assertThat(TASK.isOfAnother(path)).isEqualTo(foreignToTask);
  }

  @Test
  void the_successor_is_of_the_same_author_and_second_rather_with_the_same_subject() {
    Commit gone = new Commit("a1", "a1", "ada@x", NOON, List.of(), "Two", List.of());
    Commit one = new Commit("b1", "b1", "ada@x", NOON, List.of(), "One", List.of());
    Commit two = new Commit("b2", "b2", "ADA@x", NOON, List.of(), "Two", List.of());
    Commit bob = new Commit("b3", "b3", "bob@x", NOON, List.of(), "Two", List.of());
    Commit late = new Commit("b4", "b4", "ada@x", NOON.plusSeconds(1), List.of(), "Two", List.of());
    assertThat(successor(gone, one, two, bob, late)).contains(two);
    assertThat(successor(gone, one, bob, late)).contains(one);
    assertThat(successor(gone, bob, late)).isEmpty();
  }

  @Test
  void a_trailer_may_name_an_alias_in_any_case() {
    SessionCommits rules = new SessionCommits(TASK, Set.of("1014", "nas-7"), "");
    Commit named = new Commit("a1", "a1", "bob@x", NOON, List.of("NAS-7"), "x", List.of());
    assertThat(rules.names(named)).isTrue();
    assertThat(SessionCommits.isBy(named, "BOB@x", NOON)).isTrue();
    assertThat(SessionCommits.isBy(named, "bob@x", NOON.plusSeconds(1))).isFalse();
  }

  private static Commit commit(FileChange... files) {
    return new Commit("a1", "a1", "ada@x", NOON, List.of(), "x", List.of(files));
  }

  private static FileChange added(String path, long lines) {
    return new FileChange(path, FileChange.Kind.ADDED, lines, 0);
  }

  private static Optional<Commit> successor(Commit gone, Commit... reachable) {
    return Optional.ofNullable(
        SessionCommits.successors(List.of(gone), List.of(reachable)).get(gone.hash()));
  }
}
