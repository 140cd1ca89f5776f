package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.BadWorkspace;
import dev.speckit.testkit.Refusal;
import dev.speckit.testkit.Speckit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Words that make no sense or mean harm, and surroundings that lack something.
final class BadWordsIT {
  @TempDir private Path temporary;
  private BadWorkspace workspace;

  @BeforeEach
  void make() {
    workspace = BadWorkspace.in(temporary);
  }

  @ParameterizedTest
  @CsvSource({
    "show ../1001, bad-spec-id",
    "show /etc/passwd, bad-spec-id",
    "show 1001/../1000, bad-spec-id",
    "show 999, unknown-spec",
    "show 1000000, unknown-spec",
    "show 20261121-101530-../.., bad-spec-id",
    "run ../1001, bad-spec-id",
    "check /specs/1000, bad-spec-id",
    "new feature F --parent ../1000, bad-spec-id",
    "new feature F --parent 1000 --id ../1002, bad-spec-id",
    "new epic E --id 1000000, bad-spec-id",
    "new feature F --parent 1000 --id 2001, bad-spec-id",
    "new feature F --parent 1000 --id 1001, id-taken",
    "resume ../x, unknown-run",
    "resume /etc/passwd, unknown-run",
    "cancel ../../x, unknown-run",
    "show last, unknown-run",
    "runs --spec 1999, unknown-spec",
    "-C speckit.toml list, no-such-directory speckit.toml",
    "show 20261121-101530-abcdef, unknown-run"
  })
  void an_id_is_never_a_path(String words, String code) {
    assertThat(Refusal.of(workspace.speckit(), words.split(" ", -1)).line())
        .isEqualTo("64 " + code);
  }

  @ParameterizedTest
  @CsvSource({
    "lsit, unknown-command, speckit list",
    "list --strct, unknown-option, help list",
    "check --strct, unknown-option, --strict",
    "new epi X, , epic",
    "run, , help run",
    "run 1001 --to nowhere, , help run",
    "list too many words, , help list"
  })
  void wrong_words_are_answered_with_the_right_ones(String words, String code, String remedy) {
    Refusal refusal = Refusal.of(workspace.speckit(), words.split(" ", -1));
    assertThat(refusal.exit()).isEqualTo(64);
    assertThat(refusal.remedy()).contains(remedy);
    if (code != null) {
      assertThat(refusal.code()).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @CsvSource({"show WORD", "new epic WORD", "WORD", "list --WORD", "resume WORD", "-C WORD list"})
  void a_word_of_a_hundred_thousand_letters_is_refused(String words) {
    String[] call = words.split(" ", -1);
    for (int i = 0; i < call.length; i++) {
      call[i] = call[i].replace("WORD", "a".repeat(100_000));
    }
    Refusal refusal = Refusal.of(workspace.speckit(), call);
    assertThat(refusal.exit()).isEqualTo(64);
    assertThat(refusal.message()).as("the message").hasSizeLessThan(1_000);
    assertThat(refusal.place()).as("the place").hasSizeLessThan(1_000);
  }

  @Test
  void terminal_sequences_in_words_do_not_come_back() {
    Speckit.Ended ended = workspace.speckit().run("show", "\u001b]0;owned\u0007x");
    assertThat(ended.exit()).isEqualTo(64);
    assertThat(ended.err()).doesNotContain("\u001b", "\u0007");
  }

  @Test
  void a_title_that_the_locale_cannot_pass_on_is_refused_and_not_mangled() {
    Speckit plain = workspace.speckit().with("LANG", "C").with("LC_ALL", "C");
    Speckit.Ended made = plain.run("new", "epic", "Caf\u00e9");
    if (made.exit() == 0) {
      // The launcher sees to the locale.
      assertThat(workspace.at("specs/2000/epic.md")).content().contains("Caf\u00e9");
    } else {
      assertThat(made.exit()).isEqualTo(64);
      assertThat(made.err()).contains("locale", "LC_ALL=C.UTF-8");
      assertThat(workspace.at("specs/2000")).doesNotExist();
    }
  }

  @Test
  void text_of_files_survives_a_locale_without_letters() {
    workspace.write("specs/1000/epic.md", "# Epic: Caf\u00e9\n");
    Speckit.Ended listed = workspace.speckit().with("LANG", "C").with("LC_ALL", "C").run("list");
    assertThat(listed.exit()).isZero();
    assertThat(listed.out()).contains("Caf\u00e9");
  }

  @Test
  void a_home_that_cannot_be_written_stops_what_must_write_there_and_nothing_else() {
    Speckit homeless = workspace.speckit().with("HOME", "/proc/nobody");
    assertThat(homeless.run("list").exit()).isZero();
    assertThat(homeless.run("check").exit()).isZero();
    Refusal trust = Refusal.of(homeless, "trust");
    assertThat(trust.exit()).isEqualTo(3);
    assertThat(trust.place()).startsWith("/proc/nobody");
  }

  @Test
  void a_home_that_is_a_file_is_named() throws Exception {
    Path home = Files.writeString(temporary.resolve("file"), "mine");
    Refusal trust = Refusal.of(workspace.speckit().with("HOME", home.toString()), "trust");
    assertThat(trust.line()).isEqualTo("65 file-not-folder " + home);
    assertThat(home).hasContent("mine");
  }

  @Test
  void without_a_home_everything_that_only_reads_works() {
    assertThat(workspace.speckit().with("HOME", "").run("list").exit()).isZero();
  }

  @Test
  void a_reader_that_has_seen_enough_is_no_failure() throws Exception {
    StringBuilder text = new StringBuilder("# Spec: Long\n\n## Requirements\n\n");
    for (int i = 0; i < 20_000; i++) {
      text.append("- **R-").append(i).append("**: It MUST hum.\n");
    }
    workspace.write(BadWorkspace.SPEC, text.toString());
    Speckit.Started shown =
        workspace.speckit().startInto(ProcessBuilder.Redirect.PIPE, "show", "1001");
    try (var out = shown.process().getInputStream()) {
      assertThat(out.read()).isNotNegative();
    }
    assertThat(shown.process().waitFor()).isZero();
    assertThat(shown.err()).isEmptyFile();
  }

  @Test
  void an_output_that_cannot_be_written_is_a_failure() throws Exception {
    Speckit.Started listed =
        workspace
            .speckit()
            .startInto(ProcessBuilder.Redirect.to(Path.of("/dev/full").toFile()), "list");
    assertThat(listed.process().waitFor()).isEqualTo(3);
    assertThat(listed.err()).content().contains("No space left", "what to do");
  }

  @Test
  void a_folder_without_a_workspace_is_told_how_to_become_one() {
    Speckit nowhere = Speckit.in(workspace.outside(), workspace.outside());
    Refusal refusal = Refusal.without(nowhere, "list");
    assertThat(refusal.exit()).isEqualTo(64);
    assertThat(refusal.remedy()).contains("speckit init");
  }
}
