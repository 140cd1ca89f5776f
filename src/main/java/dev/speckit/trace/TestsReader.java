package dev.speckit.trace;

import dev.speckit.checks.TestCase;
import dev.speckit.checks.TestCases;
import dev.speckit.failure.Place;
import dev.speckit.host.Disk;
import dev.speckit.trace.TraceItem.Demand;
import dev.speckit.trace.TraceItem.Result;
import dev.speckit.trace.TraceItem.SourceFile;
import dev.speckit.trace.TraceItem.Test;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Links what is named in test files and in the names of test cases with the results in reports.
final class TestsReader {
  /// What says most against a test, first.
  private static final List<Result> WORST =
      List.of(
          Result.FAILED, Result.STALE, Result.GONE, Result.NOT_RUN, Result.SKIPPED, Result.PASSED);

  private final Path workspace;
  private final Catalog catalog;
  private final TraceGraph.Draft draft;
  private final FilesReader files;
  private final Map<String, TestLines> lines = new HashMap<>();
  private final Map<Demand, Long> sources = new HashMap<>();
  private final Map<String, Long> changed = new HashMap<>();
  private final Set<String> linked = new HashSet<>();

  TestsReader(Path workspace, Catalog catalog, TraceGraph.Draft draft, FilesReader files) {
    this.workspace = workspace;
    this.catalog = catalog;
    this.draft = draft;
    this.files = files;
  }

  /// A test that names an item itself.
  private record Own(Demand demand, String name) {}

  /// A case of a report.
  ///
  /// @param path of the file that holds it; empty when it is not known
  /// @param gone the file that the report names and that is not there any more
  private record Found(TestCase one, String path, Optional<String> gone) {}

  void read(TestCases found) throws InterruptedException {
    for (FilesReader.Named each : files.tests()) {
      lines.computeIfAbsent(each.file().path(), _ -> new TestLines(each.text()));
    }
    List<Found> all = found(found);
    files.tests().forEach(this::named);
    Map<Own, List<Found>> own = new LinkedHashMap<>();
    for (Found each : all) {
      ownName(each, own);
    }
    own.forEach(this::own);
  }

  private List<Found> found(TestCases cases) {
    TestSources from = new TestSources(workspace, files.testPaths(), lines);
    SourcesOfCases named = new SourcesOfCases(workspace, files.present());
    List<Found> all = new ArrayList<>(cases.cases().size());
    for (TestCase each : cases.cases()) {
      Optional<String> gone = named.gone(each);
      Optional<String> path = gone.isPresent() ? Optional.empty() : from.of(each);
      path.map(lines::get).ifPresent(text -> text.add(each));
      all.add(new Found(each, path.or(() -> file(each)).orElse(""), gone));
    }
    return all;
  }

  private void named(FilesReader.Named named) {
    String path = named.file().path();
    TestLines text = lines.getOrDefault(path, new TestLines(named.text()));
    if (text.isDenied(named.line(), named.demand().id())) {
      return;
    }
    Place place = Place.of(path, named.line());
    switch (text.about(named.line())) {
      case TestLines.Cases about -> cases(named, about.cases(), place);
      case TestLines.Whole _ -> {
        Result together = worst(results(named.demand(), text.cases(), path).values());
        link(named, new Test(path, together, place, false), "the test file names ");
      }
      case TestLines.Unknown _ ->
          link(named, new Test(path, Result.NOT_RUN, place, false), "the test file names ");
    }
  }

  /// Where one of them did not pass, those that did say nothing.
  private void cases(FilesReader.Named named, List<TestCase> cases, Place place) {
    String path = named.file().path();
    Map<String, Result> results = results(named.demand(), cases, path);
    Result worst = worst(results.values());
    results.forEach((name, result) -> {
      linked.add(key(named.demand().key(), name, path));
      linked.add(key(named.demand().id(), name, path));
      if (result != Result.PASSED || worst == Result.PASSED || worst == Result.FAILED) {
        link(named, new Test(name, result, place, false), "the test names ");
      }
    });
  }

  private static String key(String item, String name, String path) {
    return item + "\n" + path + "\n" + name;
  }

  private void link(FilesReader.Named named, Test test, String reason) {
    Test own = draft.add(test);
    draft.link(named.demand(), own, reason + named.demand().id(), own.place());
    draft.link(named.file(), own, "the file holds the test", own.place());
  }

