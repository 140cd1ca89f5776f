package dev.speckit.trace;

import dev.speckit.checks.TestCase;
import dev.speckit.checks.TestCases;
import dev.speckit.failure.Place;
import dev.speckit.host.Disk;
import dev.speckit.trace.TraceItem.Demand;
import dev.speckit.trace.TraceItem.Result;
import dev.speckit.trace.TraceItem.SourceFile;
import dev.speckit.trace.TraceItem.Test;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
  /// A mention stands above the test that it is about, with no more than this between them.
  private static final int LINES_BELOW = 12;

  private final Path workspace;
  private final Catalog catalog;
  private final TraceGraph.Draft draft;
  private final FilesReader files;
  private final PathEndings sources = new PathEndings();
  private final Map<String, Optional<String>> groups = new HashMap<>();
  private final Map<String, Ran> ran = new LinkedHashMap<>();
  private final Map<String, List<Ran>> cases = new HashMap<>();
  private final Map<String, Boolean> plain = new HashMap<>();
  private final Map<String, Long> changed = new HashMap<>();
  private final Set<String> linked = new HashSet<>();
  private final SourcesOfCases named;

  /// A test as all its reports together tell of it.
  ///
  /// @param path of the file that holds it; empty when it is not known
  /// @param gone the file that its report names and that is not there any more
  private record Ran(TestCase told, String path, Result result, Optional<String> gone) {
    /// What is worse counts, unless a report says that the test is flaky. A report of before the
    /// last change says nothing beside one of after it.
    Ran and(Ran other) {
      List<Result> order =
          List.of(Result.FAILED, Result.SKIPPED, Result.PASSED, Result.STALE, Result.GONE);
      boolean flaky = isFlaky() || other.isFlaky();
      if (flaky && isFlaky() != other.isFlaky()) {
        return isFlaky() ? this : other;
      }
      return order.indexOf(result) <= order.indexOf(other.result) ? this : other;
    }

    String key() {
      return told.fullName() + "\n" + gone.orElse(path);
    }

    private boolean isFlaky() {
      return told.isFlaky() && result == Result.PASSED;
    }
  }

  TestsReader(Path workspace, Catalog catalog, TraceGraph.Draft draft, FilesReader files) {
    this.workspace = workspace;
    this.catalog = catalog;
    this.draft = draft;
    this.files = files;
    this.named = new SourcesOfCases(workspace, files.present());
  }

  void read(TestCases found) throws InterruptedException {
    files.tests().forEach(each -> sources.add(each.file().path()));
    found.cases().forEach(this::add);
    for (Ran each : ran.values()) {
      if (each.gone().isEmpty() && !each.path().isEmpty()) {
        cases.computeIfAbsent(each.path(), _ -> new ArrayList<>()).add(each);
      }
    }
    files.tests().forEach(this::named);
    for (Ran each : ran.values()) {
      ownName(each);
    }
  }

  private void add(TestCase told) {
    Optional<String> gone = named.gone(told);
    String path = gone.isPresent() ? "" : source(told).or(() -> file(told)).orElse("");
    Result result = gone.isPresent() ? Result.GONE : result(told, path);
    Ran one = new Ran(told, path, result, gone);
    ran.merge(one.key(), one, Ran::and);
  }

  private void named(FilesReader.Named named) {
    String path = named.file().path();
    Place place = Place.of(path, named.line());
    List<Ran> all = cases.getOrDefault(path, List.of());
    List<Ran> below = below(named, all);
    if (below.isEmpty()) {
      link(named, new Test(path, together(all), place, false), "the test file names ");
    }
    for (Ran each : below) {
      linked.add(named.demand().key() + "\n" + each.key());
      linked.add(named.demand().id() + "\n" + each.key());
      Test test = new Test(each.told().fullName(), each.result(), place, false);
      link(named, test, "the test names ");
    }
  }

  private void link(FilesReader.Named named, Test test, String reason) {
    Test own = draft.add(test);
    draft.link(named.demand(), own, reason + named.demand().id(), own.place());
    draft.link(named.file(), own, "the file holds the test", own.place());
  }

  /// The cases whose name stands in the first line at or below the mention that has one. What
  /// stands below a blank line or the end of a block is another thing.
  private static List<Ran> below(FilesReader.Named named, List<Ran> all) {
    if (all.isEmpty()) {
      return List.of();
    }
    List<String> lines = lines(named);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (i > 0 && (line.isBlank() || line.strip().startsWith("}"))) {
        break;
      }
      List<Ran> found = all.stream().filter(each -> holds(line, plainName(each.told()))).toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static List<String> lines(FilesReader.Named named) {
    ByteBuffer text = named.text();
    int from = 0;
    for (int line = 1; line < named.line() && from < text.limit(); from++) {
      line += text.get(from) == '\n' ? 1 : 0;
    }
    int to = from;
    for (int line = 0; line < LINES_BELOW && to < text.limit(); to++) {
      line += text.get(to) == '\n' ? 1 : 0;
    }
    return StandardCharsets.UTF_8.decode(text.slice(from, to - from)).toString().lines().toList();
  }

  /// Without what a tool writes around it: `adds()`, `adds[1]`, `suite > adds`.
  private static String plainName(TestCase each) {
    String name = each.name();
    int nested = name.lastIndexOf(" > ");
    name = nested < 0 ? name : name.substring(nested + 3);
    int end = name.length();
    for (int i = 0; i < end; i++) {
      if (name.charAt(i) == '(' || name.charAt(i) == '[') {
        end = i;
      }
    }
    return end == 0 ? name : name.substring(0, end).strip();
  }

  private static boolean holds(String line, String name) {
    int at = name.isEmpty() ? -1 : line.indexOf(name);
    while (at >= 0) {
      int end = at + name.length();
      boolean starts = at == 0 || !Character.isJavaIdentifierPart(line.charAt(at - 1));
      boolean ends = end == line.length() || !Character.isJavaIdentifierPart(line.charAt(end));
      if (starts && ends) {
        return true;
      }
      at = line.indexOf(name, at + 1);
    }
    return false;
  }

  /// All cases of a file as one.
  private static Result together(List<Ran> all) {
    Set<Result> results = EnumSet.noneOf(Result.class);
    all.forEach(each -> results.add(each.result()));
    for (Result each : List.of(Result.FAILED, Result.STALE, Result.PASSED, Result.SKIPPED)) {
      if (results.contains(each)) {
        return each;
      }
    }
    return Result.NOT_RUN;
  }

  /// @param path of the file that holds the case; empty when it is not known
  private Result result(TestCase each, String path) {
    if (!path.isEmpty() && each.report().written().toEpochMilli() < changed(path)) {
      return Result.STALE;
    }
    return switch (each.result()) {
      case PASSED -> Result.PASSED;
      case FAILED, ERROR -> Result.FAILED;
      case SKIPPED -> Result.SKIPPED;
    };
  }

  private long changed(String path) {
    return changed.computeIfAbsent(path, _ -> Disk.modifiedMillis(workspace.resolve(path)));
  }

  /// A case whose own name names an item.
  private void ownName(Ran each) throws InterruptedException {
    TestCase told = each.told();
    Place place = Place.of(told.report().name());
    for (Mention mention : Mention.in(told.name(), catalog, Mention.Form.TEST_NAME)) {
      // The file that holds the test knows better whose the id is.
      if (mention.spec() == null && linked.contains(mention.id() + "\n" + each.key())) {
        continue;
      }
      Demand demand = files.resolve(each.path(), place, mention);
      if (demand != null && linked.add(demand.key() + "\n" + each.key())) {
        link(each, demand, place);
      }
    }
  }

  private void link(Ran each, Demand demand, Place place) {
    Test first = new Test(each.told().fullName(), each.result(), place, false);
    Test own = first;
    if (draft.find(first.key()).filter(known -> !known.equals(first)).isPresent()) {
      // Another file has a test of that name.
      String file = each.gone().orElse(each.path());
      own = new Test(first.name() + " (" + file + ")", each.result(), place, false);
    }
    Test test = draft.add(own);
    String reason = "the name of the test names " + demand.id();
    draft.link(
        demand,
        test,
        each.gone().map(file -> reason + "; its file " + file + " is gone").orElse(reason),
        place);
    if (!each.path().isEmpty()) {
      SourceFile file = draft.add(new SourceFile(each.path(), true));
      draft.link(file, test, "the file holds the test", place);
    }
  }

  private Optional<String> file(TestCase each) {
    return Optional.ofNullable(each.file())
        .filter(file -> plain.computeIfAbsent(file, path -> ProjectFiles.isPlain(workspace, path)));
  }

  /// The test file with a mention that a case comes from.
  private Optional<String> source(TestCase each) {
    String file = each.file();
    if (file != null) {
      return sources.named(file.replace('\\', '/'));
    }
    String group = each.group() == null ? each.suite() : each.group();
    return group == null ? Optional.empty() : groups.computeIfAbsent(group, this::ofGroup);
  }

  /// `dev.speckit.MountTest`, `tests.test_mount.TestMount`, `tests/mount.test.ts`: as much of it as
  /// leads to one file.
  private Optional<String> ofGroup(String group) {
    Optional<String> path = sources.named(group.replace('\\', '/'));
    String[] parts = group.split("[./$:]+", -1);
    for (int end = parts.length; end > 0 && path.isEmpty(); end--) {
      path = sources.stemmed(Arrays.copyOf(parts, end));
    }
    return path;
  }
}
