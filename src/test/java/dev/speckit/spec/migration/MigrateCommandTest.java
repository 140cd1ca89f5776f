package dev.speckit.spec.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.spec.lint.CheckCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCommandTest {
  @TempDir Path temporary;
  private OldVault vault;

  @BeforeEach
  void repository() throws Exception {
    vault = OldVault.in(temporary.resolve("repository"));
  }

  @Test
  void thirty_specs_of_mixed_depth_become_one_commit_whose_links_are_clean() throws Exception {
    vault
        .thirty()
        .write(
            "README.md",
            "See [thing](specs/1000-epic-part1000/1001-feature-thing1/1001-feature-thing1.spec.md#purpose).\n")
        .commit("Write specs");
    String before = vault.git("rev-parse", "HEAD");

    Report report = vault.migrate();

    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(codes(report)).isEmpty();
    assertThat(vault.git("rev-parse", "HEAD~1")).isEqualTo(before);
    assertThat(vault.git("status", "--porcelain")).isEmpty();
    assertThat(vault.files().keySet())
        .contains(
            "specs/1000/epic.md",
            "specs/1000/1001/spec.md",
            "specs/1000/1001/context.md",
            "specs/1000/1001/1011.spec.md",
            "specs/3000/3003/3032.spec.md")
        .noneMatch(name -> name.contains("-epic-") || name.contains("-feature-"));
    assertThat(findings()).isEmpty();
    assertThat(vault.read("README.md"))
        .isEqualTo("See [thing](specs/1000/1001/spec.md#purpose).\n");
    assertThat(vault.read("specs/1000/1001/spec.md"))
        .contains(
            "**Parent**: [[../epic#purpose|Epic]]",
            "[[context|Journal]]",
            "[Step](1011.spec.md#goal)");
  }

  @Test
  void the_history_of_every_moved_file_can_be_followed() throws Exception {
    vault.thirty().commit("Write specs");
    Report report = vault.migrate();
    List<Json.Fields> moves = report.data().objects("moves");
    assertThat(moves).hasSize(30 + 9);
    for (Json.Fields move : moves) {
      String to = move.text("to").orElseThrow();
      assertThat(vault.git("log", "--follow", "--format=%s", "--", to))
          .as(to)
          .endsWith("Write specs");
    }
  }

  @Test
  void reverting_the_commit_restores_every_byte() throws Exception {
    vault
        .thirty()
        .write(
            "specs/1000-epic-part1000/crlf.md", "one\r\n[[1000-epic-part1000.spec|x]]  \r\nno end")
        .commit("Write specs");
    Map<String, String> before = vault.files();
    String tree = vault.git("rev-parse", "HEAD^{tree}");
    Report report = vault.migrate();
    assertThat(vault.read("specs/1000/crlf.md")).isEqualTo("one\r\n[[epic|x]]  \r\nno end");

    vault.git("revert", "--no-edit", report.data().text("commit").orElseThrow());

    assertThat(vault.files()).isEqualTo(before);
    assertThat(vault.git("rev-parse", "HEAD^{tree}")).isEqualTo(tree);
  }

  @Test
  void a_dry_run_shows_moves_and_a_diff_and_changes_nothing() throws Exception {
    vault.thirty().commit("Write specs");
    Map<String, String> before = vault.files();
    String objects = vault.git("count-objects", "-v");
    Report report = vault.migrate("dry-run");
    assertThat(report.data().text("diff").orElseThrow())
        .contains("rename to specs/1000/1001/spec.md", "+- [[1001/spec|Thing 1]]");
    assertThat(report.data().find("commit")).isEmpty();
    assertThat(vault.files()).isEqualTo(before);
    assertThat(vault.git("count-objects", "-v")).isEqualTo(objects);
    assertThat(vault.git("log", "--format=%s")).isEqualTo("Write specs");
    assertThat(vault.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void a_second_call_has_nothing_to_do() throws Exception {
    vault.thirty().commit("Write specs").migrate();
    String head = vault.git("rev-parse", "HEAD");
    Report report = vault.migrate();
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(report.blocks().toString()).contains("nothing to do");
    assertThat(vault.git("rev-parse", "HEAD")).isEqualTo(head);
  }

  @Test
  void completed_specs_get_a_context_and_their_deliverables_from_the_history() throws Exception {
    vault.write(
        "specs/1000-epic-base/1000-epic-base.spec.md",
        "# Epic: Base\n\n**Status**: implementing\n\nWhat all stands on.\n");
    String text =
        "# Spec: Storage\n\n"
            + "**Status**: planning\n\n"
            + "## Purpose\n"
            + "Store things where they stay for years, also when the house burns down and nobody is"
            + " there to carry them out of it.\n\n"
            + "## Acceptance Criteria\n"
            + "- [x] **AC-1**: It stores.\n";
    String file = "specs/1000-epic-base/1001-feature-storage/1001-feature-storage.spec.md";
    vault.write(file, text).commitAs("ada", "2026-01-02T10:00:00+0000", "Ask for storage");
    vault
        .write("src/store.py", "a\nb\n")
        .write(
            "specs/1000-epic-base/1001-feature-storage/deliverables/scripts/mount.sh",
            "#!/bin/sh\n" + "mount the box in the cellar, once more\n".repeat(10))
        .commitAs("bob", "2026-01-03T10:00:00+0000", "Store [[things]] for 1001");
    vault
        .write("src/more.py", "c\n")
        .write("src/store.py", "a\nc\n")
        .commitAs("bob", "2026-01-03T11:00:00+0000", "More\n\nSpec: 1001");
    vault
        .write("src/other.py", "d\n")
        .commitAs("bob", "2026-01-03T12:00:00+0000", "Something of 10015 else");
    vault
        .write(file, text.replace("planning", "completed"))
        .commitAs("ada", "2026-01-04T10:00:00+0000", "Done");

    Report report = vault.migrate();

    assertThat(report.data().texts("contexts")).containsExactly("specs/1000/1001/context.md");
    assertThat(vault.read("specs/1000/1001/context.md"))
        .contains(
            "**Spec**: [[spec|1001 - Storage]]",
            "**Parent**: [[../epic|Base]]",
            "**Status**: completed",
            "Made from the history of git",
            "### Session 1: 2026-01-02 - Ask for storage\n"
                + "**Duration**: unknown  \n"
                + "**Participants**: ada <ada@example.org>  \n"
                + "\n"
                + "#### Commits\n",
            ": Ask for storage (made several specs at once, so its files count for none)\n",
            ": Done (changed its files)\n",
            ": Store [&#91;things]&#93; for 1001 (names it)\n",
            "### Session 2: 2026-01-03 - Store [&#91;things]&#93; for 1001",
            "### Session 3: 2026-01-04 - Done",
            "### Scripts\n- [[deliverables/scripts/mount.sh|mount.sh]]\n",
            "### Code Changes\n- `src/store.py`\n- `src/more.py`\n",
            "- **Total Sessions**: 3\n",
            "- **Files Created**: 3\n",
            "- **Acceptance Criteria Met**: 1/1 ✅")
        .doesNotContain("other.py", "Total Duration")
        .containsOnlyOnce("**Status**: completed");
    assertThat(vault.read("specs/1000/1001/spec.md"))
        .contains(
            "**Context**: [[context|Implementation Journal]]",
            "## Deliverables\n- [[deliverables/scripts/mount.sh|mount.sh]]\n",
            "- [[../../../src/store.py|store.py]]");
    assertThat(findings()).noneMatch(each -> each.contains("link"));
    assertThat(codes(report)).isEmpty();
  }

  @Test
  void what_a_commit_brought_in_for_several_specs_is_a_deliverable_of_none() throws Exception {
    String feature = "specs/1000-epic-base/1001-feature-storage/";
    vault
        .write("specs/1000-epic-base/1000-epic-base.spec.md", completed("Epic: Base"))
        .write(feature + "1001-feature-storage.spec.md", completed("Spec: Storage"))
        .write(feature + "1011-task-nas/1011-task-nas.spec.md", completed("Spec: NAS"))
        .write("src/a.c", "a\n")
        .commit("Initial import 1001");
    vault
        .write(".gitignore", "*.o\n")
        .write("README.md", "# Product\n")
        .write("src/LICENSE.txt", "Mine\n")
        .write("speckit.toml", "\n")
        .write("src/b.c", "b\n")
        .commit("Build 1001");
    vault.write("src/c.c", "c\n").commit("Mount it for 1011, part of 1001");
    Report report = vault.migrate();
    assertThat(codes(report)).isSubsetOf("small-file", "history-ends");
    String journal = vault.read("specs/1000/1001/context.md");
    assertThat(journal)
        .contains(
            ": Initial import 1001 (made several specs at once, so its files count for none)\n",
            "### Code Changes\n- `src/b.c`\n",
            "- **Files Created**: 1\n")
        .doesNotContain("src/a.c", "src/c.c", ".gitignore", "README", "LICENSE", "speckit.toml");
    assertThat(vault.read("specs/1000/1001/1011.context.md"))
        .contains("### Code Changes\n- `src/c.c`\n")
        .doesNotContain("src/a.c", "src/b.c");
    assertThat(vault.read("specs/1000/context.md")).doesNotContain("src/");
  }

  private static String completed(String title) {
    return "# " + title + "\n\n**Status**: completed\n\n" + "Why it is there.\n".repeat(40);
  }

  @Test
  void the_deliverables_beside_a_document_are_in_both_of_its_registers() throws Exception {
    String feature = "specs/1000-epic-base/1001-feature-storage/";
    vault
        .write("specs/1000-epic-base/1000-epic-base.spec.md", completed("Epic: Base"))
        .write(feature + "1001-feature-storage.spec.md", completed("Spec: Storage"))
        .write(feature + "1001.context.md", completed("Context: Storage"))
        .write(feature + "deliverables/setup.sh", "#!/bin/sh\n" + "echo one\n".repeat(60))
        .write(feature + "deliverables/box.json", "{\"copies\": 3}\n")
        .commit("Bring it in");
    Report _ = vault.migrate();
    for (String register : List.of("spec", "context")) {
      assertThat(vault.read("specs/1000/1001/" + register + ".md"))
          .contains(
              "- [[deliverables/scripts/setup.sh|setup.sh]]\n",
              "- [[deliverables/config/box.json|box.json]]\n");
    }
    assertThat(vault.read("specs/1000/1001/deliverables/scripts/setup.sh"))
        .contains("# Spec: [[../../spec|");
    assertThat(findings()).noneMatch(each -> each.contains("link"));
  }

  @Test
  void plain_paths_follow_in_trace_back_comments_and_are_named_elsewhere() throws Exception {
    String document = "specs/1000-epic-base/1001-feature-storage/1001-feature-storage.spec.md";
    vault
        .write("specs/1000-epic-base/1000-epic-base.spec.md", completed("Epic: Base"))
        .write(document, completed("Spec: Storage"))
        .write("src/x.py", "# Spec: " + document + "\n# Context: ../" + document + "\nrun()\n")
        .write("README.md", "# Product\n\nSee " + document + ". Not specs/9000-epic-no/x.md.\n")
        .write("specs/1002-with blank/1002-with blank.spec.md", completed("Spec: Blank"))
        .write(
            "x.sh", "cat 'specs/1002-with blank/1002-with blank.spec.md' specs/1002-with blank a\n")
        .commit("Bring it in");
    Report report = vault.migrate();
    assertThat(vault.read("src/x.py"))
        .isEqualTo(
            "# Spec: specs/1000/1001/spec.md\n# Context: ../specs/1000/1001/spec.md\nrun()\n");
    assertThat(vault.read("README.md")).contains("See " + document + ".");
    assertThat(report.data().texts("old_paths"))
        .containsExactly(
            "README.md:3:5: " + document + " is specs/1000/1001/spec.md",
            "x.sh:1:6: specs/1002-with blank/1002-with blank.spec.md is specs/1000/1002/spec.md",
            "x.sh:1:53: specs/1002-with blank is specs/1000/1002");
    assertThat(codes(report)).contains("old-path");
  }

  @Test
  void symbolic_links_to_what_moves_lead_there_afterwards() throws Exception {
    String feature = "specs/1000-epic-base/1001-feature-storage/";
    vault
        .write("specs/1000-epic-base/1000-epic-base.spec.md", completed("Epic: Base"))
        .write(feature + "1001-feature-storage.spec.md", completed("Spec: Storage"))
        .write(feature + "notes.md", "# Notes\n\n" + "Something to keep.\n".repeat(9))
        .write("docs/a.md", "# A\n");
    Path docs = vault.root().resolve("docs");
    Files.createSymbolicLink(docs.resolve("ln.md"), Path.of("../" + feature + "notes.md"));
    Files.createSymbolicLink(docs.resolve("folder"), Path.of("../" + feature));
    Files.createSymbolicLink(docs.resolve("other.md"), Path.of("a.md"));
    Files.createSymbolicLink(
        docs.resolve("absolute.md"), vault.root().resolve(feature + "notes.md"));
    vault.commit("Bring it in");
    String tree = vault.git("rev-parse", "HEAD^{tree}");
    Report report = vault.migrate();
    assertThat(Files.readSymbolicLink(docs.resolve("ln.md")))
        .isEqualTo(Path.of("../specs/1000/1001/notes.md"));
    assertThat(docs.resolve("folder/spec.md")).exists();
    assertThat(Files.readSymbolicLink(docs.resolve("other.md"))).isEqualTo(Path.of("a.md"));
    assertThat(report.data().texts("retargeted"))
        .containsExactlyInAnyOrder("docs/ln.md", "docs/folder");
    assertThat(report.data().texts("left"))
        .singleElement()
        .asString()
        .startsWith("docs/absolute.md: it leads to ")
        .endsWith("which is now specs/1000/1001/notes.md");
    assertThat(vault.git("status", "--porcelain")).isEmpty();
    vault.git("revert", "--no-edit", "HEAD");
    assertThat(vault.git("rev-parse", "HEAD^{tree}")).isEqualTo(tree);
  }

  @Test
  void what_is_not_committed_hides_no_other_obstacle() throws Exception {
    vault
        .write("specs/1001-feature-a/1001-feature-a.spec.md", "# Spec: A\n")
        .write("specs/1001-feature-b/1001-feature-b.spec.md", "# Spec: B\n")
        .write("specs/1002-feature-c/1002-feature-c.spec.md", "# Spec: C\n")
        .commit("x")
        .write("notes.md", "mine\n");
    Files.delete(vault.root().resolve("specs/1002-feature-c/1002-feature-c.spec.md"));
    vault.git("checkout", "-q", "--detach");
    assertThatThrownBy(() -> vault.migrate())
        .isInstanceOfSatisfying(
            Failure.Invalid.class,
            failure ->
                assertThat(failure.problems().stream().map(Problem::code))
                    .containsExactly(
                        "uncommitted-changes", "no-branch", "duplicate-id", "missing-epic"));
  }

  @Test
  void hooks_that_do_not_run_are_named() throws Exception {
    vault.thirty().commit("x");
    vault.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 1\n");
    vault.write(".git/hooks/commit-msg", "exit 1\n");
    assertThat(vault.root().resolve(".git/hooks/commit-msg").toFile().setExecutable(false))
        .isTrue();
    assertThat(vault.root().resolve(".git/hooks/pre-commit").toFile().setExecutable(true)).isTrue();
    Report report = vault.migrate();
    assertThat(report.warnings())
        .filteredOn(each -> each.code().equals("hooks-passed-over"))
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("pre-commit")
        .doesNotContain("commit-msg");
  }

  @Test
  void no_contexts_are_made_when_none_are_wanted() throws Exception {
    vault
        .write(
            "specs/1000-epic-base/1000-epic-base.spec.md",
            "# Epic: Base\n\n**Status**: completed\n")
        .commit("x");
    assertThat(vault.migrate("no-contexts").data().texts("contexts")).isEmpty();
    assertThat(vault.files()).containsOnlyKeys("specs/1000/epic.md");
    assertThat(vault.migrate().data().texts("contexts")).containsExactly("specs/1000/context.md");
  }

  @Test
  void other_files_go_along_and_trace_back_comments_still_lead_to_the_spec() throws Exception {
    String feature = "specs/1000-epic-base/1001-feature-überall da/";
    String task = feature + "1011-task-nas/";
    vault
        .write(
            "specs/1000-epic-base/1000-epic-base.spec.md", "# Epic: Base\n\n**Status**: planning\n")
        .write(
            feature + "1001-feature-überall da.spec.md",
            "# Spec: Überall\n\n"
                + "**Status**: planning\n\n"
                + "![[Bild eins.png]] and [b](Bild%20eins.png)"
                + " [t](1011-task-nas/deliverables/scripts/run.sh)\n")
        .write(feature + "Bild eins.png", "png")
        .write(
            feature + "deliverables/scripts/run.sh",
            "#!/bin/sh\n# Spec: [[../../1001-feature-überall da.spec|Überall]]\necho feature\n")
        .write(
            task + "1011-task-nas.spec.md",
            "# Spec: NAS\n\n**Status**: planning\n\nMount the box in the cellar.\n")
        .write(task + "1011-task-nas.context.md", "# Context: NAS\n\n**Status**: planning\n")
        .write(task + "plan.md", "# Plan\n")
        .write(
            task + "deliverables/scripts/run.sh",
            "#!/bin/sh\n# Spec: [[../../1011-task-nas.spec|NAS]]\necho task\n")
        .write(
            task + "deliverables/guide.md",
            "<!-- Spec: [[../1011-task-nas.spec|NAS]] -->\n# Guide\n")
        .write("tools/x.py", "# Spec: [[../" + task + "1011-task-nas.spec|NAS]]\n")
        .commit("x");

    Report report = vault.migrate();

    assertThat(vault.files())
        .containsKeys(
            "specs/1000/1001/Bild eins.png",
            "specs/1000/1001/1011.context.md",
            "specs/1000/1001/1011.plan.md",
            "specs/1000/1001/deliverables/scripts/run.sh",
            "specs/1000/1001/deliverables/scripts/1011-run.sh",
            "specs/1000/1001/deliverables/docs/guide.md");
    assertThat(vault.read("specs/1000/1001/deliverables/scripts/run.sh"))
        .contains("[[../../spec|Überall]]");
    assertThat(vault.read("specs/1000/1001/deliverables/scripts/1011-run.sh"))
        .contains("[[../../1011.spec|NAS]]");
    assertThat(vault.read("specs/1000/1001/deliverables/docs/guide.md"))
        .startsWith("<!-- Spec: [[../../1011.spec|NAS]] -->");
    assertThat(vault.read("tools/x.py"))
        .isEqualTo("# Spec: [[../specs/1000/1001/1011.spec|NAS]]\n");
    assertThat(vault.read("specs/1000/1001/spec.md"))
        .contains(
            "![[Bild eins.png]]", "[b](Bild%20eins.png)", "[t](deliverables/scripts/1011-run.sh)");
    assertThat(vault.git("ls-files", "-s", "specs/1000/1001/deliverables/scripts/run.sh"))
        .startsWith("100755");
    assertThat(codes(report)).isSubsetOf("small-file", "history-ends");
    assertThat(findings()).noneMatch(each -> each.contains("dead"));
  }

  @Test
  void what_is_foreign_ignored_or_a_link_is_left_and_named() throws Exception {
    vault
        .thirty()
        .write("specs/SPEC-KIT-933-notes/spec.md", "# Spec: Foreign\n")
        .write("specs/001-photo-albums/spec.md", "# Spec: Photos\n")
        .write(".gitignore", "*.log\n");
    Files.createSymbolicLink(
        vault.root().resolve("specs/1000-epic-part1000/link.md"),
        Path.of("1000-epic-part1000.spec.md"));
    vault.commit("x").write("specs/1000-epic-part1000/build.log", "z");
    Report report = vault.migrate();
    assertThat(report.data().texts("left"))
        .containsExactlyInAnyOrder(
            "specs/1000-epic-part1000/build.log: git ignores it",
            "specs/1000-epic-part1000/link.md: it is a symbolic link",
            "specs/SPEC-KIT-933-notes: it holds no spec of the old layout",
            "specs/001-photo-albums: it holds no spec of the old layout");
    assertThat(vault.root().resolve("specs/1000-epic-part1000/build.log")).exists();
    assertThat(vault.root().resolve("specs/001-photo-albums/spec.md")).exists();
  }

  @Test
  void a_dead_link_stays_as_it_was_and_is_reported() throws Exception {
    vault
        .write(
            "specs/1000-epic-base/1000-epic-base.spec.md",
            "# Epic: Base\n\n**Status**: planning\n\n[[gone/nowhere|x]]\n")
        .commit("x");
    Report report = vault.migrate();
    assertThat(vault.read("specs/1000/epic.md")).contains("[[gone/nowhere|x]]");
    assertThat(report.data().texts("dead_links"))
        .containsExactly("specs/1000-epic-base/1000-epic-base.spec.md:5: gone/nowhere");
  }

  @Test
  void all_obstacles_are_listed_at_once_and_nothing_changes() throws Exception {
    vault
        .write("specs/1000-epic-base/1000-epic-base.spec.md", "# Epic: Base\n")
        .write("specs/1000-epic-base/2001-feature-far/2001-feature-far.spec.md", "# Spec: Far\n")
        .write("specs/1001-feature-a/1001-feature-a.spec.md", "# Spec: A\n")
        .write("specs/1001-feature-b/1001-feature-b.spec.md", "# Spec: B\n")
        .write("specs/1002-feature-c/1002-feature-c.spec.md", "# Spec: C\n")
        .write("specs/1000/1002/spec.md", "# Spec: C again\n")
        .commit("x");
    Map<String, String> before = vault.files();
    assertThatThrownBy(() -> vault.migrate())
        .isInstanceOfSatisfying(
            Failure.Invalid.class,
            failure ->
                assertThat(failure.problems().stream().map(Problem::code))
                    .contains("duplicate-id", "outside-epic", "missing-epic"));
    assertThat(vault.files()).isEqualTo(before);
    assertThat(vault.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void a_place_that_is_taken_is_an_obstacle() throws Exception {
    vault
        .write("specs/1000-epic-base/1000-epic-base.spec.md", "# Epic: Base\n")
        .write("specs/1000/notes.md", "new\n")
        .write("specs/1000-epic-base/notes.md", "old\n")
        .commit("x");
    assertThatThrownBy(() -> vault.migrate())
        .isInstanceOfSatisfying(
            Failure.Invalid.class,
            failure ->
                assertThat(failure.problems().stream().map(Problem::code))
                    .containsExactly("target-exists"));
  }

  @Test
  void a_missing_epic_is_made_when_asked_for() throws Exception {
    vault
        .write(
            "specs/2001-feature-far/2001-feature-far.spec.md",
            "# Spec: Far\n\n**Status**: planning\n\nSomething far away from here.\n")
        .commit("x");
    assertThatThrownBy(() -> vault.migrate()).isInstanceOf(Failure.Invalid.class);
    Report report = vault.migrate("make-epics");
    assertThat(report.data().texts("epics"))
        .containsExactly("specs/2000/epic.md", "specs/2000/context.md");
    assertThat(vault.read("specs/2000/epic.md")).contains("## Features\n- [[2001/spec|Far]]");
    assertThat(vault.read("specs/2000/2001/spec.md")).contains("**Parent**: [[../epic|2000]]");
  }

  @Test
  void a_tree_that_is_not_committed_is_refused() throws Exception {
    vault.thirty().commit("x").write("specs/1000-epic-part1000/new.md", "mine\n");
    assertThatThrownBy(() -> vault.migrate())
        .isInstanceOfSatisfying(
            Failure.Invalid.class,
            failure ->
                assertThat(failure.problems().getFirst().code()).isEqualTo("uncommitted-changes"));
    Files.delete(vault.root().resolve("specs/1000-epic-part1000/new.md"));
    vault.git("checkout", "-q", "--detach");
    assertThatThrownBy(() -> vault.migrate()).hasMessageContaining("no branch");
    vault.git("checkout", "-q", "main");
    Files.writeString(vault.root().resolve(".git/MERGE_HEAD"), vault.git("rev-parse", "HEAD"));
    assertThatThrownBy(() -> vault.migrate()).hasMessageContaining("middle of a merge");
  }

  @Test
  void without_git_it_is_refused_as_a_matter_of_the_environment() {
    Path workspace = temporary.resolve("plain");
    new OldVault(workspace).write("specs/README.md", "x");
    assertThatThrownBy(() -> new OldVault(workspace).migrate())
        .isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void a_workspace_below_the_root_of_the_repository_migrates_too() throws Exception {
    OldVault inner = new OldVault(vault.root().resolve("product"));
    inner.thirty();
    vault
        .write("README.md", "[x](product/specs/1000-epic-part1000/1000-epic-part1000.spec.md)\n")
        .commit("x");
    assertThat(inner.migrate().exit()).isEqualTo(ExitCode.OK);
    assertThat(vault.read("README.md")).isEqualTo("[x](product/specs/1000/epic.md)\n");
    assertThat(vault.files()).containsKey("product/specs/2000/2001/2012.spec.md");
  }

  @Test
  void files_whose_line_ends_git_converts_stay_as_they_are_in_git_and_on_disk() throws Exception {
    vault.write(".gitattributes", "*.md text eol=crlf\n").thirty().commit("x");
    vault.git("rm", "-rq", "--cached", ".");
    vault.git("reset", "-q", "--hard");
    String tree = vault.git("rev-parse", "HEAD^{tree}");
    Report report = vault.migrate();
    assertThat(vault.git("ls-files", "--eol", "specs/1000/epic.md")).contains("i/lf", "w/crlf");
    assertThat(vault.read("specs/1000/epic.md"))
        .contains("## Features\r\n- [[1001/spec|Thing 1]]\r\n");
    assertThat(vault.git("status", "--porcelain")).isEmpty();
    vault.git("revert", "--no-edit", report.data().text("commit").orElseThrow());
    assertThat(vault.git("rev-parse", "HEAD^{tree}")).isEqualTo(tree);
  }

  @Test
  void a_submodule_is_left_where_it_is() throws Exception {
    OldVault other = OldVault.in(temporary.resolve("other"));
    other.write("a.md", "a").commit("a");
    vault.thirty().commit("x");
    vault.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        other.root().toString(),
        "specs/1000-epic-part1000/sub");
    vault.commit("Add the submodule");
    Report report = vault.migrate();
    assertThat(report.data().texts("left"))
        .containsExactly("specs/1000-epic-part1000/sub: it is a submodule");
    assertThat(vault.root().resolve("specs/1000-epic-part1000/sub/a.md")).exists();
  }

  @Test
  void an_ignored_file_at_a_new_place_is_an_obstacle_and_never_overwritten() throws Exception {
    vault
        .write(".gitignore", "notes.md\n")
        .thirty()
        .commit("x")
        .write("specs/1000-epic-part1000/notes.md", "x");
    vault.git("add", "-f", "specs/1000-epic-part1000/notes.md");
    vault.git("commit", "-q", "-m", "y");
    vault.write("specs/1000/notes.md", "mine");
    assertThatThrownBy(() -> vault.migrate()).hasMessageContaining("is taken");
    assertThat(vault.read("specs/1000/notes.md")).isEqualTo("mine");
  }

  @Test
  void the_old_word_for_work_says_that_it_is_old_and_does_the_same() throws Exception {
    Command work =
        new Command() {
          @Override
          public Declaration declaration() {
            return Declaration.of("work", "Work").parameters(Parameter.required("id", "The spec"));
          }

          @Override
          public Report run(Call call) {
            return Report.of(Json.fields().with("worked", call.arguments().get("id")));
          }
        };
    Command old = new RunTaskCommand(work);
    assertThat(old.declaration().name()).isEqualTo("run-task");
    assertThat(old.declaration().hidden()).isTrue();
    assertThat(old.declaration().parameters()).isEqualTo(work.declaration().parameters());
    Report report =
        old.run(
            new Call(
                new Arguments(Map.of("id", List.of("1014"))), Progress.silent(), Optional.empty()));
    assertThat(report.data().text("worked")).contains("1014");
    assertThat(report.warnings().getFirst().remedy()).contains("speckit work 1014");
  }

  @Test
  void a_migration_that_was_cut_off_is_told_and_can_be_undone() throws Exception {
    vault.thirty().commit("x");
    Map<String, String> before = vault.files();
    vault.git("update-ref", "refs/speckit/pending", "HEAD");
    vault.write("specs/1000/epic.md", "half");
    Files.delete(vault.root().resolve("specs/1000-epic-part1000/1000-epic-part1000.spec.md"));
    assertThatThrownBy(() -> vault.migrate()).hasMessageContaining("cut off");
    vault.git("reset", "-q", "--hard");
    vault.git("clean", "-fdq", "specs");
    assertThat(vault.files()).isEqualTo(before);
    assertThat(vault.migrate().exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void a_migration_that_was_cut_off_is_told_also_while_nothing_tells_a_workspace()
      throws Exception {
    vault.thirty().commit("x");
    Map<String, String> before = vault.files();
    vault.git("update-ref", "refs/speckit/pending", "HEAD");
    vault.git("rm", "-rq", "specs");
    assertThatThrownBy(() -> vault.migrate()).hasMessageContaining("cut off");
    vault.git("reset", "-q", "--hard");
    assertThat(vault.files()).isEqualTo(before);
    assertThat(vault.migrate().exit()).isEqualTo(ExitCode.OK);
  }

  private static List<String> codes(Report report) {
    return report.warnings().stream().map(Problem::code).toList();
  }

  private List<String> findings() throws InterruptedException {
    return new CheckCommand(vault.host(), _ -> List.of(), "")
            .run(new Call(new Arguments(Map.of()), Progress.silent(), Optional.empty()))
            .data()
            .objects("findings")
            .stream()
            .filter(each -> !each.text("rule").orElse("").equals("missing-context"))
            .map(Json.Fields::toString)
            .toList();
  }
}
