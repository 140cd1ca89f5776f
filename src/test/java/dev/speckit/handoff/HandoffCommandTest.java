package dev.speckit.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.spec.context.ContextDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandoffCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/handoff/1014.md");
  private static final Set<String> HEADINGS =
      Set.of(
          "Where we are",
          "What was done",
          "Verification (run first)",
          "NEXT ITEM",
          "Open issues",
          "Decisions",
          "Notes",
          "Deliverables",
          "Success criteria",
          "Documents to read");

  private static final int LINE = 40;

  @TempDir Path temporary;

  @Test
  void a_task_in_the_middle_is_told_whole() throws Exception {
    Desk desk =
        Desk.with1014(temporary)
            .halfDone()
            .asking(new OpenQuestion("r1", "q1", "Which user mounts?"))
            .checking(new ProjectCheck("unit", List.of("make", "-k", "unit tests")))
            .unproven(
                Problem.of("criterion-unproven", "AC-1 is ticked, but no test stands behind it")
                    .at("specs/1000/1001/1014.spec.md:18"));
    String text = desk.text("1014").replaceAll("in [0-9.]+ s", "in N s");
    String hash = desk.git("rev-parse", "--short=12", "HEAD");
    if (Boolean.getBoolean("speckit.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, text.replace(hash, "HASH").replace(hash.substring(0, 7), "SHORT"));
    }
    assertThat(text)
        .isEqualTo(
            Files.readString(GOLDEN).replace("HASH", hash).replace("SHORT", hash.substring(0, 7)));
    assertThat(text)
        .contains("`speckit work 1014 implement`")
        .contains("T-2", "AC-2")
        .contains("Permission denied on /mnt/nas", "Which user mounts?", "no test stands behind it")
        .contains("`test -f mount.sh`: must pass; last time it FAILED", "`make -k 'unit tests'`");
  }

  @Test
  void what_git_is_said_to_print_is_what_it_prints() throws Exception {
    Desk desk = Desk.with1014(temporary).halfDone();
    for (Json.Fields each : desk.handoff("1014").data().objects("verification")) {
      String command = each.text("command").orElseThrow();
      if (!command.startsWith("git ")) {
        continue;
      }
      String printed = desk.pasted(command);
      String expected = each.text("expected").orElseThrow();
      if (command.contains("status")) {
        List<String> lines = printed.lines().toList();
        assertThat(expected).startsWith("printed " + lines.size() + " lines: `" + lines.get(0));
      } else {
        assertThat(expected).isEqualTo("prints `" + printed + "`");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 800, 2000, 8000})
  void a_budget_is_kept_and_used(int budget) throws Exception {
    Desk desk = Desk.with1014(temporary).halfDone();
    StringBuilder notes = new StringBuilder("- Large buffers help");
    for (int i = 0; i < 250; i++) {
      notes.append("\n- Note ").append(i).append(" about the throughput of larger buffers");
    }
    desk.edit("specs/1000/1001/1014.context.md", "- Large buffers help", notes.toString());
    Report report = desk.handoff("1014", "--budget", "" + budget);
    long tokens = report.data().integer("tokens").orElseThrow();
    assertThat(Tokens.count(report.data().text("text").orElseThrow())).isEqualTo((int) tokens);
    assertThat(tokens).isLessThanOrEqualTo(budget);
    if (!report.data().objects("left_out").isEmpty()) {
      assertThat(tokens).isGreaterThanOrEqualTo(budget * 95L / 100);
      assertThat(report.data().text("text").orElseThrow()).contains("Left out, in lines: ");
    }
    assertThat(report.data().objects("left_out").isEmpty()).isEqualTo(budget == 8000);
    assertThat(report.data().text("text").orElseThrow())
        .contains("START HERE", "Permission denied", "Failed test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1014", "1002"})
  void every_budget_is_kept_used_and_tells_what_smaller_ones_tell(String id) throws Exception {
    Desk desk =
        Desk.with1014(temporary)
            .halfDone()
            .asking(new OpenQuestion("r1", "q1", "Which user mounts?"))
            .checking(new ProjectCheck("unit", List.of("make", "unit")));
    desk.create("feature", "Warm Storage", "1002", "1000");
    for (int i = 1020; i < 1040; i++) {
      desk.create("task", "Copy the shelf " + i, "" + i, "1002");
    }
    Sheet sheet = desk.sheet(id);
    Fitting.Fitted whole = Fitting.of(sheet, 100_000);
    assertThat(whole.leftOut()).isEmpty();
    Failure.Usage tooSmall = catchThrowableOfType(Failure.Usage.class, () -> Fitting.of(sheet, 10));
    int smallest =
        Integer.parseInt(
            String.valueOf(tooSmall.problems().getFirst().remedy()).replaceAll("\\D", ""));
    List<Fitting.Fitted> all = new ArrayList<>();
    for (int budget = smallest; budget <= whole.count() + 50; budget++) {
      Fitting.Fitted fitted = Fitting.of(sheet, budget);
      all.add(fitted);
      assertThat(fitted.count()).isLessThanOrEqualTo(Math.min(budget, whole.count()));
      if (budget >= whole.count()) {
        assertThat(fitted.text()).isEqualTo(whole.text());
      } else {
        // A line with its heading takes up to so many tokens; fewer have room for none.
        assertThat(budget - fitted.count())
            .as("of %d", budget)
            .isLessThanOrEqualTo(Math.max(budget / 20, LINE));
      }
      if (all.size() > 200) {
        // But for the one line from far behind that fills what would stay empty.
        Fitting.Fitted smaller = all.get(all.size() - 201);
        assertThat(beginnings(smaller))
            .as("at %d", budget)
            .filteredOn(line -> !("\n" + fitted.text()).contains(line))
            .hasSizeLessThanOrEqualTo(1);
        assertThat(lines(fitted)).isGreaterThanOrEqualTo(lines(smaller));
      }
    }
    assertThat(all.getFirst().text())
        .contains("## Verification", "- `speckit check")
        .containsPattern("\n- `(make unit|test -f mount.sh)`: ");
  }

  private static long lines(Fitting.Fitted fitted) {
    return fitted.text().lines().count();
  }

  /// Of each line as much as a cut one tells.
  private static Set<String> beginnings(Fitting.Fitted fitted) {
    return fitted
        .text()
        .lines()
        .filter(line -> !line.startsWith("Left out"))
        .map(line -> "\n" + line.replaceAll(" ….*", ""))
        .map(line -> line.substring(0, Math.min(24, line.length())))
        .collect(Collectors.toSet());
  }

  @Test
  void a_command_has_one_line_with_its_newest_result_of_all_specs() throws Exception {
    Desk desk =
        Desk.with1014(temporary)
            .halfDone()
            .checking(new ProjectCheck("unit", List.of("make", "it")));
    desk.checking(new ProjectCheck("there", List.of("test", "-f", "mount.sh")));
    desk.work("1001", "test", "--run", "make it");
    String text = desk.text("1014");
    assertThat(text.lines().filter(line -> line.startsWith("- `make it`")))
        .singleElement()
        .asString()
        .contains("last time it FAILED", "specs/1000/1001/context.md:", "check `unit`");
    assertThat(text.lines().filter(line -> line.startsWith("- `test -f mount.sh`")))
        .singleElement()
        .asString()
        .contains("last time it FAILED", "check `there`");
    assertThat(text).contains("- Failed test: Ran `make it`: ", "(specs/1000/1001/context.md:");
    desk.write("mount.sh", "#!/bin/sh\n");
    desk.work("1001", "test", "--run", "test -f mount.sh");
    assertThat(desk.text("1014"))
        .contains("- `test -f mount.sh`: passes; last time at ")
        .doesNotContain("Failed test: Ran `test -f mount.sh`");
  }

  @Test
  void a_budget_without_room_for_the_core_names_the_smallest_one_and_that_one_works()
      throws Exception {
    Desk desk = Desk.with1014(temporary).halfDone();
    Failure.Usage failure =
        catchThrowableOfType(Failure.Usage.class, () -> desk.handoff("1014", "--budget", "50"));
    Problem problem = failure.problems().getFirst();
    assertThat(problem.code()).isEqualTo("budget-too-small");
    String smallest = String.valueOf(problem.remedy()).replaceAll("\\D", "");
    assertThat(desk.handoff("1014", "--budget", smallest).data().integer("tokens"))
        .contains(Long.valueOf(smallest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "1.5", "9999999999", ""})
  void a_budget_is_a_number(String budget) throws Exception {
    Desk desk = Desk.with1014(temporary);
    assertThatThrownBy(() -> desk.handoff("1014", "--budget", budget))
        .isInstanceOf(Failure.Usage.class)
        .hasMessageContaining("tokens");
  }

  @Test
  void a_spec_without_a_context_begins_with_a_plan() throws Exception {
    Desk desk = Desk.withoutGit(temporary);
    Files.delete(desk.workspace().resolve("specs/1000/1001/1014.context.md"));
    assertThat(desk.text("1014"))
        .contains("No work session is recorded", "`speckit work 1014 plan`", "- None is recorded.")
        .contains("- **Branch**: no repository")
        .doesNotContain("git branch");
  }

  @Test
  void an_epic_goes_on_below() throws Exception {
    Desk desk = Desk.with1014(temporary).halfDone();
    assertThat(desk.text("1000"))
        .contains("`speckit handoff 1001`", "Cold Storage", "Permission denied on /mnt/nas")
        .contains("progress 1/3");
  }

  @Test
  void of_a_completed_spec_nothing_is_left() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.edit("specs/1000/1001/1014.spec.md", "**Status**: planning", "**Status**: completed");
    String spec = desk.read("specs/1000/1001/1014.spec.md");
    desk.write(
        "specs/1000/1001/1014.spec.md",
        spec.substring(0, spec.indexOf("## Acceptance"))
            + "## Acceptance Criteria\n\n- [x] **AC-1**: Mounted\n");
    Report report = desk.handoff("1014");
    assertThat(report.data().text("text").orElseThrow())
        .contains("- Nothing is left: the spec is completed.")
        .doesNotContain("START HERE");
    assertThat(report.data().object("next").orElseThrow().text("call")).isEmpty();
    desk.unproven(Problem.of("criterion-unproven", "AC-1 has no test"));
    assertThat(desk.text("1014"))
        .contains("something stands open", "AC-1 has no test")
        .doesNotContain("Nothing is left");
  }

  @Test
  void a_thousand_sessions_keep_to_the_budget() throws Exception {
    Desk desk = Desk.with1014(temporary).halfDone();
    StringBuilder timeline = new StringBuilder(desk.read("specs/1000/1001/1014.context.md"));
    int at = timeline.indexOf("### Session 1");
    StringBuilder more = new StringBuilder();
    for (int i = 2; i <= 1001; i++) {
      more.append("### Session %d: 2026-11-20 - Sitting %d\n\n".formatted(i, i));
      more.append("#### Implementation\n\n");
      for (int k = 0; k < 10; k++) {
        more.append("- Changed part %d of the mount in sitting %d (10:%02d)\n".formatted(k, i, k));
      }
      more.append("\n**Duration**: 1 hour\n**Status**: partial\n\n");
    }
    timeline.insert(at, more);
    desk.write("specs/1000/1001/1014.context.md", timeline.toString());
    assertThat(ContextDocument.of("c", timeline.toString()).sessions()).hasSize(1001);
    Report report = desk.handoff("1014", "--budget", "2000");
    assertThat(report.data().integer("tokens").orElseThrow()).isBetween(1900L, 2000L);
    Report large = desk.handoff("1014", "--budget", "60000");
    assertThat(large.data().integer("tokens").orElseThrow()).isBetween(57_000L, 60_000L);
  }

  @Test
  void hostile_words_change_no_structure_and_reach_no_terminal() throws Exception {
    Desk desk = Desk.with1014(temporary).halfDone();
    String bad = "\u001B[31m# Boo\u202E <script>x</script> ``` | ![p](http://x.org/p) <!-- [[a|b]]";
    desk.edit("specs/1000/1001/1014.spec.md", "# Spec: Mount the NAS", "# Spec: " + bad);
    desk.edit("specs/1000/1001/1014.spec.md", "**AC-3**: `df`", "**AC-3**: ```` " + bad);
    desk.edit(
        "specs/1000/1001/1014.context.md",
        "Permission denied on /mnt/nas",
        "# Heading " + bad + "\n  ```\n  ## Another\n  ~~~\n  - [ ] box");
    desk.asking(new OpenQuestion("r\n# x", "q", "```\n# y\n" + bad));
    desk.checking(new ProjectCheck("a`\n# z", List.of("touch", "ran\n## w", "`id`")));
    desk.write("specs/1000/1001/1014.tasks.md", "# T\n\n- [ ] # deep " + bad + "\n");
    Report report = desk.handoff("1014");
    assertThat(report.warnings()).extracting(Problem::code).contains("open-comment");
    String text = report.data().text("text").orElseThrow();
    assertThat(text).doesNotContain("\u001B", "\u202E");
    assertThat(withoutCode(text)).doesNotContain("<", "![", "[[");
    for (int budget = 420; budget < 1200; budget += 61) {
      assertThat(withoutCode(desk.text("1014", "--budget", "" + budget))).doesNotContain("<", "![");
    }
    Set<String> headings =
        text.lines()
            .filter(line -> line.startsWith("#"))
            .skip(1)
            .map(line -> line.replaceFirst("^#+ ", ""))
            .collect(Collectors.toSet());
    assertThat(HEADINGS).containsAll(headings);
    assertThat(headings).contains("NEXT ITEM", "Open issues", "Documents to read");
    assertThat(text.lines().map(String::strip).filter(line -> line.startsWith("```"))).isEmpty();
    assertThat(text.lines().map(String::strip).filter(line -> line.startsWith("~~~"))).isEmpty();
    assertThat(Disk.list(desk.workspace()))
        .noneMatch(file -> file.getFileName().toString().startsWith("ran"));
  }

  /// Without code spans, as a reader of Markdown finds them.
  private static String withoutCode(String text) {
    return text.lines()
        .map(line -> line.replace("\\`", "").replaceAll("(?<!`)(`+)(?!`).*?(?<!`)\\1(?!`)", ""))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void what_cannot_be_asked_costs_its_lines_and_is_told() throws Exception {
    Desk desk = Desk.with1014(temporary);
    Report report =
        new HandoffCommand(
                desk.host(),
                _ -> {
                  throw new Failure.Unavailable(Problem.of("store-damaged", "no store"));
                },
                _ -> {
                  throw new Failure.Invalid(Problem.of("bad-settings", "no settings"));
                },
                _ -> List.of())
            .run(
                new dev.speckit.command.Call(
                    new dev.speckit.command.Arguments(java.util.Map.of("id", List.of("1014"))),
                    dev.speckit.command.Progress.silent(),
                    java.util.Optional.empty()));
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(report.warnings())
        .extracting(Problem::code)
        .containsExactly("store-damaged", "bad-settings");
  }

  @Test
  void a_file_is_written_again_but_nothing_else_is_written_over() throws Exception {
    Desk desk = Desk.with1014(temporary);
    Files.createDirectory(desk.workspace().resolve("notes"));
    desk.handoff("1014", "--output", "notes/next.md");
    String first = desk.read("notes/next.md");
    assertThat(first).startsWith("# Hand-off: 1014 Mount the NAS\n");
    assertThat(first).contains("](../specs/1000/1001/1014.spec.md)");
    desk.handoff("1001", "--output", "notes/next.md");
    assertThat(desk.read("notes/next.md")).startsWith("# Hand-off: 1001 ");
    desk.write("mine.md", "# Mine\n");
    for (String taken : List.of("mine.md", "notes")) {
      assertThatThrownBy(() -> desk.handoff("1014", "--output", taken))
          .isInstanceOf(Failure.NeedsApproval.class);
    }
    assertThat(desk.read("mine.md")).isEqualTo("# Mine\n");
  }

  @Test
  void a_workspace_in_a_folder_of_the_repository_shows_paths_as_git_does() throws Exception {
    Desk desk = Desk.withoutGit(temporary);
    Path top = desk.workspace().getParent();
    desk.git("init", "--quiet", "-b", "feature/1014-\u00E4", top.toString());
    Files.writeString(top.resolve("beside.txt"), "x");
    desk.git("add", "--all");
    desk.git("commit", "--quiet", "-m", "Start | `x`");
    Files.writeString(top.resolve("beside.txt"), "y");
    assertThat(desk.text("1014"))
        .contains(" M ../beside.txt", "`feature/1014-\u00E4`", "Start | `x` ``");
  }
}
