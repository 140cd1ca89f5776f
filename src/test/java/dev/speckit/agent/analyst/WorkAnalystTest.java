package dev.speckit.agent.analyst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.ClaimStatus;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.agent.PromptDocument;
import dev.speckit.agent.Subject;
import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What analysts say of work that was done: validate, audit and unlock.
final class WorkAnalystTest {
  private static final String PASSED = "| test | passed | 12 passed, 0 failed |";
  private static final PromptDocument SPEC =
      new PromptDocument(
          "spec",
          "specs/1000/1001/spec.md",
          "# Sums\n\n## Requirements\n\n- **REQ-1**: The program MUST add numbers.\n"
              + "- **REQ-10**: The program MUST print the sum.\n");

  @TempDir Path workspace;

  @Test
  void a_test_that_names_the_id_proves_it_once_the_checks_passed() {
    Disk.write(
        workspace.resolve("src/test/SumTest.java"),
        "class SumTest {\n  @Test\n  void req_1_adds_two_numbers() {}\n}\n");
    assertThat(validate(PASSED).claims())
        .extracting(Answer.Claim::status)
        .containsExactly(ClaimStatus.MET, ClaimStatus.UNCLEAR);
    assertThat(validate(PASSED).claims().getFirst().evidence())
        .containsExactly(
            new Answer.Evidence("src/test/SumTest.java", 3, "void req_1_adds_two_numbers() {}"));
    assertThat(validate(PASSED).verdict()).isEqualTo(Vote.FAIL);
  }

  @ParameterizedTest
  @CsvSource({
    "'| test | failed: 2 tests failed | 10 passed, 2 failed |'",
    "'test: late'",
    "'nothing ran'",
    "''"
  })
  void without_checks_that_passed_nothing_is_met(String checks) {
    Disk.write(workspace.resolve("test_sum.py"), "# REQ-1: adds numbers\n");
    assertThat(validate(checks).claims().getFirst())
        .satisfies(claim -> {
          assertThat(claim.status()).isEqualTo(ClaimStatus.UNCLEAR);
          assertThat(claim.evidence()).hasSize(1);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "src/Sum.java, // REQ-1 adds numbers",
    "docs/test.md, REQ-1 adds numbers",
    "target/SumTest.java, // REQ-1 adds numbers",
    "specs/test.txt, REQ-1 adds numbers",
    "src/SumTest.java, // REQ-10 adds numbers",
    "src/SumTest.java, // REQ-1 paints the shed"
  })
  void what_is_no_test_of_the_demand_proves_nothing(String file, String line) {
    Disk.write(workspace.resolve(file), line + "\n");
    assertThat(validate(PASSED).claims().getFirst().status()).isEqualTo(ClaimStatus.UNCLEAR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A.java|// TODO mend it|MINOR",
        "ATest.java|  @Disabled(\"later\")|IMPORTANT",
        "a.test.js|it.skip('adds', () => {})|IMPORTANT",
        "A.java|} catch (Exception e) {|MINOR",
        "a.py|except:|MINOR",
        "A.java|e.printStackTrace();|MINOR",
        "A.java|fetch(\"http://example.org/x\");|MINOR",
        "A.java|run(\"SELECT a FROM b WHERE c = \" + c);|IMPORTANT"
      })
  void a_line_that_a_rule_knows_is_found_at_its_place(
      String file, String line, Magnitude magnitude) {
    Disk.write(workspace.resolve("src/" + file), "first\n" + line + "\n");
    assertThat(audit("- src/" + file + "\n").findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.magnitude()).isEqualTo(magnitude);
          assertThat(finding.file()).isEqualTo("src/" + file);
          assertThat(finding.line()).isEqualTo(2);
          assertThat(line).contains(finding.quote());
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A.java|url = \"http://localhost:8080\";",
        "a.xml|<a xmlns=\"http://www.w3.org/x\">",
        "A.java|run(\"SELECT a FROM b WHERE c = ?\");",
        "A.java|} catch (IOException e) {",
        "notes.md|Never call `e.printStackTrace()`."
      })
  void what_is_fine_is_let_through(String file, String line) {
    Disk.write(workspace.resolve(file), line + "\n");
    assertThat(audit(file)).isEqualTo(new Answer.Audit(List.of(), Vote.PASS));
  }

  @Test
  void only_changed_files_inside_are_looked_at() {
    Disk.write(workspace.resolve("work/A.java"), "// TODO\n");
    Disk.write(workspace.resolve("B.java"), "// TODO\n");
    Path inside = workspace.resolve("work");
    Answer.Audit audit =
        (Answer.Audit)
            Analysis.answer(
                inside,
                Analyst.DELIVERY,
                Subject.AUDIT,
                documents("changes", "../B.java\n/etc/passwd\nC.java\n"));
    assertThat(audit.findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "checks|test: 12 passed, 0 failed|PASS",
        "checks|test did not pass|FAIL",
        "validate|**Not met.** REQ-1 is disputed.|FAIL",
        "validate|**Met.** Every requirement is met.|PASS",
        "plan|Some plan|FAIL"
      })
  void the_lock_opens_when_no_document_names_a_trouble(String name, String text, Vote vote) {
    Answer.Unlock unlock =
        (Answer.Unlock)
            Analysis.answer(workspace, Analyst.REQUIREMENTS, Subject.UNLOCK, documents(name, text));
    assertThat(unlock.verdict()).isEqualTo(vote);
    assertThat(unlock.reasons()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(Analyst.class)
  void no_analyst_writes_code(Analyst analyst) {
    assertThatThrownBy(() -> Analysis.answer(workspace, analyst, Subject.IMPLEMENT, List.of(SPEC)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Answer.Validate validate(String checks) {
    return (Answer.Validate)
        Analysis.answer(
            workspace, Analyst.CONSISTENCY, Subject.VALIDATE, documents("checks", checks));
  }

  private Answer.Audit audit(String changes) {
    return (Answer.Audit)
        Analysis.answer(workspace, Analyst.DELIVERY, Subject.AUDIT, documents("changes", changes));
  }

  private static List<PromptDocument> documents(String name, String text) {
    List<PromptDocument> documents = new ArrayList<>(List.of(SPEC));
    documents.add(new PromptDocument(name, name, text));
    return documents;
  }
}
