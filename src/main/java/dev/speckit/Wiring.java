package dev.speckit;

import dev.speckit.agent.analyst.AnalystCommand;
import dev.speckit.agent.cli.Adapters;
import dev.speckit.command.Command;
import dev.speckit.config.Layers;
import dev.speckit.config.Provenance;
import dev.speckit.config.Trust;
import dev.speckit.config.TrustCommand;
import dev.speckit.config.UntrustCommand;
import dev.speckit.demo.DemoCommand;
import dev.speckit.doctor.DoctorCommand;
import dev.speckit.evidence.EvidenceAgeing;
import dev.speckit.evidence.EvidenceCommand;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.guide.AgentsCommand;
import dev.speckit.guide.GuideCommand;
import dev.speckit.handoff.HandoffCommand;
import dev.speckit.handoff.OpenQuestion;
import dev.speckit.handoff.ProgressCommand;
import dev.speckit.handoff.ProjectCheck;
import dev.speckit.host.Host;
import dev.speckit.lab.LabCommand;
import dev.speckit.pipeline.AnswerCommand;
import dev.speckit.pipeline.CancelCommand;
import dev.speckit.pipeline.PipelineSettings;
import dev.speckit.pipeline.PsCommand;
import dev.speckit.pipeline.QuestionsCommand;
import dev.speckit.pipeline.ReapCommand;
import dev.speckit.pipeline.ResumeCommand;
import dev.speckit.pipeline.RunCommand;
import dev.speckit.pipeline.RunStart;
import dev.speckit.pipeline.Runs;
import dev.speckit.pipeline.RunsCommand;
import dev.speckit.pipeline.ShowCommand;
import dev.speckit.pipeline.WaitCommand;
import dev.speckit.pipeline.explain.ConsensusCommand;
import dev.speckit.pipeline.explain.ExplainCommand;
import dev.speckit.pipeline.logs.LogsCommand;
import dev.speckit.pipeline.metrics.CostCommand;
import dev.speckit.pipeline.metrics.MetricsCommand;
import dev.speckit.pipeline.replay.ReplayCommand;
import dev.speckit.run.Stage;
import dev.speckit.spec.BranchIds;
import dev.speckit.spec.InitCommand;
import dev.speckit.spec.ListCommand;
import dev.speckit.spec.NewCommand;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import dev.speckit.spec.deliverable.TraceBack;
import dev.speckit.spec.link.LinkCommand;
import dev.speckit.spec.link.TraceComments;
import dev.speckit.spec.lint.CheckCommand;
import dev.speckit.spec.lint.WordingFindings;
import dev.speckit.spec.migration.MigrateCommand;
import dev.speckit.spec.migration.RenumberCommand;
import dev.speckit.spec.migration.RunTaskCommand;
import dev.speckit.trace.TraceCommand;
import dev.speckit.trace.Tracing;
import dev.speckit.trace.Unproven;
import dev.speckit.upkeep.DailyUpkeep;
import dev.speckit.upkeep.DbCommand;
import dev.speckit.upkeep.UpkeepCommand;
import dev.speckit.upkeep.UpkeepSettings;
import dev.speckit.work.HookCommand;
import dev.speckit.work.HookRunCommand;
import dev.speckit.work.MergeDriverCommand;
import dev.speckit.work.WorkCommand;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// The only place that says `new` for services, and the list of commands.
final class Wiring {
  private Wiring() {}

