package dev.speckit.doctor;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// `speckit doctor`: looks at everything speckit needs, and tells how to mend what is missing.
public final class DoctorCommand implements Command {
  private final Host host;
  private final Supplier<List<Path>> settingsFiles;
  private final Question store;
  private final List<Question> others;

  /// A check of something this package does not know.
  public interface Question {
    /// @throws Failure when it cannot even be asked; the doctor turns that into a problem
    Check ask() throws InterruptedException;
  }

  /// @param settingsFiles where settings may stand, weakest first, whether there or not
  /// @param store how the store stands: path, readable, version
  /// @param others what else is looked at, each with a check for what goes wrong in it
  public DoctorCommand(
      Host host, Supplier<List<Path>> settingsFiles, Question store, Question... others) {
    this.host = host;
    this.settingsFiles = settingsFiles;
    this.store = store;
    this.others = List.of(others);
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("doctor", "Check what speckit needs on this machine")
        .description(
            """
            Looks at the JDK, git, the terminal, the disk, the store, settings files and the agent
            programs on the PATH. Every problem comes with its remedy.

            Ends with 0 when speckit can be used, with 3 when something required is missing. A
            missing agent program is no problem: the built-in analysts need none.\
            """)
        .example("doctor", "Show how everything stands.")
        .example("doctor --json", "The same for programs.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    List<Check> checks = new ArrayList<>(new MachineChecks(host).checks());
    checks.add(storeCheck());
    for (Question other : others) {
      checks.add(other.ask());
    }
    checks.addAll(settingsChecks());
    checks.addAll(new AgentPrograms(host).checks());
    return report(checks);
  }

  private Check storeCheck() throws InterruptedException {
    try {
      return store.ask();
    } catch (Failure failure) {
      Problem first = failure.problems().getFirst();
      String place = first.place() == null ? "" : first.place() + ": ";
      return new Check("store", Check.State.PROBLEM, place + first.message(), first.remedy());
    }
  }

  private List<Check> settingsChecks() {
    List<Check> checks = new ArrayList<>();
    for (Path file : settingsFiles.get()) {
      checks.add(
          Disk.isFile(file)
              ? Check.ok("settings", file.toString())
              : Check.absent("settings", file + " is not there; defaults hold", null));
    }
    return checks;
  }

  private static Report report(List<Check> checks) {
    List<Problem> warnings = problems(checks, Check.State.WARNING);
    List<Problem> problems = problems(checks, Check.State.PROBLEM);
    Json.Fields data =
        Json.fields()
            .with("usable", problems.isEmpty())
            .with("checks", checks.stream().map(Check::json).toList());
    ExitCode exit = problems.isEmpty() ? ExitCode.OK : ExitCode.ENVIRONMENT;
    return new Report(
        List.of(table(checks), verdict(problems)), () -> data, exit, warnings, problems);
  }

  private static Block table(List<Check> checks) {
    List<List<Cell>> rows =
        checks.stream()
            .map(check ->
                List.of(
                    Cell.of(check.name()),
                    Cell.of(check.state().word(), check.state().tone()),
                    Cell.of(check.detail())))
            .toList();
    return new Block.Table("", List.of("check", "state", "detail"), rows);
  }

  private static Block verdict(List<Problem> problems) {
    return problems.isEmpty()
        ? new Block.Notes(List.of(Cell.of("speckit can be used here.", Tone.GOOD)))
        : new Block.Notes(List.of(Cell.of("speckit cannot be used here yet.", Tone.BAD)));
  }

  private static List<Problem> problems(List<Check> checks, Check.State state) {
    return checks.stream()
        .filter(check -> check.state() == state)
        .map(check ->
            Problem.of(
                    "doctor-" + check.name().replace(' ', '-'),
                    check.name() + ": " + check.detail())
                .remedy(check.remedy()))
        .toList();
  }
}
