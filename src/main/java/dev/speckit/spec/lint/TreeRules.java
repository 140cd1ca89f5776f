package dev.speckit.spec.lint;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree.Located;
import dev.speckit.spec.link.LinkFindings;
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
import java.util.function.Predicate;

/// The rules that look from one document to another. Nothing of them is stored: what they say
/// depends on the whole tree.
final class TreeRules {
  private static final String COMPLETED = "completed";

  private final Survey survey;
  private final Predicate<String> takesComment;
  private final Set<SpecId> parents = new HashSet<>();
  private final List<Verdict.Told> told = new ArrayList<>();
  private int specs;
  private int contexts;

  /// @param takesComment whether the format of a deliverable, by its path, has comments
  TreeRules(Survey survey, Predicate<String> takesComment) {
    this.survey = survey;
    this.takesComment = takesComment;
    survey.layout().located().forEach(each -> each.parent().ifPresent(parents::add));
  }

  /// What all rules have found, sorted by file and line.
  List<Verdict.Told> told() {
    told.sort(Comparator.comparing(Verdict.Told::finding, LintResult.BY_PLACE));
    return told;
  }

  LintResult result() {
    return new LintResult(told().stream().map(Verdict.Told::finding).toList(), specs, contexts);
  }

  /// How many contexts were there to read.
  int contexts() {
    return contexts;
  }

  /// @param specs those that were asked for
  /// @param whole whether these are all specs
  void check(List<Located> specs, boolean whole) {
    if (whole) {
      survey.layout().problems().forEach(this::add);
    }
    List<Located> all = survey.layout().located();
    checkAliases(all);
    checkFamilies(all);
    checkLinks(all);
    if (!whole) {
      keepOnly(specs);
    }
    specs.forEach(this::checkSpec);
    this.specs = specs.size();
  }

  private void checkLinks(List<Located> all) {
    List<LinkFindings.SpecPlace> places = new ArrayList<>();
    for (Located each : all) {
      places.add(LinkFindings.SpecPlace.of(survey.tree().workspace(), each));
    }
    LinkFindings.besideMissingContexts(survey.links(), places, takesComment)
        .forEach(each -> told.add(new Verdict.Told(each, false)));
  }

  private void keepOnly(List<Located> specs) {
    Set<String> names = new HashSet<>();
    for (Located each : specs) {
      names.add(survey.name(each.document()));
      names.add(survey.name(each.context()));
    }
    told.removeIf(each -> !names.contains(each.finding().place().file()));
  }

  private void checkSpec(Located spec) {
    DocumentFacts document = survey.document(spec);
    addOwn(document);
    if (!document.readable()) {
      return;
    }
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
    addOwn(context);
    checkStatuses(spec, document, context);
    checkCompleted(spec, document, List.of(context));
  }

  /// A status that is unknown or missing is told by itself.
  private void checkStatuses(Located spec, DocumentFacts document, DocumentFacts context) {
    if (DocumentRules.STATUSES.contains(document.status())
        && DocumentRules.STATUSES.contains(context.status())
        && !document.status().equals(context.status())) {
      warn(
          "status-differs",
          Place.of(survey.name(spec.context()), context.statusLine()),
          "the spec "
              + spec.id()
              + " is "
              + document.status()
              + ", but its context says "
              + context.status(),
          "correct the one that is behind");
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
          "the spec " + spec.id() + " is completed, but this box is open",
          "prove it and mark the box, or set the status back");
    }
    int registered = document.registered();
    for (DocumentFacts context : contexts) {
      registered += context.registered();
    }
    if (registered == 0 && !parents.contains(spec.id())) {
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
      return isThere(workspace, fromRoot) || isThere(workspace, beside);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private boolean isThere(Path workspace, Path place) {
    return place.startsWith(workspace)
        && survey.outlook().isThere(workspace.relativize(place).toString());
  }

  private void addOwn(DocumentFacts facts) {
    facts.findings().forEach(each -> told.add(new Verdict.Told(each, true)));
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

  private void warn(String rule, Place place, String message, String remedy) {
    add(Problem.of(rule, message).at(place).remedy(remedy));
  }

  private void add(Problem problem) {
    told.add(new Verdict.Told(DocumentRules.finding(problem, "specs"), false));
  }
}
