package dev.speckit.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Progress;
import dev.speckit.evidence.AgeingPlan.Step;
import dev.speckit.evidence.EvidenceTable.ArchiveRow;
import dev.speckit.evidence.EvidenceTable.ArchiveState;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileStream;
import dev.speckit.store.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveStandTest {
  private static final String NAME = "run-x.20250101T000000000Z-1";

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

  @ParameterizedTest
  @CsvSource({
    NAME + ",OFFLOADED,%s/victim",
    NAME + ",OFFLOADED,%s/attic/1001/" + NAME + ".tar.gz",
    NAME + ",KEPT,../victim",
    NAME + ",KEPT,%s/victim",
    NAME + ",KEPT,.speckit/archives/1001/../../../../victim",
    "no name,KEPT,../victim",
    "../../../victim,KEPT,.speckit/archives/1001/../../../victim.tar.gz",
  })
  void no_row_of_a_store_that_came_with_a_clone_costs_a_file(
      String name, ArchiveState state, String location) throws Exception {
    Path to = Files.createDirectories(folder.resolve("attic/1001")).getParent();
    attic.settings = new EvidenceSettings(30, 90, to, 180, 7);
    List<Path> victims =
        List.of(folder.resolve("victim"), to.resolve("1001").resolve(NAME + ".tar.gz"));
    for (Path each : victims) {
      Files.writeString(each, "precious");
    }
    ArchiveRow row =
        new ArchiveRow(
            name,
            1001,
            location.formatted(folder),
            1,
            8,
            8,
            FileStream.sha256(victims.getFirst()),
            state,
            Attic.START.minus(Duration.ofDays(900)));
    keep(attic, row);
    AgeingPlan plan = attic.plan();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.warnings()).extracting(Problem::code).contains("archive-elsewhere");
    AgeingPlan forced =
        new AgeingPlan(plan.index(), List.of(new Step.Purge(row, "old")), List.of(), List.of());
    AgeingResult result = attic.apply(forced);
    assertThat(result.done()).isEmpty();
    assertThat(result.errors()).extracting(Problem::code).containsExactly("archive-elsewhere");
    assertThat(victims).allSatisfy(each -> assertThat(each).hasContent("precious"));
    if (!location.contains("attic")) {
      assertThatThrownBy(() -> Restoring.file(attic.workspace, row))
          .isInstanceOf(Failure.Invalid.class);
    }
    assertThat(
            new EvidenceCheck(attic.workspace, attic.ledger())
                .check(_ -> true, _ -> true, _ -> true)
                .wrong())
        .isNotEmpty();
  }

  private static void keep(Attic attic, ArchiveRow row) throws Exception {
    ArchiveRow kept =
        new ArchiveRow(
            row.archive(),
            row.spec(),
            row.location(),
            row.files(),
            row.originalBytes(),
            row.bytes(),
            row.sha256(),
            ArchiveState.KEPT,
            row.madeAt());
    boolean _ =
        attic.store.write(
            Durability.NORMAL,
            transaction -> {
              EvidenceTable.keep(transaction, kept);
              if (row.state() == ArchiveState.OFFLOADED) {
                EvidenceTable.offload(transaction, row.archive(), row.location(), Attic.START);
              }
              return true;
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {".speckit/archives", ".speckit/archives/1001"})
  void archives_are_not_written_behind_a_link(String link) throws Exception {
    attic.filled();
    Map<String, String> runs = attic.runs();
    Path outside = Files.createDirectories(folder.resolve("outside/.unfinished-mine")).getParent();
    Path place = attic.workspace.resolve(link);
    Files.createDirectories(place.getParent());
    Files.createSymbolicLink(place, outside);
    attic.days(40);
    AgeingPlan plan = attic.plan();
    assertThat(plan.steps()).extracting(Step::word).containsExactly("archive");
    assertThat(plan.warnings()).extracting(Problem::code).containsExactly("evidence-link");
    assertThat(attic.apply(plan).errors())
        .extracting(Problem::code)
        .containsExactly("evidence-link");
    assertThat(attic.runs()).isEqualTo(runs);
    try (Stream<Path> left = Files.list(outside)) {
      assertThat(left).containsExactly(outside.resolve(".unfinished-mine"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void archives_are_not_moved_to_where_they_are(boolean linked) throws Exception {
    attic.filled();
    attic.days(40);
    AgeingResult _ = attic.age();
    Path archives = attic.workspace.resolve(".speckit/archives");
    Path to = linked ? Files.createSymbolicLink(folder.resolve("link"), archives) : archives;
    attic.settings = new EvidenceSettings(30, 90, to, 180, 7);
    Map<String, String> before = Attic.files(archives);
    assertThat(before).hasSize(1);
    attic.days(60);
    AgeingPlan plan = attic.plan();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.warnings()).extracting(Problem::code).containsExactly("offload-inside");
    Path target =
        archives.resolve("1001").resolve(String.valueOf(before.keySet().iterator().next()));
    AgeingResult forced =
        attic.apply(
            new AgeingPlan(
                plan.index(),
                List.of(new Step.Offload(attic.archive(), target, "old")),
                List.of(),
                List.of()));
    assertThat(forced.errors()).extracting(Problem::code).containsExactly("offload-refused");
    assertThat(Attic.files(archives)).isEqualTo(before);
  }

  @Test
  void rows_stay_while_files_or_their_archive_are_not_safe() throws Exception {
    attic.filled();
    String without = "20260101-101530-cccccc";
    attic.run(without, 1001, "done", Attic.START.minus(Duration.ofDays(9)));
    attic.days(40);
    assertThat(attic.ageing().keeping(attic.store).why(Attic.OLD, 1001))
        .contains("its files are still there");
    assertThat(attic.ageing().keeping(attic.store).why(without, 1001)).isEmpty();
    AgeingResult _ = attic.age();
    assertThat(attic.ageing().keeping(attic.store).why(Attic.OLD, 1001)).isEmpty();
    Path archive = attic.workspace.resolve(attic.archive().location());
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 1;
    Files.write(archive, bytes);
    assertThat(attic.ageing().keeping(attic.store).why(Attic.OLD, 1001))
        .contains("the archive of its files is not what was recorded");
    Files.delete(archive);
    assertThat(attic.ageing().keeping(attic.store).why(Attic.OLD, 1001))
        .contains("the archive of its files is not there");
  }

  @Test
  void a_dry_run_plans_nothing_for_a_damaged_archive_and_tells() throws Exception {
    attic.filled();
    Path to = Files.createDirectories(folder.resolve("attic"));
    attic.settings = new EvidenceSettings(30, 90, to, 180, 7);
    attic.days(40);
    AgeingResult _ = attic.age();
    Path archive = attic.workspace.resolve(attic.archive().location());
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 1;
    Files.write(archive, bytes);
    attic.days(60);
    AgeingPlan damaged = attic.plan();
    assertThat(damaged.steps()).isEmpty();
    assertThat(damaged.warnings()).extracting(Problem::code).containsExactly("archive-damaged");
    Files.delete(archive);
    AgeingPlan missing = attic.plan();
    assertThat(missing.steps()).isEmpty();
    assertThat(missing.warnings()).extracting(Problem::code).containsExactly("archive-missing");
  }

  @Test
  void archives_are_for_their_owner_alone() throws Exception {
    attic.filled();
    attic.days(40);
    AgeingResult _ = attic.age();
    Path archive = attic.workspace.resolve(attic.archive().location());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_copied_workspace_leaves_the_archives_of_the_other_one() throws Exception {
    attic.filled();
    Path to = Files.createDirectories(folder.resolve("attic"));
    attic.settings = new EvidenceSettings(30, 90, to, 180, 7);
    attic.days(40);
    AgeingResult _ = attic.age();
    attic.days(60);
    AgeingResult _ = attic.age();
    Map<String, String> moved = Attic.files(to);
    assertThat(moved).hasSize(1);
    ArchiveRow row = attic.archive();
    try (Attic copy = new Attic(folder.resolve("copy"))) {
      copy.now = attic.now.plus(Duration.ofDays(200));
      copy.settings = attic.settings;
      keep(copy, row);
      AgeingPlan plan = copy.plan();
      assertThat(plan.steps()).isEmpty();
      assertThat(plan.warnings()).extracting(Problem::code).containsExactly("archive-elsewhere");
      assertThat(
              copy.restorer()
                  .restore(
                      Restoring.file(copy.workspace, row),
                      row,
                      copy.workspace,
                      Optional.of(copy.store)))
          .isInstanceOf(Restoring.Outcome.Restored.class);
    }
    assertThat(Attic.files(to)).isEqualTo(moved);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evidence/consensus", "evidence"})
  void one_folder_that_is_a_link_hinders_no_other(String link) throws Exception {
    attic.filled();
    attic.write("evidence/consensus/1001/plan_verdict.json", "{}");
    attic.record();
    Path outside = folder.resolve("outside");
    Files.move(attic.workspace.resolve(link), outside, StandardCopyOption.ATOMIC_MOVE);
    Files.createSymbolicLink(attic.workspace.resolve(link), outside);
    attic.path = System.getenv("PATH");
    assertThat(
            new ProcessBuilder("git", "-C", attic.workspace.toString(), "init", "-q")
                .start()
                .waitFor())
        .isZero();
    attic.days(40);
    AgeingPlan plan = attic.plan();
    assertThat(plan.warnings()).extracting(Problem::code).contains("evidence-link");
    AgeingResult result = attic.apply(plan);
    assertThat(result.done()).extracting(Step::word).containsExactly("archive");
    assertThat(attic.ledger().files().get("evidence/consensus/1001/plan_verdict.json").state())
        .isEqualTo(EvidenceTable.FileState.PRESENT);
    assertThat(Attic.files(outside)).hasSize(1);
    assertThat(EvidenceLimits.of(attic.workspace, Map.of()).specs())
        .noneMatch(each -> each.spec() != null);
  }

  @Test
  void a_name_that_cannot_be_read_is_told_and_hides_no_other_file() throws Exception {
    attic.filled();
    Path run = attic.workspace.resolve(".speckit/runs/" + Attic.OLD);
    assertThat(
            new ProcessBuilder("sh", "-c", "printf x > \"$0/$(printf 'bad\\377')\"", run.toString())
                .start()
                .waitFor())
        .isZero();
    attic.days(40);
    AgeingPlan plan = attic.plan();
    assertThat(plan.warnings())
        .singleElement()
        .satisfies(each -> assertThat(each.remedy()).contains("LC_ALL=C.UTF-8"));
    AgeingResult result = attic.ageing().apply(plan, attic.store, Progress.silent(), Attic.LONG);
    assertThat(result.errors()).isEmpty();
    assertThat(result.archives()).hasSize(1);
  }
}
