package dev.speckit.checks;

import dev.speckit.json.Json;

/// How many lines the tests of a project reach, from one report.
///
/// @param file the report, relative to the workspace
/// @param format recognised from the content
/// @param covered lines that ran at least once, 0 to `valid`
/// @param valid lines that could run, at least 1
public record CoverageReport(String file, Format format, long covered, long valid) {
  /// The largest number of lines that is believed; keeps every product below exact.
  static final long LINES_MAX = 1_000_000_000_000L;

  public CoverageReport {
    if (valid < 1 || valid > LINES_MAX || covered < 0 || covered > valid) {
      throw new IllegalArgumentException(covered + " of " + valid + " lines");
    }
  }

  /// What writes such a file.
  public enum Format {
    JACOCO("JaCoCo XML"),
    LCOV("lcov"),
    COBERTURA("Cobertura XML");

    private final String title;

    Format(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /// `92%` or `92.4%`: one decimal, never rounded up, so that 100 % means every line.
  public String percentage() {
    long tenths = covered * 1_000 / valid;
    return tenths % 10 == 0 ? tenths / 10 + "%" : tenths / 10 + "." + tenths % 10 + "%";
  }

  public Json.Fields json() {
    return new Json.Fields(java.util.Map.of())
        .with("file", file)
        .with("format", format.title())
        .with("covered", covered)
        .with("valid", valid)
        .with("percentage", percentage());
  }
}
