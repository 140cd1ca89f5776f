package dev.speckit.spec.link;

import dev.speckit.failure.Place;
import dev.speckit.spec.Edit;
import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.TextLines;
import dev.speckit.spec.TrackerBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Plans what `link fix` changes: links follow renamed files and headings, missing ways back are
/// added. Ambiguous links are never touched. Pure: it works on texts and writes nothing.
final class LinkFix {
  /// Each round may make a way that was missing only after the one before.
  private static final int ROUNDS_MAX = 4;

  private final World world;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, LinkedDocument> documents = new LinkedHashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final Map<String, String> reasons = new HashMap<>();

  /// What is needed to know.
  ///
  /// @param text of a file as it is now; empty when it cannot be read
  /// @param titles what links to a file are called, by path
  /// @param tracing a deliverable's text with its trace-back comments to the spec that owns a
  ///   document or context; empty when its format has no comments
  record World(
      List<String> files,
      Collection<LinkedDocument> documents,
      LinkResolver.Elsewhere elsewhere,
      List<LinkFindings.SpecPlace> specs,
      Renames renames,
      Function<String, Optional<String>> text,
      Map<String, String> titles,
      Tracing tracing) {}

  /// Trace-back comments of deliverables.
  interface Tracing {
    boolean takesComment(String file);

    /// @param owner the spec or context that the comment must name
    Optional<String> traced(String file, String text, String owner);
  }

  /// @param rule whose finding is gone by it
  /// @param what was done, a few words
  record Change(Place place, String rule, String what) {}

  /// @param why it was not mended, one clause
  record Left(Place place, String what, String why) {}

  /// @param texts the new text of each file that changes
  record Plan(Map<String, String> texts, List<Change> changes, List<Left> left) {}

  private LinkFix(World world) {
    this.world = world;
    world.documents().forEach(each -> documents.put(each.path(), each));
  }

  static Plan plan(World world) {
    LinkFix fix = new LinkFix(world);
    fix.followRenames();
    int round = 0;
    while (round < ROUNDS_MAX && fix.addWaysBack()) {
      round++;
    }
    fix.texts
        .entrySet()
        .removeIf(each -> world.text().apply(each.getKey()).equals(Optional.of(each.getValue())));
    return new Plan(fix.texts, fix.changes, fix.left());
  }

  private LinkIndex index() {
    return LinkIndex.of(world.files(), documents.values(), world.elsewhere());
  }

  private Optional<String> text(String file) {
    String changed = texts.get(file);
    return changed == null ? world.text().apply(file) : Optional.of(changed);
  }

  private void put(String file, String changed) {
    String text = text(file).map(old -> TrackerBlock.renewed(old, changed)).orElse(changed);
    texts.put(file, text);
    documents.put(
        file,
        LinkedDocument.isMarkdown(file)
            ? LinkedDocument.markdown(file, MarkdownLines.of(file, text))
            : LinkedDocument.other(file, text));
  }

  private void followRenames() {
    LinkIndex index = index();
    Set<String> below = Set.copyOf(world.files());
    Predicate<String> files =
        file -> below.contains(file) || world.elsewhere().look(file) == LinkResolver.Look.FILE;
    for (LinkedDocument document : List.copyOf(documents.values())) {
      List<LinkIndex.Resolved> dead =
          index.linksOf(document.path()).stream()
              .filter(each -> !(each.resolution() instanceof LinkResolver.Resolution.Found))
              .toList();
      Optional<String> text = dead.isEmpty() ? Optional.empty() : text(document.path());
      if (text.isEmpty()) {
        continue;
      }
      TextLines lines = TextLines.of(text.get());
      List<Edit> edits = new ArrayList<>();
      for (LinkIndex.Resolved link : dead) {
        mended(link, lines, files)
            .ifPresent(edit -> {
              edits.add(edit);
              changes.add(
                  new Change(
                      LinkFindings.place(link),
                      link.resolution() instanceof LinkResolver.Resolution.Dead
                          ? "dead-link"
                          : "ambiguous-link",
                      link.link().shown() + " now leads to " + edit.replacement()));
            });
      }
      if (!edits.isEmpty()) {
        put(document.path(), Edit.apply(text.get(), edits));
      }
    }
  }

  private Optional<Edit> mended(LinkIndex.Resolved link, TextLines lines, Predicate<String> files) {
    return switch (link.resolution()) {
      case LinkResolver.Resolution.Found _ -> Optional.empty();
      case LinkResolver.Resolution.Ambiguous _ -> lost(link, lines, files);
      case LinkResolver.Resolution.Dead dead when dead.file() != null ->
          renamedHeading(link, lines, dead.file());
      case LinkResolver.Resolution.Dead _ -> renamedFile(link, lines, files);
    };
  }

  /// A path that led to one file until that, or the file with the link, was renamed is no matter
  /// for a person, although others end like it.
  private Optional<Edit> lost(LinkIndex.Resolved link, TextLines lines, Predicate<String> files) {
    Set<String> meant = world.renames().ledTo(link.from(), link.link(), files);
    return meant.size() == 1
        ? LinkText.retarget(lines, link.from(), link.link(), meant.iterator().next())
        : Optional.empty();
  }

