package dev.speckit.run;

import static dev.speckit.run.StoredRuns.AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTableTest {
  @TempDir Path folder;

  @Test
  void events_are_read_in_the_order_in_which_they_were_appended() throws Exception {
    List<RunEvent> events = JournalOfAWholeRun.events();
    try (Store store = StoredRuns.open(folder)) {
      StoredRuns.write(
          store,
          transaction -> {
            StoredRuns.insert(transaction, "r", 1001, AT);
            StoredRuns.insert(transaction, "other", 1001, AT);
            for (RunEvent event : events) {
              EventTable.append(transaction, "r", AT.minusSeconds(1), event);
              EventTable.append(transaction, "other", AT, JournalOfAWholeRun.started());
            }
          });
      List<EventTable.StoredEvent> stored =
          store.read(transaction -> EventTable.read(transaction, "r"));
      assertThat(stored)
          .extracting(event -> event.recorded().orElseThrow().event())
          .containsExactlyElementsOf(events);
      assertThat(stored.getFirst().sequence()).isEqualTo(1);
      assertThat(stored.getLast().sequence()).isEqualTo(events.size());
      assertThat(stored.getLast().at()).isEqualTo(AT.minusSeconds(1));
      assertThat(StoredRuns.list(store, transaction -> EventTable.read(transaction, "nobody")))
          .isEmpty();
    }
  }

  @Test
  void what_persons_settled_before_a_run_comes_oldest_first() throws Exception {
    try (Store store = StoredRuns.open(folder)) {
      StoredRuns.write(
          store,
          transaction -> {
            StoredRuns.insert(transaction, "first", 1001, AT);
            StoredRuns.insert(transaction, "elsewhere", 1002, AT);
            StoredRuns.insert(transaction, "second", 1001, AT);
            StoredRuns.insert(transaction, "third", 1001, AT);
            for (String run : List.of("third", "second", "elsewhere", "first")) {
              EventTable.append(transaction, run, AT, JournalOfAWholeRun.started());
              EventTable.append(
                  transaction, run, AT, new RunEvent.QuestionAnswered("q-1", true, run, "a@b.c"));
            }
          });

      assertThat(
              StoredRuns.list(store, transaction -> EventTable.settled(transaction, 1001, "third")))
          .extracting(EventTable.SettledRow::run)
          .containsExactly("first", "second");
    }
  }

  @Test
  void every_text_that_was_made_for_a_file_is_known() throws Exception {
    try (Store store = StoredRuns.open(folder)) {
      StoredRuns.write(
          store,
          transaction -> {
            StoredRuns.insert(transaction, "first", 1001, AT);
            StoredRuns.insert(transaction, "second", 1001, AT);
            StoredRuns.insert(transaction, "elsewhere", 1002, AT);
            for (String run : List.of("first", "second", "elsewhere")) {
              EventTable.append(
                  transaction, run, AT, new RunEvent.ArtifactIntended(Stage.PLAN, "plan.md", run));
            }
            EventTable.append(
                transaction,
                "second",
                AT,
                new RunEvent.ArtifactWritten(Stage.PLAN, "plan.md", "by hand", false));
          });
      assertThat(StoredRuns.list(store, t -> EventTable.made(t, 1001, "plan.md")))
          .containsExactlyInAnyOrder("first", "second");
      assertThat(StoredRuns.list(store, t -> EventTable.made(t, 1001, "tasks.md"))).isEmpty();
    }
  }
}
