package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Host;
import dev.speckit.store.Durability;
import dev.speckit.store.Parameters;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRetentionTableTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path folder;

  @Test
  void runs_and_samples_are_found_by_age_and_removed() throws Exception {
    Host host = new Host(() -> AT, new Random(1), Map.of(), folder, folder);
    try (Store store = Store.open(folder.resolve("speckit.db"), host)) {
      boolean _ =
          store.write(
              Durability.NORMAL,
              transaction -> {
                for (int i = 1; i <= 3; i++) {
                  transaction.update(
                      """
                      INSERT INTO run (run, spec, document, state, from_stage, to_stage,
                                       on_question, started_at, settings, ordinal)
                      VALUES (:run, 1001, 'spec.md', 'done', 'plan', 'tasks', 'ask', :at, '{}', :i)
                      """,
                      Parameters.of("run", "r" + i).and("at", AT.plusSeconds(i)).and("i", i));
                  transaction.update(
                      """
                      INSERT INTO spawn_sample (run, spec, subject, agent, at, success)
                      VALUES ('r', 1001, 'plan', 'claude', :at, 1)
                      """,
                      Parameters.of("at", AT.plusSeconds(i)));
                }
                return true;
              });
      Instant moment = AT.plusSeconds(3);
      List<RunRetentionTable.Candidate> candidates =
          store.read(transaction -> RunRetentionTable.before(transaction, moment));
      assertThat(candidates)
          .extracting(RunRetentionTable.Candidate::run, RunRetentionTable.Candidate::at)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("r1", AT.plusSeconds(1)),
              org.assertj.core.groups.Tuple.tuple("r2", AT.plusSeconds(2)));
      long old = store.read(transaction -> RunRetentionTable.oldSamples(transaction, moment, 2));
      assertThat(old).isEqualTo(1);
      boolean there = store.read(transaction -> RunRetentionTable.exists(transaction, "r1"));
      assertThat(there).isTrue();
      int runs =
          store.write(
              Durability.NORMAL, transaction -> RunRetentionTable.delete(transaction, "r1"));
      int samples =
          store.write(
              Durability.NORMAL,
              transaction -> RunRetentionTable.deleteSamples(transaction, moment, 2, 10));
      assertThat(List.of(runs, samples)).containsExactly(1, 1);
      boolean gone = store.read(transaction -> RunRetentionTable.exists(transaction, "r1"));
      assertThat(gone).isFalse();
    }
  }
}
