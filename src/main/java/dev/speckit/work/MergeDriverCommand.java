package dev.speckit.work;

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
import dev.speckit.host.Git;
import dev.speckit.host.GitSettings;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.MergeDriver;
import dev.speckit.spec.context.ConflictForm;
import dev.speckit.spec.context.ContextDocument;
import dev.speckit.spec.context.ContextMerge;
import dev.speckit.spec.context.Figures;
import dev.speckit.spec.context.RegisterMerge;
import dev.speckit.spec.context.WorkSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `merge-driver`: what git calls for each document below `specs/` that both sides of a merge
/// changed. For git, not for people.
///
/// The file of ours is written whole, at the end, or not at all. Exit 0 says that it is merged, 1
/// that a person has to decide something in it; any other leaves the merge to git itself.
public final class MergeDriverCommand implements Command {
  private static final Pattern CONTEXT =
      Pattern.compile("(?:.*/)?(?:\\d+\\.)?context\\.md", Pattern.DOTALL);
  private static final Pattern SPECS = Pattern.compile("(.*?/)??specs/.*", Pattern.DOTALL);
  private static final int MARKER_MAX = 1_000;

  private final Host host;

  public MergeDriverCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of(MergeDriver.COMMAND, "Merge a document that two branches changed")
        .description("Called by git where `init` or `hook install` set it as its merge driver.")
        .parameters(
            Parameter.required("base", "File with what both sides came from"),
            Parameter.required("ours", "File with our side; the result is written here"),
            Parameter.required("theirs", "File with their side"),
            Parameter.required("size", "How many characters a conflict marker has"),
            Parameter.required("path", "Path of the document in the repository"))
        .asHidden();
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    String path = call.arguments().get("path");
    Path target = file(call, "ours");
    String base = Disk.readText(file(call, "base"));
    String ours = Disk.readText(target);
    String theirs = Disk.readText(file(call, "theirs"));
    int size = size(call.arguments().get("size"));
    if (!CONTEXT.matcher(path).matches()) {
      Optional<RegisterMerge> lines = RegisterMerge.of(base, ours, theirs);
      return lines.isPresent() ? register(path, target, size, lines.get()) : left(path);
    }
    Optional<ContextMerge> merge = ContextMerge.of(base, ours, theirs);
    return merge.isPresent() ? context(path, target, size, merge.get()) : left(path);
  }

  private Path file(Call call, String name) {
    return host.directory().resolve(call.arguments().get(name));
  }

  private static int size(String written) {
    try {
      int size = Integer.parseInt(written);
      if (size >= 1 && size <= MARKER_MAX) {
        return size;
      }
    } catch (NumberFormatException _) {
      // Falls through: it is refused like a number that is out of bounds.
    }
    throw new Failure.Usage(
        Problem.of("no-marker-size", "a conflict marker has 1 to " + MARKER_MAX + " characters")
            .at(written)
            .remedy("call git merge, which calls this command"));
  }

  private Report context(String path, Path target, int size, ContextMerge merge)
      throws InterruptedException {
    ContextMerge counted = merge.isCounting() ? merge.with(figures(path, merge.context())) : merge;
    return written(
        path, target, counted.isConflicting(), counted.text(form(size, counted.isConflicting())));
  }

  private Report register(String path, Path target, int size, RegisterMerge merge)
      throws InterruptedException {
    ConflictForm form = form(size, merge.isConflicting());
    Report report = written(path, target, merge.isConflicting(), merge.text(form));
    return merge.isTableChosen()
        ? report.warning(
            Problem.of(
                    "tracker-kept",
                    "both sides changed the table of specs; one was kept whole and is to be"
                        + " renewed")
                .at(path)
                .remedy("speckit progress"))
        : report;
  }

  /// As git's own setting says; git is asked only when it matters.
  private ConflictForm form(int size, boolean conflicting) throws InterruptedException {
    Optional<Git> git = conflicting ? Git.find(host) : Optional.empty();
    boolean withBase =
        git.isPresent()
            && new GitSettings(git.get(), host.directory())
                .value("merge.conflictStyle")
                .filter(style -> style.endsWith("diff3"))
                .isPresent();
    return new ConflictForm(withBase, size);
  }

  /// What can be counted: from git only when it has each commit that the sessions list.
  private Figures figures(String path, ContextDocument merged) throws InterruptedException {
    Optional<CommitFigures> changed = changed(path, merged);
    return new Figures(
        Optional.empty(),
        Optional.empty(),
        changed.map(each -> new Figures.Lines(each.added(), each.removed())),
        changed.map(CommitFigures::created),
        changed.map(CommitFigures::modified),
        Ending.coverage(merged),
        Optional.empty());
  }

  private Optional<CommitFigures> changed(String path, ContextDocument merged)
      throws InterruptedException {
    List<String> hashes =
        merged.sessions().stream()
            .flatMap(session -> session.commits().stream())
            .filter(commit -> !commit.lost())
            .map(WorkSession.Commit::hash)
            .distinct()
            .toList();
    try {
      Optional<Repository> repository =
          hashes.isEmpty() ? Optional.empty() : Repository.of(host, host.directory());
      if (repository.isEmpty()) {
        return Optional.empty();
      }
      ByHash known = new ByHash(repository.get().history().named(hashes, true));
      boolean all = hashes.stream().allMatch(hash -> known.find(hash).isPresent());
      return all ? Optional.of(CommitFigures.of(known.all(), prefix(path))) : Optional.empty();
    } catch (Failure _) {
      // A merge must not end because a figure cannot be counted.
      return Optional.empty();
    }
  }

  /// The workspace's folder in the repository.
  private static String prefix(String path) {
    Matcher specs = SPECS.matcher(path);
    return specs.matches() && specs.group(1) != null ? specs.group(1) : "";
  }

  private static Report written(String path, Path target, boolean conflicting, String text) {
    Disk.write(target, text);
    Report report =
        Report.of(
            Json.fields().with("path", path).with("merged", !conflicting),
            Block.Notes.of(
                conflicting
                    ? "speckit merged " + path + " but for the marked places"
                    : "speckit merged " + path));
    return conflicting ? report.ending(ExitCode.WARNED) : report;
  }

  private static Report left(String path) {
    return Report.of(
            Json.fields().with("path", path).with("merged", false),
            Block.Notes.of("speckit leaves the lines of " + path + " to git"))
        .ending(ExitCode.BLOCKED);
  }
}
