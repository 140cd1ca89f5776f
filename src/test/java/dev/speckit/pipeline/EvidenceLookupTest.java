package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Answer;
import dev.speckit.consensus.Lookup.Found;
import dev.speckit.host.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EvidenceLookupTest {
  @TempDir Path home;
  private Path workspace;
  private EvidenceLookup lookup;

  @BeforeEach
  void workspace() throws IOException {
    workspace = home.resolve("workspace");
    StringBuilder text = new StringBuilder();
    for (int line = 1; line <= 100; line++) {
      text.append(line == 50 ? "  int total =\t sum(all);\r\n" : "line " + line + "\r\n");
    }
    Disk.write(workspace.resolve("src/Sum.java"), text.toString());
    Disk.write(workspace.resolve("specs/spec.md"), "- **REQ-1**: The total MUST be shown.\n");
    Disk.write(workspace.resolve(".git/config"), "int total = sum(all);\n");
    Disk.write(workspace.resolve(".speckit/notes"), "int total = sum(all);\n");
    Disk.write(home.resolve("outside.txt"), "int total = sum(all);\n");
    Disk.write(
        workspace.resolve("blob.bin"), "int total = sum(all);\0".getBytes(StandardCharsets.UTF_8));
    lookup = EvidenceLookup.pointing(workspace);
  }

  @ParameterizedTest
  @CsvSource({
    "50, FOUND",
    "30, FOUND",
    "70, FOUND",
    "29, ELSEWHERE",
    "71, ELSEWHERE",
    "1, ELSEWHERE",
    "10000000, ELSEWHERE",
    "2147483647, ELSEWHERE"
  })
  void a_text_is_at_its_place_within_twenty_lines(int line, Found found) {
    assertThat(look("src/Sum.java", line, "int total = sum(all);")).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int total = sum(all);",
        "  int   total =\nsum(all);\n",
        "line 49\nint total = sum(all);\nline 51",
        "\uFEFFint total"
      })
  void white_space_does_not_matter(String quote) {
    assertThat(look("src/Sum.java", 50, quote)).isEqualTo(Found.FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Int total = sum(all);", "int total = sum(none);", "inttotal"})
  void every_other_character_does(String quote) {
    assertThat(look("src/Sum.java", 50, quote)).isEqualTo(Found.NO_TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\r\n", "}", "{}();", "---"})
  void a_quote_without_a_word_is_no_evidence(String quote) {
    assertThat(look("src/Sum.java", 50, quote)).isEqualTo(Found.NOT_A_PLACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside.txt",
        "src/../../outside.txt",
        "/etc/passwd",
        "\\\\server\\share",
        "C:\\Windows\\win.ini",
        "~/.ssh/id_rsa",
        ".",
        "",
        " ",
        "src",
        "src/Sum.java\0.txt",
        ".git/config",
        "src/../.git/config",
        ".speckit/notes",
        "blob.bin"
      })
  void what_is_no_text_of_the_workspace_is_no_place(String file) {
    assertThat(look(file, 1, "int total = sum(all);")).isEqualTo(Found.NOT_A_PLACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"src/Nothing.java", "no/such/folder/x", "src/Sum.java/deeper", "-rf"})
  void a_file_that_is_not_there_is_said(String file) {
    assertThat(look(file, 1, "int total")).isEqualTo(Found.NO_FILE);
  }

  @Test
  void links_are_followed_within_the_workspace_only() throws IOException {
    Files.createSymbolicLink(workspace.resolve("inner"), Path.of("src"));
    Files.createSymbolicLink(workspace.resolve("outer"), home);
    Files.createSymbolicLink(workspace.resolve("leak.txt"), home.resolve("outside.txt"));
    Files.createSymbolicLink(workspace.resolve("config.txt"), Path.of(".git/config"));
    Files.createSymbolicLink(workspace.resolve("dangling"), Path.of("nowhere"));
    Files.createSymbolicLink(workspace.resolve("circle"), Path.of("circle"));
    String quote = "int total = sum(all);";
    assertThat(look("inner/Sum.java", 50, quote)).isEqualTo(Found.FOUND);
    assertThat(look("outer/outside.txt", 1, quote)).isEqualTo(Found.NOT_A_PLACE);
    assertThat(look("leak.txt", 1, quote)).isEqualTo(Found.NOT_A_PLACE);
    assertThat(look("config.txt", 1, quote)).isEqualTo(Found.NOT_A_PLACE);
    assertThat(look("dangling", 1, quote)).isEqualTo(Found.NOT_A_PLACE);
    assertThat(look("circle", 1, quote)).isEqualTo(Found.NOT_A_PLACE);
  }

  @Test
  void a_workspace_that_is_reached_by_a_link_is_searched() throws IOException {
    Path link = Files.createSymbolicLink(home.resolve("link"), workspace);
    ProofFiles rule = new ProofFiles(link, Optional.empty(), Optional.empty(), false);
    EvidenceLookup throughLink = EvidenceLookup.proving(link, rule);
    assertThat(throughLink.look(new Answer.Evidence("src/Sum.java", 50, "int total")))
        .isEqualTo(Found.FOUND);
    assertThat(throughLink.look(new Answer.Evidence("specs/spec.md", 1, "The total MUST")))
        .isEqualTo(Found.OWN_FILE);
  }

  @ParameterizedTest
  @CsvSource({
    "specs/spec.md, REQ-1**: The total",
    "./specs/../specs/spec.md, REQ-1**: The total",
    "SPECS/context.md, the total is shown",
    "evidence/consensus/1001/validate_verdict.json, the total is shown",
    "speckit.toml, the total is shown",
    "linked.md, REQ-1**: The total"
  })
  void what_speckit_and_its_stages_write_proves_nothing(String file, String quote)
      throws IOException {
    for (String own :
        List.of(
            "SPECS/context.md", "evidence/consensus/1001/validate_verdict.json", "speckit.toml")) {
      Disk.write(workspace.resolve(own), "the total is shown\n");
    }
    Files.createSymbolicLink(workspace.resolve("linked.md"), Path.of("specs/spec.md"));
    assertThat(proving().look(new Answer.Evidence(file, 1, quote))).isEqualTo(Found.OWN_FILE);
    assertThat(look(file, 1, quote)).isEqualTo(Found.FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "t, TOO_SHORT",
    "sum(all, TOO_SHORT",
    "i n t t o, NO_TEXT",
    "int total, FOUND",
    "line 49, FOUND",
    "ine 4, TOO_SHORT"
  })
  void a_quote_that_proves_has_eight_characters_or_is_a_line(String quote, Found found) {
    assertThat(proving().look(new Answer.Evidence("src/Sum.java", 50, quote))).isEqualTo(found);
  }

  private EvidenceLookup proving() {
    return EvidenceLookup.proving(
        workspace, new ProofFiles(workspace, Optional.empty(), Optional.empty(), false));
  }

  @Test
  void a_huge_file_is_not_read() {
    byte[] huge = "word ".repeat(1 << 20).concat("more").getBytes(StandardCharsets.UTF_8);
    Disk.write(workspace.resolve("huge.txt"), huge);
    assertThat(huge.length).isGreaterThan((int) EvidenceLookup.FILE_BYTES_MAX);
    assertThat(look("huge.txt", 1, "word word")).isEqualTo(Found.NOT_A_PLACE);
  }

  @Test
  void the_end_of_a_text_without_a_line_end_is_found() {
    Disk.write(workspace.resolve("a.txt"), "one\rtwo\r\rthree");
    assertThat(look("a.txt", 4, "three")).isEqualTo(Found.FOUND);
    assertThat(look("a.txt", 1, "one two three")).isEqualTo(Found.FOUND);
    Disk.write(workspace.resolve("empty.txt"), "");
    assertThat(look("empty.txt", 1, "three")).isEqualTo(Found.NO_TEXT);
  }

  private Found look(String file, int line, String quote) {
    return lookup.look(new Answer.Evidence(file, line, quote));
  }
}
