package dev.speckit.spec.link;

import dev.speckit.failure.Place;
import dev.speckit.spec.Finding;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.SpecTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What is wrong with the links of a workspace: dead, ambiguous and one-way ones. Pure.
public final class LinkFindings {
  private final LinkIndex index;
  private final Collection<SpecPlace> specs;
  private final Predicate<String> takesComment;
  private final Map<SpecId, SpecPlace> byId = new HashMap<>();
  private final Map<String, SpecPlace> byFile = new HashMap<>();
  private final List<MissingWay> missing = new ArrayList<>();

  /// A spec and its two files, relative to the workspace.
  public record SpecPlace(
      SpecId id, SpecKind kind, Optional<SpecId> parent, String document, String context) {
    public static SpecPlace of(Path workspace, SpecTree.Located located) {
      return new SpecPlace(
          located.id(),
          located.kind(),
          located.parent(),
          SpecEntry.relative(workspace, located.document()),
          SpecEntry.relative(workspace, located.context()));
    }
  }

  private LinkFindings(
      LinkIndex index, Collection<SpecPlace> specs, Predicate<String> takesComment) {
    this.index = index;
    this.specs = specs;
    this.takesComment = takesComment;
    for (SpecPlace spec : specs) {
      byId.putIfAbsent(spec.id(), spec);
      byFile.put(spec.document(), spec);
      byFile.put(spec.context(), spec);
    }
  }

  /// Everything that is wrong, by file and place: `dead-link` (error), `ambiguous-link`,
  /// `one-way-link` (warnings), `one-way-dependency` (information). The link of a spec to its own
  /// missing context is left out: that the context is missing is another rule's finding.
  ///
  /// @param takesComment whether a deliverable's format, by its path, has comments; Markdown need
  ///   not be named
  public static List<Finding> of(
      LinkIndex index, Collection<SpecPlace> specs, Predicate<String> takesComment) {
    List<Finding> findings = new ArrayList<>();
    Map<String, SpecPlace> byDocument = new HashMap<>();
    specs.forEach(each -> byDocument.put(each.document(), each));
    for (LinkedDocument document : index.documents()) {
      SpecPlace spec = byDocument.get(document.path());
      for (LinkIndex.Resolved link : index.linksOf(document.path())) {
        wrong(link, spec).ifPresent(findings::add);
      }
    }
    missingWays(index, specs, takesComment).forEach(each -> findings.add(each.finding()));
    findings.sort(
        Comparator.comparing((Finding each) -> each.place().file())
            .thenComparingInt(each -> each.place().line())
            .thenComparingInt(each -> each.place().column()));
    return findings;
  }

  /// What is wrong with one link by itself.
  private static Optional<Finding> wrong(
      LinkIndex.Resolved link, @org.jspecify.annotations.Nullable SpecPlace spec) {
    // Nearly every link is one of these, and a switch on types costs more than all else here.
    if (link.resolution() instanceof LinkResolver.Resolution.Found) {
      return Optional.empty();
    }
    Place place = place(link);
    return switch (link.resolution()) {
      case LinkResolver.Resolution.Found _ -> Optional.empty();
      case LinkResolver.Resolution.Ambiguous _ when spec != null && isOwnContext(link, spec) ->
          Optional.empty();
      case LinkResolver.Resolution.Ambiguous ambiguous ->
          Optional.of(
              new Finding(
                  "ambiguous-link",
                  Finding.Severity.WARNING,
                  place,
                  "the link "
                      + link.link().target()
                      + " may mean "
                      + ambiguous.files().size()
                      + " files: "
                      + String.join(", ", ambiguous.files().stream().sorted().limit(3).toList()),
                  "write more of the path"));
      case LinkResolver.Resolution.Dead dead ->
          spec != null && dead.file() == null && isOwnContext(link, spec)
              ? Optional.empty()
              : Optional.of(
                  new Finding(
                      "dead-link",
                      Finding.Severity.ERROR,
                      place,
                      "the link " + link.link().shown() + " leads nowhere: " + dead.why(),
                      dead.file() == null
                          ? "correct the path, or make the file"
                          : "name a heading that is there"));
    };
  }

  static Place place(LinkIndex.Resolved link) {
    return new Place(link.from(), link.link().line() + 1, link.link().column() + 1);
  }

