package dev.speckit.spec;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// `init`: makes the working directory a workspace. Asks nothing; what is there already stays as it
/// is.
public final class InitCommand implements Command {
  private static final String SETTINGS =
      """
      # Settings of this project. Every line is optional.

      # [agents.alice]
      # kind = "command"
      # command = ["python3", "tools/alice.py"]    # prompt on stdin, answer on stdout

      # [quality_gates]
      # plan = ["alice"]                           # default: the three built-in analysts
      # required = "2/3"

      # [checks.test]
      # command = ["mvn", "-B", "test"]
      # junit = "target/surefire-reports/*.xml"
      """;
  private static final String README =
      """
      # Specs

      One folder for each epic (`1000/epic.md`), below it one for each feature (`1000/1001/spec.md`);
      tasks stand beside their feature (`1000/1001/1002.spec.md`). A `context.md` is the journal of
      how a spec was built.
      """;
  private static final String IGNORED = ".speckit/";

  private final Host host;
  private final Consumer<Path> onInitialised;
  private final Supplier<List<String>> launcher;

  /// @param onInitialised called with the workspace, each time; records that its user trusts it
  /// @param launcher the words that start speckit, the first one absolute
  public InitCommand(Host host, Consumer<Path> onInitialised, Supplier<List<String>> launcher) {
    this.host = host;
    this.onInitialised = onInitialised;
    this.launcher = launcher;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("init", "Make this folder a workspace")
        .description(
            "Makes specs/, speckit.toml and entries in .gitignore and .gitattributes. Asks nothing,"
                + " changes nothing that is there already, and can be run again at any time. In a"
                + " git repository it also sets speckit as the merge driver of the specs, which is"
                + " a setting of this clone alone.")
        .example("init", "Makes the current folder a workspace.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = host.directory().toAbsolutePath().normalize();
    Workspace.refuseStrange(workspace);
    Workspace.refuseOutside(workspace, workspace.resolve(".gitignore"));
    Workspace.refuseOutside(workspace, workspace.resolve(MergeDriver.FILE));
    Workspace.refuseNoFile(workspace, workspace.resolve("speckit.toml"));
    Workspace.refuseNoFile(workspace, workspace.resolve(MergeDriver.FILE));
    Workspace.refuseNoFile(workspace, workspace.resolve(".gitignore"));
    // Read before anything is made: what is no text is refused, and then nothing is half done.
    Optional<String> ignored = text(workspace.resolve(".gitignore"));
    Optional<String> attributes = text(workspace.resolve(MergeDriver.FILE));
    List<String> made = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    boolean folder = !Disk.isFolder(workspace.resolve("specs"));
    Disk.makeFolders(workspace.resolve("specs"));
    (folder ? made : kept).add("specs/");
    create(workspace, "specs/README.md", README, made, kept);
    create(workspace, "speckit.toml", SETTINGS, made, kept);
    ignore(workspace, ignored, made, kept);
    attribute(workspace, attributes.orElse(""), made, kept);
    List<Problem> warnings = setDriver(workspace, made, kept);
    onInitialised.accept(workspace);
    List<Block.Facts.Fact> facts = new ArrayList<>();
    made.forEach(each -> facts.add(Block.Facts.fact("made", each, Tone.GOOD)));
    kept.forEach(each -> facts.add(Block.Facts.fact("there already", each, Tone.MUTED)));
    Json.Fields data =
        Json.fields()
            .with("workspace", workspace.toString())
            .with("made", Json.texts(made))
            .with("kept", Json.texts(kept));
    Report report =
        Report.of(
            data,
            new Block.Facts(facts),
            Block.Notes.of("Next: speckit new epic \"What you want to build\""));
    for (Problem warning : warnings) {
      report = report.warning(warning);
    }
    Report told = report;
    return around(workspace)
        .map(outer ->
            told.warning(
                Problem.of("nested-workspace", "this folder lies inside another workspace")
                    .at(outer.toString())
                    .remedy("to work on that one, remove what was made here")))
        .orElse(told);
  }

  /// Where git has no repository yet, a later call sets it.
  ///
  /// @return why it could not be set; a workspace is one without it, too
  private List<Problem> setDriver(Path workspace, List<String> made, List<String> kept)
      throws InterruptedException {
    try {
      Optional<MergeDriver> driver = MergeDriver.of(host, workspace);
      if (driver.isEmpty()) {
        return List.of();
      }
      MergeDriver.State before = driver.get().state();
      MergeDriver.State after = driver.get().install(launcher.get());
      (before == after ? kept : made).add("git's merge driver for specs");
      return after == MergeDriver.State.OF_ANOTHER ? List.of(otherDriver(workspace)) : List.of();
    } catch (Failure failure) {
      return failure.problems();
    }
  }

  private static Problem otherDriver(Path workspace) {
    return Problem.of("other-merge-driver", "git's setting merge.speckit.driver starts no speckit")
        .at(workspace.toString())
        .remedy("git config --unset merge.speckit.driver, then speckit init");
  }

  private static Optional<String> text(Path file) {
    return Disk.exists(file) ? Optional.of(Disk.readText(file)) : Optional.empty();
  }

  private static void attribute(
      Path workspace, String before, List<String> made, List<String> kept) {
    Path file = workspace.resolve(MergeDriver.FILE);
    String after = MergeDriver.with(before);
    if (after.equals(before)) {
      kept.add(MergeDriver.FILE);
      return;
    }
    made.add(before.isEmpty() ? MergeDriver.FILE : MergeDriver.FILE + " entry specs/**/*.md");
    Disk.write(file, after);
  }

  private Optional<Path> around(Path workspace) {
    Path parent = workspace.getParent();
    return parent == null
        ? Optional.empty()
        : Workspace.search(
            new Host(host.clock(), host.random(), host.environment(), parent, host.home()));
  }

  private static void create(
      Path workspace, String name, String text, List<String> made, List<String> kept) {
    Path file = workspace.resolve(name);
    boolean created =
        !Disk.exists(file) && Disk.create(file, text.getBytes(StandardCharsets.UTF_8));
    (created ? made : kept).add(name);
  }

  private static void ignore(
      Path workspace, Optional<String> before, List<String> made, List<String> kept) {
    Path file = workspace.resolve(".gitignore");
    if (before.isEmpty()) {
      create(workspace, ".gitignore", IGNORED + "\n", made, kept);
      return;
    }
    String text = before.get();
    TextLines lines = TextLines.of(text);
    for (int line = 0; line < lines.count(); line++) {
      String entry = lines.content(line).strip();
      if (entry.equals(IGNORED) || entry.equals("/" + IGNORED) || entry.equals(".speckit")) {
        kept.add(".gitignore");
        return;
      }
    }
    int last = lines.count() - 1;
    boolean ended = lines.next(last) > lines.end(last) || text.isEmpty();
    String inserted = (ended ? "" : lines.lineEnd()) + IGNORED + lines.lineEnd();
    Disk.write(file, Edit.apply(text, List.of(Edit.insert(text.length(), inserted))));
    made.add(".gitignore entry " + IGNORED);
  }
}
