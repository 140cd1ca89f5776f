package dev.speckit.spec.link;

import dev.speckit.spec.Link;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds the file a link means, by Obsidian's rules: beside the file that links, from the root of
/// the workspace or of `specs/`, then by the end of its path that only one file has. Case does not
/// matter and `.md` may be left out. What begins with `./` or `../` is meant from the file that
/// links, what begins with `/` from the root.
///
/// Pure but for what [Elsewhere] is asked, once for each path. All paths are relative to the
/// workspace, with slashes.
public final class LinkResolver {
  private static final String SPECS = "specs/";
  private final Set<String> files;
  private @Nullable Names names;
  private final Elsewhere elsewhere;
  private final Function<String, Optional<LinkedDocument>> documents;
  private final Map<String, Look> looks = new HashMap<>();
  private final Map<String, Resolution> known = new HashMap<>();
  private final Map<String, Optional<LinkedDocument>> others = new HashMap<>();

  /// What stands at a path.
  public enum Look {
    FILE,
    FOLDER,
    /// A symbolic link that leads out of the workspace, or nowhere.
    OUTSIDE,
    NOTHING
  }

  /// What is not a plain file below `specs/`: the rest of the workspace, folders, symbolic links.
  public interface Elsewhere {
    Look look(String path);

    /// A Markdown document out of `specs/`; empty when it cannot be read.
    Optional<LinkedDocument> document(String path);

    /// A world in which there is nothing else.
    static Elsewhere nothing() {
      return new Elsewhere() {
        @Override
        public Look look(String path) {
          return Look.NOTHING;
        }

        @Override
        public Optional<LinkedDocument> document(String path) {
          return Optional.empty();
        }
      };
    }
  }

  /// What a link leads to.
  public sealed interface Resolution {
    /// The file it leads to, also when the place in it is not there.
    Optional<String> target();

    record Found(String file) implements Resolution {
      @Override
      public Optional<String> target() {
        return Optional.of(file);
      }
    }

    /// @param files those that the link may mean
    record Ambiguous(List<String> files) implements Resolution {
      public Ambiguous {
        files = List.copyOf(files);
      }

      @Override
      public Optional<String> target() {
        return Optional.empty();
      }
    }

    /// @param file the file that is there although the place in it is not; null when no file is
    /// @param why one clause
    record Dead(@Nullable String file, String why) implements Resolution {
      @Override
      public Optional<String> target() {
        return Optional.ofNullable(file);
      }
    }
  }

  /// @param files all plain files below `specs/`
  /// @param documents the known documents by path, for headings and blocks
  public LinkResolver(
      Collection<String> files,
      Elsewhere elsewhere,
      Function<String, Optional<LinkedDocument>> documents) {
    this.files = new HashSet<>(files);
    this.elsewhere = elsewhere;
    this.documents = documents;
  }

  /// The files by other names than their own. Only a link that does not say exactly where its file
  /// is needs them, and most do.
  private static final class Names {
    final Map<String, List<String>> byKey = new HashMap<>();
    final Map<String, List<String>> byName = new HashMap<>();

    Names(Collection<String> files) {
      for (String file : files) {
        String key = key(file);
        byKey.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(file);
        byName.computeIfAbsent(name(key), _ -> new ArrayList<>(1)).add(file);
      }
    }
  }

  private Names names() {
    Names known = names;
    if (known == null) {
      known = new Names(files);
      names = known;
    }
    return known;
  }

  /// @param from the file that holds the link
  public Resolution resolve(String from, Link link) {
    Resolution file =
        link.target().isEmpty() ? new Resolution.Found(from) : file(folder(from), link);
    if (!(file instanceof Resolution.Found found) || link.anchor().isEmpty()) {
      return file;
    }
    return hasAnchor(found.file(), link.anchor())
        ? file
        : new Resolution.Dead(found.file(), "the file has no heading or block " + link.anchor());
  }

  /// The path a link would have if it were meant from the folder of the file that holds it; empty
  /// when that leads out of the workspace.
  ///
  /// @param folder empty for the root
  public static Optional<String> beside(String folder, String target) {
    StringBuilder path = new StringBuilder(target.startsWith("/") ? "" : folder);
    int from = 0;
    while (from <= target.length()) {
      int slash = target.indexOf('/', from);
      int to = slash < 0 ? target.length() : slash;
      if (to - from == 2 && target.startsWith("..", from)) {
        if (path.isEmpty()) {
          return Optional.empty();
        }
        path.setLength(Math.max(0, path.lastIndexOf("/")));
      } else if (to > from && !(to - from == 1 && target.charAt(from) == '.')) {
        path.append(path.isEmpty() ? "" : "/").append(target, from, to);
      }
      from = to + 1;
    }
    return Optional.of(path.toString());
  }