  /// The result of each test.
  private Map<String, Result> results(Demand demand, List<TestCase> cases, String path) {
    Map<String, List<Found>> all = new LinkedHashMap<>();
    for (TestCase each : cases) {
      all.computeIfAbsent(each.fullName(), _ -> new ArrayList<>(1))
          .add(new Found(each, path, Optional.empty()));
    }
    Map<String, Result> results = new LinkedHashMap<>();
    all.forEach((name, some) -> results.put(name, together(demand, some)));
    return results;
  }

  /// One test may stand in several reports: those that are older than the files count only when all
  /// are, and of the others the worst, unless a report says that the test is flaky.
  private Result together(Demand demand, List<Found> cases) {
    Set<Result> results = EnumSet.noneOf(Result.class);
    boolean flaky = false;
    for (Found each : cases) {
      Result result = result(demand, each);
      results.add(result);
      flaky |= result == Result.PASSED && each.one().isFlaky();
    }
    if (flaky) {
      return Result.PASSED;
    }
    if (results.size() > 1) {
      results.remove(Result.STALE);
    }
    return worst(results);
  }

  private static Result worst(Iterable<Result> results) {
    int worst = WORST.size();
    for (Result each : results) {
      worst = Math.min(worst, WORST.indexOf(each));
    }
    return worst == WORST.size() ? Result.NOT_RUN : WORST.get(worst);
  }

  private Result result(Demand demand, Found found) {
    if (found.gone().isPresent()) {
      return Result.GONE;
    }
    TestCase each = found.one();
    String path = found.path();
    long written = each.report().written().toEpochMilli();
    if (written < source(demand) || (!path.isEmpty() && written < changed(path))) {
      return Result.STALE;
    }
    return switch (each.result()) {
      case PASSED -> Result.PASSED;
      case FAILED, ERROR -> Result.FAILED;
      case SKIPPED -> Result.SKIPPED;
      case UNKNOWN -> Result.NOT_RUN;
    };
  }

  /// When the files that name an item were changed last, those aside that hold tests or are for
  /// people to read.
  private long source(Demand demand) {
    return sources.computeIfAbsent(
        demand,
        _ ->
            draft.forward(demand).stream()
                .map(TraceLink::to)
                .filter(SourceFile.class::isInstance)
                .map(SourceFile.class::cast)
                .filter(each -> !each.test() && !TestFiles.isDocument(each.path()))
                .mapToLong(each -> changed(each.path()))
                .max()
                .orElse(0));
  }

  private long changed(String path) {
    return changed.computeIfAbsent(path, _ -> Disk.modifiedMillis(workspace.resolve(path)));
  }

  /// A case whose own name names an item. The file that holds it knows better whose a bare id is.
  private void ownName(Found found, Map<Own, List<Found>> own) throws InterruptedException {
    TestCase each = found.one();
    for (Mention mention : Mention.in(each.name(), catalog, Mention.Form.TEST_NAME)) {
      boolean known =
          mention.spec() == null
              && linked.contains(key(mention.id(), each.fullName(), found.path()));
      Demand demand =
          known ? null : files.resolve(found.path(), Place.of(each.report().name()), mention);
      if (demand != null) {
        own.computeIfAbsent(new Own(demand, each.fullName()), _ -> new ArrayList<>(1)).add(found);
      }
    }
  }

  private void own(Own own, List<Found> all) {
    Demand demand = own.demand();
    List<Found> left =
        all.stream()
            .filter(each -> !linked.contains(key(demand.key(), own.name(), each.path())))
            .toList();
    if (left.isEmpty()) {
      return;
    }
    Place place = Place.of(left.getFirst().one().report().name());
    Test test = draft.add(new Test(own.name(), together(demand, left), place, false));
    String reason = "the name of the test names " + demand.id();
    String gone =
        left.stream()
            .flatMap(each -> each.gone().stream())
            .findFirst()
            .map(file -> "; its file " + file + " is gone")
            .orElse("");
    draft.link(demand, test, reason + gone, place);
    for (Found each : left) {
      if (!each.path().isEmpty()) {
        SourceFile file = draft.add(new SourceFile(each.path(), true));
        draft.link(file, test, "the file holds the test", place);
      }
    }
  }

  private Optional<String> file(TestCase each) {
    String file = each.file();
    return file != null && ProjectFiles.isPlain(workspace, file)
        ? Optional.of(file)
        : Optional.empty();
  }
}
