package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a delivery moves, refuses and tells.
final class DeliveringTest {
  private static final String FOLDER = "specs/1000/1001/deliverables/";
  private static final String DOCUMENT = "specs/1000/1001/1014.spec.md";
  @TempDir private Path temporary;
  private Desk desk;

  @BeforeEach
  void sit() {
    desk = Desk.with1014(temporary);
  }

  @Test
  void links_to_and_from_a_document_follow_it() throws Exception {
    desk.write(
        "docs/guide.md", "# Guide\n\nSee [other](other.md#top), [[../src/a]] and [[#Guide]].\n");
    desk.write("docs/other.md", "# Top\n\n[[guide]] and [g](./guide.md#guide)\n\n    [[guide]]\n");
    desk.write("README.md", "# R\n\n[guide](docs/guide.md \"the guide\") and [[docs/guide|it]]\n");
    desk.write("src/a.md", "# A\n");
    desk.write("specs/1000/1001/notes.md", "[[../../../docs/guide]]\n");
    desk.commitAll("Docs");
    Report report = desk.work("1014", "deliver", "docs/guide.md", "--as", "docs");
    assertThat(desk.read(FOLDER + "docs/guide.md"))
        .contains(
            "[other](../../../../../docs/other.md#top)", "[[../../../../../src/a]]", "[[#Guide]]");
    assertThat(desk.read("docs/other.md"))
        .contains("[[guide]] and [g](../" + FOLDER + "docs/guide.md#guide)")
        .contains("\n    [[guide]]\n");
    assertThat(desk.read("README.md"))
        .isEqualTo(
            "# R\n\n[guide](" + FOLDER + "docs/guide.md \"the guide\") and [[docs/guide|it]]\n");
    assertThat(desk.read("specs/1000/1001/notes.md")).isEqualTo("[[deliverables/docs/guide]]\n");
    assertThat(report.data().object("action").orElseThrow().integer("relinked")).contains(5L);
    assertThat(report.blocks().toString()).contains("5 links in ");
  }

  @Test
  void a_copy_gets_its_own_links_right_and_leaves_all_others() throws Exception {
    desk.write("docs/guide.md", "# Guide\n\n[other](other.md)\n");
    desk.write("docs/other.md", "# Top\n\n[[guide]]\n");
    desk.work("1014", "deliver", "docs/guide.md", "--copy");
    assertThat(desk.read(FOLDER + "docs/guide.md"))
        .contains("[other](../../../../../docs/other.md)");
    assertThat(desk.read("docs/guide.md")).contains("[other](other.md)");
    assertThat(desk.read("docs/other.md")).contains("[[guide]]");
  }

  @ParameterizedTest
  @CsvSource({
    ".gitignore, config",
    "speckit.toml, config",
    "README.md, docs",
    "package.json, config",
    "specs/README.md, docs",
    "specs/1000/notes.md, docs",
    "specs/1000/1002/notes.md, docs",
  })
  void what_the_project_needs_where_it_stands_is_not_moved_away(String file, String kind)
      throws Exception {
    desk.create("feature", "Other", "1002", "1000");
    desk.write(file, "kept\n");
    String before = desk.context();
    assertThatThrownBy(() -> desk.work("1014", "deliver", file, "--as", kind))
        .isInstanceOfSatisfying(
            Failure.Usage.class,
            failure -> {
              assertThat(failure.problems().getFirst().remedy()).contains("--copy");
              assertThat(String.valueOf(failure.problems().getFirst().place())).contains(file);
            });
    assertThat(desk.read(file)).isEqualTo("kept\n");
    assertThat(desk.context()).isEqualTo(before);
    assertThat(desk.workspace().resolve(FOLDER)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"large", "nul", "latin1", "png"})
  void why_a_file_carries_no_comment_is_told_as_it_is(String what) throws Exception {
    String name = what.equals("png") ? "a.png" : "a.sh";
    Path file = desk.workspace().resolve(name);
    switch (what) {
      case "nul" -> Files.write(file, new byte[] {'e', 0, '\n'});
      case "latin1" -> Files.write(file, new byte[] {'e', (byte) 0xE9, '\n'});
      case "png" -> Files.writeString(file, "x");
      default -> {
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
          large.setLength(9L << 20);
        }
      }
    }
    String wanted =
        switch (what) {
          case "nul", "latin1" -> "the file is no plain text in UTF-8, so";
          case "png" -> "the format has no comments, so";
          default -> "the file is larger than 8 MiB, so";
        };
    assertThat(desk.work("1014", "deliver", name).warnings().stream().map(Problem::message))
        .anyMatch(each -> each.startsWith(wanted));
  }

  @Test
  void a_delivery_is_building_and_needs_no_kind_that_its_name_tells() throws Exception {
    desk.work("1014", "plan", "-m", "Write it");
    desk.work("1014", "approve");
    desk.write("setup.sh", "true\n");
    desk.work("1014", "deliver", "setup.sh");
    assertThat(desk.workspace().resolve(FOLDER + "scripts/setup.sh")).exists();
    assertThat(desk.read(DOCUMENT)).contains("**Status**: implementing");
    assertThat(desk.context()).contains("**Status**: implementing");
    assertThat(desk.work("1014", "note", "A word").blocks().toString())
        .doesNotContain("has built nothing yet");
    desk.write("thing.xyz", "x\n");
    assertThatThrownBy(() -> desk.work("1014", "deliver", "thing.xyz"))
        .isInstanceOf(Failure.Usage.class)
        .hasMessageContaining("has not been said");
  }

  @Test
  void a_delivery_that_cannot_be_registered_leaves_nothing_behind() throws Exception {
    desk.write("setup.sh", "true\n");
    desk.work("1014", "note", "A word");
    String before = desk.context();
    Path document = desk.workspace().resolve(DOCUMENT);
    assumeTrue(isImmutable(document, "+i"));
    try {
      assertThatThrownBy(() -> desk.work("1014", "deliver", "setup.sh"))
          .isInstanceOf(Failure.class);
    } finally {
      assertThat(isImmutable(document, "-i")).isTrue();
    }
    assertThat(desk.read("setup.sh")).isEqualTo("true\n");
    assertThat(desk.workspace().resolve(FOLDER + "scripts/setup.sh")).doesNotExist();
    assertThat(desk.context()).isEqualTo(before);
    desk.work("1014", "deliver", "setup.sh");
    assertThat(desk.workspace().resolve(FOLDER + "scripts/setup.sh")).exists();
  }

  /// Only some file systems and users can do it.
  private static boolean isImmutable(Path file, String change) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", "chattr \"$0\" \"$1\"", change, file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }
}
