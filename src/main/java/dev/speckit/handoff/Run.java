package dev.speckit.handoff;

import dev.speckit.host.Disk;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.SessionPart;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.work.RecordedRun;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The newest run of a test command, whichever spec of the workspace recorded it.
///
/// @param entry that tells so
/// @param spec whose context holds the entry
record Run(RecordedRun run, WorkSession.Entry entry, SpecEntry spec) {
  String command() {
    return run.command();
  }

  /// Where it is told, such as `specs/1000/1001/context.md:35`.
  String place() {
    return SpecEntry.relative(spec.workspace(), spec.contextPath()) + ":" + entry.line();
  }

  /// The commands of a spec's sessions, last one first, and behind them those checks of the project
  /// that some session ran.
  ///
  /// @param all specs of the workspace
  static List<Run> newest(
      SpecTree tree,
      SpecEntry spec,
      ContextDocument context,
      List<SpecEntry> all,
      List<ProjectCheck> checks) {
    LinkedHashMap<String, Run> own = last(spec, context);
    LinkedHashMap<String, Run> newest = new LinkedHashMap<>();
    List.copyOf(own.values()).reversed().forEach(run -> newest.put(run.command(), run));
    List<String> wanted = new ArrayList<>();
    own.values().stream().filter(run -> run.run().whole()).map(Run::command).forEach(wanted::add);
    checks.stream().map(ProjectCheck::pasted).forEach(wanted::add);
    for (SpecEntry other : wanted.isEmpty() ? List.<SpecEntry>of() : all) {
      if (!other.id().equals(spec.id())) {
        lookInto(tree, other, wanted, newest);
      }
    }
    checks.stream()
        .map(ProjectCheck::pasted)
        .filter(command -> !own.containsKey(command) && newest.containsKey(command))
        .forEach(command -> newest.putLast(command, newest.get(command)));
    return List.copyOf(newest.values());
  }

  private static void lookInto(
      SpecTree tree, SpecEntry other, List<String> wanted, LinkedHashMap<String, Run> newest) {
    if (!Disk.exists(other.contextPath())) {
      return;
    }
    String text = tree.readText(other.contextPath()).text();
    if (wanted.stream().noneMatch(command -> text.contains(firstWord(command)))) {
      return;
    }
    LinkedHashMap<String, Run> theirs = last(other, ContextDocument.of(other.path(), text));
    for (String command : wanted) {
      Run run = theirs.get(command);
      if (run != null) {
        newest.merge(command, run, (one, two) -> two.at().isAfter(one.at()) ? two : one);
      }
    }
  }

  private static String firstWord(String command) {
    return command.strip().split("\\s", 2)[0];
  }

  /// An entry without a time counts as older than each with one.
  private LocalDateTime at() {
    return entry.at().orElse(LocalDateTime.MIN);
  }

  /// The last run of each command in one context, the last one last.
  private static LinkedHashMap<String, Run> last(SpecEntry spec, ContextDocument context) {
    LinkedHashMap<String, Run> runs = new LinkedHashMap<>();
    for (WorkSession session : context.sessions()) {
      for (WorkSession.Entry entry : session.entries(SessionPart.TESTING)) {
        RecordedRun.of(entry)
            .ifPresent(run -> runs.putLast(run.command(), new Run(run, entry, spec)));
      }
    }
    return runs;
  }
}