  /// The folder of a path; empty for the root.
  static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private Resolution file(String folder, Link link) {
    String key = folder + (link.wiki() ? "\n" : "\r") + link.target();
    Resolution before = known.get(key);
    if (before != null) {
      return before;
    }
    Resolution now = look(folder, link.target(), link.wiki());
    known.put(key, now);
    return now;
  }

  private Resolution look(String folder, String target, boolean wiki) {
    if (holdsControl(target)) {
      return new Resolution.Dead(null, "it is no path");
    }
    Optional<String> beside = beside(folder, target);
    if (beside.isEmpty()) {
      return new Resolution.Dead(null, "it leads out of the workspace");
    }
    boolean fixed = target.startsWith("./") || target.startsWith("../");
    List<String> places = new ArrayList<>(List.of(beside.get()));
    if (!fixed) {
      beside("", target).ifPresent(places::add);
      beside("specs", target.startsWith("/") ? target.substring(1) : target).ifPresent(places::add);
    }
    for (String place : places) {
      List<String> found = at(place);
      if (!found.isEmpty()) {
        return one(found);
      }
    }
    List<String> ending = fixed || target.startsWith("/") ? List.of() : endingWith(folder, target);
    return ending.isEmpty() ? nothing(places, wiki) : one(ending);
  }

  private static boolean holdsControl(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) < ' ') {
        return true;
      }
    }
    return false;
  }

  private static Resolution one(List<String> found) {
    return found.size() == 1
        ? new Resolution.Found(found.getFirst())
        : new Resolution.Ambiguous(found);
  }

  /// The file at a path: with `.md` before without, the same case before any other.
  private List<String> at(String path) {
    for (String each : List.of(path + ".md", path)) {
      if (files.contains(each)) {
        return List.of(each);
      }
    }
    for (String each : List.of(path + ".md", path)) {
      List<String> found = names().byKey.get(key(each));
      if (found != null) {
        return found;
      }
      if (!each.startsWith(SPECS) && asked(each) == Look.FILE) {
        return List.of(each);
      }
    }
    return List.of();
  }

  /// Every spec has a folder of deliverables: a path into it means the one of the spec that links,
  /// not the one of any other.
  private List<String> endingWith(String folder, String target) {
    String wanted = key(beside("", target).orElse(target));
    boolean own = wanted.startsWith("deliverables/");
    List<String> found = new ArrayList<>();
    for (String each : List.of(wanted + ".md", wanted)) {
      for (String file : names().byName.getOrDefault(name(each), List.of())) {
        boolean ends = key("/" + file).endsWith("/" + each);
        if (ends
            && (!own
                || (folder + "/").startsWith(file.substring(0, file.length() - each.length())))) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /// Nothing was found: the disk is asked only now, because it is rare.
  private Resolution nothing(List<String> places, boolean wiki) {
    for (String place : places) {
      for (String each : List.of(place + ".md", place)) {
        switch (asked(each)) {
          case FILE -> {
            return new Resolution.Found(each);
          }
          case FOLDER -> {
            return wiki ? new Resolution.Dead(null, "it is a folder") : new Resolution.Found(each);
          }
          case OUTSIDE -> {
            return new Resolution.Dead(
                null, "a symbolic link there leads out of the workspace, or nowhere");
          }
          case NOTHING -> {}
        }
      }
    }
    return new Resolution.Dead(null, "there is no such file");
  }

  private Look asked(String path) {
    return looks.computeIfAbsent(path, elsewhere::look);
  }

  private boolean hasAnchor(String file, String anchor) {
    if (!LinkedDocument.isMarkdown(file)) {
      return true;
    }
    Optional<LinkedDocument> document = documents.apply(file);
    if (document.isEmpty() && !files.contains(file)) {
      document = others.computeIfAbsent(file, elsewhere::document);
    }
    return document.isEmpty() || document.get().has(anchor);
  }

  /// Case and the two ways to write an accented letter make no difference.
  private static String key(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) >= 128) {
        return Normalizer.normalize(path, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
      }
    }
    return path.toLowerCase(Locale.ROOT);
  }
}
