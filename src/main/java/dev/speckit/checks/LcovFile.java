package dev.speckit.checks;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A tracefile of lcov: records of `SF:` (the source), `DA:` (line and hits), `LF:` and `LH:`
/// (lines found and hit), each closed by `end_of_record`.
final class LcovFile {
  private static final int CONTRADICTIONS_MAX = 20;

  private final String file;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final List<Problem> contradictions = new ArrayList<>();
  private @Nullable Entry open;
  private int number;

  private LcovFile(String file) {
    this.file = file;
  }

  /// Whether a file is no XML but begins like a tracefile.
  static boolean isLcov(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 4_096), StandardCharsets.ISO_8859_1);
    return start.lines().anyMatch(line -> line.startsWith("TN:") || line.startsWith("SF:"))
        && !start.stripLeading().startsWith("<");
  }

  /// @throws Failure.Invalid when a figure is none, or the last record is not closed
  static Lines read(byte[] bytes, String file) {
    LcovFile reading = new LcovFile(file);
    // Names of files may be in any encoding; here they are only compared.
    Iterator<String> lines = new String(bytes, StandardCharsets.ISO_8859_1).lines().iterator();
    while (lines.hasNext()) {
      reading.number++;
      reading.line(lines.next().strip());
    }
    if (reading.open != null) {
      throw reading.malformed("the report ends inside a record");
    }
    return reading.sum();
  }

  private void line(String line) {
    if (line.startsWith("SF:")) {
      begin(line.substring(3));
      return;
    }
    Entry entry = open;
    if (entry == null) {
      return;
    }
    if (line.startsWith("DA:")) {
      lineHits(entry, line.substring(3));
    } else if (line.startsWith("LF:")) {
      entry.found = figure(line.substring(3));
    } else if (line.startsWith("LH:")) {
      entry.hit = figure(line.substring(3));
    } else if (line.equals("end_of_record")) {
      compare(entry);
      sources.computeIfAbsent(entry.source, _ -> new Source()).add(entry);
      open = null;
    }
  }

  /// What a tool counts and what it lists are the same, or one of them is wrong.
  private void compare(Entry entry) {
    if (entry.hasTotals() && entry.lines.isEmpty() && entry.hit > entry.found) {
      throw new Failure.Invalid(
          Problem.of(
                  "report-contradicts-itself",
                  "the record says that " + entry.hit + " of " + entry.found + " lines are covered")
              .at(Place.of(file, number))
              .remedy(WorkspaceFile.RERUN));
    }
    long hit = entry.hits();
    boolean wrong = entry.hasTotals() && !entry.fits();
    if (!entry.lines.isEmpty() && wrong && contradictions.size() < CONTRADICTIONS_MAX) {
      contradictions.add(
          Lines.contradiction(
              Place.of(file, number),
              "the totals of the record contradict its lines, of which "
                  + hit
                  + " of "
                  + entry.lines.size()
                  + " are covered"));
    }
  }

  private void begin(String source) {
    if (open != null) {
      throw malformed("a record begins inside another");
    }
    open = new Entry(normalized(source));
  }

  private static String normalized(String source) {
    try {
      return Path.of(source).normalize().toString();
    } catch (InvalidPathException _) {
      return source;
    }
  }

  /// `line,hits` with an optional checksum behind.
  private void lineHits(Entry entry, String text) {
    String[] parts = text.split(",", 3);
    if (parts.length < 2) {
      throw malformed("a line of coverage has no number of hits");
    }
    // Counters that ran over are written as negative numbers; such a line did run.
    boolean isHit =
        parts[1].startsWith("-") ? figure(parts[1].substring(1)) > 0 : figure(parts[1]) > 0;
    entry.lines.merge(figure(parts[0]), isHit, Boolean::logicalOr);
  }

  private long figure(String text) {
    OptionalLong figure = Figures.whole(text);
    if (figure.isEmpty()) {
      throw malformed("a figure is expected in place of " + Words.line(text));
    }
    return Math.min(figure.getAsLong(), CoverageReport.LINES_MAX + 1);
  }

  private Failure.Invalid malformed(String message) {
    return new Failure.Invalid(
        Problem.of("malformed-lcov", message)
            .at(Place.of(file, number))
            .remedy(WorkspaceFile.RERUN));
  }

  private Lines sum() {
    long covered = 0;
    long valid = 0;
    for (Source source : sources.values()) {
      covered = Math.min(covered + source.covered(), Long.MAX_VALUE / 2);
      valid = Math.min(valid + source.valid(), Long.MAX_VALUE / 2);
    }
    return new Lines(CoverageReport.Format.LCOV, covered, valid, contradictions);
  }

  /// One record.
  private static final class Entry {
    private final String source;
    private final Map<Long, Boolean> lines = new HashMap<>();
    private long found = -1;
    private long hit = -1;

    Entry(String source) {
      this.source = source;
    }

    boolean hasTotals() {
      return found >= 0 && hit >= 0;
    }

    long hits() {
      return lines.values().stream().filter(isHit -> isHit).count();
    }

    boolean fits() {
      return Lines.fit(hits(), lines.size(), hit, found);
    }
  }

  /// All records of one source file. A single one is taken by its totals, unless they contradict
  /// its lines; several are merged line by line, because their totals overlap.
  private static final class Source {
    private final Map<Long, Boolean> lines = new HashMap<>();
    private int entries;
    private long found = -1;
    private long hit = -1;

    void add(Entry entry) {
      entries++;
      entry.lines.forEach((line, isHit) -> lines.merge(line, isHit, Boolean::logicalOr));
      if (entry.hasTotals() && (entry.lines.isEmpty() || entry.fits())) {
        found = Math.max(found, entry.found);
        hit = Math.max(hit, entry.hit);
      }
    }

    private boolean countsByTotals() {
      return found >= 0 && (entries == 1 || lines.isEmpty());
    }

    long valid() {
      return countsByTotals() ? found : lines.size();
    }

    long covered() {
      return countsByTotals() ? hit : lines.values().stream().filter(isHit -> isHit).count();
    }
  }
}
