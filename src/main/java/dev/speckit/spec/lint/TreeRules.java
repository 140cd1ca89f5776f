package dev.speckit.spec.lint;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.spec.Finding;
import dev.speckit.spec.Link;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree.Located;
import dev.speckit.spec.link.LinkResolver;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The rules that look from one document to another. Nothing of them is stored: what they say
/// depends on the whole tree.
final class TreeRules {
  private static final String COMPLETED = "completed";

  private final Survey survey;
  private final LinkResolver links;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Path, Set<Path>> leadsTo = new HashMap<>();
  private int contexts;

  TreeRules(Survey survey) {
    this.survey = survey;
    this.links = new LinkResolver(survey.tree(), survey.targets(), survey::anchors);
  }

  /// Findings of all rules, sorted by file and line.
  List<Finding> findings() {
    findings.sort(
        Comparator.comparing((Finding each) -> each.place().file())
            .thenComparingInt(each -> each.place().line())
            .thenComparingInt(each -> each.place().column()));
    return findings;
  }

  /// How many contexts were there to read.
  int contexts() {
    return contexts;
  }

  /// @param specs those that were asked for
  /// @param whole whether these are all specs
  void check(List<Located> specs, boolean whole) {
    if (whole) {
      survey.layout().problems().forEach(each -> findings.add(DocumentRules.finding(each, "specs")));
      checkAliases(specs);
    }
    specs.forEach(this::checkSpec);
    checkFamilies(specs);
  }

  private void checkSpec(Located spec) {
    DocumentFacts document = survey.document(spec);
    findings.addAll(document.findings());
    if (!document.readable()) {
      return;
    }
    checkLinks(spec, spec.document(), document);
    if (!survey.exists(spec.context())) {
      warn(
          "missing-context",
          Place.of(survey.name(spec.context())),
          "the spec " + spec.id() + " has no context",
          "restore it");
      checkCompleted(spec, document, List.of());
      return;
    }
    contexts++;
    DocumentFacts context = survey.context(spec);
    findings.addAll(context.findings());
    checkCompleted(spec, document, List.of(context));
    if (context.readable()) {
      checkLinks(spec, spec.context(), context);
      oneWay(spec.document(), spec.context(), "its context");
      oneWay(spec.context(), spec.document(), "its spec");
    }
  }

  private void checkCompleted(Located spec, DocumentFacts document, List<DocumentFacts> contexts) {
    checkDeliverables(spec.document(), document);
    contexts.forEach(each -> checkDeliverables(spec.context(), each));
    if (!document.status().equals(COMPLETED)) {
      return;
    }
    if (document.openBoxLine() > 0) {
      warn(
          "open-criteria",
          Place.of(survey.name(spec.document()), document.openBoxLine()),
          "the spec " + spec.id() + " is completed, but this criterion is not met",
          "prove it and mark the box, or set the status back");
    }
    int registered = document.registered();
    for (DocumentFacts context : contexts) {
      registered += context.registered();
    }
    boolean hasChildren =
        survey.layout().located().stream()
            .anyMatch(each -> each.parent().filter(spec.id()::equals).isPresent());
    if (registered == 0 && !hasChildren) {
      warn(
          "no-deliverables",
          Place.of(survey.name(spec.document()), document.statusLine()),
          "the spec " + spec.id() + " is completed, but no deliverable is registered",
          "register what it produced under Deliverables in its context");
    }
  }

  private void checkDeliverables(Path file, DocumentFacts facts) {
    for (DocumentFacts.Deliverable each : facts.deliverables()) {
      if (!isThere(file, each.path())) {
        warn(
            "missing-deliverable",
            new Place(survey.name(file), each.line(), each.column()),
            "the deliverable " + each.path() + " is not there",
            "correct the path, or restore the file");
      }
    }
  }

