package dev.speckit.guide;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

/// `agents install|uninstall|status [NAMES]`: `/spec_work` and its like inside of agents.
public final class AgentsCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Host host;

  public AgentsCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("agents", "Teach coding agents the words of speckit")
        .description(
            "`install` writes the commands spec_work, spec_run, spec_check and spec_handoff into"
                + " the workspace, in the form and place where each agent looks for commands"
                + " (spec-work ... where underscores are not allowed). `uninstall` takes them out"
                + " again; without names, those of all agents. What it wrote is listed with hashes"
                + " in specs/.agents.json, to be committed. Files that you edited are kept, files"
                + " that are not from speckit are never touched.")
        .parameters(
            Parameter.choice("what", "What to do", List.of("install", "uninstall", "status")),
            new Parameter.Positional(
                "names",
                "Agents, parted by commas: " + String.join(", ", AgentForm.choices()),
                false,
                true,
                List.of()),
            Parameter.flag("dry-run", "Say what would be done, change nothing"),
            Parameter.flag(
                "force", "With install: replace edited files of ours, after keeping *.edited"))
        .example("agents install claude,codex", "Teaches Claude Code and Codex CLI.")
        .example("agents status", "Shows who has been taught, and what was edited.")
        .example("agents uninstall", "Takes everything out that was not edited.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Arguments arguments = call.arguments();
    String what = arguments.get("what");
    refuseForeign(arguments, what);
    List<AgentForm> named = AgentForm.named(arguments.all("names"));
    Path workspace = Workspace.find(host);
    return switch (what) {
      case "install" -> install(workspace, named, arguments);
      case "uninstall" -> uninstall(workspace, named, arguments.has("dry-run"));
      case "status" -> AgentsReport.status(workspace, named.isEmpty() ? AgentForm.ALL : named);
      default -> throw new IllegalStateException("not a choice");
    };
  }

  private static void refuseForeign(Arguments arguments, String what) {
    if (arguments.has("force") && !what.equals("install")) {
      throw badOption("--force belongs to agents install");
    }
    if (arguments.has("dry-run") && what.equals("status")) {
      throw badOption("--dry-run belongs to agents install and uninstall");
    }
  }

  private static Failure.Usage badOption(String message) {
    return new Failure.Usage(Problem.of("bad-option", message).remedy("leave it out"));
  }

  private Report install(Path workspace, List<AgentForm> forms, Arguments arguments)
      throws InterruptedException {
    if (forms.isEmpty()) {
      throw new Failure.Usage(
          Problem.of("no-agent", "no agent is named")
              .remedy("give one or more of: " + String.join(", ", AgentForm.choices())));
    }
    Installing installing = new Installing(workspace, arguments.has("force"));
    List<Target> targets = Target.of(forms);
    if (arguments.has("dry-run")) {
      return report(workspace, forms, installing.install(targets, true), true).installed();
    }
    try (FileLock _ = lock(workspace)) {
      return report(workspace, forms, installing.install(targets, false), false).installed();
    }
  }

  private Report uninstall(Path workspace, List<AgentForm> named, boolean dryRun)
      throws InterruptedException {
    Uninstalling uninstalling = new Uninstalling(workspace);
    if (dryRun) {
      List<AgentForm> forms = meant(workspace, named);
      return report(workspace, forms, uninstalling.uninstall(Target.of(forms), true), true)
          .uninstalled();
    }
    try (FileLock _ = lock(workspace)) {
      List<AgentForm> forms = meant(workspace, named);
      return report(workspace, forms, uninstalling.uninstall(Target.of(forms), false), false)
          .uninstalled();
    }
  }

  /// Without names: all that something is recorded for.
  private static List<AgentForm> meant(Path workspace, List<AgentForm> named) {
    if (!named.isEmpty()) {
      return named;
    }
    InstalledFiles files = InstalledFiles.read(workspace);
    SortedSet<String> recorded = files.agents();
    return AgentForm.ALL.stream()
        .filter(form ->
            recorded.contains(form.name())
                || Target.of(List.of(form)).stream()
                    .anyMatch(target -> files.isUnlisted(workspace, target)))
        .toList();
  }

  private static AgentsReport report(
      Path workspace, List<AgentForm> forms, List<Outcome> outcomes, boolean dryRun) {
    return new AgentsReport(forms, outcomes, dryRun, InstalledFiles.mended(workspace).strange());
  }

  private static FileLock lock(Path workspace) throws InterruptedException {
    return FileLock.acquire(workspace.resolve(".speckit/locks/agents.lock"), PATIENCE);
  }
}
