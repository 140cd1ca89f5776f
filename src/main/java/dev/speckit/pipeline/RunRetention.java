package dev.speckit.pipeline;

import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Which runs are old enough for their rows to go. A run takes its events, attempts, answers,
/// verdicts and questions along; what it wrote into the workspace stays known.
public final class RunRetention {
  /// So many samples are always kept: the figures of a batch are made over the last 1,000.
  private static final int SAMPLES_KEPT = 1000;

  private RunRetention() {}

  /// @param at when it was last heard of
  public record OldRun(String run, int spec, Instant at) {}

  /// Runs that were last heard of before a moment, oldest first. Never a run that is the newest of
  /// its spec, that waits for a person, or that somebody carries.
  public static List<OldRun> before(Transaction transaction, Instant moment) {
    List<OldRun> old = new ArrayList<>();
    for (RunRetentionTable.Candidate candidate : RunRetentionTable.before(transaction, moment)) {
      boolean carried = candidate.owner() != null && candidate.owner().isAlive();
      if (!carried) {
        old.add(new OldRun(candidate.run(), candidate.spec(), candidate.at()));
      }
    }
    return old;
  }

  /// Removes runs with all that hangs on them, some at a time.
  public static final class Removal {
    private final List<OldRun> runs;
    private int gone;

    public Removal(List<OldRun> runs) {
      this.runs = List.copyOf(runs);
    }

    /// Removes the next runs, at most so many. A part that was undone and is made again begins
    /// where it began before: what is gone is asked of the store.
    ///
    /// @return how many; 0 when none is left
    public long some(Transaction transaction, long most) {
      while (gone < runs.size() && !RunRetentionTable.exists(transaction, runs.get(gone).run())) {
        gone++;
      }
      int deleted = 0;
      for (int i = gone; i < runs.size() && deleted < most; i++) {
        deleted += RunRetentionTable.delete(transaction, runs.get(i).run());
      }
      return deleted;
    }
  }

  /// How many samples of attempts [#deleteSamples] would remove.
  public static long oldSamples(Transaction transaction, Instant moment) {
    return RunRetentionTable.oldSamples(transaction, moment, SAMPLES_KEPT);
  }

  /// Removes samples from before a moment, at most so many, but none of the last 1,000.
  ///
  /// @return how many
  public static int deleteSamples(Transaction transaction, Instant moment, int most) {
    return RunRetentionTable.deleteSamples(transaction, moment, SAMPLES_KEPT, most);
  }
}
