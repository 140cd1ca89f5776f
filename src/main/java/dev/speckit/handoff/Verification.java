package dev.speckit.handoff;

import dev.speckit.json.Json;
import dev.speckit.spec.Secrets;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.context.WorkTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A command that a reader can paste, and what it is expected to say. Nothing here runs one.
///
/// @param command as it is pasted in the workspace
/// @param expected Markdown, a clause
/// @param recorded whether it comes from the project: a session's test, a check of the settings
record Verification(String command, String expected, boolean recorded) {
  private static final int CHANGES_SHOWN = 3;

  /// @param written whether the hand-off itself becomes a file
  static List<Verification> of(
      SpecEntry entry,
      Standing standing,
      Optional<GitFacts> git,
      boolean written,
      List<Run> runs,
      List<ProjectCheck> checks) {
    List<Verification> all = new ArrayList<>();
    git.ifPresent(facts -> addGit(all, facts, written));
    all.add(own("speckit check " + entry.id(), "exit code 0, no error"));
    all.add(own("speckit work " + entry.id() + " --status", status(entry, standing)));
    Map<String, String> names = new LinkedHashMap<>();
    checks.forEach(check -> names.putIfAbsent(check.pasted(), "check " + Plain.code(check.name())));
    for (Run run : runs) {
      String expected = expected(run, entry, Optional.ofNullable(names.remove(run.command())));
      all.add(new Verification(run.command(), expected, true));
    }
    names.forEach(
        (command, name) -> all.add(new Verification(command, "exit code 0 (" + name + ")", true)));
    return List.copyOf(all);
  }

  private static void addGit(List<Verification> all, GitFacts git, boolean written) {
    all.add(
        own(
            GitFacts.BRANCH,
            git.branch()
                .map(branch -> "prints " + Plain.code(branch))
                .orElse("prints nothing: no branch is checked out")));
    String status = status(git.changes());
    all.add(own(GitFacts.STATUS, written ? status + " (before this file was written)" : status));
    all.add(
        own(
            GitFacts.LAST_COMMIT,
            git.lastCommit()
                .map(commit -> "prints " + Plain.code(commit))
                .orElse("fails: there is no commit yet")));
  }

  private static String status(List<String> changes) {
    if (changes.isEmpty()) {
      return "prints nothing: the tree is clean";
    }
    int shown = Math.min(CHANGES_SHOWN, changes.size());
    String lines = String.join(", ", changes.subList(0, shown).stream().map(Plain::code).toList());
    int more = changes.size() - shown;
    return "printed "
        + changes.size()
        + (changes.size() == 1 ? " line: " : " lines: ")
        + lines
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String status(SpecEntry entry, Standing standing) {
    String status = entry.status().isEmpty() ? "no status" : "status " + Plain.code(entry.status());
    return standing.criteria() == 0 || !entry.parent().isPresent()
        ? "shows " + status
        : "shows %s, criteria met %d/%d"
            .formatted(status, standing.criteriaMet(), standing.criteria());
  }

  /// @param check the name of the check whose command it is
  private static String expected(Run run, SpecEntry entry, Optional<String> check) {
    String when = run.entry().at().map(at -> " at " + WorkTime.written(at)).orElse("");
    String cut = run.run().whole() ? "" : "; the record of the command is cut, see its line";
    String place =
        run.spec().id().equals(entry.id()) ? "context line " + run.entry().line() : run.place();
    String line = " (" + Plain.line(place) + check.map(name -> ", " + name).orElse("") + ")";
    String ended = Plain.line(run.run().ended());
    return (run.run().passed()
            ? "passes; last time" + when + ": " + ended
            : "must pass; last time it FAILED" + when + ": " + ended)
        + cut
        + line;
  }

  private static Verification own(String command, String expected) {
    return new Verification(command, expected, false);
  }

  /// The line of Markdown before what is expected.
  String shown() {
    return Plain.isShownWhole(command)
        ? "- " + Plain.code(command) + ": "
        : "- " + Plain.code(command) + " (holds what cannot be shown): ";
  }

  Json.Fields json() {
    return Json.fields()
        .with("command", Secrets.redacted(command))
        .with("expected", expected)
        .with("recorded", recorded);
  }
}
