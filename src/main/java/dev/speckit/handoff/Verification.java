package dev.speckit.handoff;

import dev.speckit.json.Json;
import dev.speckit.spec.Secrets;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.spec.context.WorkTime;
import dev.speckit.work.RecordedRun;
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
      ContextDocument context,
      List<ProjectCheck> checks) {
    List<Verification> all = new ArrayList<>();
    git.ifPresent(facts -> addGit(all, facts, written));
    all.add(own("speckit check " + entry.id(), "exit code 0, no error"));
    all.add(own("speckit work " + entry.id() + " --status", status(entry, standing)));
    for (Run run : lastRuns(context)) {
      all.add(new Verification(run.run().command(), expected(run), true));
    }
    for (ProjectCheck check : checks) {
      all.add(
          new Verification(
              check.pasted(), "exit code 0 (check " + Plain.code(check.name()) + ")", true));
    }
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

  private static String expected(Run run) {
    String when = run.entry().at().map(at -> " at " + WorkTime.written(at)).orElse("");
    String cut = run.run().whole() ? "" : "; the record of the command is cut, see its line";
    String line = " (context line " + run.entry().line() + ")";
    String ended = Plain.line(run.run().ended());
    return (run.run().passed()
            ? "passes; last time" + when + ": " + ended
            : "must pass; last time it FAILED" + when + ": " + ended)
        + cut
        + line;
  }

  /// A test command that ran, and the entry that tells so.
  record Run(RecordedRun run, WorkSession.Entry entry) {}

  /// The last run of each test command, newest first.
  static List<Run> lastRuns(ContextDocument context) {
    Map<String, Run> runs = new LinkedHashMap<>();
    for (WorkSession session : context.sessions()) {
      for (WorkSession.Entry entry : session.entries(SessionPart.TESTING)) {
        RecordedRun.of(entry)
            .ifPresent(run -> {
              runs.remove(run.command());
              runs.put(run.command(), new Run(run, entry));
            });
      }
    }
    return List.copyOf(runs.values()).reversed();
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
