package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Subject;
import dev.speckit.candidate.Surroundings;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.evidence.EvidenceLimits;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.host.Disk;
import dev.speckit.host.Faults;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.host.Leftovers;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.host.Spawning;
import dev.speckit.json.Json;
import dev.speckit.run.AgentLog;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunId;
import dev.speckit.run.RunState;
import dev.speckit.run.RunTable;
import dev.speckit.run.Stage;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Starts a run, or goes on with one: checks everything before anything is started, holds the
/// spec's lock while the run is under way, and reports how it stopped.
public final class RunStart {
  /// A second run of the same spec is refused at once, not queued: its plan would be written twice.
  private static final Duration LOCK_PATIENCE = Duration.ofMillis(200);

  private final Host host;
  private final Environment environment;

  public RunStart(Host host, Environment environment) {
    this.host = host;
    this.environment = environment;
  }

  /// What a run needs from rooms that the pipeline does not know.
  ///
  /// @param settings the settings of a workspace
  /// @param trusted whether the user trusts a workspace
  /// @param version of speckit
  public record Environment(
      Function<Path, PipelineSettings> settings, Predicate<Path> trusted, String version) {}

  /// @param skipped stages between the first and the last that are not taken, and why
  /// @param watched names of agents whose output is shown while it comes
  public record Request(
      Path workspace,
      SpecTree tree,
      SpecEntry spec,
      Stage from,
      Stage to,
      Map<Stage, String> skipped,
      OnQuestion onQuestion,
      List<String> watched,
      Progress progress) {
    public Request {
      skipped = Map.copyOf(skipped);
    }

    /// Those that are taken, in order.
    List<Stage> stages() {
      return Stage.between(from, to).stream().filter(stage -> !skipped.containsKey(stage)).toList();
    }
  }

