package dev.speckit.pipeline.logs;

import dev.speckit.command.Progress;
import dev.speckit.evidence.RunFolder;
import dev.speckit.host.FolderWatch;
import dev.speckit.pipeline.Fence;
import dev.speckit.pipeline.OutputTail;
import dev.speckit.pipeline.Runs;
import dev.speckit.run.RunTable;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Shows the output of a run that another process carries, while it comes.
final class LogFollowing {
  /// What the journal says is no event for another process: it is looked at at least so often.
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Store store;
  private final Path workspace;
  private final LogFilter wanted;
  private final Progress progress;
  private final Fence fence;
  private final Map<String, List<OutputTail>> tails = new HashMap<>();
  private final Set<String> over = new HashSet<>();

  LogFollowing(Store store, Path workspace, LogFilter wanted, Progress progress) {
    this.store = store;
    this.workspace = workspace;
    this.wanted = wanted;
    this.progress = progress;
    this.fence = new Fence(workspace);
  }

  /// Returns when the run is under way no more and all it wrote was shown.
  void until(String run) throws InterruptedException {
    attempts(run).stream()
        .filter(LoggedAttempt::isEnded)
        .forEach(attempt -> over.add(attempt.folder()));
    try (FolderWatch watch = new FolderWatch()) {
      watch.add(new RunFolder(workspace, run).root());
      while (true) {
        boolean underWay = isUnderWay(run);
        for (LoggedAttempt attempt : attempts(run)) {
          if (wanted.takes(attempt) && !over.contains(attempt.folder())) {
            show(attempt, watch);
          }
        }
        if (!underWay) {
          return;
        }
        watch.await(LOOK);
      }
    }
  }

  private boolean isUnderWay(String run) throws InterruptedException {
    return store
        .read(transaction -> RunTable.find(transaction, run))
        .filter(Runs::isUnderWay)
        .isPresent();
  }

  private List<LoggedAttempt> attempts(String run) throws InterruptedException {
    return store.read(transaction -> LoggedAttempt.all(transaction, run));
  }

  private void show(LoggedAttempt attempt, FolderWatch watch) {
    Path folder = workspace.resolve(attempt.folder());
    watch.add(folder);
    List<OutputTail> files = tails.computeIfAbsent(attempt.folder(), _ -> tails(attempt));
    String name = attempt.part().name() + "  " + attempt.agent() + "  | ";
    for (OutputTail file : files) {
      List<String> lines = attempt.isEnded() ? file.rest() : file.lines();
      lines.forEach(line -> progress.note(name + LogText.cut(line)));
    }
    if (attempt.isEnded()) {
      over.add(attempt.folder());
      tails.remove(attempt.folder());
      watch.remove(folder);
      progress.note(attempt.head());
    }
  }

  private List<OutputTail> tails(LoggedAttempt attempt) {
    List<OutputTail> files = new ArrayList<>();
    for (String name : wanted.files()) {
      Path file = attempt.file(workspace, name);
      fence.refuseOutside(file);
      files.add(new OutputTail(file));
    }
    return files;
  }
}
