package dev.speckit.spec.lint;

import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.spec.Finding;
import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.Metadata;
import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.link.LinkResolver;
import dev.speckit.spec.link.LinkedDocument;
import dev.speckit.spec.link.WorkspaceLinks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The mechanical rules of `check`: what is wrong with specs and contexts without asking anybody.
final class SpecCheck {
  private static final Set<String> STATUSES =
      Set.of("planning", "implementing", "completed", "blocked");
  private static final Set<String> WARNINGS = Set.of("empty-criterion", "duplicate-metadata");
  private static final List<String> PLACEHOLDERS =
      List.of("NEEDS CLARIFICATION", "TODO", "TBD", "FIXME", "???");

  private final SpecTree tree;
  private final LinkResolver links;
  private final Function<SpecDocument, List<Finding>> quality;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Path, Set<Path>> leadsTo = new HashMap<>();
  private int contexts;

  SpecCheck(SpecTree tree, Function<SpecDocument, List<Finding>> quality) {
    this.tree = tree;
    WorkspaceLinks world = new WorkspaceLinks(tree);
    Map<String, java.util.Optional<LinkedDocument>> documents = new HashMap<>();
    this.links =
        new LinkResolver(
            WorkspaceLinks.files(tree),
            world,
            path -> documents.computeIfAbsent(path, each -> WorkspaceLinks.document(tree, each)));
    this.quality = quality;
  }

  /// Findings sorted by file and line.
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

  void checkLayout(SpecTree.Layout layout) {
    for (Problem problem : layout.problems()) {
      findings.add(Finding.of(Finding.Severity.ERROR, problem, "specs"));
    }
  }

  void check(SpecEntry entry) {
    if (checkDocument(entry)) {
      checkContext(entry);
    }
  }

  /// Whether the parents and children among these specs name each other; after [#check].
  void checkFamilies(List<SpecEntry> entries) {
    Map<SpecId, SpecEntry> byId = new HashMap<>();
    entries.forEach(each -> byId.put(each.id(), each));
    for (SpecEntry child : entries) {
      child
          .parent()
          .map(byId::get)
          .ifPresent(parent -> {
            oneWay(child, parent.documentPath(), "its parent " + parent.id());
            oneWay(parent, child.documentPath(), "its child " + child.id());
          });
    }
  }

  private void oneWay(SpecEntry from, Path to, String whom) {
    Set<Path> named = leadsTo.get(from.documentPath());
    if (named == null || named.contains(to) || !Disk.exists(to)) {
      return;
    }
    findings.add(
        new Finding(
            "one-way-link",
            Finding.Severity.WARNING,
            Place.of(from.path()),
            "the " + from.kind().word() + " " + from.id() + " has no link to " + whom,
            "add a link to " + SpecEntry.relative(tree.workspace(), to)));
  }

  /// Returns whether the document could be read.
  private boolean checkDocument(SpecEntry entry) {
    SpecDocument document = entry.document();
    for (Problem problem : document.problems()) {
      Finding.Severity severity =
          WARNINGS.contains(problem.code()) ? Finding.Severity.WARNING : Finding.Severity.ERROR;
      findings.add(Finding.of(severity, problem, document.name()));
    }
    if (document.text().isEmpty() && !document.problems().isEmpty()) {
      return false;
    }
    checkMetadata(document);
    MarkdownLines markdown = document.markdown();
    checkLinks(entry, entry.documentPath(), document.name(), markdown);
    checkPlaceholders(document.name(), markdown);
    findings.addAll(quality.apply(document));
    return true;
  }

  private void checkMetadata(SpecDocument document) {
    if (document.title().isBlank()) {
      warn(
          "missing-title",
          document.name(),
          1,
          "the document has no title",
          "start it with `# Spec: ...`");
    }
    String status = document.metadata().getOrDefault("status", "").toLowerCase(Locale.ROOT);
    if (status.isBlank()) {
      warn(
          "missing-metadata",
          document.name(),
          1,
          "no status is given",
          "add a line `**Status**: planning` under the title");
      return;
    }
    if (!STATUSES.contains(status)) {
      findings.add(
          new Finding(
              "unknown-status",
              Finding.Severity.ERROR,
              Place.of(document.name(), document.lineOf("status")),
              "the status " + status + " is not known",
              "use planning, implementing, completed or blocked"));
    }
  }

