package dev.speckit.spec.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import dev.speckit.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenumberCommandTest {
  @TempDir Path temporary;
  private MarkedVault vault;

  @BeforeEach
  void tree() throws Exception {
    vault = MarkedVault.in(temporary.resolve("repository"));
    vault.write("speckit.toml", "");
    vault.spec("epic", "Doors", "1000", "");
    vault.spec("feature", "Locks", "1001", "1000");
    vault.spec("feature", "Frames", "1002", "1000");
    vault.spec("task", "Bolt", "1003", "1001");
    vault.spec("epic", "Walls", "2000", "");
    commit("Write specs");
  }

  private void commit(String message) throws Exception {
    vault.git("add", "-A");
    vault.git("commit", "-qm", message);
  }

  private Path file(String path) {
    return vault.vault().root().resolve(path);
  }

  private Map<String, String> files() throws Exception {
    Map<String, String> files = vault.vault().files();
    files.keySet().removeIf(each -> each.startsWith(".speckit"));
    return files;
  }

  private List<String> refused(String... words) throws Exception {
    Map<String, String> before = files();
    String head = vault.git("rev-parse", "HEAD");
    Failure[] refusal = new Failure[1];
    assertThatThrownBy(() -> vault.renumber(words))
        .isInstanceOfSatisfying(Failure.class, failure -> refusal[0] = failure);
    assertThat(files()).isEqualTo(before);
    assertThat(vault.git("rev-parse", "HEAD")).isEqualTo(head);
    return refusal[0].problems().stream().map(Problem::code).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "1001, 2001, bad-spec-id",
    "1001, 1000, bad-spec-id",
    "1001, 1002, id-taken",
    "1001, 1001, id-taken",
    "1001, 0, bad-spec-id",
    "1001, -1, bad-spec-id",
    "1001, 1e9, bad-spec-id",
    "1001, 1000000000, bad-spec-id",
    "1001, ../1047, bad-spec-id",
    "1001, '', bad-spec-id",
    "1003, 2003, bad-spec-id",
    "1000, 2000, id-taken",
    "1000, 1500, bad-spec-id",
    "1000, 1000, id-taken",
    "1009, 1047, unknown-spec",
    "0, 1047, unknown-spec",
    "nobody, 1047, unknown-spec",
    "../specs/1000/1001/spec.md, 1047, unknown-spec",
    "/etc/passwd, 1047, unknown-spec",
    "specs/1000/1001/1009.spec.md, 1047, unknown-spec",
    "specs/1000/1001/../../../../x.md, 1047, unknown-spec",
    "specs, 1047, unknown-spec",
  })
  void what_names_no_spec_or_no_free_id_is_refused(String spec, String id, String code)
      throws Exception {
    assertThat(refused(spec, id)).containsExactly(code);
  }

  @Test
  void an_id_that_is_used_on_another_branch_or_in_its_thousand_is_taken() throws Exception {
    vault.git("switch", "-qc", "other");
    vault.write("specs/3000/3007/spec.md", "# Spec: Paint\n");
    commit("Paint");
    vault.git("switch", "-q", "main");
    assertThat(refused("1000", "3000")).containsExactly("id-taken");
    assertThat(vault.renumber("1000").data().text("id")).contains("4000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "specs/1000/1001/spec.md",
        "specs/1000/1001/context.md",
        "specs/1000/1001",
        "./specs/1000/1001/",
        "1001"
      })
  void a_feature_is_named_by_its_id_or_by_a_path(String reference) throws Exception {
    assertThat(vault.renumber(reference, "1047").data().text("formerly")).contains("1001");
    assertThat(file("specs/1000/1047/1003.spec.md")).exists();
    assertThat(file("specs/1000/1001")).doesNotExist();
    assertThat(vault.read("specs/1000/epic.md")).contains("- [[1047/spec|Locks]]");
    assertThat(vault.findings()).isEmpty();
  }

  @Test
  void an_epic_takes_the_ids_of_its_children_along() throws Exception {
    Set<String> before = vault.leads();
    Report report = vault.renumber("1000", "5000");
    assertThat(
            report.data().objects("ids").stream()
                .map(each -> each.text("from").orElse("") + " " + each.text("to").orElse("")))
        .containsExactly("1000 5000", "1001 5001", "1002 5002", "1003 5003");
    assertThat(file("specs/5000/5001/5003.spec.md")).exists();
    assertThat(file("specs/1000")).doesNotExist();
    assertThat(vault.leads()).isEqualTo(before);
    assertThat(vault.findings()).isEmpty();
  }

  @Test
  void without_an_id_an_epic_gets_the_next_thousand() throws Exception {
    assertThat(vault.renumber("1000").data().text("id")).contains("3000");
  }

  @Test
  void a_child_with_an_id_of_another_thousand_is_an_obstacle() throws Exception {
    vault.write("specs/1000/2005/spec.md", "# Spec: Stray\n");
    commit("Stray");
    assertThat(refused("1000")).contains("outside-epic");
  }

  @Test
  void all_obstacles_are_listed_at_once() throws Exception {
    vault.write("new.txt", "not committed");
    Path lock = file(".speckit/locks/run-1001.lock");
    try (FileLock _ = FileLock.acquire(lock, Duration.ZERO)) {
      assertThat(refused("1001")).containsExactly("run-under-way", "uncommitted-changes");
    }
    Files.delete(file("new.txt"));
    assertThat(vault.renumber("1001").exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void a_run_of_a_child_keeps_its_epic_where_it_is() throws Exception {
    try (FileLock _ = FileLock.acquire(file(".speckit/locks/run-1003.lock"), Duration.ZERO)) {
      assertThat(refused("1000")).containsExactly("run-under-way");
      assertThat(vault.renumber("1002").data().text("id")).contains("1004");
    }
  }

  @Test
  void a_dry_run_shows_moves_and_a_diff_and_changes_nothing() throws Exception {
    Map<String, String> before = files();
    Report report = vault.renumber("1003", "--dry-run");
    assertThat(report.data().text("diff").orElseThrow())
        .contains("rename to specs/1000/1001/1004.spec.md", "+- [[1004.spec|Bolt]]");
    assertThat(report.data().find("commit")).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void the_history_is_followed_and_git_revert_restores_every_byte() throws Exception {
    Map<String, String> before = files();
    Report report = vault.renumber("1001");
    for (Json.Fields move : report.data().objects("moves")) {
      assertThat(vault.git("log", "--follow", "--format=%s", "--", move.text("to").orElseThrow()))
          .isEqualTo("Renumber spec 1001 to 1004\nWrite specs");
    }
    vault.git("revert", "--no-edit", report.data().text("commit").orElseThrow());
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void the_context_of_an_open_session_goes_along() throws Exception {
    String session = "\n### 2026-11-21 10:00 - Session 1\n**Participants**: Ada\n";
    vault.add("specs/1000/1001/1003.context.md", session);
    commit("Work");
    Report _ = vault.renumber("1003", "1047");
    assertThat(vault.read("specs/1000/1001/1047.context.md"))
        .contains("[[1047.spec|1047 - Bolt]]")
        .endsWith(session);
  }

  @Test
  void symbolic_links_go_along_and_those_that_lead_there_follow() throws Exception {
    Files.createSymbolicLink(file("specs/1000/1001/latest.md"), Path.of("1003.spec.md"));
    Files.createSymbolicLink(file("bolt.md"), Path.of("specs/1000/1001/1003.spec.md"));
    commit("Link");
    Report report = vault.renumber("1001", "1047");
    assertThat(report.warnings()).isEmpty();
    assertThat(Files.readString(file("bolt.md"))).contains("mark=Bolt");
    assertThat(Files.readString(file("specs/1000/1047/latest.md"))).contains("mark=Bolt");
    Report _ = vault.renumber("1003", "1048");
    assertThat(Files.readString(file("specs/1000/1047/latest.md"))).contains("mark=Bolt");
    assertThat(Files.readString(file("bolt.md"))).contains("mark=Bolt");
  }

  @Test
  void a_spec_behind_a_symbolic_link_is_refused() throws Exception {
    Files.createDirectories(file("elsewhere"));
    vault.write("elsewhere/spec.md", "# Spec: Far\n");
    Files.createSymbolicLink(file("specs/1000/1009"), Path.of("../../elsewhere"));
    commit("Link");
    assertThat(refused("1009")).containsExactly("not-tracked");
  }

  @Test
  void ignored_files_stay_and_are_named() throws Exception {
    vault.write(".gitignore", "*.tmp\n");
    commit("Ignore");
    vault.write("specs/1000/1001/notes.tmp", "mine");
    Report report = vault.renumber("1001", "1047");
    assertThat(report.warnings()).extracting(Problem::code).containsExactly("left-alone");
    assertThat(vault.read("specs/1000/1001/notes.tmp")).isEqualTo("mine");
    vault.write("specs/1000/1048/x.tmp", "in the way");
    assertThat(refused("1002", "1048")).isNotEmpty();
  }

  @Test
  void what_keeps_the_old_id_is_told() throws Exception {
    vault.write("evidence/commands/1001/a.json", "{}");
    vault.write(
        "src/test.py",
        "# covers @spec(1001/FR-001) and specs/1000/1001/spec.md, not 11001/FR-001\n");
    vault.write(
        "specs/README.md",
        "<!-- speckit:progress -->\n| [Locks](1000/1001/spec.md) |\n<!-- /speckit:progress -->\n");
    commit("Evidence");
    Report report = vault.renumber("1001", "1047");
    assertThat(report.data().texts("kept"))
        .anyMatch(each -> each.startsWith("evidence/commands/1001"));
    assertThat(report.data().texts("kept"))
        .anyMatch(each -> each.startsWith("specs/README.md") && each.contains("--replace"));
    assertThat(report.data().texts("mentions")).containsExactly("src/test.py:1:16: 1001/FR-001");
    assertThat(report.data().texts("old_paths")).hasSize(1);
    assertThat(report.warnings())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder("old-id", "old-path");
  }

  @Test
  void a_title_and_header_lines_that_begin_with_the_old_id_follow() throws Exception {
    vault.write(
        "specs/1000/1002/1008.spec.md",
        "# Spec: 1008 - Hang 1008 doors\n\n**ID**: 1008  \n**Parent**: 1002\n\nAbout 1008.\n");
    commit("Task");
    Report _ = vault.renumber("1008", "1050");
    Report _ = vault.renumber("1002", "1060");
    assertThat(vault.read("specs/1000/1060/1050.spec.md"))
        .isEqualTo(
            "# Spec: 1050 - Hang 1008 doors\n\n**ID**: 1050  \n**Parent**: 1060\n\nAbout 1008.\n");
  }

  @Test
  void a_workspace_in_a_subfolder_and_in_another_work_tree() throws Exception {
    MarkedVault deep = MarkedVault.in(temporary.resolve("deep"));
    MarkedVault inside = new MarkedVault(new OldVault(deep.vault().root().resolve("product")));
    Files.createDirectories(inside.vault().root());
    inside.write("speckit.toml", "");
    inside.spec("epic", "Doors", "1000", "");
    inside.spec("feature", "Locks", "1001", "1000");
    deep.write("README.md", "[locks](product/specs/1000/1001/spec.md) mark=readme\n");
    deep.git("add", "-A");
    deep.git("commit", "-qm", "Deep");
    Path other = temporary.resolve("other");
    deep.git("worktree", "add", "-q", other.toString());
    MarkedVault there = new MarkedVault(new OldVault(other.resolve("product").toRealPath()));
    there.spec("feature", "Handles", "1002", "1000");

    assertThat(inside.renumber("1001").data().text("id"))
        .as("1002 is in the other")
        .contains("1003");
    assertThat(deep.read("README.md")).startsWith("[locks](product/specs/1000/1003/spec.md)");
    assertThat(refusedCodes(there)).contains("uncommitted-changes");
    there.git("add", "-A");
    there.git("commit", "-qm", "Handles");
    assertThat(there.renumber("1001", "1009").exit()).isEqualTo(ExitCode.OK);
  }

  private static List<String> refusedCodes(MarkedVault vault) {
    Failure[] refusal = new Failure[1];
    assertThatThrownBy(() -> vault.renumber("1001"))
        .isInstanceOfSatisfying(Failure.class, failure -> refusal[0] = failure);
    return refusal[0].problems().stream().map(Problem::code).toList();
  }

  @Test
  void an_id_given_on_another_branch_is_a_collision_unless_it_is_the_same_spec() throws Exception {
    vault.git("branch", "bob");
    vault.spec("feature", "Keys", "1004", "1000");
    commit("Keys");
    vault.git("switch", "-q", "bob");
    vault.git("cherry-pick", "main");
    assertThat(vault.renumber().data().objects("collisions")).as("the very same").isEmpty();
    vault.git("reset", "-q", "--hard", "HEAD~1");
    vault.spec("feature", "Handles", "1004", "1000");

    assertThat(vault.renumber().data().objects("collisions")).hasSize(1);
    Json.Fields found = vault.renumber().data().objects("collisions").getFirst();
    assertThat(found.text("branch")).isEqualTo(Optional.of("main"));
    assertThat(found.text("other")).isEqualTo(Optional.of("specs/1000/1004/spec.md"));
    assertThat(found.text("repair")).isEqualTo(Optional.of("speckit renumber 1004"));
  }

  @Test
  void what_is_not_committed_in_another_work_tree_collides_too() throws Exception {
    Path other = temporary.resolve("other");
    vault.git("worktree", "add", "-q", other.toString(), "-b", "bob");
    MarkedVault there = new MarkedVault(new OldVault(other.toRealPath()));
    there.spec("feature", "Handles", "1004", "1000");
    assertThat(vault.renumber().data().objects("collisions")).isEmpty();
    vault.spec("feature", "Keys", "1004", "1000");
    assertThat(vault.renumber().data().objects("collisions").getFirst().text("branch"))
        .contains("bob");
  }

  @Test
  void an_epic_that_collides_stands_for_its_children() throws Exception {
    vault.git("branch", "bob");
    vault.spec("epic", "Roof", "3000", "");
    vault.spec("feature", "Tiles", "3001", "3000");
    commit("Roof");
    vault.git("switch", "-q", "bob");
    vault.spec("epic", "Floor", "3000", "");
    vault.spec("feature", "Boards", "3001", "3000");
    commit("Floor");
    assertThat(vault.renumber().data().texts("steps")).containsExactly("speckit renumber 3000");
    assertThat(vault.renumber("3000").data().text("id")).contains("4000");
    assertThat(vault.renumber().data().objects("collisions")).isEmpty();
    Set<String> before = vault.leads();
    vault.git("merge", "-q", "-m", "Merge", "main");
    assertThat(vault.leads()).containsAll(before).noneMatch(each -> each.contains("DEAD"));
    assertThat(vault.findings()).isEmpty();
  }

  @Test
  void without_a_repository_collisions_are_listed_and_nothing_is_moved() throws Exception {
    Path plain = Files.createDirectories(temporary.resolve("plain")).toRealPath();
    MarkedVault bare = new MarkedVault(new OldVault(plain));
    bare.write("speckit.toml", "");
    bare.spec("epic", "Doors", "1000", "");
    bare.spec("feature", "Locks", "1001", "1000");
    bare.write("specs/1000/1001/1001.spec.md", "# Spec: Twice\n");
    assertThat(bare.renumber().data().texts("steps"))
        .containsExactly("speckit renumber specs/1000/1001/1001.spec.md");
    assertThatThrownBy(() -> bare.renumber("specs/1000/1001/1001.spec.md"))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("no git repository");
    assertThatThrownBy(() -> bare.renumber("1001"))
        .isInstanceOf(Failure.Usage.class)
        .hasMessageContaining("2 specs have the id 1001");
  }

  @Test
  void drafts_that_a_killed_call_left_are_swept_and_those_in_use_stay() throws Exception {
    Path gone = file(".git/speckit-draft-1");
    Path used = file(".git/speckit-draft-2");
    for (Path each : List.of(gone, used)) {
      Files.createDirectories(each.resolve("objects/ab"));
      Files.writeString(each.resolve("objects/ab/cd"), "x");
      Files.writeString(each.resolve("owner.lock"), "");
    }
    try (FileLock _ = FileLock.acquire(used.resolve("owner.lock"), Duration.ZERO)) {
      vault.renumber("1003", "1047");
    }
    assertThat(gone).doesNotExist();
    assertThat(used.resolve("objects/ab/cd")).exists();
    try (java.util.stream.Stream<Path> left = Files.list(file(".git"))) {
      assertThat(left.filter(each -> each.getFileName().toString().startsWith("speckit-draft")))
          .containsExactly(used);
    }
  }

  @Test
  void links_with_a_query_and_attributes_in_any_quotes_are_changed_or_named() throws Exception {
    vault.write(
        "docs/page.md",
        """
        # Page

        [query](../specs/1000/1001/1003.spec.md?raw=1#x)
        <a href='../specs/1000/1001/1003.spec.md'>one</a>
        <a href=../specs/1000/1001/1003.spec.md>two</a>
        <a href=../specs/1000/1001/1003.spec.md?raw=1#x>three</a>
        <a href="../specs/1000/1001/1003.spec.md?raw=1">four</a>
        """);
    vault.write(
        "specs/1000/1001/page.html", "<a href=1003.spec.md>x</a> <a href='1003.spec.md'>y</a>\n");
    commit("Add a page");
    dev.speckit.command.Report report = vault.renumber("1003", "1047");
    String page = vault.read("docs/page.md");
    String told = report.data().texts("old_paths") + "";
    String[] lines = page.split("\n", -1);
    assertThat(lines[2]).isEqualTo("[query](../specs/1000/1001/1047.spec.md?raw=1#x)");
    for (int line = 3; line < 7; line++) {
      boolean named = told.contains("docs/page.md:" + (line + 1));
      assertThat(lines[line].contains("1047.spec.md") || named).as(lines[line] + told).isTrue();
    }
    assertThat(told).contains("specs/1000/1001/page.html:1:9", "specs/1000/1001/page.html:1:");
  }
}
