package dev.speckit.handoff;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.OutputFile;
import dev.speckit.spec.Secrets;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import dev.speckit.spec.context.WorkTime;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// `handoff`: the text with which the next sitting on a spec starts.
public final class HandoffCommand implements Command {
  private static final int BUDGET = 4_000;
  private static final int BUDGET_MAX = 1_000_000;

  private final Host host;
  private final Function<SpecEntry, List<OpenQuestion>> questions;
  private final Function<Path, List<ProjectCheck>> checks;
  private final Function<SpecEntry, List<Problem>> unproven;

  /// @param questions what runs of a spec still ask
  /// @param checks of the settings of a workspace; none of them is run
  /// @param unproven the ticked criteria of a spec behind which no proof stands
  public HandoffCommand(
      Host host,
      Function<SpecEntry, List<OpenQuestion>> questions,
      Function<Path, List<ProjectCheck>> checks,
      Function<SpecEntry, List<Problem>> unproven) {
    this.host = host;
    this.questions = questions;
    this.checks = checks;
    this.unproven = unproven;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("handoff", "Write the text with which the next sitting starts")
        .description(
            "Tells where the spec is, what was done, how to verify it, what comes next and what is"
                + " open: only what stands in files and in git. What matters most comes first when"
                + " the budget is short, and what is left out is told. Commands are shown, none of"
                + " them is run.")
        .parameters(
            Parameter.required("id", "The spec (id or alias)"),
            Parameter.option(
                "budget", "TOKENS", "At most so many tokens (o200k_base); default " + BUDGET),
            Parameter.option("output", "FILE", "Write it to a file"))
        .example("handoff 1014", "Prints the hand-off of a task.")
        .example("handoff 1014 --budget 800", "Tells the most important in 800 tokens.")
        .example("handoff 1014 --output next.md", "Writes it to a file.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    int budget = call.arguments().find("budget").map(HandoffCommand::budget).orElse(BUDGET);
    Path workspace = Workspace.find(host);
    Optional<OutputFile> output =
        call.arguments()
            .find("output")
            .map(written -> OutputFile.of(host, workspace, written, OutputFile.Kind.HANDOFF));
    output.ifPresent(file -> {
      file.refuseForeign();
      refuseEdited(file.path());
    });
    SpecTree tree = SpecTree.open(workspace);
    SpecEntry entry = tree.find(call.arguments().get("id"));
    refuseUnread(entry);
    Set<Problem> warnings = new LinkedHashSet<>(entry.document().problems());
    Situation situation = situation(tree, entry, output.isPresent(), warnings);
    warnings.addAll(situation.context().problems());
    warnings.addAll(unread(tree, situation));
    Path from = output.map(file -> file.path().resolveSibling("")).orElse(workspace);
    Fitting.Fitted fitted = Fitting.of(Telling.of(situation, from), budget);
    output.ifPresent(file -> {
      refuseEdited(file.path());
      file.write(HandoffMark.marked(fitted.text()));
    });
    Report report = report(situation, fitted, budget, output.map(OutputFile::path));
    for (Problem warning : warnings) {
      report = report.warning(warning);
    }
    return report;
  }

  private static int budget(String written) {
    try {
      int budget = Integer.parseInt(written.strip());
      if (budget >= 1 && budget <= BUDGET_MAX) {
        return budget;
      }
    } catch (NumberFormatException _) {
      // Told below, like a number out of bounds.
    }
    throw new Failure.Usage(
        Problem.of("bad-budget", "a budget is a number of tokens from 1 to " + BUDGET_MAX)
            .remedy("--budget " + BUDGET));
  }

  /// What somebody added to an earlier hand-off is not written over.
  private static void refuseEdited(Path file) {
    if (Disk.isFile(file) && Disk.size(file) > 0 && !HandoffMark.isUnchanged(Disk.readText(file))) {
      throw new Failure.NeedsApproval(
          Problem.of("edited", "somebody wrote in this hand-off, or speckit did not write it")
              .at(file.toString())
              .remedy("name another file after --output, or move this one away"));
    }
  }

  private static void refuseUnread(SpecEntry entry) {
    List<Problem> unread = Unread.document(entry);
    if (!unread.isEmpty()) {
      throw new Failure.Invalid(unread);
    }
  }

  /// What of the spec and its family cannot be read.
  private static List<Problem> unread(SpecTree tree, Situation situation) {
    SpecEntry entry = situation.entry();
    Family family = situation.family();
    List<Problem> unread = new ArrayList<>();
    situation.unread().ifPresent(unread::add);
    Unread.of(tree, entry.artifact("tasks.md")).ifPresent(unread::add);
    for (SpecEntry below : family.below(entry)) {
      unread.addAll(Unread.document(below));
      Unread.of(tree, below.contextPath()).ifPresent(unread::add);
    }
    family.siblings(entry).forEach(each -> unread.addAll(Unread.document(each)));
    family.parent(entry).ifPresent(each -> unread.addAll(Unread.document(each)));
    return unread;
  }

  private Situation situation(
      SpecTree tree, SpecEntry entry, boolean written, Set<Problem> warnings)
      throws InterruptedException {
    Path workspace = tree.workspace();
    LocalDateTime now =
        LocalDateTime.ofInstant(host.clock().instant(), ZoneId.systemDefault())
            .truncatedTo(ChronoUnit.MINUTES);
    Optional<GitFacts> git = Optional.empty();
    boolean gitFailed = false;
    try {
      git = GitFacts.of(host, workspace);
    } catch (Failure.Unavailable | Failure.Invalid failure) {
      warnings.addAll(failure.problems());
      gitFailed = true;
    }
    return Situation.of(
        tree,
        entry,
        new Situation.Given(
            git,
            gitFailed,
            asked(() -> questions.apply(entry), warnings),
            asked(() -> checks.apply(workspace), warnings),
            asked(() -> unproven.apply(entry), warnings),
            WorkTime.written(now),
            written));
  }

  /// A store or settings that cannot be read cost their lines, not the hand-off.
  private static <T> List<T> asked(Supplier<List<T>> source, Set<Problem> warnings) {
    try {
      return source.get();
    } catch (Failure.Unavailable | Failure.Invalid failure) {
      warnings.addAll(failure.problems());
      return List.of();
    }
  }

  private static Report report(
      Situation situation, Fitting.Fitted fitted, int budget, Optional<Path> output) {
    SpecEntry entry = situation.entry();
    Block block =
        output
            .map(file ->
                (Block)
                    Block.Notes.of(
                        "Hand-off of %s written to %s (%d tokens)"
                            .formatted(entry.id(), file, fitted.count())))
            .orElseGet(() -> new Block.Verbatim(fitted.text()));
    List<String> issues = new ArrayList<>(situation.issues());
    issues.addAll(situation.below());
    Json.Fields data =
        Json.fields()
            .with(
                "spec",
                Json.fields()
                    .with("id", entry.id().toString())
                    .with("title", Secrets.redacted(entry.shownTitle()))
                    .with("status", entry.status())
                    .with("path", entry.path()))
            .with("progress", situation.family().standing(entry).json())
            .with("next", situation.next().json())
            .with(
                "verification", situation.verifications().stream().map(Verification::json).toList())
            .with("issues", Json.texts(issues))
            .with("budget", budget)
            .with("tokens", fitted.count())
            .with("left_out", leftOut(fitted))
            .with("text", fitted.text())
            .withPresent("output", output.map(Path::toString).orElse(null));
    return Report.of(data, block);
  }

  private static List<Json.Fields> leftOut(Fitting.Fitted fitted) {
    List<Json.Fields> left = new ArrayList<>();
    fitted
        .leftOut()
        .forEach((chapter, lines) ->
            left.add(Json.fields().with("chapter", chapter.word()).with("lines", lines)));
    return left;
  }
}
