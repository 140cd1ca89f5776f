package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Host;
import dev.speckit.store.Durability;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTableTest {
  private static final Instant AT = Instant.parse("2025-11-21T10:00:00Z");

  @TempDir Path folder;

  @Test
  void rows_are_found_again_counted_and_only_ever_completed() throws Exception {
    Host host = new Host(() -> AT, new Random(1), Map.of(), folder, folder);
    try (Store store = Store.open(folder.resolve("s.db"), host)) {
      store.write(
          Durability.NORMAL,
          transaction -> {
            ImportTable.RunRow run = run(null);
            assertThat(ImportTable.findRun(transaction, run.origin()).isPresent()).isFalse();
            long id = ImportTable.insert(transaction, run);
            assertThat(ImportTable.findRun(transaction, run.origin()).orElseThrow()).isEqualTo(id);
            assertThat(ImportTable.fill(transaction, id, run)).isFalse();
            assertThat(ImportTable.lacks(transaction, id, run("{}"))).isTrue();
            assertThat(ImportTable.fill(transaction, id, run("{}"))).isTrue();
            assertThat(ImportTable.lacks(transaction, id, run("other"))).isFalse();
            assertThat(ImportTable.fill(transaction, id, run("other"))).isFalse();

            ImportTable.AnswerRow answer = answer(null, null);
            ImportTable.insert(transaction, answer);
            long found = ImportTable.findAnswer(transaction, answer.origin()).orElseThrow();
            assertThat(ImportTable.fill(transaction, found, answer)).isFalse();
            assertThat(ImportTable.lacks(transaction, found, answer(id, "x"))).isTrue();
            assertThat(ImportTable.fill(transaction, found, answer(id, "x"))).isTrue();
            assertThat(ImportTable.lacks(transaction, found, answer(id, "y"))).isFalse();
            assertThat(ImportTable.fill(transaction, found, answer(id, "y"))).isFalse();
            assertThat(ImportTable.count(transaction, "consensus_runs")).isEqualTo(1);
            assertThat(ImportTable.count(transaction, "agent_outputs")).isEqualTo(1);
            assertThat(ImportTable.count(transaction, "agent_executions")).isZero();
            return true;
          });
    }
  }

  private static ImportTable.RunRow run(@Nullable String content) {
    return new ImportTable.RunRow(
        new ImportTable.Origin("a".repeat(64), "consensus_runs", "1"),
        "SPEC-KIT-1",
        "plan",
        AT,
        true,
        false,
        null,
        content);
  }

  private static ImportTable.AnswerRow answer(@Nullable Long run, @Nullable String content) {
    return new ImportTable.AnswerRow(
        new ImportTable.Origin("b".repeat(64), "agent_outputs", "1"),
        run,
        "SPEC-KIT-1",
        "plan",
        null,
        "claude",
        null,
        AT,
        null,
        content,
        null);
  }
}
