package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.BadWorkspace;
import dev.speckit.testkit.Refusal;
import dev.speckit.testkit.Snapshot;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents whose bytes are wrong: torn, foreign, huge.
final class BadFilesIT {
  private static final String SPEC = BadWorkspace.SPEC;

  @TempDir private Path temporary;
  private BadWorkspace workspace;

  @BeforeEach
  void make() {
    workspace = BadWorkspace.in(temporary);
  }

  /// What is wrong with a spec, and what a run of it is refused with.
  enum Spoiled {
    LATIN_1(bytes("\n\nCafé\n", true), "65 not-utf-8 " + SPEC + ":16"),
    NUL(bytes("\nab\0c\n", false), "65 nul-character " + SPEC + ":15:3"),
    CONFLICT(
        bytes("\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n", false),
        "65 conflict-marker " + SPEC + ":15");

    private final byte[] added;
    private final String refusal;

    Spoiled(byte[] added, String refusal) {
      this.added = added;
      this.refusal = refusal;
    }

    private static byte[] bytes(String text, boolean latin1) {
      return text.getBytes(latin1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource(Spoiled.class)
  void a_torn_or_foreign_text_is_refused_by_run_found_by_check_and_listed(Spoiled spoiled) {
    byte[] good = Workspaces.SPEC.getBytes(StandardCharsets.UTF_8);
    byte[] bad = java.util.Arrays.copyOf(good, good.length + spoiled.added.length);
    System.arraycopy(spoiled.added, 0, bad, good.length, spoiled.added.length);
    workspace.write(SPEC, bad);
    assertThat(Refusal.of(workspace.speckit(), "run", "1001").line()).isEqualTo(spoiled.refusal);
    assertFoundAndListed(spoiled.refusal.split(" ", -1)[1]);
  }

  @Test
  void a_parent_that_is_no_text_gets_no_child() {
    workspace.write(SPEC, new byte[] {'#', ' ', (byte) 0xe9, '\n'});
    assertThat(Refusal.of(workspace.speckit(), "new", "task", "T", "--parent", "1001").line())
        .isEqualTo("65 not-utf-8 " + SPEC + ":1");
  }

  @Test
  void a_hundred_megabytes_are_refused_and_not_loaded() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(workspace.at(SPEC).toFile(), "rw")) {
      file.setLength(100L << 20);
    }
    assertThat(Refusal.of(workspace.speckit(), "run", "1001").line())
        .isEqualTo("65 file-too-large " + SPEC);
    assertThat(Refusal.of(workspace.speckit(), "new", "task", "T", "--parent", "1001").line())
        .isEqualTo("65 file-too-large " + SPEC);
    assertFoundAndListed("file-too-large");
  }

  @Test
  @Timeout(120)
  void a_hundred_thousand_headings_are_read_in_linear_time() {
    StringBuilder text = new StringBuilder("# Spec: Many\n");
    for (int i = 0; i < 100_000; i++) {
      text.append("## Part ").append(i).append("\n- **R-").append(i).append("**: It MUST hum.\n");
    }
    workspace.write(SPEC, text.toString());
    Speckit.Ended shown = workspace.speckit().run("show", "1001", "--json");
    assertThat(shown.exit()).isZero();
    assertThat(shown.data().items("requirements")).hasSize(100_000);
    assertThat(workspace.speckit().run("check", "1001").exit()).isZero();
  }

  @Test
  void an_empty_spec_is_not_planned() {
    workspace.write(SPEC, "");
    assertThat(Refusal.of(workspace.speckit(), "run", "1001").line())
        .isEqualTo("65 empty-spec " + SPEC);
    assertThat(workspace.speckit().run("list").exit()).isZero();
  }

  @Test
  void an_unclosed_fence_is_an_error_of_check_at_its_line() {
    workspace.write(SPEC, Workspaces.SPEC + "\n```sh\necho\n");
    Speckit.Ended checked = workspace.speckit().run("check", "1001");
    assertThat(checked.exit()).isEqualTo(2);
    assertThat(checked.out()).contains(SPEC + ":15", "never closed");
    assertThat(workspace.speckit().run("show", "1001").err()).contains(SPEC + ":15");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r"})
  void other_line_ends_and_a_byte_order_mark_change_nothing_of_what_is_read(String end) {
    String expected = workspace.speckit().run("show", "1001", "--json").out();
    workspace.write(SPEC, "\uFEFF" + Workspaces.SPEC.replace("\n", end));
    assertThat(workspace.speckit().run("show", "1001", "--json").out()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void a_parent_keeps_its_bytes_and_line_ends_when_it_gets_a_child(String end) throws Exception {
    String before = "\uFEFF" + Workspaces.SPEC.replace("\n", end);
    workspace.write(SPEC, before);
    assertThat(workspace.speckit().run("new", "task", "T", "--parent", "1001").exit()).isZero();
    String after = Files.readString(workspace.at(SPEC));
    assertThat(after).startsWith(before).contains("[[1002.spec|T]]");
    assertThat(after.substring(before.length()).replace(end, "")).doesNotContain("\n", "\r");
  }

  @Test
  void links_that_lead_in_circles_end() {
    workspace.write(SPEC, Workspaces.SPEC + "\n[[../epic]] [[spec]] ![[spec]]\n");
    workspace.write("specs/1000/epic.md", "# Epic: A\n\n[[1001/spec]] ![[1001/spec]]\n");
    assertThat(workspace.speckit().run("check").exit()).isZero();
    assertThat(workspace.speckit().run("show", "1001").exit()).isZero();
  }

  private void assertFoundAndListed(String code) {
    Map<String, String> before = Snapshot.of(workspace.folder());
    Speckit.Ended checked = workspace.speckit().run("check");
    assertThat(checked.exit()).isEqualTo(2);
    assertThat(checked.out()).contains(SPEC, code);
    Speckit.Ended listed = workspace.speckit().run("list");
    assertThat(listed.exit()).isZero();
    assertThat(listed.out()).contains("1000", "1001");
    assertThat(workspace.speckit().run("show", "1001").exit()).isZero();
    assertThat(Snapshot.of(workspace.folder())).isEqualTo(before);
  }
}
