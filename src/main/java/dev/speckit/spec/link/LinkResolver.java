package dev.speckit.spec.link;

import dev.speckit.host.Disk;
import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.SpecTree;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the file a link means, by Obsidian's rules: beside the file that links, from the root of
/// the workspace, then by the shortest path that only one file has.
public final class LinkResolver {
  private final SpecTree tree;
  private final Set<Path> files;
  private final Map<Path, MarkdownLines> targets = new HashMap<>();
  private @Nullable Map<String, List<Path>> byName;

  public LinkResolver(SpecTree tree) {
    this.tree = tree;
    this.files = new HashSet<>(Disk.filesBelow(tree.specs()));
  }

  /// What a link leads to.
  public sealed interface Resolution {
    record Found(Path file) implements Resolution {}

    /// @param files those that have the name
    record Ambiguous(List<Path> files) implements Resolution {
      public Ambiguous {
        files = List.copyOf(files);
      }
    }

    /// @param why one clause
    record Dead(String why) implements Resolution {}
  }

  /// @param from the file that holds the link, absolute
  public Resolution resolve(Path from, Link link) {
    Resolution file = link.target().isEmpty() ? new Resolution.Found(from) : file(from, link);
    if (!(file instanceof Resolution.Found found) || link.anchor().isEmpty()) {
      return file;
    }
    return hasAnchor(found.file(), link.anchor())
        ? file
        : new Resolution.Dead("the file has no heading or block " + link.anchor());
  }

  private Resolution file(Path from, Link link) {
    try {
      Path beside = from.resolveSibling(link.target()).normalize();
      if (!beside.startsWith(tree.workspace())) {
        return new Resolution.Dead("it leads out of the workspace");
      }
      Optional<Path> direct =
          existing(beside, link.wiki())
              .or(() -> existing(root(tree.workspace(), link), link.wiki()))
              .or(() -> existing(root(tree.specs(), link), link.wiki()));
      if (direct.isPresent()) {
        return new Resolution.Found(direct.get());
      }
      return link.wiki() ? byShortestPath(link) : new Resolution.Dead("there is no such file");
    } catch (InvalidPathException _) {
      return new Resolution.Dead("it is no path");
    }
  }

  private static Path root(Path folder, Link link) {
    String target = link.target().startsWith("/") ? link.target().substring(1) : link.target();
    return folder.resolve(target).normalize();
  }

  private Optional<Path> existing(Path path, boolean wiki) {
    Path document = path.resolveSibling(path.getFileName() + ".md");
    if (wiki && files.contains(document)) {
      return Optional.of(document);
    }
    if (files.contains(path)) {
      return Optional.of(path);
    }
    if (!path.startsWith(tree.workspace())) {
      return Optional.empty();
    }
    if (path.startsWith(tree.specs()) && !Disk.exists(path)) {
      return Optional.empty();
    }
    if (Disk.exists(path)) {
      return Optional.of(path);
    }
    return wiki && Disk.exists(document) ? Optional.of(document) : Optional.empty();
  }

  private Resolution byShortestPath(Link link) {
    Path target = Path.of(link.target());
    String name = String.valueOf(target.getFileName());
    List<Path> found = new ArrayList<>();
    for (String each : List.of(name, name + ".md")) {
      for (Path file : names().getOrDefault(each.toLowerCase(Locale.ROOT), List.of())) {
        if (file.endsWith(target.resolveSibling(file.getFileName()))) {
          found.add(file);
        }
      }
    }
    return switch (found.size()) {
      case 0 -> new Resolution.Dead("there is no such file");
      case 1 -> new Resolution.Found(found.getFirst());
      default -> new Resolution.Ambiguous(found);
    };
  }

  private Map<String, List<Path>> names() {
    Map<String, List<Path>> known = byName;
    if (known != null) {
      return known;
    }
    Map<String, List<Path>> names = new HashMap<>();
    for (Path file : files) {
      String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
      names.computeIfAbsent(name, _ -> new ArrayList<>()).add(file);
    }
    byName = names;
    return names;
  }

  private boolean hasAnchor(Path file, String anchor) {
    if (!String.valueOf(file.getFileName()).endsWith(".md")) {
      return true;
    }
    MarkdownLines markdown =
        targets.computeIfAbsent(
            file, each -> MarkdownLines.of(each.toString(), tree.readText(each).text()));
    if (anchor.startsWith("^")) {
      return markdown.lines().text().contains(anchor);
    }
    String wanted = letters(anchor.substring(anchor.lastIndexOf('#') + 1));
    return markdown.headings().stream().anyMatch(each -> letters(each.title()).equals(wanted));
  }

  /// Headings are compared without case, blanks and punctuation, which the forms of anchors drop or
  /// replace.
  private static String letters(String text) {
    StringBuilder letters = new StringBuilder();
    text.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }
}
