package dev.speckit.trace;

import dev.speckit.checks.TestCase;
import dev.speckit.host.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which test file a case of a report comes from. All of what the report says must fit, and it must
/// fit one file alone; of several the one in the report's own place.
final class TestSources {
  private static final Pattern PARTS = Pattern.compile("[./$:]+");
  private static final Pattern DECLARED =
      Pattern.compile("(?m)^\\s*(?:package|namespace)\\s+([\\w.\\\\]+)");
  private static final Pattern MODULE = Pattern.compile("(?m)^module\\s+(\\S+)");
  private static final List<String> REPORT_FOLDERS =
      List.of("target/surefire-reports/", "target/failsafe-reports/", "build/test-results/");
  private static final String GO = "_test.go";

  private final Path workspace;
  private final List<String> roots;
  private final PathEndings endings = new PathEndings();
  private final Map<String, TestLines> texts;
  private final Map<String, Optional<String>> known = new HashMap<>();
  private final Map<String, List<String>> goFolders = new LinkedHashMap<>();
  private final Map<String, Optional<String>> goModules = new HashMap<>();

  /// @param paths of all test files of the project
  /// @param texts of those that name an item
  TestSources(Path workspace, List<String> paths, Map<String, TestLines> texts) {
    this.workspace = workspace;
    this.texts = texts;
    roots = new ArrayList<>(List.of(slashed(workspace)));
    Disk.realPath(workspace).ifPresent(real -> roots.add(slashed(real)));
    for (String path : paths) {
      endings.add(path);
      if (path.endsWith(GO)) {
        goFolders.computeIfAbsent(folder(path), _ -> new ArrayList<>()).add(path);
      }
    }
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/') + "/";
  }

  Optional<String> of(TestCase each) {
    String report = each.report().name();
    String file = each.file();
    if (file != null) {
      return known.computeIfAbsent(
          "file\n" + report + "\n" + file, _ -> file(file.replace('\\', '/'), report));
    }
    String group = each.group() == null ? each.suite() : each.group();
    if (group == null) {
      return Optional.empty();
    }
    Optional<String> found =
        known.computeIfAbsent("group\n" + report + "\n" + group, _ -> ofGroup(group, report));
    return found.isPresent() || goFolders.isEmpty() ? found : ofGo(each, group, report);
  }

  private Optional<String> file(String given, String report) {
    String path = given.startsWith("./") ? given.substring(2) : given;
    if (path.startsWith("/") || path.matches("[A-Za-z]:/.*")) {
      return roots.stream()
          .filter(path::startsWith)
          .map(root -> path.substring(root.length()))
          .filter(endings::holds)
          .findFirst();
    }
    for (String at = folder(report); ; at = folder(at)) {
      String here = at.isEmpty() ? path : at + "/" + path;
      if (endings.holds(here)) {
        return Optional.of(here);
      }
      if (at.isEmpty()) {
        return nearest(endings.named(path), report);
      }
    }
  }

  /// `tests/mount.test.ts`, `dev.speckit.MountTest`, and with classes inside of the file
  /// `tests.test_mount.TestMount`.
  private Optional<String> ofGroup(String group, String report) {
    Optional<String> path = file(group.replace('\\', '/'), report);
    if (path.isPresent()) {
      return path;
    }
    List<String> parts = List.of(PARTS.split(group, -1));
    for (int end = parts.size(); end > 0; end--) {
      List<String> all = endings.stemmed(String.join("/", parts.subList(0, end)));
      if (!all.isEmpty()) {
        List<String> inside = parts.subList(end, parts.size());
        return nearest(all, report).filter(one -> fits(one, group, inside));
      }
    }
    return declared(group, report);
  }

  /// What the file says of its package, and of the classes in it, where that is known.
  private boolean fits(String path, String group, List<String> inside) {
    TestLines text = texts.get(path);
    if (text == null) {
      return true;
    }
    boolean same =
        !isOfPackages(path)
            || declared(text).map(each -> group.startsWith(each + ".")).orElse(true);
    return same && text.words().containsAll(inside);
  }

  private static boolean isOfPackages(String path) {
    return path.endsWith(".java")
        || path.endsWith(".kt")
        || path.endsWith(".groovy")
        || path.endsWith(".scala");
  }

