package dev.speckit.work;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Dialogue;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.Figures;
import dev.speckit.spec.context.WorkSession;
import dev.speckit.spec.deliverable.DeliverableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// `work ID [ACTION]`: a work session on a spec, one action per call or in conversation.
public final class WorkCommand implements Command {
  private static final List<String> STATUSES = List.of("completed", "partial", "blocked");

  private final Host host;
  private final Predicate<Path> trusted;

  /// @param trusted whether a workspace's user lets its hooks run
  public WorkCommand(Host host, Predicate<Path> trusted) {
    this.host = host;
    this.trusted = trusted;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("work", "Work on a spec, and keep its journal")
        .description(
            "Without an action: opens a work session or joins the open one, and in a terminal asks"
                + " what to do until you leave. With an action: does that one thing and writes it"
                + " to the context at once. Commits, changed files, lines, times, test results and"
                + " coverage are read from git and from files.")
        .parameters(
            Parameter.required("id", "The spec (id or alias)"),
            new Parameter.Positional("action", "What to do", false, false, Action.Word.words()),
            new Parameter.Positional(
                "text",
                "What to record, or files for implement and deliver",
                false,
                true,
                List.of()),
            new Parameter.Option(
                "message",
                "m",
                "TEXT",
                "The text to record; with done the context's summary, or an entry when one is"
                    + " written already",
                null,
                false,
                List.of()),
            Parameter.flag("resume", "Join the open session, and say what comes next"),
            new Parameter.OptionalValue(
                "status",
                "STATUS",
                "Show how the session stands; with done: how it ended",
                STATUSES),
            Parameter.flag("deliverables", "Show what the spec produced"),
            Parameter.option(
                "title", "TEXT", "What a new session is called; an open one keeps its title"),
            Parameter.option(
                "run",
                "COMMAND",
                "A test command for the shell; when it fails, the call ends with 2"),
            Parameter.option("timeout", "MINUTES", "How long --run may take, 60 when not given"),
            Parameter.option("junit", "GLOB", "JUnit XML reports of the tests"),
            Parameter.option("coverage", "FILE", "A coverage report (JaCoCo, lcov, Cobertura)"),
            Parameter.option(
                "as",
                "KIND",
                "What a deliverable is",
                List.of("scripts", "docs", "config", "code")),
            Parameter.flag("copy", "Keep the original of a deliverable where it is"),
            Parameter.flag("generate", "Make the deliverable from a template first"),
            Parameter.flag("all", "Commit everything that changed"),
            Parameter.option(
                "resolution",
                "TEXT",
                "How an issue was resolved, now or one of this text that is open"))
        .example("work 1001", "Opens a session on feature 1001, or joins it.")
        .example("work 1001 plan -m \"Copy with rsync\"", "Records what will be done.")
        .example("work 1001 test --run \"true\"", "Runs a test command and records how it ended.")
        .example("work 1001 --status", "Shows the session and what comes next.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Arguments arguments = call.arguments();
    refuseMixed(arguments);
    Path workspace = Workspace.find(host);
    SpecTree tree = SpecTree.open(workspace);
    SpecEntry entry = tree.find(arguments.get("id"));
    boolean reading = arguments.find("action").isEmpty();
    if (reading && arguments.has("status")) {
      return look(tree, entry).status();
    }
    if (reading && arguments.has("deliverables")) {
      return look(tree, entry)
          .deliverables(DeliverableList.read(tree, entry, new GoneFiles(host, workspace)));
    }
    Action action = ActionReader.read(arguments, host.directory());
    Scene scene = Scene.of(host, tree, entry, trusted.test(workspace));
    Optional<String> title = arguments.find("title");
    Actions actions = new Actions(scene, call.progress(), title);
    if (arguments.has("resume")) {
      refuseNothingToResume(scene);
    }
    List<Problem> ended = TestRun.endAbandoned(workspace);
    Optional<Dialogue> dialogue = call.dialogue();
    if (reading && dialogue.isPresent()) {
      return new Conversation(scene, call.progress(), title, dialogue.get()).hold(ended);
    }
    Journal.Acted acted = actions.act(action);
    WorkReport report = WorkReport.of(scene.again(), acted.context(), acted.session());
    Report told = WorkReport.warned(reading ? report.joined(acted) : report.acted(acted), ended);
    return action instanceof Action.Test ? judged(told, acted, scene) : told;
  }

  /// A failed test is recorded, and a script is told by the exit code all the same.
  private static Report judged(Report report, Journal.Acted acted, Scene scene) {
    boolean failed = acted.context().session(acted.session()).filter(LastTest::failed).isPresent();
    return failed
        ? report.ending(
            ExitCode.BLOCKED,
            Problem.of("tests-failed", "the tests failed; that is recorded")
                .at(scene.shown(scene.entry().contextPath()))
                .remedy("mend what they found, then test again"))
        : report;
  }

  /// Reads files only; git is not asked, so that this is fast.
  private WorkReport look(SpecTree tree, SpecEntry entry) throws InterruptedException {
    Workspace.refuseOutside(tree.workspace(), entry.contextPath());
    Workspace.refuseNoFile(tree.workspace(), entry.contextPath());
    Scene scene =
        new Scene(host, tree, entry, Optional.empty(), Worker.of(host, Optional.empty()), false);
    ContextDocument context = ContextFile.read(scene);
    List<WorkSession> sessions = context.sessions();
    Optional<WorkSession> open =
        sessions.stream().filter(WorkSession::open).reduce((_, later) -> later);
    Optional<WorkSession> last = sessions.stream().reduce((_, later) -> later);
    Figures figures =
        new Figures(
            Optional.of(sessions.size()),
            context.totalDuration(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Ending.coverage(context),
            Ending.criteria(entry));
    return new WorkReport(entry, context, open.or(() -> last), figures, hasRepository(tree));
  }

  private static boolean hasRepository(SpecTree tree) {
    for (Path folder = tree.workspace(); folder != null; folder = folder.getParent()) {
      if (dev.speckit.host.Disk.exists(folder.resolve(".git"))) {
        return true;
      }
    }
    return false;
  }

  private static void refuseNothingToResume(Scene scene) {
    if (ContextFile.read(scene).openSession(scene.worker().person()).isEmpty()) {
      throw Journal.nothingOpen(scene);
    }
  }

  private static void refuseMixed(Arguments arguments) {
    boolean action = arguments.find("action").isPresent();
    if (action && (arguments.has("resume") || arguments.has("deliverables"))) {
      throw new Failure.Usage(
          Problem.of("two-wishes", "--resume and --deliverables stand alone, without an action")
              .remedy("leave out the action or the option"));
    }
    if (!action && !arguments.find("status").orElse("true").equals("true")) {
      throw new Failure.Usage(
          Problem.of("no-action", "--status " + arguments.get("status") + " needs the action done")
              .remedy(
                  "speckit work "
                      + arguments.get("id")
                      + " done --status "
                      + arguments.get("status")));
    }
  }
}
