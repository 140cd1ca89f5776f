package dev.speckit.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.failure.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever happened to a report, reading it ends in a value.
final class DamagedReportsTest {
  @TempDir Path workspace;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "surefire.xml",
        "pytest.xml",
        "ctest.xml",
        "node.xml",
        "vitest.xml",
        "go.xml",
        "nextest.xml",
        "jacoco.xml",
        "cobertura.xml",
        "lcov.info"
      })
  void a_report_cut_anywhere_or_with_wrong_bytes_ends_in_a_value(String name) throws IOException {
    byte[] whole = Folder.report(name);
    Random random = new Random(7);
    int problems = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      for (int hit = random.nextInt(4); hit > 0; hit--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      problems += problemsOf(damaged);
    }
    assertThat(problems).isPositive();
  }

  private int problemsOf(byte[] damaged) {
    new Folder(workspace).with("r.xml", damaged);
    TestReading tests = TestReports.read(workspace, "r.xml", null);
    CoverageReading coverage = CoverageReports.read(workspace, "r.xml", null);
    int problems = 0;
    if (tests instanceof TestReading.Unreadable(var found)) {
      found.forEach(DamagedReportsTest::tellsEnough);
      problems++;
    }
    if (coverage instanceof CoverageReading.Unreadable(var found)) {
      tellsEnough(found);
      problems++;
    }
    return problems;
  }

  private static void tellsEnough(Problem problem) {
    assertThat(String.valueOf(problem.place())).startsWith("r.xml");
    assertThat(problem.message()).isNotBlank().doesNotContain("\n").hasSizeLessThan(500);
    assertThat(problem.remedy()).isNotBlank();
  }
}
