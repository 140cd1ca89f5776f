package dev.speckit.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The way back from a file.
final class FileTraceTest {
  private static final String TEXT = "one\ntwo\nthree\nfour\n";

  @TempDir Path folder;
  private Sample sample;

  @BeforeEach
  void make() throws Exception {
    sample = Sample.in(folder.toRealPath().resolve("w"));
  }

  private List<String> subjects(String file) throws InterruptedException {
    return TraceOutputTest.trace(sample, "file", file).data().objects("commits").stream()
        .map(each -> each.text("subject").orElseThrow())
        .toList();
  }

  @Test
  void a_copy_has_no_history_of_the_file_it_was_made_from_and_a_rename_has() throws Exception {
    sample.write("src/a.sh", TEXT);
    String _ = sample.commit("Write a");
    sample.write("src/copy.sh", TEXT);
    String _ = sample.commit("Copy a");
    sample.git("mv", "src/a.sh", "src/b.sh");
    String _ = sample.commit("Rename a");
    sample.write("src/b.sh", TEXT + "five\n");
    String _ = sample.commit("Change b");

    assertThat(subjects("src/copy.sh")).containsExactly("Copy a");
    assertThat(subjects("src/b.sh")).containsExactly("Change b", "Rename a", "Write a");
    sample.git("mv", "src/b.sh", "src/c.sh");
    assertThat(subjects("src/c.sh")).containsExactly("Change b", "Rename a", "Write a");
  }

  @Test
  void a_file_that_was_renamed_and_then_deleted_keeps_its_history() throws Exception {
    sample.write("src/a.sh", TEXT);
    String _ = sample.commit("Write a");
    sample.git("mv", "src/a.sh", "src/b.sh");
    String _ = sample.commit("Rename a");
    sample.git("rm", "-q", "src/b.sh");
    String _ = sample.commit("Delete b");

    assertThat(subjects("src/b.sh")).containsExactly("Delete b", "Rename a", "Write a");
  }

  @ParameterizedTest
  @CsvSource({
    "src, folder-not-file",
    "., folder-not-file",
    "old, folder-not-file",
    "../beside.sh, outside-workspace",
    "/etc/passwd, outside-workspace",
    "src/pirce.sh, unknown-file",
    "lib/price.sh, unknown-file",
    "nowhere/at/all, unknown-file",
  })
  void what_is_no_file_is_told_with_its_place(String asked, String code) throws Exception {
    sample.write("src/price.sh", TEXT);
    sample.write("old/x.sh", "x\n");
    String _ = sample.commit("Write");
    sample.git("rm", "-rq", "old");
    String _ = sample.commit("Delete");
    Files.writeString(sample.workspace().resolveSibling("beside.sh"), "x");

    assertThatThrownBy(() -> TraceOutputTest.trace(sample, "file", asked))
        .isInstanceOfSatisfying(
            Failure.Usage.class,
            failure ->
                assertThat(failure.problems())
                    .singleElement()
                    .satisfies(problem -> {
                      assertThat(problem.code()).isEqualTo(code);
                      assertThat(problem.place()).isNotNull();
                      assertThat(problem.remedy())
                          .contains(
                              asked.contains("sh") && code.startsWith("unk")
                                  ? "src/price.sh"
                                  : "name a file");
                    }));
  }

  @ParameterizedTest
  @CsvSource({"src/new.sh", "src/staged.sh", "src/gone.sh", "ignored.txt"})
  void a_file_that_no_spec_knows_is_answered_for(String asked) throws Exception {
    sample.write(".gitignore", "ignored.txt\n");
    sample.write("src/gone.sh", TEXT);
    String _ = sample.commit("Write");
    sample.git("rm", "-q", "src/gone.sh");
    sample.write("src/new.sh", "new\n");
    sample.write("ignored.txt", "x\n");
    sample.write("src/staged.sh", "s\n");
    sample.git("add", "src/staged.sh");
    Files.delete(sample.workspace().resolve("src/staged.sh"));

    Report report = TraceOutputTest.trace(sample, "file", asked);
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
  }
}
