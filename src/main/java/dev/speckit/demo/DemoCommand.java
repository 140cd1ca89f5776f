package dev.speckit.demo;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.Subject;
import dev.speckit.agent.cli.Adapters;
import dev.speckit.command.Block;
import dev.speckit.command.Block.Facts;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.host.Programs;
import dev.speckit.json.Json;
import dev.speckit.pipeline.PipelineSettings;
import dev.speckit.pipeline.RosterSettings;
import dev.speckit.pipeline.RunStart;
import dev.speckit.run.Stage;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `speckit demo`: the main job on a real example, in a fresh folder.
public final class DemoCommand implements Command {
  private final Host host;
  private final RunStart.Environment environment;

  public DemoCommand(Host host, RunStart.Environment environment) {
    this.host = host;
    this.environment = environment;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("demo", "Show the main job on an example, in a fresh folder")
        .description(
            """
            Copies the cold-storage example, makes it a git repository, and takes its feature from \
            the spec to an agreed plan and its tasks. The three built-in analysts need no model \
            and no network; `--agents` adds agent programs that are installed and signed in.\
            """)
        .parameters(
            Parameter.optional("dir", "An empty or new folder (default: a temporary one)"),
            Parameter.option(
                "agents",
                "NAMES",
                "Agent programs to ask beside the analysts, at most 2, such as claude,codex"))
        .example("demo", "Runs the example in a temporary folder and says where it is.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    PipelineSettings settings = settings(call.arguments().find("agents").orElse(""));
    Path folder = folder(call);
    ExampleWorkspace.create(host, folder);
    call.progress().note("workspace " + folder);
    SpecTree tree = SpecTree.open(folder);
    SpecEntry spec = tree.find(ExampleWorkspace.SPEC);
    Report report =
        new RunStart(host, environment)
            .run(
                new RunStart.Request(
                    folder,
                    tree,
                    spec,
                    Stage.PLAN,
                    Stage.TASKS,
                    Map.of(),
                    OnQuestion.DEFER,
                    List.of(),
                    call.progress()),
                settings);
    return withPaths(report, folder, spec);
  }

  private Path folder(Call call) {
    return call.arguments()
        .find("dir")
        .map(given -> host.directory().resolve(given).normalize())
        .orElseGet(() ->
            Disk.makePrivateFolder(
                Path.of(host.variable("TMPDIR").orElse("/tmp")), "speckit-demo-"));
  }

  private PipelineSettings settings(String names) {
    Map<AgentName, AgentDefinition> agents = new LinkedHashMap<>();
    for (AgentName analyst : AgentDefinition.ANALYSTS) {
      agents.put(analyst, AgentDefinition.builtIn(analyst).orElseThrow());
    }
    for (String name : names.split(",", -1)) {
      if (!name.isBlank()) {
        AgentDefinition program = program(name.strip());
        agents.put(program.name(), program);
      }
    }
    if (agents.size() > RosterSettings.AGENTS_MAX) {
      throw new Failure.Usage(
          Problem.of(
                  "too-many-agents",
                  "a roster has at most "
                      + RosterSettings.AGENTS_MAX
                      + " agents, analysts included")
              .remedy("name at most 2"));
    }
    List<AgentName> roster = List.copyOf(agents.keySet());
    RosterSettings rosters =
        new RosterSettings(
            Map.of(Subject.PLAN, roster, Subject.TASKS, roster),
            RosterSettings.DEFAULT.requiredPart(),
            RosterSettings.DEFAULT.requiredWhole(),
            false);
    return new PipelineSettings(agents, rosters, 3);
  }

  private AgentDefinition program(String name) {
    String canonical = AgentName.canonical(name);
    AgentDefinition.Cli agent =
        (AgentName.isValid(canonical)
                ? Adapters.builtIn(new AgentName(canonical))
                : Optional.<AgentDefinition.Cli>empty())
            .orElseThrow(() ->
                new Failure.Usage(
                    Problem.of(
                            "unknown-agent",
                            "`" + name + "` is no agent program that speckit knows")
                        .remedy("known are: " + String.join(", ", Adapters.kinds()))));
    if (Programs.find(agent.program(), host).isEmpty()) {
      throw new Failure.Unavailable(
          Problem.of("agent-not-installed", "`" + canonical + "` is not on the PATH")
              .remedy(agent.adapter().installation() + "; `speckit doctor` shows what is there"));
    }
    return agent;
  }

  private static Report withPaths(Report report, Path folder, SpecEntry spec) {
    Path plan = spec.artifact("plan.md");
    Path tasks = spec.artifact("tasks.md");
    Path evidence = folder.resolve(report.data().text("evidence").orElse(".speckit/runs"));
    Json.Fields data =
        report
            .data()
            .with("workspace", folder.toString())
            .with("plan", plan.toString())
            .with("tasks", tasks.toString())
            .with("evidence", evidence.toString());
    List<Block> blocks = new ArrayList<>(report.blocks());
    blocks.add(
        new Facts(
            List.of(
                Facts.fact("workspace", folder.toString()),
                Facts.fact("spec", spec.documentPath().toString()),
                Facts.fact("plan", plan.toString()),
                Facts.fact("tasks", tasks.toString()),
                Facts.fact("evidence", evidence.toString()))));
    return new Report(blocks, () -> data, report.exit(), report.warnings(), report.problems());
  }
}
