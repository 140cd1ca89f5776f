package dev.speckit.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Small workspaces whose agents are shell scripts.
public final class Workspaces {
  /// A spec about something that nothing else in the project speaks of.
  public static final String SPEC =
      """
      # Spec: Beehive Scale

      **Status**: planning

      ## Requirements

      - **BEE-1**: The scale MUST report the weight of a hive every 15 minutes.
      - **BEE-2**: A report MUST be kept for 400 days.

      ## Acceptance Criteria

      - [ ] **AC-1**: After one hour the log holds 4 reports of one hive.
      - [ ] **AC-2**: A report of 399 days ago can be read.
      """;

  private static final String PLAN =
      """
      {"work_items": [
        {"title": "Report the weight of each hive", "requirements": ["BEE-1", "AC-1"]},
        {"title": "Keep reports for 400 days", "requirements": ["BEE-2", "AC-2"]}],
       "risks": [], "questions": [], "confidence": "high"}
      """;
  private static final String TASKS =
      """
      {"tasks": [
        {"title": "Report the weight of each hive", "requirements": ["BEE-1", "AC-1"],
         "depends_on": [], "validation": "4 reports after an hour"},
        {"title": "Keep reports for 400 days", "requirements": ["BEE-2", "AC-2"],
         "depends_on": ["Report the weight of each hive"], "validation": "read an old one"}],
       "confidence": "high"}
      """;

  private Workspaces() {}

  /// A script that answers every subject well and at once.
  public static String answering() {
    return """
    cat >/dev/null
    case "$SPECKIT_STAGE" in
      clarify|analyze) printf '{"issues": []}' ;;
      checklist) printf '{"requirements": []}' ;;
      plan) cat <<'ANSWER'
    %s
    ANSWER
      ;;
      tasks) cat <<'ANSWER'
    %s
    ANSWER
      ;;
    esac
    """
        .formatted(PLAN.strip(), TASKS.strip());
  }

  /// The same, and a line in `calls.log` of the workspace for each time it is asked.
  public static String counting() {
    return "echo \"$SPECKIT_STAGE $SPECKIT_AGENT $SPECKIT_ATTEMPT\" >>calls.log\n" + answering();
  }

  /// A workspace with one epic, the feature 1001 and these agents in every roster.
  ///
  /// @param agents name to shell script, in the order of the rosters
  public static Path create(Path folder, Map<String, String> agents) {
    createSpecs(folder);
    StringBuilder settings = new StringBuilder();
    agents.forEach((name, script) -> {
      Path file = folder.resolve("agents/" + name + ".sh");
      write(file, "#!/bin/sh\n" + script);
      settings
          .append("[agents.")
          .append(name)
          .append("]\nkind = \"command\"\ncommand = [\"/bin/sh\", \"agents/")
          .append(name)
          .append(".sh\"]\ntimeout = { first = \"20s\", idle = \"20s\", total = \"40s\" }\n\n");
    });
    String roster =
        agents.keySet().stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    settings.append("[quality_gates]\n");
    for (String subject : new String[] {"clarify", "checklist", "analyze", "plan", "tasks"}) {
      settings.append(subject).append(" = [").append(roster).append("]\n");
    }
    write(folder.resolve("speckit.toml"), settings.toString());
    return folder;
  }

  /// The specs alone; the agents of such a workspace stand in the user's own settings.
  public static Path createSpecs(Path folder) {
    write(folder.resolve("specs/1000/epic.md"), "# Epic: Apiary\n\n**Status**: planning\n");
    write(folder.resolve("specs/1000/1001/spec.md"), SPEC);
    return folder;
  }

  /// Agents and rosters in the user's own settings: they need no trust in any workspace.
  public static void defineForUser(Path home, Map<String, String> agents) {
    Path made = create(home.resolve("scripts"), agents);
    String settings =
        read(made.resolve("speckit.toml"))
            .replace("\"agents/", "\"" + made.resolve("agents") + "/");
    write(home.resolve(".config/speckit/config.toml"), settings);
  }

  /// Three agents that answer well.
  public static Map<String, String> threeOf(String script) {
    Map<String, String> agents = new LinkedHashMap<>();
    for (String name : new String[] {"alice", "bob", "carol"}) {
      agents.put(name, script);
    }
    return agents;
  }

  public static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      if (text.startsWith("#!")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
