package dev.speckit.handoff;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.FileLock;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.UnifiedDiff;
import dev.speckit.spec.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `progress`: keeps the table of all specs in `specs/README.md`.
public final class ProgressCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// How often the table is made anew because a person saved the file meanwhile.
  private static final int ROUNDS_MAX = 5;

  private static final String NAME = "specs/README.md";
  private static final String FRESH = "# Specs\n";

  private final Host host;

  public ProgressCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("progress", "Keep the table of all specs in specs/README.md")
        .description(
            "Writes spec, title, status, priority, branch and progress of all specs between two"
                + " marker comments; nothing outside of them is touched. The branch is the one that"
                + " the spec names, else the local branches that carry its id or alias. A table"
                + " that was edited by hand is not replaced: exit 11 shows the difference.")
        .parameters(
            Parameter.flag("dry-run", "Show the change and make none"),
            Parameter.flag("check", "End with 2 when the table is out of date; write nothing"),
            Parameter.flag("replace", "Replace a table that was edited by hand"))
        .example("progress", "Brings the table up to date.")
        .example("progress --check", "Says in CI whether it is.");
  }

  /// @param before empty when the file is not there
  private record Draft(Optional<String> before, String after, boolean edited) {
    private boolean isChange() {
      return before.isEmpty() || !before.get().equals(after);
    }

    private List<String> diff() {
      return UnifiedDiff.of(
              NAME,
              before.map(text -> text.lines().toList()).orElse(List.of()),
              NAME,
              after.lines().toList())
          .shortened();
    }
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    boolean check = call.arguments().has("check");
    boolean replace = call.arguments().has("replace");
    boolean dryRun = call.arguments().has("dry-run");
    if (replace && (check || dryRun)) {
      throw new Failure.Usage(
          Problem.of("write-or-not", "--replace writes; --check and --dry-run do not")
              .remedy("leave one of them out"));
    }
    Path workspace = Workspace.find(host);
    Path file = workspace.resolve(NAME);
    Workspace.refuseOutside(workspace, file);
    Workspace.refuseNoFile(workspace, file);
    TrackerTable table = table(workspace);
    if (check) {
      return checked(table, draft(table, file, true));
    }
    if (dryRun) {
      Draft draft = draft(table, file, false);
      return draft.isChange() && draft.edited()
          ? edited(table, draft)
          : shown(table, draft, draft.isChange() ? "would change" : "up to date");
    }
    try (FileLock _ = Workspace.lock(workspace, "progress", PATIENCE)) {
      return write(table, file, replace);
    }
  }

  private TrackerTable table(Path workspace) throws InterruptedException {
    SpecTree tree = SpecTree.open(workspace);
    Family family = Family.of(tree);
    refuseUnread(tree, family);
    List<String> branches = GitFacts.of(host, workspace).map(GitFacts::branches).orElse(List.of());
    return TrackerTable.of(family, new Branches(branches));
  }

  /// What cannot be read would have an empty row, and replace a good one.
  private static void refuseUnread(SpecTree tree, Family family) {
    List<Problem> unread = new ArrayList<>();
    for (SpecEntry entry : family.entries()) {
      unread.addAll(Unread.document(entry));
      if (entry.document().criteria().isEmpty()) {
        Unread.of(tree, entry.artifact("tasks.md")).ifPresent(unread::add);
      }
    }
    if (!unread.isEmpty()) {
      throw new Failure.Invalid(unread);
    }
  }

  /// @param asElsewhere whether branches that no document names may stay as they are
  private static Draft draft(TrackerTable table, Path file, boolean asElsewhere) {
    if (!Disk.exists(file)) {
      String fresh = TrackerBlock.appended(NAME, FRESH, table.lines());
      return new Draft(Optional.empty(), fresh, false);
    }
    String text = Disk.readText(file);
    return TrackerBlock.find(NAME, text)
        .map(block -> {
          List<String> lines =
              asElsewhere ? table.linesWithBranchesOf(block.table()) : table.lines();
          return new Draft(Optional.of(text), block.with(lines), block.isEdited());
        })
        .orElseGet(() ->
            new Draft(Optional.of(text), TrackerBlock.appended(NAME, text, table.lines()), false));
  }

  private static Report checked(TrackerTable table, Draft draft) {
    if (!draft.isChange()) {
      return shown(table, draft, "up to date");
    }
    return shown(table, draft, "out of date")
        .ending(
            ExitCode.BLOCKED,
            Problem.of("progress-out-of-date", "the table of all specs is out of date")
                .at(NAME)
                .remedy(draft.edited() ? "speckit progress --replace" : "speckit progress"));
  }

  private static Report edited(TrackerTable table, Draft draft) {
    return shown(table, draft, "edited by hand")
        .ending(
            ExitCode.NEEDS_APPROVAL,
            Problem.of("progress-edited", "the table was edited by hand and is left as it is")
                .at(NAME)
                .remedy("speckit progress --replace writes it anew"));
  }

  private static Report write(TrackerTable table, Path file, boolean replace) {
    for (int round = 0; round < ROUNDS_MAX; round++) {
      Draft draft = draft(table, file, false);
      if (!draft.isChange()) {
        return shown(table, draft, "up to date");
      }
      if (draft.edited() && !replace) {
        return edited(table, draft);
      }
      if (isWritten(file, draft)) {
        return shown(table, draft, "written");
      }
    }
    throw new Failure.Unavailable(
        Problem.of("file-changing", "the file changes all the time")
            .at(NAME)
            .remedy("wait until the other program has saved it, then call again"));
  }

  /// False when somebody else wrote the file meanwhile.
  private static boolean isWritten(Path file, Draft draft) {
    if (draft.before().isEmpty()) {
      return Disk.create(file, draft.after().getBytes(StandardCharsets.UTF_8));
    }
    if (!Disk.exists(file) || !Disk.readText(file).equals(draft.before().get())) {
      return false;
    }
    Disk.write(file, draft.after());
    return true;
  }

  private static Report shown(TrackerTable table, Draft draft, String state) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(Block.Notes.of(NAME + ": " + state));
    boolean told = draft.isChange() && !state.equals("written");
    if (told) {
      blocks.add(new Block.Diff(draft.diff()));
    }
    Json.Fields data =
        Json.fields().with("file", NAME).with("state", state).with("specs", table.json());
    return Report.of(told ? data.with("diff", Json.texts(draft.diff())) : data, blocks);
  }
}