  private Optional<Edit> renamedFile(
      LinkIndex.Resolved link, TextLines lines, Predicate<String> files) {
    Set<String> meant = world.renames().meant(link.from(), link.link(), files);
    if (meant.size() != 1) {
      return because(
          link,
          meant.isEmpty()
              ? "no rename of that file is known"
              : "that file may be any of " + String.join(", ", meant));
    }
    Optional<Edit> edit =
        LinkText.retarget(lines, link.from(), link.link(), meant.iterator().next());
    return edit.isPresent()
        ? edit
        : because(link, "the new name has a character that no wiki link can hold");
  }

  /// Only when one heading of this level went and one came since the last commit.
  private Optional<Edit> renamedHeading(LinkIndex.Resolved resolved, TextLines lines, String file) {
    Link link = resolved.link();
    Optional<LinkedDocument> before =
        world
            .renames()
            .before()
            .apply(file)
            .map(text -> LinkedDocument.markdown(file, MarkdownLines.of(file, text)));
    LinkedDocument now = documents.get(file);
    boolean known =
        before.isPresent()
            && !link.anchor().startsWith("^")
            && !link.anchor().contains("#")
            && before.get().has(link.anchor());
    if (!known || now == null) {
      return because(resolved, "no renamed heading or block is known for it");
    }
    String wanted = LinkedDocument.letters(link.anchor());
    List<MarkdownLines.Heading> gone = without(before.get().headings(), now.headings());
    int level =
        gone.stream()
            .filter(each -> LinkedDocument.letters(each.title()).equals(wanted))
            .mapToInt(MarkdownLines.Heading::level)
            .findFirst()
            .orElse(0);
    List<MarkdownLines.Heading> come = without(now.headings(), before.get().headings());
    long goneHere = gone.stream().filter(each -> each.level() == level).count();
    List<MarkdownLines.Heading> comeHere =
        come.stream().filter(each -> each.level() == level).toList();
    if (goneHere != 1 || comeHere.size() != 1) {
      return because(resolved, "it is not clear which heading it became");
    }
    return Optional.of(LinkText.reanchor(lines, link, comeHere.getFirst().title()));
  }

  private static List<MarkdownLines.Heading> without(
      List<MarkdownLines.Heading> some, List<MarkdownLines.Heading> others) {
    Set<String> titles =
        others.stream()
            .map(each -> LinkedDocument.letters(each.title()))
            .collect(java.util.stream.Collectors.toSet());
    return some.stream()
        .filter(each -> !titles.contains(LinkedDocument.letters(each.title())))
        .toList();
  }

  private Optional<Edit> because(LinkIndex.Resolved link, String why) {
    reasons.put(key(link), why);
    return Optional.empty();
  }

  /// Returns whether anything was added.
  private boolean addWaysBack() {
    boolean added = false;
    for (MissingWay way : missing()) {
      Optional<String> text = text(way.from());
      Optional<String> mended = text.flatMap(each -> mended(way, each));
      if (mended.isEmpty() || mended.equals(text)) {
        continue;
      }
      put(way.from(), mended.get());
      // One comment, or one line, may be the way back of two: only what leads there now is done.
      LinkedDocument now = documents.get(way.from());
      LinkIndex alone = LinkIndex.of(world.files(), List.of(now), world.elsewhere());
      if (!alone.leads(way.from(), way.to())) {
        put(way.from(), text.orElseThrow());
        reasons.put(key(way), "a link written there would not lead to it");
        continue;
      }
      added = true;
      changes.add(new Change(Place.of(way.from()), way.finding().rule(), "linked to " + way.to()));
    }
    return added;
  }

  private List<MissingWay> missing() {
    return LinkFindings.missingWays(index(), world.specs(), world.tracing()::takesComment);
  }

  private Optional<String> mended(MissingWay way, String text) {
    if (way.kind() == MissingWay.Kind.TRACE) {
      Optional<String> traced = world.tracing().traced(way.from(), text, way.to());
      reasons.put(key(way), "its format takes no trace-back comment here");
      return traced;
    }
    String child = way.to().endsWith("/spec.md") ? "Features" : "Tasks";
    String label = world.titles().getOrDefault(way.to(), LinkResolver.name(way.to()));
    Optional<String> added = WayBack.added(way, text, label, child);
    reasons.put(key(way), "the header already has a line of this name that leads elsewhere");
    return added;
  }

  private static String key(MissingWay way) {
    return way.kind() + " " + way.from() + " " + way.to();
  }

  private static String key(LinkIndex.Resolved link) {
    return link.from() + " " + link.link().shown();
  }

  private List<Left> left() {
    List<Left> left = new ArrayList<>();
    LinkIndex index = index();
    for (LinkedDocument document : documents.values()) {
      for (LinkIndex.Resolved link : index.linksOf(document.path())) {
        Place place = LinkFindings.place(link);
        switch (link.resolution()) {
          case LinkResolver.Resolution.Found _ -> {}
          case LinkResolver.Resolution.Ambiguous _ ->
              left.add(
                  new Left(
                      place, "ambiguous-link", "only a person knows which of the files is meant"));
          case LinkResolver.Resolution.Dead dead ->
              left.add(new Left(place, "dead-link", reasons.getOrDefault(key(link), dead.why())));
        }
      }
    }
    for (MissingWay way : missing()) {
      left.add(
          new Left(
              way.place(),
              way.finding().rule(),
              way.message() + ": " + reasons.getOrDefault(key(way), "it cannot be written")));
    }
    return left;
  }
}