  private void checkContext(SpecEntry entry) {
    String name = SpecEntry.relative(tree.workspace(), entry.contextPath());
    if (!Disk.exists(entry.contextPath())) {
      warn("missing-context", name, 0, "the spec " + entry.id() + " has no context", "restore it");
      return;
    }
    contexts++;
    SpecTree.Text text = tree.readText(entry.contextPath());
    Problem problem = text.problem();
    if (problem != null) {
      findings.add(Finding.of(Finding.Severity.ERROR, problem, name));
      return;
    }
    MarkdownLines markdown = MarkdownLines.of(name, text.text());
    for (Problem each : markdown.problems()) {
      findings.add(Finding.of(Finding.Severity.ERROR, each, name));
    }
    checkContextStatus(name, Metadata.read(name, markdown));
    checkLinks(entry, entry.contextPath(), name, markdown);
  }

  private void checkContextStatus(String name, Metadata metadata) {
    for (Problem each : metadata.problems()) {
      findings.add(Finding.of(Finding.Severity.WARNING, each, name));
    }
    String status = metadata.values().getOrDefault("status", "planning").toLowerCase(Locale.ROOT);
    if (!STATUSES.contains(status)) {
      findings.add(
          new Finding(
              "unknown-status",
              Finding.Severity.ERROR,
              Place.of(name, metadata.places().getOrDefault("status", 1)),
              "the status " + status + " is not known",
              "use planning, implementing, completed or blocked"));
    }
  }

  private void checkLinks(SpecEntry entry, Path file, String name, MarkdownLines markdown) {
    Set<Path> named = leadsTo.computeIfAbsent(file, _ -> new HashSet<>());
    for (int line = 0; line < markdown.lines().count(); line++) {
      boolean counts =
          switch (markdown.kind(line)) {
            case TEXT, HEADING, FRONT_MATTER -> true;
            case BLANK, UNDERLINE, FENCE, CODE, COMMENT -> false;
          };
      if (!counts) {
        continue;
      }
      for (Link link : Link.of(markdown.linkable(line), line)) {
        checkLink(entry, file, name, link, named);
      }
    }
  }

  private void checkLink(SpecEntry entry, Path file, String name, Link link, Set<Path> named) {
    Place place = new Place(name, link.line() + 1, link.column() + 1);
    switch (links.resolve(SpecEntry.relative(tree.workspace(), file), link)) {
      case LinkResolver.Resolution.Found found -> named.add(tree.workspace().resolve(found.file()));
      case LinkResolver.Resolution.Ambiguous ambiguous ->
          findings.add(
              new Finding(
                  "ambiguous-link",
                  Finding.Severity.WARNING,
                  place,
                  "the link " + link.target() + " may mean " + ambiguous.files().size() + " files",
                  "write more of the path"));
      case LinkResolver.Resolution.Dead dead -> {
        if (!isOwnMissingContext(entry, file, link)) {
          String shown = link.target() + (link.anchor().isEmpty() ? "" : "#" + link.anchor());
          findings.add(
              new Finding(
                  "dead-link",
                  Finding.Severity.ERROR,
                  place,
                  "the link " + shown + " leads nowhere: " + dead.why(),
                  "correct the path, or make the file"));
        }
      }
    }
  }

  /// That the context is missing is said once, by its own rule.
  private static boolean isOwnMissingContext(SpecEntry entry, Path file, Link link) {
    String context = String.valueOf(entry.contextPath().getFileName());
    return file.equals(entry.documentPath())
        && (link.target() + ".md").equals(context)
        && !Disk.exists(entry.contextPath());
  }

  private void checkPlaceholders(String name, MarkdownLines markdown) {
    for (int line = 0; line < markdown.lines().count(); line++) {
      if (markdown.kind(line) != MarkdownLines.Kind.TEXT
          && markdown.kind(line) != MarkdownLines.Kind.HEADING) {
        continue;
      }
      String text = markdown.linkable(line);
      for (String placeholder : PLACEHOLDERS) {
        int at = text.indexOf(placeholder);
        if (at >= 0 && isWord(text, at, at + placeholder.length())) {
          findings.add(
              new Finding(
                  "placeholder",
                  Finding.Severity.WARNING,
                  new Place(name, line + 1, at + 1),
                  "something is left open here: " + placeholder,
                  "answer it and remove the mark"));
          break;
        }
      }
    }
  }

  private static boolean isWord(String text, int from, int to) {
    boolean before = from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1));
    return before && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
  }

  private void warn(String rule, String file, int line, String message, String remedy) {
    findings.add(
        new Finding(rule, Finding.Severity.WARNING, Place.of(file, line), message, remedy));
  }
}
