package dev.speckit.trace;

import java.util.Locale;
import java.util.Set;

/// Which files hold tests, by the habits of the usual tools.
final class TestFiles {
  private static final Set<String> FOLDERS =
      Set.of("test", "tests", "__tests__", "spec", "specs", "it", "e2e", "testing");

  private static final Set<String> DOCUMENTS =
      Set.of(
          "md",
          "markdown",
          "mdx",
          "adoc",
          "asciidoc",
          "rst",
          "txt",
          "html",
          "htm",
          "org",
          "tex",
          "textile",
          "pdf");
  private static final Set<String> PLAIN_DOCUMENTS =
      Set.of("README", "CHANGELOG", "LICENSE", "NOTICE", "CONTRIBUTING", "AUTHORS", "TODO");

  private TestFiles() {}

  /// @param path with slashes; a folder `specs/` at its top is that of the specs
  static boolean isTest(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return !isDocument(name) && (isTestName(name) || isInTestFolder(path));
  }

  /// Whether a file is for people to read, by its ending; what it names is not tested by it.
  static boolean isDocument(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot < 0
        ? PLAIN_DOCUMENTS.contains(name)
        : DOCUMENTS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  private static boolean isInTestFolder(String path) {
    int from = path.startsWith("specs/") ? path.indexOf("/deliverables/") : 0;
    if (from < 0) {
      return false;
    }
    int end = path.indexOf('/', from);
    while (end >= 0) {
      if (FOLDERS.contains(path.substring(from, end))) {
        return true;
      }
      from = end + 1;
      end = path.indexOf('/', from);
    }
    return false;
  }

  /// `MountTest.java`, `test_mount.py`, `mount_test.go`, `mount.test.ts`, `mount.spec.ts`.
  private static boolean isTestName(String name) {
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    String small = stem.toLowerCase(Locale.ROOT);
    return stem.endsWith("Test")
        || stem.endsWith("Tests")
        || stem.endsWith("IT")
        || stem.endsWith("Spec")
        || (stem.startsWith("Test") && stem.length() > 4 && Catalog.isCapital(stem.charAt(4)))
        || small.startsWith("test_")
        || small.startsWith("test-")
        || small.endsWith("_test")
        || small.endsWith("_spec")
        || small.endsWith("-test")
        || small.endsWith(".test")
        || small.endsWith(".spec");
  }
}
