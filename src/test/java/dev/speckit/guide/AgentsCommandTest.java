package dev.speckit.guide;

import static dev.speckit.guide.Taught.lines;
import static dev.speckit.guide.Taught.states;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentsCommandTest {
  private static final String MANIFEST = "specs/.agents.json";
  private static final String CLAUDE = ".claude/commands/spec_work.md";

  @TempDir Path temporary;
  private Taught taught;

  @BeforeEach
  void make() throws Exception {
    taught = Taught.in(temporary);
  }

  static List<String> names() {
    return AgentForm.ALL.stream().map(AgentForm::name).toList();
  }

  private static List<String> files(String name) {
    return Target.of(AgentForm.named(List.of(name))).stream().map(Target::path).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void install_again_edit_again_and_uninstall(String name) throws Exception {
    Map<String, String> before = taught.snapshot();
    List<String> files = files(name);
    String edited = files.getFirst();

    Report installed = taught.install(name);
    assertThat(states(installed)).hasSize(4).containsOnlyKeys(files);
    assertThat(states(installed).values()).containsOnly("installed");
    files.forEach(file -> assertThat(taught.read(file)).contains("speckit guide", "speckit:owned"));

    Map<String, String> after = taught.snapshot();
    FileTime written = Files.getLastModifiedTime(taught.at(MANIFEST));
    Report again = taught.install(name);
    assertThat(states(again).values()).containsOnly("unchanged");
    assertThat(again.warnings()).isEmpty();
    assertThat(taught.snapshot()).isEqualTo(after);
    assertThat(Files.getLastModifiedTime(taught.at(MANIFEST))).isEqualTo(written);

    String own = taught.read(edited) + "\nAlso greet me.\n";
    taught.write(edited, own);
    Report kept = taught.install(name);
    assertThat(states(kept)).containsEntry(edited, "kept");
    assertThat(kept.exit()).isEqualTo(ExitCode.OK);
    assertThat(lines(kept.warnings())).containsExactly("edited-file " + edited);
    assertThat(taught.read(edited)).isEqualTo(own);

    Report removed = taught.uninstall(name);
    assertThat(states(removed)).containsEntry(edited, "kept").containsValue("removed");
    assertThat(lines(removed.warnings())).containsExactly("edited-file " + edited);
    assertThat(removed.exit()).isEqualTo(ExitCode.OK);
    assertThat(taught.read(edited)).isEqualTo(own);
    files.stream().skip(1).forEach(file -> assertThat(taught.at(file)).doesNotExist());
    assertThat(taught.at(MANIFEST)).doesNotExist();

    Files.delete(taught.at(edited));
    assertThat(withoutEmptyFolders()).isEqualTo(before.keySet());
  }

  private java.util.Set<String> withoutEmptyFolders() {
    java.util.Set<String> left = new java.util.TreeSet<>(taught.snapshot().keySet());
    left.removeIf(path -> Target.folders().contains(path));
    return left;
  }

  @ParameterizedTest
  @MethodSource("names")
  void what_stood_there_before_is_the_same_byte_for_byte_afterwards(String name) throws Exception {
    for (Target target : Target.of(AgentForm.ALL)) {
      taught.write(target.path() + ".mine", "mine\n");
      taught.write(target.path().replaceAll("/[^/]+$", "/other.md"), "---\nother: true\n---\r\n");
    }
    taught.write(".claude/settings.json", "{}");
    Map<String, String> before = taught.snapshot();
    taught.install(name);
    assertThat(taught.snapshot()).containsAllEntriesOf(before).hasSize(before.size() + 5);
    taught.uninstall("");
    assertThat(taught.snapshot()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("names")
  void folders_that_we_made_go_and_others_stay_even_when_empty(String name) throws Exception {
    Path folder = taught.at(files(name).getFirst()).getParent().getParent();
    Files.createDirectories(folder);
    Map<String, String> before = taught.snapshot();
    taught.install(name);
    taught.uninstall(name);
    assertThat(taught.snapshot()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_file_of_somebody_else_is_refused_with_its_place_and_the_others_are_installed(String name)
      throws Exception {
    String theirs = files(name).get(1);
    taught.write(theirs, "---\nname: theirs\n---\n");
    Map<String, String> before = taught.snapshot();
    Report report = taught.install(name, "force");
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(lines(report.warnings())).containsExactly("foreign-file " + theirs);
    assertThat(states(report)).containsEntry(theirs, "refused").hasSize(4);
    assertThat(states(report).values()).containsOnlyOnce("refused");
    assertThat(taught.snapshot()).containsAllEntriesOf(before);
    taught.uninstall(name);
    assertThat(taught.snapshot()).isEqualTo(before);
  }

  @Test
  void an_agent_that_has_none_of_the_words_afterwards_ends_the_call_with_11() throws Exception {
    files("gemini").forEach(file -> taught.write(file, "theirs = true\n"));
    Report report = taught.install("gemini,qwen");
    assertThat(report.exit()).isEqualTo(ExitCode.NEEDS_APPROVAL);
    assertThat(lines(report.problems())).hasSize(4).allMatch(line -> line.startsWith("foreign"));
    assertThat(states(taught.install("qwen")).values()).containsOnly("unchanged");
  }

  @Test
  void force_keeps_the_edited_file_beside_and_never_replaces_an_earlier_one() throws Exception {
    taught.install("claude");
    taught.write(CLAUDE, taught.read(CLAUDE) + "one\n");
    String one = taught.read(CLAUDE);
    assertThat(states(taught.install("claude", "force"))).containsEntry(CLAUDE, "replaced");
    assertThat(taught.read(CLAUDE + ".edited")).isEqualTo(one);
    taught.write(CLAUDE, taught.read(CLAUDE) + "two\n");
    taught.install("claude", "force");
    assertThat(taught.read(CLAUDE + ".edited")).isEqualTo(one);
    assertThat(taught.read(CLAUDE + ".edited.2")).endsWith("two\n");
    taught.uninstall("claude");
    assertThat(taught.at(CLAUDE + ".edited")).exists();
    assertThat(taught.at(CLAUDE)).doesNotExist();
  }

  @Test
  void what_an_earlier_speckit_wrote_is_updated() throws Exception {
    taught.install("claude");
    beFromEarlier("Old text. speckit:owned\n");
    assertThat(states(taught.install("claude"))).containsEntry(CLAUDE, "updated");
    assertThat(taught.read(CLAUDE)).contains("speckit guide work");
  }

  @Test
  void what_an_earlier_speckit_wrote_is_uninstalled() throws Exception {
    Map<String, String> before = taught.snapshot();
    taught.install("claude");
    beFromEarlier("Old text. speckit:owned\n");
    taught.uninstall("claude");
    assertThat(taught.snapshot()).isEqualTo(before);
  }

  private void beFromEarlier(String text) {
    String now = Disk.sha256(taught.read(CLAUDE).getBytes(StandardCharsets.UTF_8));
    taught.write(CLAUDE, text);
    String earlier = Disk.sha256(text.getBytes(StandardCharsets.UTF_8));
    taught.write(MANIFEST, taught.read(MANIFEST).replace(now, earlier));
  }

  @Test
  void line_ends_that_git_changed_are_no_edit() throws Exception {
    Map<String, String> before = taught.snapshot();
    taught.install("claude");
    taught.write(CLAUDE, taught.read(CLAUDE).replace("\n", "\r\n"));
    assertThat(states(taught.install("claude"))).containsEntry(CLAUDE, "unchanged");
    taught.uninstall("claude");
    assertThat(taught.snapshot()).isEqualTo(before);
  }

  @Test
  void a_deleted_file_is_missing_until_it_is_installed_again() throws Exception {
    taught.install("cursor,opencode");
    String file = ".cursor/commands/spec_run.md";
    Files.delete(taught.at(file));
    taught.install("opencode");
    assertThat(taught.at(file)).doesNotExist();
    assertThat(taught.status("cursor").data().objects("agents").getFirst().text("state"))
        .contains("mixed");
    assertThat(states(taught.install("cursor"))).containsEntry(file, "installed");
  }

  @Test
  void a_shared_place_is_kept_until_its_last_agent_goes() throws Exception {
    Map<String, String> before = taught.snapshot();
    taught.install("codex");
    taught.install("copilot");
    String skill = ".agents/skills/spec-work/SKILL.md";
    assertThat(states(taught.uninstall("codex"))).containsEntry(skill, "shared");
    assertThat(taught.at(skill)).exists();
    assertThat(states(taught.uninstall("codex"))).isEmpty();
    assertThat(states(taught.uninstall("copilot"))).containsEntry(skill, "removed");
    assertThat(taught.snapshot()).isEqualTo(before);
  }

  @Test
  void all_agents_come_and_go_at_once() throws Exception {
    Map<String, String> before = taught.snapshot();
    assertThat(states(taught.install("all"))).hasSize(24);
    taught.uninstall("");
    assertThat(taught.snapshot()).isEqualTo(before);
    assertThat(states(taught.uninstall(""))).isEmpty();
  }

  @Test
  void a_dry_run_foresees_and_writes_nothing() throws Exception {
    Map<String, String> before = taught.snapshot();
    assertThat(states(taught.install("all", "dry-run")).values()).containsOnly("installed");
    assertThat(taught.snapshot()).isEqualTo(before);
    assertThat(taught.at(".speckit")).doesNotExist();
    taught.install("claude");
    before = taught.snapshot();
    assertThat(states(taught.uninstall("", "dry-run")).values()).containsOnly("removed");
    assertThat(taught.snapshot()).isEqualTo(before);
  }

  @Test
  void a_lost_manifest_is_made_again_from_files_that_hold_our_text() throws Exception {
    taught.install("claude");
    String manifest = taught.read(MANIFEST);
    Files.delete(taught.at(MANIFEST));
    assertThat(states(taught.install("claude")).values()).containsOnly("unchanged");
    // The folders are not known to be ours any more.
    assertThat(taught.read(MANIFEST)).isNotEqualTo(manifest).contains(CLAUDE);
    taught.uninstall("");
    assertThat(taught.at(CLAUDE)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void a_crash_after_some_files_leaves_nothing_that_is_not_known(int written) throws Exception {
    Map<String, String> before = taught.snapshot();
    taught.install("claude");
    List<String> files = files("claude");
    for (String file : files.subList(written, files.size())) {
      Files.delete(taught.at(file));
    }
    taught.write(".claude/commands/.spec_work.md12345678.tmp", "half");
    assertThat(states(taught.install("claude")).values()).doesNotContain("kept", "refused");
    taught.uninstall("");
    assertThat(taught.snapshot()).isEqualTo(before);
  }

  @Test
  void a_crash_between_the_manifest_and_a_new_text_keeps_both_texts_known() throws Exception {
    taught.install("claude");
    String ours = Disk.sha256(taught.read(CLAUDE).getBytes(StandardCharsets.UTF_8));
    String old = "Old text. speckit:owned\n";
    String earlier = Disk.sha256(old.getBytes(StandardCharsets.UTF_8));
    taught.write(
        MANIFEST, taught.read(MANIFEST).replace("\"" + ours, "\"" + earlier + "\", \"" + ours));
    taught.write(CLAUDE, old);
    assertThat(states(taught.install("claude"))).containsEntry(CLAUDE, "updated");
    assertThat(taught.read(MANIFEST)).doesNotContain(earlier);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside.md",
        "README.md",
        "specs/1000/1001/spec.md",
        ".claude/commands/mine.md",
        ".claude/commands/../../README.md",
        "ABSOLUTE"
      })
  void a_manifest_that_lists_files_of_others_gets_none_of_them(String path) throws Exception {
    Files.writeString(taught.workspace().resolveSibling("outside.md"), "speckit:owned\n");
    taught.write("README.md", "speckit:owned\n");
    taught.write(".claude/commands/mine.md", "speckit:owned\n");
    String listed = path.equals("ABSOLUTE") ? taught.at("README.md").toString() : path;
    String hash = Disk.sha256(Files.readAllBytes(taught.at(listed)));
    taught.write(MANIFEST, manifest(listed, hash));
    Map<String, String> before = taught.snapshot();
    Report report = taught.uninstall("all");
    assertThat(states(report)).isEmpty();
    assertThat(lines(report.warnings())).containsExactly("foreign-path " + MANIFEST);
    assertThat(taught.snapshot()).isEqualTo(before);
    taught.install("all");
    taught.uninstall("all");
    assertThat(taught.snapshot()).containsAllEntriesOf(withoutManifest(before));
    assertThat(taught.workspace().resolveSibling("outside.md")).hasContent("speckit:owned");
  }

  private static Map<String, String> withoutManifest(Map<String, String> snapshot) {
    Map<String, String> rest = new java.util.TreeMap<>(snapshot);
    rest.remove(MANIFEST);
    return rest;
  }

  @Test
  void a_manifest_that_claims_a_file_of_others_at_our_place_gets_nothing() throws Exception {
    taught.write(CLAUDE, "mine\n");
    String hash = Disk.sha256("mine\n".getBytes(StandardCharsets.UTF_8));
    taught.write(MANIFEST, manifest(CLAUDE, hash));
    assertThat(states(taught.install("claude", "force"))).containsEntry(CLAUDE, "refused");
    assertThat(states(taught.uninstall("claude"))).containsEntry(CLAUDE, "kept");
    assertThat(taught.read(CLAUDE)).isEqualTo("mine\n");
  }

  private static String manifest(String path, String hash) {
    return """
    {"schema_version": 1,
     "files": [{"path": "%s", "agents": ["claude"], "sha256": ["%s"]}],
     "folders": ["..", "specs", "/", ".claude/../specs", "%s"]}
    """
        .formatted(path, hash, path);
  }

  @ParameterizedTest
  @CsvSource({
    "'{', broken-manifest",
    "'', broken-manifest",
    "'[]', broken-manifest",
    "'{}', broken-manifest",
    "'<<<<<<< ours', broken-manifest",
    "'{\"schema_version\": 2}', newer-manifest"
  })
  void a_manifest_that_cannot_be_read_stops_everything_before_anything_changes(
      String text, String code) throws Exception {
    taught.install("claude");
    taught.write(MANIFEST, text);
    Map<String, String> before = taught.snapshot();
    for (String what : List.of("install", "uninstall", "status")) {
      assertThatThrownBy(
              () -> {
                switch (what) {
                  case "install" -> taught.install("all");
                  case "uninstall" -> taught.uninstall("");
                  default -> taught.status("");
                }
              })
          .isInstanceOfSatisfying(
              Failure.Invalid.class,
              failure -> assertThat(failure.problems().getFirst().code()).isEqualTo(code));
    }
    assertThat(taught.snapshot()).isEqualTo(before);
  }

  @Test
  void a_manifest_that_is_a_link_is_not_followed() throws Exception {
    Path outside = taught.workspace().resolveSibling("elsewhere.json");
    Files.writeString(outside, "{\"schema_version\": 1}");
    Files.createSymbolicLink(taught.at(MANIFEST), outside);
    assertThatThrownBy(() -> taught.install("all")).isInstanceOf(Failure.Invalid.class);
    assertThat(outside).hasContent("{\"schema_version\": 1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {".claude", ".claude/commands"})
  void links_are_not_followed_when_installing(String link) throws Exception {
    Path outside = Files.createDirectories(taught.workspace().resolveSibling("outside/commands"));
    Files.createDirectories(taught.at(link).getParent());
    Files.createSymbolicLink(taught.at(link), link.endsWith("s") ? outside : outside.getParent());
    Report report = taught.install("claude,gemini");
    assertThat(report.exit()).isEqualTo(ExitCode.INVALID);
    assertThat(lines(report.problems())).contains("link-in-the-way " + link);
    assertThat(outside).isEmptyDirectory();
    assertThat(taught.at(".gemini/commands/spec_work.toml")).exists();
  }

  @Test
  void links_are_not_followed_when_uninstalling() throws Exception {
    taught.install("claude");
    Path outside = taught.workspace().resolveSibling("outside");
    Files.move(taught.at(".claude"), outside);
    Files.createSymbolicLink(taught.at(".claude"), outside);
    Report report = taught.uninstall("");
    assertThat(report.exit()).isEqualTo(ExitCode.INVALID);
    assertThat(outside.resolve("commands/spec_work.md")).exists();
    assertThat(taught.at(".claude")).isSymbolicLink();
  }

  @Test
  void a_link_at_the_place_of_a_file_is_not_written_through() throws Exception {
    Path outside = taught.workspace().resolveSibling("outside.md");
    Files.createDirectories(taught.at(CLAUDE).getParent());
    Files.createSymbolicLink(taught.at(CLAUDE), outside);
    Report report = taught.install("claude");
    assertThat(lines(report.warnings())).containsExactly("link-in-the-way " + CLAUDE);
    assertThat(outside).doesNotExist();
    assertThat(states(report).values()).containsOnlyOnce("refused");
  }

  @Test
  void a_file_where_a_folder_is_needed_and_a_folder_where_a_file_is_are_refused() throws Exception {
    taught.write(".qwen", "a file\n");
    Files.createDirectories(taught.at(CLAUDE + "/folder"));
    Map<String, String> before = taught.snapshot();
    Report report = taught.install("claude,qwen");
    assertThat(report.exit()).isEqualTo(ExitCode.INVALID);
    assertThat(lines(report.problems())).contains("file-not-folder .qwen");
    assertThat(lines(report.warnings())).containsExactly("folder-not-file " + CLAUDE);
    taught.uninstall("");
    assertThat(taught.snapshot()).isEqualTo(before);
  }

  @Test
  void names_that_are_none_are_told_with_those_that_are() {
    assertThatThrownBy(() -> taught.install("claude,cloude"))
        .isInstanceOf(Failure.Usage.class)
        .hasMessageContaining("cloude");
    assertThatThrownBy(() -> taught.install("")).isInstanceOf(Failure.Usage.class);
    assertThatThrownBy(() -> taught.uninstall("all", "force")).isInstanceOf(Failure.Usage.class);
    assertThat(taught.at(MANIFEST)).doesNotExist();
  }

  @Test
  void status_tells_each_agent() throws Exception {
    taught.install("claude,codex");
    taught.write(CLAUDE, "mine\n");
    Report report = taught.status("");
    Map<String, String> states = new java.util.TreeMap<>();
    report
        .data()
        .objects("agents")
        .forEach(
            each -> states.put(each.text("agent").orElseThrow(), each.text("state").orElseThrow()));
    assertThat(states)
        .containsEntry("claude", "mixed")
        .containsEntry("codex", "installed")
        .containsEntry("copilot", "not installed")
        .hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"schema_version\": 1, \"files\": []}"})
  void files_that_a_lost_manifest_does_not_name_are_found_by_their_mark(String left)
      throws Exception {
    Map<String, String> before = taught.snapshot();
    taught.install("claude,codex");
    taught.write(CLAUDE, taught.read(CLAUDE) + "mine\n");
    Files.delete(taught.at(MANIFEST));
    if (!left.isEmpty()) {
      taught.write(MANIFEST, left);
    }
    assertThat(lines(taught.status("").warnings()))
        .contains("unlisted-file " + CLAUDE, "unlisted-file .agents/skills/spec-work/SKILL.md");
    Report removed = taught.uninstall("");
    assertThat(states(removed)).hasSize(8).containsEntry(CLAUDE, "kept");
    assertThat(lines(removed.warnings())).containsExactly("edited-file " + CLAUDE);
    assertThat(taught.at(CLAUDE)).exists();
    Files.delete(taught.at(CLAUDE));
    Files.delete(taught.at(".claude/commands"));
    Files.delete(taught.at(".claude"));
    Files.deleteIfExists(taught.at(MANIFEST));
    assertThat(taught.snapshot()).isEqualTo(before);
  }

  @Test
  void a_manifest_that_two_branches_changed_is_mended_by_the_next_installation() throws Exception {
    Map<String, String> before = taught.snapshot();
    taught.install("claude");
    String ours = taught.read(MANIFEST);
    taught.uninstall("");
    taught.install("gemini");
    String theirs = taught.read(MANIFEST);
    taught.install("claude");
    taught.write(MANIFEST, "<<<<<<< ours\n" + ours + "=======\n" + theirs + ">>>>>>> theirs\n");
    for (String what : List.of("status", "uninstall")) {
      assertThatThrownBy(
              () -> {
                Report _ = what.equals("status") ? taught.status("") : taught.uninstall("");
              })
          .isInstanceOfSatisfying(
              Failure.Invalid.class,
              failure ->
                  assertThat(failure.problems().getFirst().remedy())
                      .contains("speckit agents install"));
    }
    taught.install("claude");
    assertThat(InstalledFiles.read(taught.workspace()).agents())
        .containsExactly("claude", "gemini");
    assertThat(taught.read(MANIFEST).lines().filter(line -> line.contains("sha256"))).hasSize(8);
    taught.uninstall("");
    assertThat(taught.snapshot()).isEqualTo(before);
  }
}
