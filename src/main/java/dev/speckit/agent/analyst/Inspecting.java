package dev.speckit.agent.analyst;

import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.AuditFinding;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.agent.PromptDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What audit asks: lines of the changed files that a rule knows. A rule sees a form, not what it
/// means, so nothing it finds is critical.
final class Inspecting {
  private static final int LINE_MAX = 2_000;
  private static final int QUOTE_MAX = 300;
  private static final int FILES_MAX = 2_000;

  /// @param code whether it looks at code only
  private record Rule(
      String category, Magnitude magnitude, boolean code, Pattern form, String recommendation) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "reliability",
              Magnitude.MINOR,
              false,
              Pattern.compile("\\b(?:TODO|FIXME|XXX)\\b"),
              "Settle what this note leaves open, or take the note out"),
          new Rule(
              "reliability",
              Magnitude.IMPORTANT,
              true,
              Pattern.compile(
                  "^\\s*@(?:Disabled|Ignore)\\b|\\b(?:it|test|describe)\\.skip\\(|\\bx(?:it|describe)\\("
                      + "|@pytest\\.mark\\.skip|@unittest\\.skip|\\bt\\.Skip\\(|#\\[ignore"),
              "Run this test again, or say why it may stay switched off"),
          new Rule(
              "reliability",
              Magnitude.MINOR,
              true,
              Pattern.compile(
                  "\\bcatch\\s*\\(\\s*(?:final\\s+)?(?:Exception|Throwable)\\b|^\\s*except\\s*(?:Exception\\s*)?:"),
              "Catch only what can be handled here"),
          new Rule(
              "reliability",
              Magnitude.MINOR,
              true,
              Pattern.compile("\\.printStackTrace\\(\\s*\\)"),
              "Handle the failure, or write it where somebody reads it"),
          new Rule(
              "security",
              Magnitude.MINOR,
              true,
              Pattern.compile(
                  "^(?!.*(?:xmlns|schemaLocation|DOCTYPE)).*[\"'`]http://(?!localhost|127\\.0\\.0\\.1|\\[::1\\])"),
              "Use an address with https, so that nobody on the way can read or change it"),
          new Rule(
              "security",
              Magnitude.IMPORTANT,
              true,
              Pattern.compile(
                  "(?i)[\"'](?:select\\s.+\\sfrom|insert\\s+into|update\\s.+\\sset|delete\\s+from)\\b[^\"']*[\"']"
                      + "\\s*(?:\\+|%\\s|\\.format)"),
              "Give values to the statement as parameters instead of building its text"));

  private Inspecting() {}

  static Answer.Audit audit(Path workspace, List<PromptDocument> documents) {
    List<AuditFinding> findings = new ArrayList<>();
    for (SourceFile file : changed(workspace, documents)) {
      for (int i = 0; i < file.lines().size() && findings.size() < Analyst.ITEMS_MAX; i++) {
        inspect(file, i, findings);
      }
    }
    boolean clean = findings.stream().allMatch(each -> each.magnitude() == Magnitude.MINOR);
    return new Answer.Audit(findings, clean ? Vote.PASS : Vote.FAIL);
  }

  private static void inspect(SourceFile file, int index, List<AuditFinding> findings) {
    String whole = file.lines().get(index).strip();
    String line = whole.length() > LINE_MAX ? whole.substring(0, LINE_MAX) : whole;
    for (Rule rule : RULES) {
      if ((!rule.code() || !file.isProse())
          && findings.size() < Analyst.ITEMS_MAX
          && rule.form().matcher(line).find()) {
        findings.add(
            new AuditFinding(
                rule.category(),
                rule.magnitude(),
                file.path(),
                index + 1,
                line.length() > QUOTE_MAX ? line.substring(0, QUOTE_MAX) : line,
                rule.recommendation()));
      }
    }
  }

  /// The files that the document named `changes` lists and that are there: each line, or what
  /// stands in it between back-ticks or blanks.
  private static List<SourceFile> changed(Path workspace, List<PromptDocument> documents) {
    Map<String, SourceFile> files = new LinkedHashMap<>();
    for (PromptDocument document : documents) {
      if (!document.name().equals("changes")) {
        continue;
      }
      for (String line : document.text().lines().limit(FILES_MAX * 2L).toList()) {
        for (String name : names(line)) {
          if (files.size() < FILES_MAX && !files.containsKey(name)) {
            SourceFile.named(workspace, name).ifPresent(file -> files.putIfAbsent(name, file));
          }
        }
      }
    }
    return List.copyOf(files.values());
  }

  private static List<String> names(String line) {
    String plain = line.strip();
    String item = plain.startsWith("- ") || plain.startsWith("* ") ? plain.substring(2) : plain;
    List<String> names = new ArrayList<>(List.of(item.strip()));
    for (String word : item.split("[`|\\s]+", 20)) {
      if (word.contains(".") || word.contains("/")) {
        names.add(word);
      }
    }
    return names;
  }
}
