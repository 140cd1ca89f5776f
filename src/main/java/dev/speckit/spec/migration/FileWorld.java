package dev.speckit.spec.migration;

import dev.speckit.host.Disk;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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

/// The files of a repository as they are, or as they would be, and what a link in one of them means
/// there. The rules are those of [dev.speckit.spec.link.LinkResolver], which looks at the disk.
final class FileWorld {
  private final Places places;
  private final Set<Path> files;
  private final Set<Path> folders = new HashSet<>();
  private final Map<String, List<Path>> byName = new HashMap<>();

  FileWorld(Places places, Set<Path> files) {
    this.places = places;
    this.files = files;
    for (Path file : files) {
      for (Path each = file.getParent(); each != null && folders.add(each); ) {
        each = each.getParent();
      }
      if (file.startsWith(places.specs())) {
        String name = Standing.name(file).toLowerCase(Locale.ROOT);
        byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(file);
      }
    }
  }

  /// @param root absolute
  /// @param workspace relative to the root; empty when it is the root
  /// @param specs relative to the root
  record Places(Path root, Path workspace, Path specs) {}

  /// From where a link's path counts.
  enum Form {
    BESIDE,
    WORKSPACE,
    SPECS,
    NAME
  }

  /// What a link leads to.
  record Hit(Path path, Form form) {}

  /// @param target as written, without heading and label
  /// @param wiki whether files are also named without `.md` and by their shortest path
  Optional<Hit> resolve(Path from, String target, boolean wiki) {
    try {
      Optional<Hit> hit = resolvePlainly(from, target, wiki);
      return hit.isPresent() || target.indexOf('%') < 0
          ? hit
          : resolvePlainly(from, decoded(target), wiki);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private Optional<Hit> resolvePlainly(Path from, String target, boolean wiki) {
    Path beside = Standing.folderOf(from).resolve(target).normalize();
    if (beside.isAbsolute()) {
      beside = beside.getRoot().relativize(beside);
    }
    if (beside.startsWith("..")) {
      return Optional.empty();
    }
    String rootless = target.startsWith("/") ? target.substring(1) : target;
    Path inWorkspace = places.workspace().resolve(rootless).normalize();
    Path inSpecs = places.specs().resolve(rootless).normalize();
    Optional<Hit> hit =
        (target.startsWith("/") ? Optional.<Hit>empty() : existing(beside, wiki, Form.BESIDE))
            .or(() -> existing(inWorkspace, wiki, Form.WORKSPACE))
            .or(() -> existing(inSpecs, wiki, Form.SPECS));
    return hit.isPresent() || !wiki ? hit : byShortestPath(target);
  }

  static String decoded(String target) {
    try {
      return URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return target;
    }
  }

  private Optional<Hit> existing(Path path, boolean wiki, Form form) {
    if (path.startsWith("..")) {
      return Optional.empty();
    }
    Path document = path.resolveSibling(Standing.name(path) + ".md");
    if (wiki && stands(document)) {
      return Optional.of(new Hit(document, form));
    }
    return stands(path) ? Optional.of(new Hit(path, form)) : Optional.empty();
  }

  /// Outside of the specs nothing moves, so that the disk can be asked.
  private boolean stands(Path path) {
    return files.contains(path)
        || folders.contains(path)
        || (!path.startsWith(places.specs()) && Disk.exists(places.root().resolve(path)));
  }

  private Optional<Hit> byShortestPath(String target) {
    Path path = Path.of(target);
    String name = Standing.name(path);
    List<Path> found = new ArrayList<>();
    for (String each : List.of(name, name + ".md")) {
      for (Path file : byName.getOrDefault(each.toLowerCase(Locale.ROOT), List.of())) {
        if (file.endsWith(path.resolveSibling(Standing.name(file)))) {
          found.add(file);
        }
      }
    }
    return found.size() == 1 ? Optional.of(new Hit(found.getFirst(), Form.NAME)) : Optional.empty();
  }

  /// How a file is written in a link of another file.
  ///
  /// @param form from where the path shall count; by name only where nothing shorter is meant
  String written(Path from, Path to, Form form) {
    Path path =
        switch (form) {
          case WORKSPACE -> places.workspace().relativize(to);
          case SPECS -> places.specs().relativize(to);
          case BESIDE, NAME -> Standing.folderOf(from).relativize(to);
        };
    return path.toString().isEmpty() ? "." : path.toString().replace('\\', '/');
  }
}
