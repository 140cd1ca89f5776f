package dev.speckit.pipeline;

import dev.speckit.store.Parameters;
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

  /// Removes runs with all that hangs on them.
  ///
  /// @return how many were there
  public static int delete(Transaction transaction, List<OldRun> runs) {
    int deleted = 0;
    for (OldRun run : runs) {
      deleted +=
          transaction.update("DELETE FROM run WHERE run = :run", Parameters.of("run", run.run()));
    }
    return deleted;
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