  /// In the order in which help shows them. Cheap: services are made when a command needs them.
  ///
  /// @param input what was piped in, for the commands that read it
  /// @param version of speckit
  static List<Command> commands(Host host, InputStream input, String version) {
    RunStart.Environment environment =
        new RunStart.Environment(
            workspace -> settings(host, workspace),
            workspace -> Trust.of(host).isTrusted(workspace),
            version);
    Command work = new WorkCommand(host, workspace -> Trust.of(host).isTrusted(workspace));
    return List.of(
        new DemoCommand(host, environment),
        new InitCommand(
            host, workspace -> waiting(() -> Trust.of(host).trust(workspace)), Wiring::launcher),
        new NewCommand(host, workspace -> waiting(() -> BranchIds.of(host, workspace))),
        daily(
            host,
            new ListCommand(host, workspace -> waiting(() -> Runs.newestStates(host, workspace)))),
        daily(host, work),
        new RunTaskCommand(work),
        new HookCommand(host, Wiring::launcher),
        new HookRunCommand(host),
        new HandoffCommand(
            host,
            spec -> waiting(() -> questions(host, spec)),
            workspace -> checks(host, workspace),
            spec -> waiting(() -> unproven(host, spec))),
        new ProgressCommand(host),
        new MergeDriverCommand(host),
        new MigrateCommand(host),
        new RenumberCommand(host, workspace -> waiting(() -> BranchIds.of(host, workspace))),
        daily(host, new ShowCommand(host)),
        new CheckCommand(host, WordingFindings::of, System.getProperty("speckit.build", "")),
        new LinkCommand(host, traceComments()),
        new TraceCommand(host, workspace -> reports(host, workspace)),
        daily(host, RunCommand.run(host, environment)),
        daily(host, RunCommand.auto(host, environment)),
        daily(host, RunCommand.of(Stage.PLAN, host, environment)),
        daily(host, RunCommand.of(Stage.TASKS, host, environment)),
        daily(host, RunCommand.of(Stage.IMPLEMENT, host, environment)),
        daily(host, RunCommand.of(Stage.VALIDATE, host, environment)),
        daily(host, RunCommand.of(Stage.AUDIT, host, environment)),
        daily(host, RunCommand.of(Stage.UNLOCK, host, environment)),
        daily(host, new RunsCommand(host)),
        new MetricsCommand(host),
        new CostCommand(host, environment),
        new LogsCommand(host),
        new ConsensusCommand(host),
        daily(host, new ResumeCommand(host, environment)),
        daily(host, new QuestionsCommand(host)),
        new AnswerCommand(host),
        new ExplainCommand(host),
        new ReplayCommand(host),
        new WaitCommand(host),
        new CancelCommand(host),
        new PsCommand(host),
        new ReapCommand(host),
        new UpkeepCommand(host, workspace -> upkeep(host, workspace), Wiring::launcher),
        new DbCommand(host),
        new EvidenceCommand(
            host,
            workspace -> new EvidenceAgeing(host, workspace, upkeep(host, workspace).evidence())),
        new TrustCommand(host, workspace -> SettingsReader.load(host, workspace).projectActions()),
        new UntrustCommand(host),
        new AgentsCommand(host),
        new GuideCommand(host),
        new LabCommand(host, Adapters.ALL),
        new DoctorCommand(
            host,
            () -> settingsFiles(host),
            () -> StoreCheck.of(host),
            () -> MergeDriverCheck.of(host)),
        new AnalystCommand(() -> input, host.directory()));
  }

  private static List<OpenQuestion> questions(Host host, SpecEntry spec)
      throws InterruptedException {
    return Runs.unanswered(host, spec.workspace(), spec.id()).stream()
        .map(each -> new OpenQuestion(each.run(), each.question(), each.text()))
        .toList();
  }

  private static List<ProjectCheck> checks(Host host, Path workspace) {
    return SettingsReader.load(host, workspace).checks().entrySet().stream()
        .map(check -> new ProjectCheck(check.getKey(), check.getValue().command()))
        .toList();
  }

  private static List<Problem> unproven(Host host, SpecEntry spec) throws InterruptedException {
    SpecTree tree = SpecTree.open(spec.workspace());
    return Tracing.of(host, tree, reports(host, spec.workspace()))
        .graph(Set.of(spec.id()))
        .unproven(spec.id())
        .stream()
        .map(Unproven::problem)
        .toList();
  }

  /// The patterns of test reports in the settings.
  private static List<String> reports(Host host, Path workspace) {
    return SettingsReader.load(host, workspace).checks().values().stream()
        .flatMap(check -> Stream.ofNullable(check.junit()))
        .toList();
  }

  private static TraceComments traceComments() {
    return (spec, file, text) -> TraceBack.of(spec, file).addTo(text);
  }

  /// The launcher that started this program; without one, this very program again.
  private static List<String> launcher() {
    String launcher = System.getProperty("speckit.launcher", "");
    return launcher.isBlank()
        ? List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.speckit.Main")
        : List.of(launcher);
  }

  private static PipelineSettings settings(Host host, Path workspace) {
    Settings settings = SettingsReader.load(host, workspace);
    return new PipelineSettings(
        settings.agents(),
        settings.rosters(),
        settings.attempts(),
        settings.traffic(),
        List.copyOf(settings.checks().values()),
        settings.presets(),
        settings.budget(),
        settings.prices());
  }

  /// A command that people call every day.
  private static Command daily(Host host, Command command) {
    return new DailyUpkeep(
        command, host, workspace -> Trust.of(host).isTrusted(workspace), Wiring::launcher);
  }

  /// Archives leave a workspace only for a folder that its user named, or trusts.
  private static UpkeepSettings upkeep(Host host, Path workspace) {
    Settings settings = SettingsReader.load(host, workspace);
    Provenance named = settings.configuration().provenance(SettingKeys.OFFLOAD_TO);
    return named.isProject() && !Trust.of(host).isTrusted(workspace)
        ? settings
            .upkeep()
            .withoutFolder(
                Problem.of(
                        "untrusted-folder",
                        "evidence.offload_to is not followed: nobody trusts this workspace")
                    .at(named.place())
                    .remedy("read the file, then `speckit trust`"))
        : settings.upkeep();
  }

  private static List<Path> settingsFiles(Host host) {
    Path user = Layers.home(host).resolve("config.toml");
    return Workspace.search(host)
        .map(workspace -> List.of(user, workspace.resolve("speckit.toml")))
        .orElse(List.of(user));
  }

  /// For the functions that rooms are given: an interruption ends the command as such.
  private static <T> T waiting(Callable<T> work) {
    try {
      return work.call();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Failure.Interrupted(Problem.of("interrupted", "interrupted while waiting"));
    } catch (Failure failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }
}
