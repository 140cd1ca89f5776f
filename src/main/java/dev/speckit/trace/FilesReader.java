package dev.speckit.trace;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.link.LinkResolver;
import dev.speckit.spec.link.LinkedDocument;
import dev.speckit.trace.TraceItem.Deliverable;
import dev.speckit.trace.TraceItem.Demand;
import dev.speckit.trace.TraceItem.SourceFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the files of a project for the ids in them.
final class FilesReader {
  private final Project project;
  private final Catalog catalog;
  private final TraceGraph.Draft draft;
  private final Map<String, Set<Deliverable>> delivered;
  private final CommitsReader commits;
  private final Map<String, SpecId> documents = new HashMap<>();
  private final List<Named> tests = new ArrayList<>();
  private final List<String> testPaths = new ArrayList<>();
  private final List<TraceGraph.Told> told = new ArrayList<>();
  private @Nullable Map<String, Set<SpecId>> changers;

  /// A mention in a test file.
  ///
  /// @param text of the whole file
  record Named(Demand demand, SourceFile file, int line, ByteBuffer text) {}

  FilesReader(
      Project project,
      Catalog catalog,
      TraceGraph.Draft draft,
      List<SpecEntry> specs,
      Map<String, Set<Deliverable>> delivered,
      CommitsReader commits) {
    this.project = project;
    this.catalog = catalog;
    this.draft = draft;
    this.delivered = delivered;
    this.commits = commits;
    specs.forEach(each -> documents.put(each.path(), each.id()));
  }

  void read() throws InterruptedException {
    ProjectFiles files = new ProjectFiles(project.workspace());
    int large = 0;
    for (String path : project.files()) {
      if (TestFiles.isTest(path)) {
        testPaths.add(path);
      }
      switch (files.read(path)) {
        case ProjectFiles.Text text -> read(path, text.bytes().array());
        case ProjectFiles.TooLarge _ -> large++;
        case ProjectFiles.Nothing _ -> {}
      }
    }
    if (large > 0) {
      Problem problem =
          Problem.of(
              "file-too-large",
              (large == 1 ? "1 file is" : large + " files are")
                  + " larger than 4 MiB and not looked at");
      told.add(new TraceGraph.Told(problem, Set.of()));
    }
  }

  /// All test files of the project, with and without a mention.
  List<String> testPaths() {
    return testPaths;
  }

  /// The mentions in test files.
  List<Named> tests() {
    return tests;
  }

  List<TraceGraph.Told> told() {
    return told;
  }

  private void read(String path, byte[] text) throws InterruptedException {
    boolean test = TestFiles.isTest(path);
    Mention.Form form = test ? Mention.Form.TEST_FILE : Mention.Form.TEXT;
    List<Mention> mentions = Mention.in(text, catalog, form);
    if (mentions.isEmpty()) {
      return;
    }
    SourceFile file = draft.add(new SourceFile(path, test));
    Set<String> ambiguous = new LinkedHashSet<>();
    for (Mention mention : mentions) {
      Place place = Place.of(path, mention.line());
      boolean first = mention.spec() != null || ambiguous.add(mention.id());
      Demand demand = resolve(path, text, mention, first ? place : null);
      if (demand == null) {
        continue;
      }
      draft.link(demand, file, "the file names " + mention.shown(), place);
      if (test) {
        tests.add(new Named(demand, file, mention.line(), ByteBuffer.wrap(text)));
      }
    }
  }

  /// What a mention in the name of a test case means.
  ///
  /// @param path of the file that holds the case; empty when it is not known
  @Nullable Demand resolve(String path, Place place, Mention mention) throws InterruptedException {
    return resolve(path, new byte[0], mention, place);
  }

  /// @param place to tell what cannot be resolved with; null when it was told already
  private @Nullable Demand resolve(String path, byte[] text, Mention mention, @Nullable Place place)
      throws InterruptedException {
    if (mention.spec() != null) {
      TraceItem item = catalog.item(mention.spec(), mention.id());
      if (item == null && place != null) {
        Problem problem =
            Problem.of("unknown-item", "the spec " + mention.spec() + " has no " + mention.id())
                .at(place)
                .remedy("speckit trace " + mention.spec() + " shows what it has");
        told.add(new TraceGraph.Told(problem, Set.of(mention.spec())));
      }
      return item instanceof Demand demand ? demand : null;
    }
    List<Demand> all = catalog.all(mention.id());
    if (all.size() == 1) {
      return all.getFirst();
    }
    Set<SpecId> owners = owners(path, text);
    List<Demand> owned = all.stream().filter(each -> owners.contains(each.spec())).toList();
    if (owned.size() == 1) {
      return owned.getFirst();
    }
    if (!all.isEmpty() && place != null) {
      told.add(ambiguous(mention, owned.isEmpty() ? all : owned, place));
    }
    return null;
  }

  private static TraceGraph.Told ambiguous(Mention mention, List<Demand> all, Place place) {
    String some =
        all.stream().limit(3).map(Demand::key).collect(Collectors.joining(", "))
            + (all.size() > 3 ? " and " + (all.size() - 3) + " more" : "");
    Problem problem =
        Problem.of("ambiguous-mention", mention.id() + " may mean " + some)
            .at(place)
            .remedy("write the spec before it: " + all.getFirst().key());
    return new TraceGraph.Told(problem, all.stream().map(Demand::spec).collect(Collectors.toSet()));
  }

  /// The specs that a file belongs to, asked in the order of what it costs.
  private Set<SpecId> owners(String path, byte[] text) throws InterruptedException {
    Set<SpecId> owners = new LinkedHashSet<>();
    delivered.getOrDefault(path, Set.of()).forEach(each -> owners.add(each.spec()));
    owners.addAll(traced(path, text));
    if (owners.isEmpty()) {
      owners.addAll(changers().getOrDefault(path, Set.of()));
    }
    return owners;
  }

  /// The specs that the trace-back comments of a file lead to.
  private Set<SpecId> traced(String path, byte[] text) {
    String head =
        new String(
            text, 0, Math.min(text.length, LinkedDocument.HEAD_BYTES), StandardCharsets.UTF_8);
    return head.contains("[[") ? traced(path, head, documents) : Set.of();
  }

  static Set<SpecId> traced(String path, String head, Map<String, SpecId> documents) {
    Set<SpecId> specs = new LinkedHashSet<>();
    for (LinkedDocument.Trace each : LinkedDocument.other(path, head).traces()) {
      if (each.key().equals("spec")) {
        String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        String target = LinkResolver.beside(folder, each.link().target()).orElse("");
        SpecId spec = documents.getOrDefault(target, documents.get(target + ".md"));
        if (spec != null) {
          specs.add(spec);
        }
      }
    }
    return specs;
  }

  /// Asks git only when nothing else tells whose a file is.
  private Map<String, Set<SpecId>> changers() throws InterruptedException {
    Map<String, Set<SpecId>> known = changers;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (Map.Entry<String, List<String>> each : commits.changedBySpecs().entrySet()) {
        for (String path : each.getValue()) {
          known
              .computeIfAbsent(path, _ -> new LinkedHashSet<>())
              .addAll(commits.owners(each.getKey()));
        }
      }
      changers = known;
    }
    return known;
  }
}