  private boolean isThere(Path file, String written) {
    try {
      Path workspace = survey.tree().workspace();
      Path fromRoot = workspace.resolve(written).normalize();
      Path beside = file.resolveSibling(written).normalize();
      return (fromRoot.startsWith(workspace) && Disk.exists(fromRoot))
          || (beside.startsWith(workspace) && Disk.exists(beside));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private void checkAliases(List<Located> specs) {
    Map<String, SpecId> owners = new HashMap<>();
    for (Located spec : specs) {
      for (String alias : survey.document(spec).aliases()) {
        SpecId owner = owners.putIfAbsent(alias.toLowerCase(Locale.ROOT), spec.id());
        if (owner != null && !owner.equals(spec.id())) {
          warn(
              "ambiguous-alias",
              Place.of(survey.name(spec.document())),
              "the alias " + alias + " is given by the spec " + owner + " too",
              "remove it from one of them");
        }
      }
    }
  }

  /// Whether the parents and children among these specs name each other, and fit each other.
  private void checkFamilies(List<Located> specs) {
    Map<SpecId, Located> byId = new HashMap<>();
    specs.forEach(each -> byId.putIfAbsent(each.id(), each));
    Set<SpecId> told = new HashSet<>();
    for (Located child : specs) {
      Located parent = child.parent().map(byId::get).orElse(null);
      if (parent == null) {
        continue;
      }
      oneWay(child.document(), parent.document(), "its parent " + parent.id());
      oneWay(parent.document(), child.document(), "its child " + child.id());
      DocumentFacts above = survey.document(parent);
      DocumentFacts below = survey.document(child);
      if (above.status().equals(COMPLETED)
          && below.readable()
          && !below.status().equals(COMPLETED)
          && told.add(parent.id())) {
        warn(
            "open-children",
            Place.of(survey.name(parent.document()), above.statusLine()),
            "the spec "
                + parent.id()
                + " is completed, but its child "
                + child.id()
                + " is "
                + (below.status().isEmpty() ? "without a status" : below.status()),
            "complete the child, or set the status of the parent back");
      }
    }
  }

  private void oneWay(Path from, Path to, String whom) {
    Set<Path> named = leadsTo.get(from);
    if (named == null || named.contains(to) || !survey.exists(to)) {
      return;
    }
    warn(
        "one-way-link",
        Place.of(survey.name(from)),
        "it has no link to " + whom,
        "add a link to " + survey.name(to));
  }

  private void checkLinks(Located spec, Path file, DocumentFacts facts) {
    Set<Path> named = leadsTo.computeIfAbsent(file, _ -> new HashSet<>());
    String name = survey.name(file);
    for (Link link : facts.links()) {
      checkLink(spec, file, name, link, named);
    }
  }

  private void checkLink(Located spec, Path file, String name, Link link, Set<Path> named) {
    LinkResolver.Resolution resolution = links.resolve(file, link);
    if (resolution instanceof LinkResolver.Resolution.Found found) {
      named.add(found.file());
      return;
    }
    Place place = new Place(name, link.line() + 1, link.column() + 1);
    if (resolution instanceof LinkResolver.Resolution.Ambiguous ambiguous) {
      warn(
          "ambiguous-link",
          place,
          "the link " + link.target() + " may mean " + ambiguous.files().size() + " files",
          "write more of the path");
    }
    if (resolution instanceof LinkResolver.Resolution.Dead dead
        && !isOwnMissingContext(spec, file, link)) {
      String shown = link.target() + (link.anchor().isEmpty() ? "" : "#" + link.anchor());
      add(
          Problem.of("dead-link", "the link " + shown + " leads nowhere: " + dead.why())
              .at(place)
              .remedy("correct the path, or make the file"));
    }
  }

  /// That the context is missing is said once, by its own rule.
  private boolean isOwnMissingContext(Located spec, Path file, Link link) {
    String context = String.valueOf(spec.context().getFileName());
    return file.equals(spec.document())
        && (link.target() + ".md").equals(context)
        && !survey.exists(spec.context());
  }

  private void warn(String rule, Place place, String message, String remedy) {
    add(Problem.of(rule, message).at(place).remedy(remedy));
  }

  private void add(Problem problem) {
    findings.add(DocumentRules.finding(problem, "specs"));
  }
}
