package dev.speckit.upkeep;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.pipeline.Runs;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// `upkeep [run|status|install|uninstall]`: keeps the workspace's store and evidence whole and
/// small.
public final class UpkeepCommand implements Command {
  private static final String RUN = "run";
  private static final List<String> ACTIONS = List.of(RUN, "status", "install", "uninstall");
  private static final Duration BUDGET = Duration.ofMinutes(5);
  private static final int SHOWN_MAX = 10;
  private static final LocalTime AT = LocalTime.of(2, 0);

  /// What the launcher looks at to find its Java.
  private static final List<String> FOR_THE_LAUNCHER = List.of("SPECKIT_JAVA_HOME", "JAVA_HOME");

  private final Host host;
  private final Function<Path, UpkeepSettings> settings;
  private final Supplier<List<String>> launcher;

  /// @param settings of a workspace
  /// @param launcher the words that start speckit, the first one absolute
  public UpkeepCommand(
      Host host, Function<Path, UpkeepSettings> settings, Supplier<List<String>> launcher) {
    this.host = host;
    this.settings = settings;
    this.launcher = launcher;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("upkeep", "Keep the store and the evidence whole and small")
        .description(
            "Archives old evidence, removes the rows of old runs, gives the space back to the disk,"
                + " checks the store once a week, and writes what it did to evidence/cleanup/."
                + " Specs that are worked on, the last run of each spec and what was used lately"
                + " are left alone.\n\n"
                + "In a workspace that you trust it starts by itself after the first command of a"
                + " day, in the background, unless `upkeep.automatic` is false. `install` gives it"
                + " to systemd, launchd or cron as well; `status` shows what was done. Only one"
                + " runs at a time.")
        .parameters(
            new Parameter.Positional(
                "action", "What to do; run when left out", false, false, ACTIONS),
            Parameter.flag("dry-run", "With run and install: show what would be done"),
            Parameter.option("budget", "SECONDS", "With run: begin nothing after so long (300)"),
            Parameter.option("reason", "WORD", "With run: who wants it", Reason.words()),
            Parameter.option(
                "scheduler", "NAME", "With install and uninstall: which one", Scheduler.WORDS),
            Parameter.option("at", "HH:MM", "With install: the time of day (02:00)"))
        .example("upkeep --dry-run", "Shows what would be archived and removed.")
        .example("upkeep", "Does it.")
        .example("upkeep status", "Shows the last upkeeps.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    String action = call.arguments().find("action").orElse(RUN);
    refuseForeign(call, action);
    Path workspace = Workspace.find(host);
    return switch (action) {
      case RUN -> run(call, workspace);
      case "status" -> status(workspace);
      case "install" -> install(call, workspace);
      case "uninstall" -> uninstall(call, workspace);
      default -> throw new IllegalStateException("not a declared action: " + action);
    };
  }

  private static void refuseForeign(Call call, String action) {
    Map<String, List<String>> owners =
        Map.of(
            "dry-run", List.of(RUN, "install"),
            "budget", List.of(RUN),
            "reason", List.of(RUN),
            "scheduler", List.of("install", "uninstall"),
            "at", List.of("install"));
    owners.forEach((option, actions) -> {
      if (call.arguments().has(option) && !actions.contains(action)) {
        throw new Failure.Usage(
            Problem.of("bad-option", "--" + option + " means nothing for upkeep " + action)
                .remedy("leave it out, or call speckit upkeep " + actions.getFirst()));
      }
    });
  }

  private Report run(Call call, Path workspace) throws InterruptedException {
    Duration budget = call.arguments().find("budget").map(UpkeepCommand::seconds).orElse(BUDGET);
    Reason reason = call.arguments().find("reason").map(Reason::of).orElse(Reason.ASKED);
    UpkeepSettings wanted = settings.apply(workspace);
    if (reason == Reason.AUTOMATIC && !wanted.automatic()) {
      return Report.of(
          Json.fields().with("state", "off"),
          Block.Notes.of("Automatic upkeep is switched off: upkeep.automatic is false."));
    }
    Optional<Store> found = Runs.openStore(host, workspace);
    if (found.isEmpty()) {
      return Report.of(
          Json.fields().with("state", "no-store"),
          Block.Notes.of("No store here yet. The first run makes one; until then nothing grows."));
    }
    try (Store store = found.get()) {
      Upkeep upkeep = new Upkeep(host, workspace, wanted, store);
      if (call.arguments().has("dry-run")) {
        UpkeepPlan plan = upkeep.plan();
        return warned(
            Report.of(plan.json().after("state", "dry-run"), UpkeepText.plan(plan)),
            Stream.concat(wanted.warnings().stream(), plan.evidence().warnings().stream())
                .toList());
      }
      // Before it is locked: to close a file anywhere lets go of all its locks in this process.
      UpkeepLock.touch(workspace, host.clock().instant());
      Optional<FileLock> lock = UpkeepLock.tryAcquire(workspace);
      if (lock.isEmpty()) {
        return Report.of(
            Json.fields().with("state", "running"),
            Block.Notes.of("Another upkeep is going on in this workspace; one is enough."));
      }
      try (FileLock _ = lock.get()) {
        UpkeepResult result = upkeep.run(reason, budget, call.progress());
        List<Problem> warnings = new ArrayList<>(result.warnings());
        warnings.addAll(result.evidence().errors());
        return warned(
            Report.of(result.json().after("state", "done"), UpkeepText.result(result)), warnings);
      }
    }
  }

  private static Report warned(Report report, List<Problem> warnings) {
    Report all = report;
    for (Problem warning : warnings) {
      all = all.warning(warning);
    }
    return all;
  }

  private static Duration seconds(String text) {
    try {
      long seconds = Long.parseLong(text.strip());
      if (seconds >= 1 && seconds <= 86_400) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException _) {
      // Falls through: told with the number that is out of range.
    }
    throw new Failure.Usage(
        Problem.of("bad-option", "--budget is not a number of seconds from 1 to 86400")
            .remedy("give whole seconds, such as --budget 60"));
  }

  private Report status(Path workspace) throws InterruptedException {
    List<UpkeepTable.UpkeepRow> rows = new ArrayList<>();
    Optional<Long> before = Optional.empty();
    Optional<Long> bytes = Optional.empty();
    Optional<Store> found = Runs.openStore(host, workspace);
    if (found.isPresent()) {
      try (Store store = found.get()) {
        Instant week = host.clock().instant().minus(Duration.ofDays(7));
        rows.addAll(store.read(transaction -> UpkeepTable.latest(transaction, SHOWN_MAX)));
        before = store.read(transaction -> UpkeepTable.metric(transaction, Upkeep.BYTES, week));
        bytes = Optional.of(store.figures().bytes());
      }
    }
    UpkeepSettings wanted = settings.apply(workspace);
    String timer = timer(workspace);
    boolean running = isRunning(workspace);
    Json.Fields data =
        Json.fields()
            .with("automatic", wanted.automatic())
            .with("running", running)
            .withPresent("timer", timer.isEmpty() ? null : timer)
            .withPresent("store_bytes", bytes.orElse(null))
            .withPresent("store_bytes_a_week_ago", before.orElse(null))
            .with("upkeeps", rows.stream().map(row -> json(row, running)).toList());
    List<Block> blocks = new ArrayList<>();
    List<Block.Facts.Fact> facts = new ArrayList<>();
    facts.add(
        Block.Facts.fact(
            "automatic", wanted.automatic() ? "after the first command of a day" : "switched off"));
    facts.add(Block.Facts.fact("timer", timer.isEmpty() ? "none; `upkeep install`" : timer));
    bytes.ifPresent(size -> facts.add(Block.Facts.fact("store", UpkeepText.bytes(size))));
    before.ifPresent(
        size -> facts.add(Block.Facts.fact("store a week ago", UpkeepText.bytes(size))));
    blocks.add(new Block.Facts(facts));
    blocks.add(
        rows.isEmpty()
            ? Block.Notes.of("No upkeep yet.")
            : new Block.Table(
                "Last upkeeps",
                List.of("day", "reason", "ended", "runs removed", "evidence freed"),
                rows.stream().map(row -> cells(row, running)).toList()));
    return warned(Report.of(data, blocks), wanted.warnings());
  }

  private static boolean isRunning(Path workspace) throws InterruptedException {
    if (!Disk.exists(UpkeepLock.file(workspace))) {
      return false;
    }
    try (FileLock lock = UpkeepLock.tryAcquire(workspace).orElse(null)) {
      return lock == null;
    }
  }

  private static String how(UpkeepTable.UpkeepRow row, boolean running) {
    if (row.endedAt() != null) {
      return Json.timestamp(row.endedAt());
    }
    return running ? "running, or cut off" : "cut off";
  }

  private static Json.Fields json(UpkeepTable.UpkeepRow row, boolean running) {
    return Json.fields()
        .with("day", row.day().toString())
        .with("reason", row.reason())
        .with("started_at", row.startedAt())
        .withPresent("ended_at", row.endedAt())
        .withPresent("cut_off", (row.endedAt() == null && !running) ? true : null)
        .withPresent("runs_removed", removed(row).orElse(null))
        .withPresent("bytes_freed", freed(row).orElse(null));
  }

  private static List<Cell> cells(UpkeepTable.UpkeepRow row, boolean running) {
    return List.of(
        Cell.of(row.day().toString()),
        Cell.of(row.reason()),
        Cell.of(how(row, running)),
        Cell.of(removed(row).map(count -> Long.toString(count)).orElse("")),
        Cell.of(freed(row).map(UpkeepText::bytes).orElse("")));
  }

  private static Optional<Long> removed(UpkeepTable.UpkeepRow row) {
    return Optional.ofNullable(row.content()).flatMap(result -> result.integer("runs_removed"));
  }

  private static Optional<Long> freed(UpkeepTable.UpkeepRow row) {
    return Optional.ofNullable(row.content())
        .flatMap(result -> result.object("evidence"))
        .flatMap(evidence -> evidence.integer("bytes_freed"));
  }

  /// What of timers for this workspace is installed; empty for none.
  private String timer(Path workspace) throws InterruptedException {
    List<String> found = new ArrayList<>();
    for (Scheduler scheduler : installed(workspace)) {
      found.add(scheduler.form(timer(workspace, AT), host).told());
    }
    return String.join(", ", found);
  }

  /// The schedulers that have a timer for the workspace, whichever this machine runs.
  private List<Scheduler> installed(Path workspace) throws InterruptedException {
    List<Scheduler> installed = new ArrayList<>();
    for (Scheduler scheduler : Scheduler.values()) {
      if (isInstalled(scheduler, workspace)) {
        installed.add(scheduler);
      }
    }
    return installed;
  }

  private boolean isInstalled(Scheduler scheduler, Path workspace) throws InterruptedException {
    try {
      return new Timers(host).isThere(scheduler.form(timer(workspace, AT), host));
    } catch (Failure.Unavailable _) {
      // A table of cron that cannot be read has no timer that could be relied on.
      return false;
    }
  }

  private Timer timer(Path workspace, LocalTime at) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : FOR_THE_LAUNCHER) {
      host.variable(name).ifPresent(value -> environment.put(name, value));
    }
    // A scheduler starts programs without a language, and then no name but an English one is read.
    environment.put("LC_ALL", "C.UTF-8");
    return new Timer(workspace, launcher.get(), environment, at);
  }

  private Scheduler scheduler(Call call) {
    return call.arguments()
        .find("scheduler")
        .flatMap(Scheduler::of)
        .or(() -> Scheduler.ofThisMachine(host))
        .orElseThrow(() ->
            new Failure.Unavailable(
                Problem.of("no-scheduler", "neither systemd nor launchd nor cron was found")
                    .remedy(
                        "nothing is lost: upkeep starts by itself after the first command of a"
                            + " day; or name one with --scheduler")));
  }

  private Report install(Call call, Path workspace) throws InterruptedException {
    LocalTime at = call.arguments().find("at").map(UpkeepCommand::time).orElse(AT);
    if (workspace.toString().chars().anyMatch(Character::isISOControl)) {
      throw new Failure.Usage(
          Problem.of("bad-path", "no scheduler takes a path with a line break or control sign")
              .at(workspace.toString())
              .remedy("give the folder another name"));
    }
    Scheduler scheduler = scheduler(call);
    TimerForm form = scheduler.form(timer(workspace, at), host);
    if (call.arguments().has("dry-run")) {
      return Report.of(
          data(scheduler, form).with("state", "dry-run"),
          new Block.Verbatim(text(form)),
          Block.Notes.of("Nothing was changed."));
    }
    Timers.Done done = new Timers(host).install(form);
    String state = done.changed() ? "installed" : "unchanged";
    return warned(
        Report.of(
            data(scheduler, form).with("state", state),
            Block.Notes.of(
                (done.changed() ? "Installed: " : "Was there already: ")
                    + form.told()
                    + ", daily at "
                    + at
                    + ".",
                "`speckit upkeep uninstall` takes it out again.")),
        done.warnings());
  }

  private Report uninstall(Call call, Path workspace) throws InterruptedException {
    Optional<Scheduler> named = call.arguments().find("scheduler").flatMap(Scheduler::of);
    List<Scheduler> schedulers = named.isPresent() ? List.of(named.get()) : installed(workspace);
    List<String> removed = new ArrayList<>();
    List<Problem> warnings = new ArrayList<>();
    for (Scheduler scheduler : schedulers) {
      TimerForm form = scheduler.form(timer(workspace, AT), host);
      Timers.Done done = new Timers(host).uninstall(form);
      warnings.addAll(done.warnings());
      if (done.changed()) {
        removed.add(form.told());
      }
    }
    return warned(
        Report.of(
            Json.fields()
                .with("state", removed.isEmpty() ? "absent" : "removed")
                .with("removed", Json.texts(removed)),
            Block.Notes.of(
                removed.isEmpty()
                    ? "There was no timer for this workspace."
                    : "Removed: " + String.join(", ", removed) + ".")),
        warnings);
  }

  private static Json.Fields data(Scheduler scheduler, TimerForm form) {
    Json.Fields data = Json.fields().with("scheduler", scheduler.word());
    return switch (form) {
      case TimerForm.OfFiles files ->
          data.with(
              "files",
              Json.texts(files.files().stream().map(each -> each.file().toString()).toList()));
      case TimerForm.OfLine line -> data.with("line", line.line());
    };
  }

  private static String text(TimerForm form) {
    return switch (form) {
      case TimerForm.OfFiles files -> {
        StringBuilder out = new StringBuilder();
        for (TimerForm.OfFiles.Written each : files.files()) {
          out.append("# ").append(each.file()).append('\n').append(each.text()).append('\n');
        }
        yield out.toString();
      }
      case TimerForm.OfLine line -> line.line() + "\n";
    };
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text.length() == 4 ? "0" + text : text).withSecond(0).withNano(0);
    } catch (DateTimeException _) {
      throw new Failure.Usage(
          Problem.of("bad-option", "--at is no time of day").remedy("such as --at 02:30"));
    }
  }
}