  /// What the call says; else a person at the terminal is asked.
  static OnQuestion onQuestion(Call call) {
    return call.arguments()
        .find("on-question")
        .map(word -> OnQuestion.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(call.dialogue().isPresent() ? OnQuestion.ASK : OnQuestion.STOP);
  }

  /// Starts a new run and carries it on until it stops.
  public Report run(Request request) throws InterruptedException {
    PipelineSettings settings = environment.settings().apply(request.workspace());
    return run(request, settings);
  }

  /// Starts a new run with settings that the caller chose.
  public Report run(Request request, PipelineSettings settings) throws InterruptedException {
    refuseUnknownFaults();
    refuseUnreadable(request.spec());
    Prerequisites.refuseMissingSettings(request.stages(), settings);
    Surroundings surroundings = new Surroundings(host, request.workspace());
    if (request.stages().contains(Stage.IMPLEMENT)) {
      Prerequisites.refuseUncommitted(surroundings.repository());
    }
    WrittenPlaces.refuseStrange(request.workspace(), request.spec(), request.from(), request.to());
    refuseMissingArtifacts(request);
    refuseUntrusted(request.workspace(), settings, request.stages());
    Set<AgentName> watched =
        Watched.of(request.watched(), settings.rosters(), request.from(), request.to());
    Spawning.prepare();
    RunScene scene =
        new RunScene(
            host,
            request.workspace(),
            request.tree(),
            request.spec(),
            settings,
            watched,
            surroundings);
    Fence fence = new Fence(request.workspace());
    fence.refuseStoreOutside();
    fence.refuseSpecOutside(scene, lockFile(scene));
    String payload = RunPayload.of(scene, request.from(), request.to(), request.skipped());
    Optional<FileLock> free = tryLock(scene);
    if (free.isEmpty()) {
      return deduplicated(scene, payload);
    }
    try (FileLock _ = free.get();
        Store store = Store.open(Runs.storeFile(request.workspace()), host)) {
      EvidenceLimits limits = EvidenceLimits.of(request.workspace(), store);
      limits.refuse(request.spec().id());
      Journal journal = new Journal(store, host, log(scene), request.progress());
      endLeftovers(journal, scene);
      String run = RunId.next(host);
      journal.start(
          run,
          new RunEvent.Started(
              request.spec().id().number(),
              request.from(),
              request.to(),
              request.onQuestion(),
              environment.version(),
              request.skipped(),
              payload),
          request.spec().path(),
          ProcessIdentity.current(),
          SettingsText.write(settings));
      request.progress().note("run " + run + " of spec " + request.spec().id());
      return warned(carryOn(journal, scene, run, request.progress()), limits, scene);
    }
  }

  /// What a run would do; changes nothing, starts nothing, and needs no trust.
  Report dryRun(Request request, PipelineSettings settings) throws InterruptedException {
    refuseUnreadable(request.spec());
    WrittenPlaces.refuseStrange(request.workspace(), request.spec(), request.from(), request.to());
    refuseMissingArtifacts(request);
    RunScene scene =
        new RunScene(host, request.workspace(), request.tree(), request.spec(), settings, Set.of());
    Fence fence = new Fence(request.workspace());
    fence.refuseSpecOutside(scene, lockFile(scene));
    StageChoice stages = new StageChoice(request.from(), request.to(), request.skipped());
    Optional<Store> found = fence.openStore(host);
    Report report;
    if (found.isEmpty()) {
      report = new DryRun(scene, stages, null).report();
    } else {
      try (Store store = found.get()) {
        report = new DryRun(scene, stages, store).report();
      }
    }
    for (Problem untrusted : untrusted(request.workspace(), settings, request.stages())) {
      report = report.warning(untrusted);
    }
    return report;
  }

  /// Goes on with a run that stopped or whose speckit was killed.
  Report resume(
      Path workspace,
      String reference,
      @Nullable OnQuestion onQuestion,
      List<String> watched,
      Progress progress)
      throws InterruptedException {
    refuseUnknownFaults();
    Fence fence = new Fence(workspace);
    fence.refuseStoreOutside();
    try (Store store =
        Store.openExisting(Runs.storeFile(workspace), host)
            .orElseThrow(() -> Runs.unknown(reference))) {
      Journal reading = new Journal(store, host);
      RunTable.RunRow row = Runs.find(store, reference);
      Run run = reading.read(row.run()).orElseThrow(() -> Runs.unknown(reference));
      if (run.state() == RunState.DONE) {
        return RunReport.read(workspace, reading, row).seen();
      }
      SpecTree tree = SpecTree.open(workspace);
      SpecEntry spec = tree.find(Integer.toString(row.spec()));
      refuseUnreadable(spec);
      WrittenPlaces.refuseStrange(workspace, spec, run.started().from(), run.started().to());
      PipelineSettings settings =
          SettingsText.read(row.settings(), environment.settings().apply(workspace));
      refuseUntrusted(workspace, settings, run.stages());
      Spawning.prepare();
      Set<AgentName> names =
          Watched.of(watched, settings.rosters(), run.started().from(), run.started().to());
      RunScene found = new RunScene(host, workspace, tree, spec, settings, names);
      Journal journal = new Journal(store, host, log(found), progress);
      fence.refuseSpecOutside(found, lockFile(found));
      try (FileLock _ = lock(found)) {
        endLeftovers(journal, found);
        Leftovers.end(row.run());
        OnQuestion chosen = onQuestion == null ? run.onQuestion() : onQuestion;
        finishEdits(workspace, journal, run, spec.path());
        RunScene scene = found.again();
        Part restart = new Restart(scene, journal).of(row.run());
        if (restart != null) {
          progress.note("the input of " + restart + " has changed: it is asked again");
          beginAnew(scene, run, restart);
        }
        for (HandEdit edit : HandEdit.of(workspace, run)) {
          edit.settle(journal, row.run());
        }
        journal.resume(row.run(), new RunEvent.Resumed(chosen, restart), ProcessIdentity.current());
        progress.note("going on with run " + row.run());
        // Never refused for its size: the answers of a run that waits are paid for, and as long as
        // it waits nothing of it can be archived.
        EvidenceLimits limits = EvidenceLimits.of(workspace, store);
        return warned(carryOn(journal, scene, row.run(), progress), limits, scene);
      }
    }
  }

  private static Report warned(Report report, EvidenceLimits limits, RunScene scene) {
    Report warned = report;
    for (Problem each : limits.warnings(scene.spec().id())) {
      warned = warned.warning(each);
    }
    return warned;
  }

  private AgentLog log(RunScene scene) {
    return AgentLog.of(scene.workspace(), scene.spec().id().toString(), host);
  }

  private static Report carryOn(Journal journal, RunScene scene, String run, Progress progress)
      throws InterruptedException {
    Engine engine = new Engine(journal, scene, progress);
    Run stopped = engine.carryOn(run);
    RunTable.RunRow row =
        journal.store().read(transaction -> RunTable.find(transaction, stopped.id())).orElseThrow();
    Report report = RunReport.read(scene.workspace(), journal, row).ended();
    for (Problem alert : RetryReport.alerts(journal, row)) {
      report = report.warning(alert);
    }
    for (Problem warning : engine.warnings()) {
      report = report.warning(warning);
    }
    Report told = report;
    return journal.log().lost().map(told::warning).orElse(told);
  }

  private static Path lockFile(RunScene scene) {
    return lockFile(scene, scene.spec().id().number());
  }

  private static Path lockFile(RunScene scene, int spec) {
    return lockFile(scene.workspace(), spec);
  }

  /// Whoever carries a run of the spec holds it.
  static Path lockFile(Path workspace, int spec) {
    return workspace.resolve(".speckit").resolve("locks").resolve("run-" + spec + ".lock");
  }

  private FileLock lock(RunScene scene) throws InterruptedException {
    Optional<FileLock> free = tryLock(scene);
    if (free.isEmpty()) {
      throw underWay(scene, carrying(scene).map(RunTable.RunRow::run).orElse(null));
    }
    return free.get();
  }

  private static Optional<FileLock> tryLock(RunScene scene) throws InterruptedException {
    try {
      return Optional.of(FileLock.acquire(lockFile(scene), LOCK_PATIENCE));
    } catch (Failure.Unavailable locked) {
      if (!isLocked(locked)) {
        throw locked;
      }
      return Optional.empty();
    }
  }

  private static Failure underWay(RunScene scene, @Nullable String run) {
    return new Failure.Unavailable(
        Problem.of(
                "run-under-way",
                "another run of spec "
                    + scene.spec().id()
                    + " is under way"
                    + (run == null ? "" : ": " + run))
            .remedy("`speckit runs` shows it; wait for it or `speckit cancel` it"));
  }

  /// The run that holds the lock; it may not be recorded yet.
  private Optional<RunTable.RunRow> carrying(RunScene scene) throws InterruptedException {
    Optional<Store> found = Store.openExisting(Runs.storeFile(scene.workspace()), host);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Store store = found.get()) {
      return carrying(store, scene);
    }
  }

