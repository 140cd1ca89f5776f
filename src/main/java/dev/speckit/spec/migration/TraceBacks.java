package dev.speckit.spec.migration;

import dev.speckit.failure.Failure;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.deliverable.TraceBack;
import dev.speckit.spec.link.LinkFindings;
import dev.speckit.spec.link.LinkIndex;
import dev.speckit.spec.link.LinkedDocument;
import dev.speckit.spec.link.MissingWay;
import dev.speckit.spec.link.WayBack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Ties the deliverables that a migration moves or registers to their specs: a trace-back comment
/// where the format has comments, and a line in both registers. What is missing is asked of the
/// rules that `link check` has, on the texts as they will be.
final class TraceBacks {
  private final Places places;
  private final LinkWorld world;
  private final Drafts drafts;
  private final Collection<Path> files;
  private final Function<Path, String> heads;
  private final Collection<OldSpec> specs;
  private final Map<String, OldSpec> owners = new HashMap<>();

  /// @param world the files as they will be
  /// @param files all plain files below `specs/` as they will be
  /// @param heads the start of a file, by its new path
  TraceBacks(
      Places places,
      LinkWorld world,
      Drafts drafts,
      Collection<Path> files,
      Function<Path, String> heads,
      Collection<OldSpec> specs) {
    this.places = places;
    this.world = world;
    this.drafts = drafts;
    this.files = files;
    this.heads = heads;
    this.specs = specs;
    for (OldSpec each : specs) {
      owners.put(inWorkspace(each.document()), each);
      owners.put(inWorkspace(each.context()), each);
    }
  }

  /// @param deliverables those that may be changed, by their new paths
  void add(Set<Path> deliverables) {
    for (MissingWay way : missing(MissingWay.Kind.TRACE)) {
      Path file = places.workspace().resolve(way.from());
      OldSpec spec = owners.get(way.to());
      if (spec != null && deliverables.contains(file)) {
        traced(spec, file).ifPresent(text -> drafts.add(file, text));
      }
    }
    for (MissingWay way : missing(MissingWay.Kind.REGISTER)) {
      Path file = places.workspace().resolve(way.to());
      Path owner = places.workspace().resolve(way.from());
      if (deliverables.contains(file)) {
        WayBack.added(way, drafts.text(owner), Standing.name(file), "")
            .ifPresent(text -> drafts.add(owner, text));
      }
    }
  }

  private Optional<String> traced(OldSpec spec, Path file) {
    try {
      return TraceBack.of(entry(spec), places.root().resolve(file)).addTo(drafts.text(file));
    } catch (Failure.Invalid _) {
      // No UTF-8 text: it is registered without a comment.
      return Optional.empty();
    }
  }

  private SpecEntry entry(OldSpec spec) {
    Path document = spec.document();
    return new SpecEntry(
        spec.id(),
        spec.kind(),
        spec.parent(),
        places.root().resolve(places.workspace()),
        places.root().resolve(document),
        places.root().resolve(spec.context()),
        SpecDocument.parse(document.toString(), drafts.text(document)));
  }

  private List<MissingWay> missing(MissingWay.Kind kind) {
    List<String> names = files.stream().map(this::inWorkspace).toList();
    List<LinkedDocument> documents = new ArrayList<>();
    files.forEach(file -> document(file).ifPresent(documents::add));
    List<LinkFindings.SpecPlace> all =
        specs.stream()
            .map(each ->
                new LinkFindings.SpecPlace(
                    each.id(),
                    each.kind(),
                    each.parent(),
                    inWorkspace(each.document()),
                    inWorkspace(each.context())))
            .toList();
    LinkIndex index = LinkIndex.of(names, documents, world.aroundSpecs());
    return LinkFindings.missingWays(index, all, this::takesComment).stream()
        .filter(each -> each.kind() == kind)
        .toList();
  }

  private Optional<LinkedDocument> document(Path file) {
    String name = inWorkspace(file);
    try {
      if (name.contains("/.")) {
        return Optional.empty();
      }
      if (LinkedDocument.isMarkdown(name)) {
        MarkdownLines markdown = MarkdownLines.of(name, drafts.text(file));
        return Optional.of(LinkedDocument.markdown(name, markdown));
      }
      return LinkedDocument.isDeliverable(name)
          ? Optional.of(LinkedDocument.other(name, head(file)))
          : Optional.empty();
    } catch (Failure.Invalid | Failure.Unavailable _) {
      return Optional.empty();
    }
  }

  private String head(Path file) {
    return drafts.paths().contains(file) ? drafts.text(file) : heads.apply(file);
  }

  private boolean takesComment(String file) {
    return !specs.isEmpty()
        && TraceBack.of(
                entry(specs.iterator().next()),
                places.root().resolve(places.workspace()).resolve(file))
            .addTo("")
            .isPresent();
  }

  private String inWorkspace(Path file) {
    return SpecEntry.relative(places.workspace(), file);
  }
}
