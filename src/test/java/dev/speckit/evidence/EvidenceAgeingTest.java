package dev.speckit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Progress;
import dev.speckit.evidence.AgeingPlan.Step;
import dev.speckit.evidence.EvidenceTable.ArchiveState;
import dev.speckit.evidence.EvidenceTable.FileState;
import dev.speckit.failure.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceAgeingTest {
  private static final String OLD_FILE =
      ".speckit/runs/" + Attic.OLD + "/plan-1/alice-1/stdout.raw";

  @TempDir Path folder;
  private Attic attic;

  @BeforeEach
  void make() throws Exception {
    attic = new Attic(folder.resolve("w"));
  }

  @AfterEach
  void close() {
    attic.close();
  }

  @Test
  void nothing_is_done_before_its_day() throws Exception {
    attic.filled();
    attic.days(20);
    assertThat(attic.plan().steps()).isEmpty();
    attic.days(1);
    assertThat(attic.plan().steps()).singleElement().isInstanceOf(Step.Archive.class);
  }

  @Test
  void what_comes_out_of_an_archive_is_what_went_in_bit_for_bit() throws Exception {
    attic.filled();
    Random random = new Random(3);
    String root = ".speckit/runs/" + Attic.OLD + "/";
    for (String name :
        List.of(
            "a b",
            "ünï/日本語",
            "line\nbreak",
            "empty",
            "quote'\"$(x)",
            "d/".repeat(120) + "deep",
            "n".repeat(200) + "/" + "m".repeat(200),
            " blank ",
            "-rf",
            "😀")) {
      byte[] bytes = new byte[name.equals("empty") ? 0 : random.nextInt(200_000)];
      random.nextBytes(bytes);
      attic.write(root + name, bytes);
      Files.setLastModifiedTime(
          attic.workspace.resolve(root + name),
          FileTime.fromMillis(1_700_000_000_123L + random.nextInt(1_000_000)));
    }
    Map<String, String> before = attic.runs();
    attic.days(40);
    AgeingResult result = attic.age();
    assertThat(result.errors()).isEmpty();
    assertThat(attic.runs().keySet()).containsExactly(Attic.LAST + "/stdout.raw");
    assertThat(attic.workspace.resolve(root)).doesNotExist();
    assertThat(attic.restore()).isInstanceOf(Restoring.Outcome.Restored.class);
    assertThat(attic.runs()).isEqualTo(before);
    assertThat(attic.plan().steps()).as("restored things stay for now").isEmpty();
    attic.days(31);
    assertThat(attic.plan().steps()).singleElement().isInstanceOf(Step.Finish.class);
    assertThat(attic.age().errors()).isEmpty();
    assertThat(attic.ledger().archives()).as("no second archive of the same").hasSize(1);
    assertThat(attic.restore()).isInstanceOf(Restoring.Outcome.Restored.class);
    assertThat(attic.runs()).isEqualTo(before);
  }

  @Test
  void a_dry_run_is_what_then_happens() throws Exception {
    attic.filled();
    attic.run("20260103-101530-cccccc", 1002, "done", Attic.START);
    attic.write(".speckit/runs/20260103-101530-cccccc/x", "x");
    attic.write(".speckit/archives/.unfinished-x", "half");
    attic.days(60);
    AgeingPlan shown = attic.plan();
    Map<String, String> before = Attic.files(attic.workspace.resolve(".speckit/archives"));
    assertThat(attic.plan()).as("asking changes nothing").isEqualTo(shown);
    assertThat(Attic.files(attic.workspace.resolve(".speckit/archives"))).isEqualTo(before);
    AgeingResult result = attic.apply(shown);
    assertThat(result.done()).isEqualTo(shown.steps());
    assertThat(result.left()).isEmpty();
    assertThat(attic.plan().steps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"planning", "implementing", "blocked", ""})
  void a_spec_that_is_worked_on_keeps_everything(String status) throws Exception {
    attic.filled();
    attic.status(status);
    attic.days(400);
    AgeingPlan plan = attic.plan();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.exempt()).extracting(AgeingPlan.Exempt::what).contains("run-" + Attic.OLD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"waiting", "done"})
  void runs_that_wait_and_specs_used_lately_are_left_alone(String state) throws Exception {
    attic.filled();
    attic.days(60);
    attic.run("20260310-101530-dddddd", 1001, state, attic.now.minus(Duration.ofDays(6)));
    attic.record();
    assertThat(attic.plan().steps()).isEmpty();
    attic.days(60);
    attic.write(".speckit/runs/20260310-101530-dddddd/x", "x");
    assertThat(attic.plan().steps())
        .extracting(Step::what)
        .doesNotContain("run-20260310-101530-dddddd");
  }

  @Test
  void a_spec_that_is_no_longer_there_is_done() throws Exception {
    attic.filled();
    Files.delete(attic.workspace.resolve("specs/1000/1001/spec.md"));
    Files.delete(attic.workspace.resolve("specs/1000/1001"));
    attic.days(40);
    assertThat(attic.plan().steps()).extracting(Step::what).containsExactly("run-" + Attic.OLD);
  }

  @Test
  void a_run_that_the_store_does_not_know_is_archived_after_it_was_known_so_long()
      throws Exception {
    attic.write(".speckit/runs/stranger/x", "x");
    attic.record();
    attic.days(29);
    assertThat(attic.plan().steps()).isEmpty();
    attic.days(1);
    assertThat(attic.age().archives())
        .singleElement()
        .satisfies(
            made -> assertThat(made.path()).startsWith(".speckit/archives/unknown/run-stranger."));
  }

  @Test
  void the_latest_state_of_a_spec_goes_on_a_word_only_and_that_of_git_never() throws Exception {
    attic.filled();
    attic.write("evidence/commands/1001/spawn_metrics.json", "{}");
    attic.write("evidence/consensus/1001/plan_verdict.json", "{}");
    attic.record();
    attic.days(400);
    assertThat(attic.plan().steps()).extracting(Step::what).containsExactly("run-" + Attic.OLD);
    attic.status("planning");
    git("init", "-q");
    git("add", "-f", "evidence/commands");
    attic.path = System.getenv("PATH");
    AgeingPlan asked =
        attic
            .ageing()
            .plan(
                java.util.Optional.of(attic.store),
                new AgeingPlanner.Selection.OfSpec(new dev.speckit.spec.SpecId(1001), 0));
    Step.Archive step = (Step.Archive) asked.steps().getLast();
    assertThat(step.files())
        .extracting(EvidenceTable.FileRow::path)
        .containsExactly("evidence/consensus/1001/plan_verdict.json");
  }

  @Test
  void files_that_were_never_seen_before_are_archived_at_once() throws Exception {
    attic.filled();
    attic.now = attic.now.plusNanos(123_456_789);
    attic.write("evidence/commands/1001/large.json", "{}");
    AgeingPlan asked =
        attic
            .ageing()
            .plan(
                java.util.Optional.of(attic.store),
                new AgeingPlanner.Selection.OfSpec(new dev.speckit.spec.SpecId(1001), 0));
    AgeingResult result = attic.apply(asked);
    assertThat(result.errors()).isEmpty();
    assertThat(attic.workspace.resolve("evidence/commands/1001/large.json")).doesNotExist();
  }

  private void git(String... words) throws Exception {
    String[] all = new String[words.length + 3];
    System.arraycopy(new String[] {"git", "-C", attic.workspace.toString()}, 0, all, 0, 3);
    System.arraycopy(words, 0, all, 3, words.length);
    assertThat(new ProcessBuilder(all).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void archives_are_moved_away_and_removed_at_their_age_and_leave_a_row() throws Exception {
    attic.filled();
    Path to = Files.createDirectories(folder.resolve("attic"));
    attic.settings = new EvidenceSettings(30, 90, to, 180, 7);
    attic.days(40);
    AgeingResult _ = attic.age();
    attic.days(60);
    AgeingResult moved = attic.age();
    assertThat(moved.done()).singleElement().isInstanceOf(Step.Offload.class);
    assertThat(attic.archive().state()).isEqualTo(ArchiveState.OFFLOADED);
    assertThat(Attic.files(attic.workspace.resolve(".speckit/archives"))).isEmpty();
    assertThat(attic.restore()).isInstanceOf(Restoring.Outcome.Restored.class);
    attic.days(100);
    AgeingResult finished = attic.age();
    assertThat(finished.done()).singleElement().isInstanceOf(Step.Finish.class);
    attic.days(180);
    AgeingResult purged = attic.age();
    assertThat(purged.done()).singleElement().isInstanceOf(Step.Purge.class);
    assertThat(attic.archive().state()).isEqualTo(ArchiveState.PURGED);
    assertThat(Attic.files(to)).isEmpty();
    assertThat(attic.ledger().files().get(OLD_FILE).state()).isEqualTo(FileState.GONE);
    assertThat(attic.plan().steps()).isEmpty();
  }

  @Test
  void a_folder_to_move_archives_to_that_is_not_mounted_is_told_and_not_made() throws Exception {
    attic.filled();
    attic.settings = new EvidenceSettings(30, 90, folder.resolve("unmounted"), 180, 7);
    attic.days(40);
    AgeingResult _ = attic.age();
    attic.days(60);
    AgeingPlan plan = attic.plan();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.warnings()).extracting(Problem::code).contains("offload-unreachable");
    assertThat(folder.resolve("unmounted")).doesNotExist();
  }

  @Test
  void a_file_that_changes_between_plan_and_act_is_left_alone_and_told() throws Exception {
    attic.filled();
    attic.days(40);
    AgeingPlan plan = attic.plan();
    attic.write(OLD_FILE, "changed");
    AgeingResult result = attic.apply(plan);
    assertThat(result.errors()).extracting(Problem::code).containsExactly("evidence-changed");
    assertThat(attic.workspace.resolve(OLD_FILE)).hasContent("changed");
    assertThat(result.archives())
        .singleElement()
        .satisfies(made -> assertThat(made.files()).isEqualTo(1));
  }

  @Test
  void a_change_that_keeps_size_and_time_is_found_too() throws Exception {
    attic.filled();
    attic.days(40);
    AgeingPlan plan = attic.plan();
    Path file = attic.workspace.resolve(OLD_FILE);
    FileTime time = Files.getLastModifiedTime(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[7] ^= 1;
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, time);
    assertThat(attic.apply(plan).errors())
        .extracting(Problem::code)
        .containsExactly("evidence-changed");
    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void files_that_vanish_meanwhile_hinder_no_others() throws Exception {
    attic.filled();
    attic.days(40);
    AgeingPlan plan = attic.plan();
    Files.delete(attic.workspace.resolve(OLD_FILE));
    assertThat(attic.apply(plan).archives())
        .singleElement()
        .satisfies(made -> assertThat(made.files()).isEqualTo(1));
  }

  @Test
  void a_second_one_with_an_old_plan_does_nothing_twice() throws Exception {
    attic.filled();
    attic.days(40);
    AgeingPlan plan = attic.plan();
    AgeingResult _ = attic.apply(plan);
    AgeingResult again = attic.apply(plan);
    assertThat(again.archives()).isEmpty();
    assertThat(again.errors()).isEmpty();
    assertThat(again.left())
        .extracting(AgeingResult.Left::why)
        .containsExactly("was done meanwhile");
    assertThat(attic.restore()).isInstanceOf(Restoring.Outcome.Restored.class);
  }

  @Test
  void without_time_everything_is_left_for_the_next_time() throws Exception {
    attic.filled();
    attic.days(40);
    AgeingResult result =
        attic.ageing().apply(attic.plan(), attic.store, Progress.silent(), Duration.ZERO);
    assertThat(result.done()).isEmpty();
    assertThat(result.left())
        .extracting(AgeingResult.Left::why)
        .containsExactly("no time was left");
    assertThat(attic.workspace.resolve(OLD_FILE)).exists();
  }

  @Test
  void nothing_is_aged_when_the_clock_was_set_back() throws Exception {
    attic.filled();
    attic.days(40);
    attic.write(".speckit/runs/stranger/x", "x");
    attic.record();
    attic.days(-2);
    AgeingPlan plan = attic.plan();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.warnings()).extracting(Problem::code).contains("clock-set-back");
  }

  @Test
  void other_file_times_change_no_age() throws Exception {
    attic.filled();
    attic.days(25);
    Files.setLastModifiedTime(attic.workspace.resolve(OLD_FILE), FileTime.fromMillis(0));
    assertThat(attic.plan().steps()).singleElement().isInstanceOf(Step.Archive.class);
  }

  @Test
  void a_restore_never_replaces_what_differs() throws Exception {
    attic.filled();
    attic.days(40);
    AgeingResult _ = attic.age();
    attic.write(OLD_FILE, "mine");
    Map<String, String> before = attic.runs();
    assertThat(attic.restore())
        .isInstanceOfSatisfying(
            Restoring.Outcome.InTheWay.class,
            way -> assertThat(way.paths()).containsExactly(OLD_FILE));
    assertThat(attic.runs()).isEqualTo(before);
  }

  @Test
  void a_damaged_archive_never_costs_the_files_that_should_be_in_it() throws Exception {
    attic.filled();
    attic.days(40);
    AgeingResult _ = attic.age();
    assertThat(attic.restore()).isInstanceOf(Restoring.Outcome.Restored.class);
    Files.writeString(attic.workspace.resolve(attic.archive().location()), "broken");
    attic.days(40);
    AgeingResult result = attic.age();
    assertThat(result.errors()).extracting(Problem::code).containsExactly("archive-damaged");
    assertThat(attic.workspace.resolve(OLD_FILE)).exists();
    assertThat(attic.age().archives()).as("archived anew").hasSize(1);
  }

  @Test
  void an_archive_without_a_row_is_adopted_and_a_broken_one_is_told() throws Exception {
    attic.filled();
    Map<String, String> before = attic.runs();
    attic.days(40);
    AgeingResult _ = attic.age();
    assertThat(attic.restore()).isInstanceOf(Restoring.Outcome.Restored.class);
    Path archives = attic.workspace.resolve(".speckit/archives");
    try (Attic other = new Attic(folder.resolve("other"))) {
      other.filled();
      other.now = attic.now;
      for (String name : before.keySet()) {
        Path file = other.workspace.resolve(".speckit/runs/" + name);
        Files.copy(
            attic.workspace.resolve(".speckit/runs/" + name),
            file,
            java.nio.file.StandardCopyOption.REPLACE_EXISTING,
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
      for (String name : Attic.files(archives).keySet()) {
        other.write(".speckit/archives/" + name, Files.readAllBytes(archives.resolve(name)));
      }
      other.write(".speckit/archives/1001/run-x.20260101T000000000Z-1.tar.gz", "no archive at all");
      AgeingResult result = other.age();
      assertThat(result.done()).extracting(Step::word).containsExactly("adopt", "finish");
      assertThat(other.plan().warnings())
          .extracting(Problem::code)
          .containsExactly("archive-unusable");
      assertThat(other.workspace.resolve(OLD_FILE)).doesNotExist();
      assertThat(other.restore()).isInstanceOf(Restoring.Outcome.Restored.class);
      assertThat(other.runs()).isEqualTo(before);
    }
  }

  @Test
  void links_and_names_that_no_archive_can_hold_stay() throws Exception {
    attic.filled();
    Path run = attic.workspace.resolve(".speckit/runs/" + Attic.OLD);
    Files.createSymbolicLink(run.resolve("link"), folder);
    attic.write(".speckit/runs/" + Attic.OLD + "/back\\slash", "x");
    attic.record();
    attic.days(40);
    AgeingPlan plan = attic.plan();
    assertThat(plan.warnings()).extracting(Problem::code).containsExactly("evidence-name");
    AgeingResult _ = attic.apply(plan);
    assertThat(run.resolve("link")).isSymbolicLink();
    assertThat(run.resolve("back\\slash")).exists();
    assertThat(attic.workspace.resolve(OLD_FILE)).doesNotExist();
  }

  @Test
  void archives_of_the_same_files_are_the_same_bytes() throws Exception {
    attic.filled();
    ArchiveManifest manifest =
        new ArchiveManifest(
            EvidencePlaces.ArchiveName.parse("run-r1.20260101T000000000Z-1").orElseThrow(),
            java.util.Optional.empty(),
            List.of(
                new ArchiveManifest.Entry(
                    OLD_FILE,
                    5000,
                    dev.speckit.host.FileStream.sha256(attic.workspace.resolve(OLD_FILE)),
                    77_777,
                    Attic.START,
                    "rw-r--r--")));
    for (String name : List.of("one", "two")) {
      assertThat(ArchiveWriter.write(folder.resolve(name), attic.workspace, manifest, _ -> {}))
          .isEmpty();
    }
    assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("two"));
  }
}
