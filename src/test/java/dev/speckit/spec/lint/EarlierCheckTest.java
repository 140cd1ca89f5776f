package dev.speckit.spec.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.spec.Finding;
import dev.speckit.spec.SpecTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a check can be answered from the last one; that the answer is right is [RememberedTest]'s.
final class EarlierCheckTest {
  private static final String SPEC = "specs/1000/1001/spec.md";
  @TempDir Path folder;
  private LintWorkspace workspace;

  @BeforeEach
  void checked_once() throws Exception {
    workspace = new LintWorkspace(folder.resolve("w"), "build");
    workspace.ahead = Duration.ofHours(1);
    workspace.write("docs/guide.md", "# Guide\n");
    workspace.write(SPEC, LintWorkspace.FEATURE + "\nSee [[docs/guide#Guide]] and [[nowhere]].\n");
    assertThat(LintWorkspace.found(workspace.check()))
        .containsExactly("error dead-link " + SPEC + ":17:30");
    RememberedTest.tick(workspace.folder);
  }

  private Optional<List<String>> again() {
    SpecTree tree = SpecTree.open(workspace.folder);
    Remembered remembered = Remembered.open(workspace.host(), tree.workspace(), "build");
    return EarlierCheck.again(new Reading(tree, _ -> List.of()), remembered)
        .map(result -> result.findings().stream().map(EarlierCheckTest::line).toList());
  }

  private static String line(Finding finding) {
    return finding.rule() + " " + finding.place().line() + ":" + finding.place().column();
  }

  @Test
  void nothing_has_changed() {
    assertThat(again()).contains(List.of("dead-link 17:30"));
  }

  @Test
  void a_text_without_new_links_moves_the_places_below_it() throws Exception {
    workspace.write(SPEC, workspace.read(SPEC).replace("MUST lock.", "MUST lock.\n  TODO: which?"));
    assertThat(again()).contains(List.of("placeholder 10:3", "dead-link 18:30"));
  }

  @Test
  void what_others_can_see_needs_a_full_check() throws Exception {
    workspace.write(SPEC, workspace.read(SPEC).replace("## Tasks", "## Work"));
    assertThat(again()).isEmpty();
  }

  @Test
  void a_new_file_needs_a_full_check() throws Exception {
    workspace.write("specs/1000/1001/nowhere.md", "");
    assertThat(again()).isEmpty();
  }

  @Test
  void a_file_that_came_and_went_needs_none() throws Exception {
    workspace.write("specs/1000/1001/nowhere.md", "");
    Files.delete(workspace.folder.resolve("specs/1000/1001/nowhere.md"));
    assertThat(again()).contains(List.of("dead-link 17:30"));
  }

  @Test
  void a_document_elsewhere_that_is_named_needs_a_full_check() throws Exception {
    workspace.write("docs/guide.md", "# Other\n");
    assertThat(again()).isEmpty();
  }

  @Test
  void a_symbolic_link_in_the_tree_is_never_believed() throws Exception {
    Files.createSymbolicLink(
        workspace.folder.resolve("specs/1000/link.md"), Path.of("1001/spec.md"));
    workspace.check();
    assertThat(again()).isEmpty();
  }

  @Test
  void stamps_that_were_fresh_are_believed_once_they_are_old() throws Exception {
    workspace.write(SPEC, LintWorkspace.FEATURE + "[[nowhere]]\n");
    workspace.ahead = Duration.ZERO;
    workspace.check();
    byte[] fresh = Files.readAllBytes(memory());
    assertThat(again()).contains(List.of("dead-link 16:1"));
    assertThat(memory()).hasBinaryContent(fresh);
    workspace.ahead = Duration.ofHours(1);
    assertThat(again()).isPresent();
    assertThat(Files.readAllBytes(memory())).isNotEqualTo(fresh).hasSameSizeAs(fresh);
  }

  private Path memory() throws Exception {
    try (var files = Files.list(folder.resolve("home/.cache/speckit/check"))) {
      return files.toList().getFirst();
    }
  }
}