  /// A class whose package is not that of its folders, but is written in its file.
  private Optional<String> declared(String group, String report) {
    String outer = group.replaceFirst("[$+].*", "");
    int dot = Math.max(outer.lastIndexOf('.'), outer.lastIndexOf('\\'));
    if (dot < 0) {
      return Optional.empty();
    }
    return nearest(endings.stemmed(outer.substring(dot + 1)), report)
        .filter(path -> {
          TestLines text = texts.get(path);
          return text != null && declared(text).filter(outer.substring(0, dot)::equals).isPresent();
        });
  }

  private static Optional<String> declared(TestLines text) {
    Matcher matcher = DECLARED.matcher(text.text());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// The file of a package of Go that declares the function.
  private Optional<String> ofGo(TestCase each, String group, String report) {
    Optional<String> folder =
        known.computeIfAbsent(
            "go\n" + report + "\n" + group,
            _ -> {
              List<String> all = goFolders.keySet().stream().filter(at -> isGo(at, group)).toList();
              return nearest(all.stream().map(at -> at + "/").toList(), report);
            });
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    String name = each.name().split("/", 2)[0];
    List<String> declaring =
        goFolders.getOrDefault(folder(folder.get()), List.of()).stream()
            .filter(path -> holds(texts.get(path), name))
            .toList();
    return declaring.size() == 1 ? Optional.of(declaring.getFirst()) : Optional.empty();
  }

  private static boolean holds(@Nullable TestLines text, String name) {
    return text != null && text.words().contains(name);
  }

  private boolean isGo(String folder, String group) {
    if (group.indexOf('/') < 0 && group.equals(goPackage(folder))) {
      return true;
    }
    Optional<String> full = goImport(folder);
    return full.isPresent()
        ? full.get().equals(group)
        : folder.equals(group) || folder.endsWith("/" + group);
  }

  /// As its files say, else as its folder is called.
  private String goPackage(String folder) {
    for (String path : goFolders.getOrDefault(folder, List.of())) {
      TestLines text = texts.get(path);
      if (text != null) {
        Optional<String> declared = declared(text);
        String stem = path.substring(path.lastIndexOf('/') + 1, path.length() - GO.length());
        String otherwise = folder.isEmpty() ? stem : last(folder);
        return declared.map(each -> each.replaceFirst("_test$", "")).orElse(otherwise);
      }
    }
    return last(folder);
  }

  private Optional<String> goImport(String folder) {
    for (String at = folder; ; at = folder(at)) {
      String root = at;
      Optional<String> module = goModules.computeIfAbsent(at, this::goModule);
      if (module.isPresent()) {
        return module.map(each ->
            folder.length() == root.length()
                ? each
                : each + "/" + folder.substring(root.isEmpty() ? 0 : root.length() + 1));
      }
      if (at.isEmpty()) {
        return Optional.empty();
      }
    }
  }

  private Optional<String> goModule(String folder) {
    String path = folder.isEmpty() ? "go.mod" : folder + "/go.mod";
    return switch (new ProjectFiles(workspace).read(path)) {
      case ProjectFiles.Text text -> {
        Matcher matcher = MODULE.matcher(StandardCharsets.UTF_8.decode(text.bytes().duplicate()));
        yield matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
      }
      case ProjectFiles.TooLarge _, ProjectFiles.Nothing _ -> Optional.empty();
    };
  }

  private static Optional<String> nearest(List<String> paths, String report) {
    String module = module(report);
    String nearest = "";
    int most = -1;
    boolean several = false;
    for (String each : paths) {
      int shared = each.startsWith(module) ? shared(each, report) : -1;
      several = shared > most ? false : several || (shared == most && shared >= 0);
      if (shared > most) {
        most = shared;
        nearest = each;
      }
    }
    return most < 0 || several ? Optional.empty() : Optional.of(nearest);
  }

  /// What a report that lies where a module builds can only be about; empty for any other.
  private static String module(String report) {
    for (String each : REPORT_FOLDERS) {
      int at = ("/" + report).indexOf("/" + each);
      if (at >= 0) {
        return report.substring(0, at);
      }
    }
    return "";
  }

  /// How many folders two paths have in common.
  private static int shared(String one, String other) {
    int folders = 0;
    for (int i = 0; i < Math.min(one.length(), other.length()); i++) {
      if (one.charAt(i) != other.charAt(i)) {
        break;
      }
      folders += one.charAt(i) == '/' ? 1 : 0;
    }
    return folders;
  }

  private static String folder(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