  private static Optional<RunTable.RunRow> carrying(Store store, RunScene scene)
      throws InterruptedException {
    return store.read(RunTable::running).stream()
        .filter(row -> row.spec() == scene.spec().id().number() && !Runs.isInterrupted(row))
        .findFirst();
  }

  /// A run that is under way and does the same is as good as the one that was asked for.
  ///
  /// @throws Failure.Unavailable when the run that is under way does something else
  private Report deduplicated(RunScene scene, String payload) throws InterruptedException {
    Optional<Store> found = Store.openExisting(Runs.storeFile(scene.workspace()), host);
    if (found.isEmpty()) {
      throw underWay(scene, null);
    }
    try (Store store = found.get()) {
      Journal journal = new Journal(store, host);
      RunTable.RunRow row = carrying(store, scene).orElseThrow(() -> underWay(scene, null));
      Run run = journal.read(row.run()).orElseThrow(() -> underWay(scene, row.run()));
      if (!run.started().payload().equals(payload)) {
        throw underWay(scene, row.run());
      }
      return RunReport.read(scene.workspace(), journal, row)
          .seen()
          .warning(
              Problem.of("deduplicated", "run " + row.run() + " does the same and is under way")
                  .remedy("`speckit wait " + row.run() + "` waits for it"));
    }
  }

  /// Children of runs whose speckit is gone are ended before new ones are started.
  private static void endLeftovers(Journal journal, RunScene scene) throws InterruptedException {
    for (RunTable.RunRow row : journal.store().read(RunTable::running)) {
      if (Runs.isInterrupted(row)) {
        endLeftovers(scene, row);
      }
    }
  }

  /// A clock that was set moves the start of every process, and an owner seems gone that is not:
  /// the lock of its spec knows better. That of our own spec is ours.
  private static void endLeftovers(RunScene scene, RunTable.RunRow row)
      throws InterruptedException {
    if (row.spec() == scene.spec().id().number()) {
      Leftovers.end(row.run());
      return;
    }
    try (FileLock _ = FileLock.acquire(lockFile(scene, row.spec()), Duration.ZERO)) {
      Leftovers.end(row.run());
    } catch (Failure.Unavailable unavailable) {
      if (!isLocked(unavailable)) {
        throw unavailable;
      }
    }
  }

  /// A trial that injects less than it says would prove nothing.
  private void refuseUnknownFaults() {
    var _ = Faults.of(host);
  }

  static boolean isLocked(Failure failure) {
    return failure.problems().getFirst().code().equals("locked");
  }

  private static void refuseUnreadable(SpecEntry spec) {
    List<Problem> problems = spec.document().problems();
    if (spec.document().text().isBlank()) {
      throw new Failure.Invalid(
          problems.isEmpty()
              ? List.of(
                  Problem.of("empty-spec", "the document of the spec is empty")
                      .at(spec.path())
                      .remedy("write what is wanted, then run again"))
              : problems);
    }
    List<Problem> torn = problems.stream().filter(RunStart::isTorn).toList();
    if (!torn.isEmpty()) {
      throw new Failure.Invalid(torn);
    }
  }

