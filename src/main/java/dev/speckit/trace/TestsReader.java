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
      List.of(Result.FAILED, Result.STALE, Result.NOT_RUN, Result.SKIPPED, Result.PASSED);

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

  private record Found(TestCase one, String path) {}

  void read(TestCases found) throws InterruptedException {
    for (FilesReader.Named each : files.tests()) {
      lines.computeIfAbsent(each.file().path(), _ -> new TestLines(each.text()));
    }
    TestSources from = new TestSources(workspace, files.testPaths(), lines);
    Map<Own, List<Found>> own = new LinkedHashMap<>();
    for (TestCase each : found.cases()) {
      Optional<String> path = from.of(each);
      path.map(lines::get).ifPresent(text -> text.add(each));
      ownName(each, path.orElse(""), own);
    }
    files.tests().forEach(this::named);
    own.forEach(this::own);
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
      linked.add(key(named.demand(), name, path));
      if (result != Result.PASSED || worst == Result.PASSED || worst == Result.FAILED) {
        link(named, new Test(name, result, place, false), "the test names ");
      }
    });
  }

  private static String key(Demand demand, String name, String path) {
    return demand.key() + "\n" + path + "\n" + name;
  }

  private void link(FilesReader.Named named, Test test, String reason) {
    Test own = draft.add(test);
    draft.link(named.demand(), own, reason + named.demand().id(), own.place());
    draft.link(named.file(), own, "the file holds the test", own.place());
  }

  /// The result of each test. One may stand in several reports: those that are older than the files
  /// count only when all are, and of the others the worst.
  private Map<String, Result> results(Demand demand, List<TestCase> cases, String path) {
    Map<String, Set<Result>> all = new LinkedHashMap<>();
    for (TestCase each : cases) {
      all.computeIfAbsent(each.fullName(), _ -> EnumSet.noneOf(Result.class))
          .add(result(demand, each, path));
    }
    Map<String, Result> results = new LinkedHashMap<>();
    all.forEach((name, some) -> results.put(name, together(some)));
    return results;
  }

  private static Result together(Set<Result> some) {
    if (some.size() > 1) {
      some.remove(Result.STALE);
    }
    return worst(some);
  }

  private static Result worst(Iterable<Result> results) {
    int worst = WORST.size();
    for (Result each : results) {
      worst = Math.min(worst, WORST.indexOf(each));
    }
    return worst == WORST.size() ? Result.NOT_RUN : WORST.get(worst);
  }

  /// @param path of the file that holds the case; empty when it is not known
  private Result result(Demand demand, TestCase each, String path) {
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

  /// A case whose own name names an item.
  private void ownName(TestCase each, String path, Map<Own, List<Found>> own)
      throws InterruptedException {
    List<Mention> mentions = Mention.in(each.name(), catalog, Mention.Form.TEST_NAME);
    if (mentions.isEmpty()) {
      return;
    }
    String at = path.isEmpty() ? file(each).orElse("") : path;
    for (Mention mention : mentions) {
      Demand demand = files.resolve(at, Place.of(each.report().name()), mention);
      if (demand != null) {
        own.computeIfAbsent(new Own(demand, each.fullName()), _ -> new ArrayList<>(1))
            .add(new Found(each, at));
      }
    }
  }

  private void own(Own own, List<Found> all) {
    Demand demand = own.demand();
    List<Found> left =
        all.stream()
            .filter(each -> !linked.contains(key(demand, own.name(), each.path())))
            .toList();
    if (left.isEmpty()) {
      return;
    }
    Set<Result> results = EnumSet.noneOf(Result.class);
    left.forEach(each -> results.add(result(demand, each.one(), each.path())));
    Place place = Place.of(left.getFirst().one().report().name());
    Test test = draft.add(new Test(own.name(), together(results), place, false));
    draft.link(demand, test, "the name of the test names " + demand.id(), place);
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
