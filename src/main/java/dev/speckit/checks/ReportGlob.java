package dev.speckit.checks;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/// Which files of a workspace are reports.
///
/// @param text as given
/// @param start the folder that all matches lie below, relative; the empty path for the workspace
/// @param matcher of paths relative to the workspace
record ReportGlob(String text, Path start, PathMatcher matcher) {
  private static final int CHARACTERS_MAX = 1_000;

  /// More than this many stars make matching slow, and no layout of files needs them.
  private static final int STARS_MAX = 16;

  private static final String SPECIAL = "*?[]{}\\";

  /// @throws Failure.Usage when the pattern is malformed, or absolute, or names `..`
  static ReportGlob of(String text) {
    if (text.indexOf(0) >= 0) {
      throw malformed(text, "the pattern holds a character that no path can hold");
    }
    if (text.length() > CHARACTERS_MAX || text.chars().filter(c -> c == '*').count() > STARS_MAX) {
      throw malformed(text, "the pattern is too long or has more than " + STARS_MAX + " stars");
    }
    List<String> parts = parts(text);
    return new ReportGlob(text, start(parts), matcher(text, String.join("/", parts)));
  }

  /// The names between the slashes, without `.` and without doubled `**`.
  private static List<String> parts(String text) {
    if (text.isBlank() || text.startsWith("/")) {
      throw WorkspaceFile.outside(text, "the pattern is absolute or empty");
    }
    List<String> parts = new ArrayList<>();
    for (String part : text.split("/", -1)) {
      // `..` may also hide in a group such as {a,..}
      if (part.contains("..")) {
        throw WorkspaceFile.outside(text, "the pattern leads out of the workspace");
      }
      boolean isRepeated = part.equals("**") && !parts.isEmpty() && parts.getLast().equals("**");
      if (!part.isEmpty() && !part.equals(".") && !isRepeated) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static Path start(List<String> parts) {
    Path start = Path.of("");
    for (String part : parts.subList(0, Math.max(0, parts.size() - 1))) {
      if (part.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0)) {
        break;
      }
      start = start.resolve(part);
    }
    return start;
  }

  private static PathMatcher matcher(String text, String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + withOptionalFolders(pattern));
    } catch (PatternSyntaxException failure) {
      throw malformed(text, "the pattern is malformed: " + failure.getDescription());
    }
  }

  /// `**/` also stands for no folder at all, as it does for the tools whose patterns people know.
  private static String withOptionalFolders(String pattern) {
    StringBuilder out = new StringBuilder();
    boolean inGroup = false;
    for (int i = 0; i < pattern.length(); i++) {
      boolean startsPart = i == 0 || pattern.charAt(i - 1) == '/';
      if (startsPart && !inGroup && pattern.startsWith("**/", i)) {
        out.append("{,**/}");
        i += 2;
        continue;
      }
      char c = pattern.charAt(i);
      inGroup = c == '{' || (inGroup && c != '}');
      out.append(c);
    }
    return out.toString();
  }

  private static Failure.Usage malformed(String text, String message) {
    return new Failure.Usage(
        Problem.of("malformed-glob", message)
            .at(Words.line(text))
            .remedy("write it like target/surefire-reports/*.xml or **/junit.xml"));
  }

  /// All regular files that match, sorted; links inside are not followed.
  ///
  /// @throws Failure.Usage when the folder to search leads out of the workspace by a link
  List<WorkspaceFile> filesBelow(Path workspace) {
    Path folder = workspace.resolve(start);
    WorkspaceFile.refuseOutside(workspace, folder, text);
    Optional<Path> real = Disk.realPath(folder);
    if (real.isEmpty()) {
      return List.of();
    }
    List<WorkspaceFile> matching = new ArrayList<>();
    for (Path file : Disk.filesBelow(real.get())) {
      Path relative = start.resolve(real.get().relativize(file));
      if (matcher.matches(relative)) {
        matching.add(new WorkspaceFile(file, WorkspaceFile.text(relative)));
      }
    }
    return matching;
  }
}
