package dev.speckit.guide;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What `agents` tells.
///
/// @param forms the agents that were meant
/// @param strange what the manifest names and is none of ours
record AgentsReport(
    List<AgentForm> forms, List<Outcome> outcomes, boolean dryRun, List<Problem> strange) {

  /// After an installation. It fails when an agent has none of the commands now.
  Report installed() {
    List<AgentForm> without =
        forms.stream()
            .filter(form -> outcomesOf(form).stream().noneMatch(Outcome::inPlace))
            .toList();
    Report report = warned(Report.of(data(), blocks()));
    if (without.isEmpty()) {
      return dryRun ? report : withCalls(report);
    }
    List<Problem> problems =
        without.stream()
            .flatMap(form -> outcomesOf(form).stream())
            .map(Outcome::problem)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return ended(report, problems);
  }

  /// After a removal. What was edited stays and is no failure.
  Report uninstalled() {
    Report report = warned(Report.of(data(), blocks()));
    List<Problem> problems =
        outcomes.stream()
            .filter(each -> each.state() == Outcome.State.REFUSED)
            .map(Outcome::problem)
            .filter(Objects::nonNull)
            .toList();
    return problems.isEmpty() ? report : ended(report, problems);
  }

  private static Report ended(Report report, List<Problem> problems) {
    List<Problem> warnings = new ArrayList<>(report.warnings());
    warnings.removeAll(problems);
    return new Report(
        report.blocks(), report.content(), exit(problems), warnings, List.copyOf(problems));
  }

  /// The machine first, then what the user mends, then what only needs a yes.
  private static ExitCode exit(List<Problem> problems) {
    if (problems.stream().anyMatch(problem -> problem.code().equals("file-unavailable"))) {
      return ExitCode.ENVIRONMENT;
    }
    return problems.stream().allMatch(problem -> problem.code().equals("foreign-file"))
        ? ExitCode.NEEDS_APPROVAL
        : ExitCode.INVALID;
  }

  private List<Outcome> outcomesOf(AgentForm form) {
    return outcomes.stream()
        .filter(outcome -> outcome.target().agents().contains(form.name()))
        .toList();
  }

  private Report warned(Report report) {
    Report warned = report;
    for (Outcome outcome : outcomes) {
      Problem problem = outcome.problem();
      warned = problem == null ? warned : warned.warning(problem);
    }
    for (Problem problem : strange) {
      warned = warned.warning(problem);
    }
    return warned;
  }

  private List<Block> blocks() {
    if (outcomes.isEmpty()) {
      return List.of(Block.Notes.of("Nothing is installed for these agents."));
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      rows.add(
          List.of(
              Cell.of(String.join(", ", outcome.target().agents())),
              Cell.of(outcome.target().path()),
              Cell.of(outcome.state().word(), tone(outcome.state()))));
    }
    String title = dryRun ? "What would be done" : "";
    return List.of(new Block.Table(title, List.of("agent", "file", "state"), rows));
  }

  private Report withCalls(Report report) {
    List<Cell> lines = new ArrayList<>();
    for (AgentForm form : forms) {
      lines.add(Cell.of(form.title() + ": " + form.callOf(SpecWord.WORK) + " ID"));
    }
    lines.add(Cell.of("Commit these files with " + InstalledFiles.PLACE + ".", Tone.MUTED));
    List<Block> blocks = new ArrayList<>(report.blocks());
    blocks.add(new Block.Notes(lines));
    return new Report(
        blocks, report.content(), report.exit(), report.warnings(), report.problems());
  }

  private static Tone tone(Outcome.State state) {
    return switch (state) {
      case INSTALLED, UPDATED, REPLACED, REMOVED -> Tone.GOOD;
      case KEPT -> Tone.WARNING;
      case REFUSED -> Tone.BAD;
      case UNCHANGED, MISSING, SHARED -> Tone.MUTED;
    };
  }

  private Json.Fields data() {
    List<Json.Fields> files = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      files.add(file(outcome.target(), outcome.state().word()));
    }
    return Json.fields()
        .with("dry_run", dryRun)
        .with("manifest", InstalledFiles.PLACE)
        .with("files", files);
  }

  private static Json.Fields file(Target target, String state) {
    return Json.fields()
        .with("path", target.path())
        .with("word", target.word().name('_'))
        .with("agents", Json.texts(target.agents()))
        .with("state", state);
  }

  /// What stands on the disk for each agent.
  static Report status(Path workspace, List<AgentForm> forms) {
    InstalledFiles files = InstalledFiles.read(workspace);
    List<List<Cell>> rows = new ArrayList<>();
    List<Json.Fields> agents = new ArrayList<>();
    for (AgentForm form : forms) {
      List<Json.Fields> own = new ArrayList<>();
      SortedSet<String> states = new TreeSet<>();
      for (Target target : Target.of(List.of(form))) {
        String state = state(workspace, files, form, target);
        states.add(state);
        own.add(file(target, state));
      }
      String state = states.size() == 1 ? states.first() : String.join(", ", states);
      agents.add(
          Json.fields()
              .with("agent", form.name())
              .with("call", form.callOf(SpecWord.WORK))
              .with("state", states.size() == 1 ? state : "mixed")
              .with("files", own));
      rows.add(
          List.of(
              Cell.of(form.name()),
              Cell.of(form.callOf(SpecWord.WORK)),
              Cell.of(form.pathOf(SpecWord.WORK)),
              Cell.of(state, states.contains("installed") ? Tone.GOOD : Tone.PLAIN)));
    }
    Report report =
        Report.of(
            Json.fields().with("manifest", InstalledFiles.PLACE).with("agents", agents),
            new Block.Table("", List.of("agent", "call", "first file", "state"), rows));
    for (Problem problem : files.strange()) {
      report = report.warning(problem);
    }
    for (Target target : Target.of(forms)) {
      if (files.isUnlisted(workspace, target)) {
        report =
            report.warning(
                Problem.of("unlisted-file", "a file of speckit that the manifest does not name")
                    .at(target.path())
                    .remedy(
                        "restore "
                            + InstalledFiles.PLACE
                            + " from git, or: speckit agents install "
                            + target.agents().first()));
      }
    }
    return report;
  }

  private static final String NOT = "not installed";

  private static String state(Path workspace, InstalledFiles files, AgentForm form, Target target) {
    Optional<InstalledFiles.Entry> entry = files.find(target.path());
    boolean recorded = entry.filter(found -> found.agents().contains(form.name())).isPresent();
    SortedSet<String> known = entry.map(InstalledFiles.Entry::hashes).orElse(new TreeSet<>());
    return switch (Standing.of(workspace, target.path(), known, target.text())) {
      case Standing.Absent _ -> recorded ? "missing" : NOT;
      case Standing.Current _ -> recorded ? "installed" : entry.isEmpty() ? "unlisted" : NOT;
      case Standing.Outdated _ -> recorded ? "outdated" : NOT;
      case Standing.Edited _ -> "edited";
      case Standing.Foreign _ -> "foreign";
      case Standing.Obstructed _ -> "obstructed";
    };
  }
}
