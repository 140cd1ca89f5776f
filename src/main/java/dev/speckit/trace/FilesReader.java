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
import java.util.HashSet;
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
  private final Map<String, Looked> lookedAt = new HashMap<>();
  private Set<String> present = Set.of();
  private final List<Named> tests = new ArrayList<>();
  private final List<TraceGraph.Told> told = new ArrayList<>();
  private @Nullable Map<String, Set<SpecId>> changers;

  /// A mention in a test file.
  ///
  /// @param text of the whole file
  record Named(Demand demand, SourceFile file, int line, ByteBuffer text) {}

  /// A file with mentions.
  ///
  /// @param ambiguous the ids alone that were told already
  private record Looked(String path, ByteBuffer text, Qualified qualified, Set<String> ambiguous) {}

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
    present = project.files();
    for (String path : present) {
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

  /// All files of the project.
  Set<String> present() {
    return present;
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
    Looked looked =
        new Looked(path, ByteBuffer.wrap(text), Qualified.of(mentions), new HashSet<>());
    if (test) {
      lookedAt.put(path, looked);
    }
    for (Mention mention : mentions) {
      Place place = Place.of(path, mention.line());
      Demand demand = resolve(looked, mention, place);
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
    Looked looked =
        lookedAt.computeIfAbsent(
            path.isEmpty() ? "of " + place : path,
            _ ->
                new Looked(path, ByteBuffer.allocate(0), Qualified.of(List.of()), new HashSet<>()));
    // It stands in no line of that file.
    return resolve(looked, new Mention(mention.spec(), mention.id(), 0, mention.inName()), place);
  }

  private @Nullable Demand resolve(Looked looked, Mention mention, Place place)
      throws InterruptedException {
    if (mention.spec() != null) {
      return qualified(mention.spec(), mention.id(), place);
    }
    List<Demand> all = catalog.all(mention.id());
    List<Demand> meant = all.size() < 2 ? all : meant(looked, mention, all);
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    if (!meant.isEmpty() && looked.ambiguous().add(mention.id())) {
      told.add(ambiguous(mention, meant, place));
    }
    return null;
  }

  private @Nullable Demand qualified(SpecId spec, String id, Place place) {
    TraceItem item = catalog.item(spec, id);
    if (item == null) {
      Problem problem =
          Problem.of("unknown-item", "the spec " + spec + " has no " + id)
              .at(place)
              .remedy("speckit trace " + spec + " shows what it has");
      told.add(new TraceGraph.Told(problem, Set.of(spec)));
    }
    return item instanceof Demand demand ? demand : null;
  }

  /// What an id alone may mean: what stands nearest to it tells first, then whose the file is.
  private List<Demand> meant(Looked looked, Mention mention, List<Demand> all)
      throws InterruptedException {
    List<Demand> near = of(looked.qualified().at(mention.line()), all);
    if (near.size() == 1) {
      return near;
    }
    List<Demand> same = of(looked.qualified().before(mention.id()), all);
    if (same.size() == 1) {
      return same;
    }
    Set<SpecId> owners = owners(looked);
    List<Demand> owned = of(owners, all);
    if (owned.size() == 1) {
      return owned;
    }
    List<Demand> named = of(looked.qualified().all(), all);
    if (named.size() == 1) {
      return named;
    }
    List<Demand> changed =
        owners.isEmpty() ? of(changers().getOrDefault(looked.path(), Set.of()), all) : owned;
    return changed.isEmpty() ? all : changed;
  }

  private static List<Demand> of(Set<SpecId> specs, List<Demand> all) {
    return all.stream().filter(each -> specs.contains(each.spec())).toList();
  }

  private static TraceGraph.Told ambiguous(Mention mention, List<Demand> all, Place place) {
    String some =
        all.stream().limit(3).map(Demand::key).collect(Collectors.joining(", "))
            + (all.size() > 3 ? " and " + (all.size() - 3) + " more" : "");
    Problem problem =
        Problem.of("ambiguous-mention", mention.id() + " may mean " + some)
            .at(place)
            .remedy(remedy(mention, all.getFirst()));
    return new TraceGraph.Told(problem, all.stream().map(Demand::spec).collect(Collectors.toSet()));
  }

  private static String remedy(Mention mention, Demand demand) {
    return mention.inName()
        ? "write the spec into the name: test_%s_%s, or above it: %s"
            .formatted(demand.spec(), demand.id().replaceAll("\\W+", "_"), demand.key())
        : "write the spec before it: " + demand.key();
  }

  /// The specs that a file is registered for or leads back to.
  private Set<SpecId> owners(Looked looked) {
    Set<SpecId> owners = new LinkedHashSet<>();
    delivered.getOrDefault(looked.path(), Set.of()).forEach(each -> owners.add(each.spec()));
    owners.addAll(traced(looked.path(), looked.text()));
    return owners;
  }

  /// The specs that the trace-back comments of a file lead to.
  private Set<SpecId> traced(String path, ByteBuffer text) {
    int length = Math.min(text.limit(), LinkedDocument.HEAD_BYTES);
    String head = StandardCharsets.UTF_8.decode(text.slice(0, length)).toString();
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
