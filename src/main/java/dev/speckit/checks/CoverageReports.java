package dev.speckit.checks;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads coverage reports: JaCoCo XML, lcov and Cobertura XML, told apart by their content.
public final class CoverageReports {
  private CoverageReports() {}

  /// Reads one report.
  ///
  /// @param name of the file, relative to the workspace
  /// @param notBefore a report last written before this moment is stale; null when its age is of no
  ///   matter
  /// @throws Failure.Usage when the name leads out of the workspace
  public static CoverageReading read(Path workspace, String name, @Nullable Instant notBefore) {
    WorkspaceFile file = WorkspaceFile.named(workspace, name);
    if (!Disk.exists(file.path())) {
      return new CoverageReading.Missing(file.name());
    }
    if (file.isOlderThan(notBefore)) {
      return new CoverageReading.Stale(file.name());
    }
    try {
      return reading(file);
    } catch (Failure.Invalid failure) {
      return new CoverageReading.Unreadable(failure.problems().getFirst());
    }
  }

  private static CoverageReading reading(WorkspaceFile file) {
    byte[] bytes = file.bytes();
    Lines lines =
        LcovFile.isLcov(bytes)
            ? LcovFile.read(bytes, file.name())
            : XmlCoverage.read(bytes, file.name());
    if (lines.covered() > lines.valid() || lines.valid() > CoverageReport.LINES_MAX) {
      throw new Failure.Invalid(
          Problem.of(
                  "report-contradicts-itself",
                  "the report says that "
                      + lines.covered()
                      + " of "
                      + lines.valid()
                      + " lines are covered")
              .at(file.name())
              .remedy(WorkspaceFile.RERUN));
    }
    return lines.valid() == 0
        ? new CoverageReading.NoLines(file.name(), lines.format())
        : new CoverageReading.Measured(
            new CoverageReport(file.name(), lines.format(), lines.covered(), lines.valid()),
            lines.contradictions());
  }
}