  private static boolean isOwnContext(LinkIndex.Resolved link, SpecPlace spec) {
    Optional<String> meant =
        LinkResolver.beside(LinkResolver.folder(link.from()), link.link().target());
    return meant
        .filter(path -> path.equals(spec.context()) || (path + ".md").equals(spec.context()))
        .isPresent();
  }

  /// The links that should be there because there is one the other way, or because the folders say
  /// so (parent and child, spec and context). Only between files that are there and were read.
  public static List<MissingWay> missingWays(
      LinkIndex index, Collection<SpecPlace> specs, Predicate<String> takesComment) {
    LinkFindings findings = new LinkFindings(index, specs, takesComment);
    findings.specs.forEach(findings::family);
    findings.index.documents().forEach(findings::traces);
    findings.specs.forEach(findings::registers);
    findings.specs.forEach(findings::dependencies);
    return List.copyOf(new LinkedHashSet<>(findings.missing));
  }

  private void family(SpecPlace spec) {
    if (lacks(spec.document(), spec.context())) {
      add(
          MissingWay.Kind.CONTEXT,
          spec.document(),
          spec.context(),
          "the " + name(spec) + " has no link to its context");
    }
    if (lacks(spec.context(), spec.document())) {
      add(
          MissingWay.Kind.SPEC,
          spec.context(),
          spec.document(),
          "the context of " + spec.id() + " has no link to its spec");
    }
    SpecPlace parent = spec.parent().map(byId::get).orElse(null);
    if (parent != null && lacks(spec.document(), parent.document())) {
      add(
          MissingWay.Kind.PARENT,
          spec.document(),
          parent.document(),
          "the " + name(spec) + " has no link to its parent " + parent.id());
    }
    if (parent != null && lacks(parent.document(), spec.document())) {
      add(
          MissingWay.Kind.CHILD,
          parent.document(),
          spec.document(),
          "the " + name(parent) + " has no link to its child " + spec.id());
    }
  }

  private static String name(SpecPlace spec) {
    return spec.kind().word() + " " + spec.id();
  }

  /// Both are known, and no link leads from one to the other.
  private boolean lacks(String from, String to) {
    return index.document(from).isPresent()
        && index.document(to).isPresent()
        && !index.leads(from, to);
  }

  private void add(MissingWay.Kind kind, String from, String to, String message) {
    missing.add(new MissingWay(kind, from, to, Place.of(from), message));
  }

  /// What a deliverable traces back to must register it.
  private void traces(LinkedDocument deliverable) {
    for (LinkIndex.Resolved trace : index.linksOf(deliverable.path())) {
      if (trace.trace().isEmpty()) {
        continue;
      }
      String owner = trace.file().orElse("");
      if (byFile.containsKey(owner) && lacks(owner, deliverable.path())) {
        add(
            MissingWay.Kind.REGISTER,
            owner,
            deliverable.path(),
            "the deliverable " + deliverable.path() + " is not registered here");
      }
    }
  }

  private void registers(SpecPlace spec) {
    for (String owner : List.of(spec.document(), spec.context())) {
      Optional<LinkedDocument> document = index.document(owner);
      for (LinkIndex.Resolved link : index.linksOf(owner)) {
        String file = link.file().orElse("");
        if (LinkedDocument.isDeliverable(file)
            && lacks(file, owner)
            && document.orElseThrow().isUnder(link.link().line(), "Deliverables")
            && (LinkedDocument.isMarkdown(file) || takesComment.test(file))) {
          add(MissingWay.Kind.TRACE, file, owner, "the deliverable has no trace back to " + owner);
        }
      }
    }
  }

  /// What a spec depends on says so in its context.
  private void dependencies(SpecPlace spec) {
    Optional<LinkedDocument> document = index.document(spec.document());
    for (LinkIndex.Resolved link : index.linksOf(spec.document())) {
      SpecPlace upstream = byFile.get(link.file().orElse(""));
      if (upstream == null
          || upstream.document().equals(spec.document())
          || !document.orElseThrow().isUnder(link.link().line(), "Dependencies")) {
        continue;
      }
      String context = upstream.context();
      if (index.document(context).isPresent() && !index.leads(context, spec.document())) {
        missing.add(
            new MissingWay(
                MissingWay.Kind.DOWNSTREAM,
                context,
                spec.document(),
                place(link),
                "the context of "
                    + upstream.id()
                    + " does not name "
                    + spec.id()
                    + ", which depends on it"));
      }
    }
  }
}
