package dev.speckit.trace;

import dev.speckit.checks.TestCase;
import dev.speckit.host.Disk;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether the files that reports name are still there.
final class SourcesOfCases {
  private static final Pattern ABSOLUTE = Pattern.compile("/.*|[A-Za-z]:/.*");
  private static final Pattern FILE = Pattern.compile("[^:*?\"<>|]*\\.[A-Za-z0-9]{1,8}");

  private final Path workspace;
  private final Set<String> present;
  private final Map<String, Boolean> gone = new HashMap<>();
  private final Set<String> endings = new HashSet<>();

  /// @param present the files of the project
  SourcesOfCases(Path workspace, Set<String> present) {
    this.workspace = workspace;
    this.present = present;
  }

  /// The file that a case names, when it is not there any more.
  Optional<String> gone(TestCase each) {
    return named(each).filter(file -> gone.computeIfAbsent(file, this::isGone));
  }

  /// The file as the report has it; else a group that is the path of a file.
  private static Optional<String> named(TestCase each) {
    String file = each.file();
    String group = each.group() == null ? each.suite() : each.group();
    boolean isPath = group != null && group.indexOf('/') > 0 && group.indexOf(' ') < 0;
    String named = file == null && isPath ? group : file;
    return Optional.ofNullable(named)
        .map(path -> path.replace('\\', '/'))
        .filter(path -> FILE.matcher(path.replaceFirst("^[A-Za-z]:", "")).matches());
  }

  private boolean isGone(String file) {
    if (isThere(file)) {
      return false;
    }
    String path = file.startsWith("./") ? file.substring(2) : file;
    if (!ABSOLUTE.matcher(path).matches()) {
      return !endings().contains(path);
    }
    // Reports of another machine have the paths of that one.
    int slash = path.indexOf('/');
    while (slash >= 0 && path.indexOf('/', slash + 1) >= 0) {
      if (endings().contains(path.substring(slash + 1))) {
        return false;
      }
      slash = path.indexOf('/', slash + 1);
    }
    return true;
  }

  private boolean isThere(String file) {
    try {
      return Disk.isFile(workspace.resolve(file));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /// What the paths of the project end with, whole names each.
  private Set<String> endings() {
    if (endings.isEmpty()) {
      for (String path : present) {
        for (int at = -1; ; ) {
          endings.add(path.substring(at + 1));
          at = path.indexOf('/', at + 1);
          if (at < 0) {
            break;
          }
        }
      }
    }
    return endings;
  }
}