  /// A half-merged or half-written text is not what its author wants planned.
  private static boolean isTorn(Problem problem) {
    return problem.code().equals("conflict-marker") || problem.code().equals("nul-character");
  }

  /// A run that begins after the plan needs the plan.
  private static void refuseMissingArtifacts(Request request) {
    for (Stage stage : request.from().requires()) {
      Path file = request.spec().artifact(stage.artifact());
      if (!Disk.isFile(file)) {
        throw new Failure.Blocked(
            Problem.of(
                    "missing-artifact",
                    "the stage "
                        + request.from().word()
                        + " builds on a "
                        + stage.artifact()
                        + " that is not there")
                .at(request.workspace().relativize(file).toString())
                .remedy("run it first: `speckit run " + request.spec().id() + "`"));
      }
    }
  }

  private void refuseUntrusted(Path workspace, PipelineSettings settings, List<Stage> stages) {
    List<Problem> problems = untrusted(workspace, settings, stages);
    if (!problems.isEmpty()) {
      throw new Failure.NeedsApproval(problems.toArray(Problem[]::new));
    }
  }

  private List<Problem> untrusted(Path workspace, PipelineSettings settings, List<Stage> stages) {
    return environment.trusted().test(workspace)
        ? List.of()
        : Prerequisites.foreign(stages, settings);
  }

  /// Answers that did not reach the spec because speckit was killed are written now.
  private static void finishEdits(Path workspace, Journal journal, Run run, String path)
      throws InterruptedException {
    SpecEdits edits = new SpecEdits(workspace, journal, path);
    Run settled = edits.settle(run);
    switch (edits.look(settled, AskedQuestion.of(journal, settled), settled.answered())) {
      case SpecEdits.Look.Ready ready -> edits.write(settled, ready);
      case SpecEdits.Look.NoPlace place -> throw new Failure.NeedsApproval(place.problem());
    }
  }

  /// Agents that change files again begin with the last commit, in new work trees.
  private static void beginAnew(RunScene scene, Run run, Part restart) throws InterruptedException {
    if (run.stages().contains(Stage.IMPLEMENT) && restart.stage().compareTo(Stage.IMPLEMENT) <= 0) {
      Prerequisites.refuseUncommitted(scene.surroundings().repository());
      List<String> _ = new Tidying(new WorkPlaces(scene, run.id())).tidy(run);
    }
  }

  /// The settings snapshot of a run, as its row keeps it.
  private static final class SettingsText {
    private SettingsText() {}

    static Json.Fields write(PipelineSettings settings) {
      Json.Fields rosters = Json.fields();
      for (Subject subject : Subject.values()) {
        rosters =
            rosters.with(
                subject.word(),
                Json.texts(
                    settings.rosters().roster(subject).stream().map(AgentName::value).toList()));
      }
      return Json.fields()
          .with("rosters", rosters)
          .with("required_part", settings.rosters().requiredPart())
          .with("required_whole", settings.rosters().requiredWhole())
          .with("fail_fast", settings.rosters().failFast())
          .with("attempts_max", settings.attemptsMax());
    }

    /// The snapshot with today's definitions of its agents: who is asked and how many must agree
    /// stays, how a program is called may have been mended meanwhile.
    static PipelineSettings read(String text, PipelineSettings now) {
      if (!(Json.read(text).value().orElse(null) instanceof Json.Fields fields)) {
        return now;
      }
      Map<Subject, List<AgentName>> rosters = new LinkedHashMap<>();
      Json.Fields stored = fields.object("rosters").orElse(Json.fields());
      for (Subject subject : Subject.values()) {
        List<AgentName> roster = stored.texts(subject.word()).stream().map(AgentName::new).toList();
        if (!roster.isEmpty()) {
          rosters.put(subject, roster);
          refuseUndefined(roster, now);
        }
      }
      return new PipelineSettings(
          now.agents(),
          new RosterSettings(
              rosters,
              Math.toIntExact(fields.integer("required_part").orElse(2L)),
              Math.toIntExact(fields.integer("required_whole").orElse(3L)),
              fields.truth("fail_fast").orElse(false)),
          Math.toIntExact(fields.integer("attempts_max").orElse((long) now.attemptsMax())),
          now.traffic(),
          now.checks(),
          now.presets(),
          now.budget(),
          now.prices());
    }

    private static void refuseUndefined(List<AgentName> roster, PipelineSettings now) {
      for (AgentName name : roster) {
        if (!now.agents().containsKey(name)) {
          throw new Failure.Unavailable(
              Problem.of(
                      "agent-gone",
                      "the run asks agent `" + name + "`, which the settings define no more")
                  .at("speckit.toml")
                  .remedy("define it again, or start a new run"));
        }
      }
    }
  }
}
