package dev.speckit.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The dependencies that the text of a manifest names. Read line by line, without running any build
/// tool: a name that is put together by a build, or inherited, is not seen.
final class DependencyLines {
  private static final int LINES_MAX = 500;
  private static final int NAME_MAX = 200;
  private static final Pattern MAVEN =
      Pattern.compile("<artifactId>\\s*([^<\\s]+)\\s*</artifactId>");
  private static final Pattern GRADLE =
      Pattern.compile(
          "^\\s*(?:api|implementation|compileOnly|runtimeOnly|testImplementation|testRuntimeOnly"
              + "|annotationProcessor|kapt|classpath)\\b\\s*\\(?\\s*[\"']([^\"']+)[\"']");
  private static final Pattern JSON = Pattern.compile("^\\s*\"([^\"]+)\"\\s*:\\s*\"[^\"]*\"\\s*,?");
  private static final Pattern REQUIREMENT = Pattern.compile("^\\s*([A-Za-z0-9][A-Za-z0-9._-]*)");
  private static final Pattern TOML =
      Pattern.compile("^\\s*\"?([A-Za-z0-9][A-Za-z0-9._-]*)\"?\\s*=");
  private static final Pattern TOML_ITEM = Pattern.compile("[\"']([A-Za-z0-9][A-Za-z0-9._-]*)");
  private static final Pattern GO =
      Pattern.compile("^\\s*(?:require\\s+)?([\\w.-]+\\.[\\w.-]+/\\S+)\\s+v");
  private static final Pattern DOTNET =
      Pattern.compile("<PackageReference\\s+Include=\"([^\"]+)\"");

  private DependencyLines() {}

  /// @param line 1-based
  /// @param name as it is written there
  record Line(int line, String name) {}

  static boolean isManifest(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    return name.equals("pom.xml")
        || name.startsWith("build.gradle")
        || name.equals("package.json")
        || (name.startsWith("requirements") && name.endsWith(".txt"))
        || name.equals("pyproject.toml")
        || name.equals("Cargo.toml")
        || name.equals("go.mod")
        || name.endsWith(".csproj");
  }

  /// Those that the text before did not name.
  static List<Line> added(String file, String before, String now) {
    Set<String> known = new HashSet<>();
    of(file, before).forEach(line -> known.add(line.name()));
    return of(file, now).stream().filter(line -> known.add(line.name())).toList();
  }

  static List<Line> of(String file, String text) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    List<Line> found = new ArrayList<>();
    String section = "";
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size() && found.size() < LINES_MAX; i++) {
      String line = lines.get(i);
      section = section(name, line, section);
      Pattern pattern = pattern(name, line, section);
      Matcher matcher = pattern.matcher(line.length() > 2_000 ? line.substring(0, 2_000) : line);
      if (matcher.find()) {
        String dependency = matcher.group(1);
        found.add(
            new Line(
                i + 1,
                dependency.length() > NAME_MAX ? dependency.substring(0, NAME_MAX) : dependency));
      }
    }
    return found;
  }

  /// Never matches.
  private static final Pattern NOTHING = Pattern.compile("(?!)()");

  private static Pattern pattern(String name, String line, String section) {
    boolean dependencies = section.contains("dependenc");
    if (name.equals("pom.xml")) {
      return dependencies ? MAVEN : NOTHING;
    }
    if (name.startsWith("build.gradle")) {
      return GRADLE;
    }
    if (name.equals("package.json")) {
      return dependencies && line.indexOf('{') < 0 ? JSON : NOTHING;
    }
    if (name.endsWith(".txt")) {
      return REQUIREMENT;
    }
    if (name.equals("go.mod")) {
      return GO;
    }
    if (name.endsWith(".csproj")) {
      return DOTNET;
    }
    if (!dependencies || line.strip().startsWith("[")) {
      return NOTHING;
    }
    return section.equals("dependencies list") ? TOML_ITEM : TOML;
  }

  /// The part of the file that a line stands in: a table, an object, an element.
  private static String section(String name, String line, String before) {
    String plain = line.strip();
    if (name.equals("pom.xml")) {
      if (plain.contains("<dependency>")) {
        return "dependency";
      }
      return plain.contains("</dependency>") || plain.contains("<exclusions>") ? "" : before;
    }
    if (name.equals("package.json")) {
      if (plain.contains("}")) {
        return "";
      }
      return plain.endsWith("{") ? (plain.contains("ependencies\"") ? "dependencies" : "") : before;
    }
    if (plain.startsWith("dependencies") && plain.contains("= [")) {
      return "dependencies list";
    }
    boolean listEnds = plain.startsWith("]") || plain.contains(" = ") || plain.startsWith("[");
    if (before.equals("dependencies list") && !listEnds) {
      return before;
    }
    if (before.equals("dependencies list") && !plain.startsWith("[")) {
      return "";
    }
    return plain.startsWith("[") ? plain : before;
  }
}
