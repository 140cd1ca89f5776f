package dev.speckit.checks;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Coverage in XML: JaCoCo (`report` with counters) and Cobertura (`coverage` with packages).
final class XmlCoverage implements XmlFile.Visitor {
  /// Rates are written with few digits.
  private static final double RATE_TOLERANCE = 0.01;

  private static final String LINES_COVERED = "lines-covered";
  private static final String LINES_VALID = "lines-valid";

  private final String file;
  private final Deque<String> path = new ArrayDeque<>();
  private final Map<String, Map<Long, Boolean>> classes = new HashMap<>();
  private final Tally listed = new Tally();
  private CoverageReport.@Nullable Format format;
  private boolean hasContent;
  private @Nullable Lines totals;
  private @Nullable String rate;
  private String source = "";

  private XmlCoverage(String file) {
    this.file = file;
  }

  /// @throws Failure.Invalid when the file is neither, or is not well-formed
  static Lines read(byte[] bytes, String file) {
    XmlCoverage coverage = new XmlCoverage(file);
    XmlFile.walk(bytes, file, coverage);
    return coverage.result();
  }

  /// Lines as they are listed, the same one maybe twice.
  private static final class Tally {
    private long covered;
    private long valid;

    void add(boolean isHit) {
      valid++;
      covered += isHit ? 1 : 0;
    }
  }

  @Override
  public void start(XmlFile.Element element) {
    if (element.depth() == 0) {
      format = format(element);
    }
    if (format == CoverageReport.Format.JACOCO) {
      jacoco(element);
    } else {
      cobertura(element);
    }
    path.push(element.name());
  }

  private CoverageReport.Format format(XmlFile.Element root) {
    return switch (root.name()) {
      case "report" -> CoverageReport.Format.JACOCO;
      case "coverage" -> CoverageReport.Format.COBERTURA;
      default -> throw unknown();
    };
  }

  private Failure.Invalid unknown() {
    return new Failure.Invalid(
        Problem.of("unknown-coverage", "the file is no coverage report of a known format")
            .at(file)
            .remedy("write JaCoCo XML, lcov or Cobertura XML"));
  }

  /// The counters directly below the root are those of the whole report.
  private void jacoco(XmlFile.Element element) {
    hasContent |= element.depth() == 1 && isJacocoChild(element.name());
    boolean isLines =
        element.depth() == 1
            && element.name().equals("counter")
            && "LINE".equals(element.attribute("type"));
    if (isLines) {
      long covered = figure(element, "covered");
      totals =
          new Lines(CoverageReport.Format.JACOCO, covered, covered + figure(element, "missed"));
    }
    boolean isLine = element.name().equals("line") && "sourcefile".equals(path.peek());
    if (isLine && element.attribute("ci") != null && element.attribute("mi") != null) {
      long run = figure(element, "ci");
      if (run > 0 || figure(element, "mi") > 0) {
        listed.add(run > 0);
      }
    }
  }

  private static boolean isJacocoChild(String name) {
    return name.equals("counter")
        || name.equals("package")
        || name.equals("group")
        || name.equals("sessioninfo");
  }

  private void cobertura(XmlFile.Element element) {
    hasContent |= element.depth() == 1 && element.name().equals("packages");
    if (element.depth() == 0) {
      rate = element.attribute("line-rate");
    }
    boolean hasTotals =
        element.depth() == 0
            && element.attribute(LINES_COVERED) != null
            && element.attribute(LINES_VALID) != null;
    if (hasTotals) {
      hasContent = true;
      totals =
          new Lines(
              CoverageReport.Format.COBERTURA,
              figure(element, LINES_COVERED),
              figure(element, LINES_VALID));
    }
    if (element.name().equals("class")) {
      String named = element.attribute("filename");
      source = named == null ? String.valueOf(element.attribute("name")) : named;
    }
    if (element.name().equals("line") && isLineOfClass()) {
      boolean isHit = figure(element, "hits") > 0;
      listed.add(isHit);
      classes
          .computeIfAbsent(source, _ -> new HashMap<>())
          .merge(figure(element, "number"), isHit, Boolean::logicalOr);
    }
  }

  /// The lines of a class; those of its methods are the same once more.
  private boolean isLineOfClass() {
    var inner = path.iterator();
    return inner.hasNext()
        && inner.next().equals("lines")
        && inner.hasNext()
        && inner.next().equals("class");
  }

  private long figure(XmlFile.Element element, String attribute) {
    OptionalLong figure = element.number(attribute);
    if (figure.isEmpty()) {
      throw new Failure.Invalid(
          Problem.of(
                  "malformed-coverage",
                  "the " + element.name() + " has no whole number as its " + attribute)
              .at(element.place())
              .remedy(WorkspaceFile.RERUN));
    }
    return figure.getAsLong();
  }

  @Override
  public void text(String text) {}

  @Override
  public void end(String name, int depth) {
    path.pop();
  }

  private Lines result() {
    CoverageReport.Format known = format;
    if (known == null || !hasContent) {
      throw unknown();
    }
    Lines said = totals;
    long valid = listed.valid;
    long covered = listed.covered;
    if (known == CoverageReport.Format.COBERTURA) {
      valid = 0;
      covered = 0;
      for (Map<Long, Boolean> lines : classes.values()) {
        valid += lines.size();
        covered += lines.values().stream().filter(isHit -> isHit).count();
      }
    }
    if (said != null && (valid == 0 || Lines.fit(covered, valid, said.covered(), said.valid()))) {
      return said;
    }
    boolean wrong =
        said != null || !(isRate(covered, valid) || isRate(listed.covered, listed.valid));
    return new Lines(
        known, covered, valid, wrong ? List.of(difference(covered, valid)) : List.of());
  }

  private Problem difference(long covered, long valid) {
    return Lines.contradiction(
        Place.of(file),
        "the totals of the report contradict its lines, of which "
            + covered
            + " of "
            + valid
            + " are covered");
  }

  /// Whether the rate that the root says, when it does, is about this one.
  private boolean isRate(long covered, long valid) {
    if (rate == null || valid == 0) {
      return true;
    }
    try {
      return Math.abs(Double.parseDouble(rate.strip()) - (double) covered / valid) < RATE_TOLERANCE;
    } catch (NumberFormatException _) {
      return true;
    }
  }
}
