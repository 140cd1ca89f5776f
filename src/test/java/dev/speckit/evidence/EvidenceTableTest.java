package dev.speckit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.evidence.EvidenceTable.ArchiveRow;
import dev.speckit.evidence.EvidenceTable.ArchiveState;
import dev.speckit.evidence.EvidenceTable.FileRow;
import dev.speckit.evidence.EvidenceTable.FileState;
import dev.speckit.evidence.EvidenceTable.Ledger;
import dev.speckit.host.Host;
import dev.speckit.store.Durability;
import dev.speckit.store.Parameters;
import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTableTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
  private static final String SHA = "0".repeat(64);
  private static final ArchiveRow ARCHIVE =
      new ArchiveRow("a", 1001, "a.tar.gz", 2, 30, 10, SHA, ArchiveState.KEPT, AT);
  private static final FileRow FILE =
      new FileRow("f", 1001, "r", 15, 7, SHA, AT, FileState.ARCHIVED, "a");

  @TempDir Path folder;
  Store store;

  @BeforeEach
  void open() throws Exception {
    Host host = new Host(() -> AT, new Random(1), Map.of(), folder, folder);
    store = Store.open(folder.resolve("speckit.db"), host);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void write(Consumer<Transaction> change) throws Exception {
    boolean _ =
        store.write(
            Durability.NORMAL,
            transaction -> {
              change.accept(transaction);
              return true;
            });
  }

  @Test
  void what_is_kept_is_read_again() throws Exception {
    FileRow unknown = new FileRow("g", null, null, 0, 0, SHA, AT, FileState.PRESENT, null);
    write(transaction -> {
      EvidenceTable.keep(transaction, ARCHIVE);
      EvidenceTable.keep(transaction, FILE.with(FileState.PRESENT, null));
      EvidenceTable.keep(transaction, FILE);
      EvidenceTable.keep(transaction, unknown);
    });
    Ledger ledger = store.read(EvidenceTable::read);
    assertThat(ledger.files()).isEqualTo(Map.of("f", FILE, "g", unknown));
    assertThat(ledger.archives()).isEqualTo(Map.of("a", ARCHIVE));
    Map<String, ArchiveRow> archives = store.read(EvidenceTable::archives);
    assertThat(archives).isEqualTo(ledger.archives());
  }

  @Test
  void an_archive_that_is_known_is_never_written_over() throws Exception {
    write(transaction -> {
      EvidenceTable.keep(transaction, ARCHIVE);
      EvidenceTable.keep(
          transaction, new ArchiveRow("a", 1002, "b", 1, 1, 1, SHA, ArchiveState.KEPT, AT));
    });
    Map<String, ArchiveRow> archives = store.read(EvidenceTable::archives);
    assertThat(archives).isEqualTo(Map.of("a", ARCHIVE));
  }

  @Test
  void an_archive_moves_away_and_at_last_only_its_row_stays() throws Exception {
    write(transaction -> {
      EvidenceTable.keep(transaction, ARCHIVE);
      EvidenceTable.keep(transaction, FILE);
      EvidenceTable.offload(transaction, "a", "/mnt/a.tar.gz", AT.plusSeconds(1));
    });
    ArchiveRow moved = store.read(EvidenceTable::archives).get("a");
    assertThat(moved.state()).isEqualTo(ArchiveState.OFFLOADED);
    assertThat(moved.location()).isEqualTo("/mnt/a.tar.gz");
    write(transaction -> EvidenceTable.purge(transaction, "a", "age", AT.plusSeconds(2)));
    Ledger ledger = store.read(EvidenceTable::read);
    assertThat(ledger.archives().get("a").isThere()).isFalse();
    assertThat(ledger.files().get("f").state()).isEqualTo(FileState.GONE);
  }

  @Test
  void runs_and_sessions_tell_when_a_spec_was_used() throws Exception {
    write(transaction -> {
      transaction.update(
          """
          INSERT INTO run (run, spec, document, state, from_stage, to_stage, on_question, started_at,
                           settings, ordinal)
          VALUES ('r', 1001, 'spec.md', 'done', 'plan', 'tasks', 'ask', :at, '{}', 1)
          """,
          Parameters.of("at", AT));
      transaction.update(
          "INSERT INTO event (run, sequence, at, kind, payload) VALUES ('r', 1, :at, 'x', '{}')",
          Parameters.of("at", AT.plusSeconds(9)));
      transaction.update(
          "INSERT INTO work_session VALUES (1001, 1, NULL, :at, :at, 0, NULL)",
          Parameters.of("at", AT));
    });
    Ledger ledger = store.read(EvidenceTable::read);
    assertThat(ledger.runs().get("r").last()).isEqualTo(AT.plusSeconds(9));
    assertThat(ledger.sessions()).isEqualTo(Map.of(1001, AT));
    Map<String, Integer> specs = store.read(EvidenceTable::specs);
    assertThat(specs).isEqualTo(Map.of("r", 1001));
  }
}
