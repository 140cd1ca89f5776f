package dev.speckit.pipeline.replay;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.pipeline.Harmless;
import dev.speckit.pipeline.Runs;
import dev.speckit.run.Journal;
import dev.speckit.run.RunTable;
import dev.speckit.spec.Workspace;
import dev.speckit.store.Store;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `speckit replay`: a run once more, from what is recorded of it.
public final class ReplayCommand implements Command {
  private final Host host;

  public ReplayCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("replay", "Repeat a run from what is recorded, and compare")
        .description(
            """
            Decides everything anew from the stored answers and makes every artefact again, then \
            compares with what the run decided and wrote. Asks no agent and changes nothing in the \
            workspace. The spec is taken from the recorded prompts, so a spec that changed since \
            makes no difference. Ends with 0 when all is the same, 2 when something differs, and \
            3 when something cannot be repeated because it is not there any more.\
            """)
        .parameters(
            Parameter.required("run", "The run's id, the beginning of one, a spec's id, or `last`"),
            Parameter.option("to", "DIR", "Write the artefacts into this empty folder"))
        .example("replay last", "Repeats the newest run.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Path workspace = Workspace.find(host);
    Optional<Path> target = call.arguments().find("to").map(this::target);
    String reference = call.arguments().get("run");
    try (Store store = Runs.openStore(host, workspace).orElseThrow(() -> Runs.unknown(reference))) {
      RunTable.RunRow row = Runs.ofRunOrSpec(store, workspace, reference);
      if (Runs.isUnderWay(row)) {
        throw new Failure.Blocked(
            Problem.of("run-under-way", "run " + row.run() + " is under way")
                .remedy("`speckit wait " + row.run() + "` waits for its end"));
      }
      Replay.Replayed replayed = Replay.of(workspace, new Journal(store, host), row);
      List<String> written = new ArrayList<>();
      target.ifPresent(folder -> write(folder, replayed, written));
      return report(row, replayed, written);
    }
  }

  private Path target(String word) {
    try {
      Path folder = host.directory().resolve(word).toAbsolutePath().normalize();
      if (Disk.exists(folder) && (!Disk.isFolder(folder) || !Disk.list(folder).isEmpty())) {
        throw new Failure.Invalid(
            Problem.of(
                    "folder-not-empty", "the folder holds something already; nothing was written")
                .at(word)
                .remedy("name a folder that is empty or not there"));
      }
      return folder;
    } catch (InvalidPathException _) {
      throw new Failure.Usage(
          Problem.of("bad-path", "this is no path: " + Harmless.text(word))
              .remedy("name a folder that is empty or not there"));
    }
  }

  private static void write(Path folder, Replay.Replayed replayed, List<String> written) {
    Disk.makeFolders(folder);
    replayed
        .artifacts()
        .forEach((path, text) -> {
          String name = path.substring(path.lastIndexOf('/') + 1);
          Disk.write(folder.resolve(name), text);
          written.add(name);
        });
  }

  private static Report report(
      RunTable.RunRow row, Replay.Replayed replayed, List<String> written) {
    Report report = Report.of(data(row, replayed, written), blocks(row, replayed, written));
    long different = replayed.count(Replay.Result.DIFFERENT);
    long gone = replayed.count(Replay.Result.NOT_REPEATABLE);
    if (different > 0) {
      return report.ending(
          ExitCode.BLOCKED,
          Problem.of(
                  "replay-differs",
                  different + " of " + replayed.lines().size() + " come out differently")
              .remedy(
                  "`speckit explain "
                      + row.run()
                      + "` shows what was decided; `speckit db check`"
                      + " looks for damage"));
    }
    if (gone > 0) {
      return report.ending(
          ExitCode.ENVIRONMENT,
          Problem.of(
                  "not-repeatable", gone + " of " + replayed.lines().size() + " cannot be repeated")
              .at(".speckit/runs/" + row.run())
              .remedy("`speckit evidence restore " + row.run() + "` if the run was archived"));
    }
    return report;
  }

  private static List<Block> blocks(
      RunTable.RunRow row, Replay.Replayed replayed, List<String> written) {
    List<List<Cell>> rows = new ArrayList<>();
    List<Block> differences = new ArrayList<>();
    for (Replay.Line line : replayed.lines()) {
      rows.add(
          List.of(
              Cell.of(line.kind(), Tone.MUTED),
              Cell.of(line.what(), Tone.STRONG),
              Cell.of(line.result().word().replace('-', ' '), tone(line.result())),
              Cell.of(line.why())));
      if (!line.difference().isEmpty()) {
        differences.add(new Block.Diff(line.difference()));
      }
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Table("Run " + row.run(), List.of("kind", "what", "again", "why"), rows));
    blocks.addAll(differences);
    blocks.add(Block.Notes.of(replayed.steps() + " steps came in the order that the rules demand"));
    if (!written.isEmpty()) {
      blocks.add(Block.Notes.of("Written: " + String.join(", ", written)));
    }
    return blocks;
  }

  private static Tone tone(Replay.Result result) {
    return switch (result) {
      case SAME -> Tone.GOOD;
      case DIFFERENT -> Tone.BAD;
      case NOT_REPEATABLE -> Tone.WARNING;
    };
  }

  private static Fields data(RunTable.RunRow row, Replay.Replayed replayed, List<String> written) {
    List<Fields> lines = new ArrayList<>();
    for (Replay.Line line : replayed.lines()) {
      Fields fields =
          Json.fields()
              .with("sequence", line.sequence())
              .with("kind", line.kind())
              .with("what", line.what())
              .with("result", line.result().word());
      fields = line.why().isEmpty() ? fields : fields.with("why", line.why());
      lines.add(
          line.difference().isEmpty()
              ? fields
              : fields.with("difference", Json.texts(line.difference())));
    }
    return Json.fields()
        .with("run", row.run())
        .with("spec", Integer.toString(row.spec()))
        .with("steps", replayed.steps())
        .with("same", replayed.count(Replay.Result.SAME))
        .with("different", replayed.count(Replay.Result.DIFFERENT))
        .with("not_repeatable", replayed.count(Replay.Result.NOT_REPEATABLE))
        .with("repeated", lines)
        .with("written", Json.texts(written));
  }
}
