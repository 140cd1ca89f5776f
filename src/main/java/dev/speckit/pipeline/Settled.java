package dev.speckit.pipeline;

import dev.speckit.json.Json;
import dev.speckit.run.EventTable;
import dev.speckit.run.EventText;
import dev.speckit.run.Journal;
import dev.speckit.run.Run;
import dev.speckit.run.RunEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What persons settled: in this run and in earlier runs of the same spec. It is not asked again.
///
/// @param formerRun where it was settled; null for this run
public record Settled(
    String question, boolean accepted, String answer, String by, @Nullable String formerRun) {

  /// By question; this run counts more than an earlier one, a later one more than those before it.
  public static Map<String, Settled> of(Journal journal, Run run) throws InterruptedException {
    return of(journal, run, Instant.MAX);
  }

  /// The same as it was known at a time.
  ///
  /// @param run as it was at that time
  /// @param until what earlier runs settled later does not count
  public static Map<String, Settled> of(Journal journal, Run run, Instant until)
      throws InterruptedException {
    Map<String, Settled> settled = new LinkedHashMap<>();
    journal
        .store()
        .read(transaction -> EventTable.settled(transaction, run.started().spec(), run.id()))
        .stream()
        .filter(row -> !row.at().isAfter(until))
        .forEach(row -> take(settled, row));
    run.answered()
        .values()
        .forEach(answer ->
            settled.put(
                answer.question(),
                new Settled(
                    answer.question(), answer.accepted(), answer.answer(), answer.by(), null)));
    return settled;
  }

  private static void take(Map<String, Settled> settled, EventTable.SettledRow row) {
    if (!(Json.read(row.payload()).value().orElse(null) instanceof Json.Fields fields)) {
      return;
    }
    EventText.read(row.kind(), fields)
        .ifPresent(event -> {
          if (event instanceof RunEvent.QuestionReopened reopened) {
            settled.remove(reopened.question());
          }
          if (event instanceof RunEvent.QuestionAnswered answer) {
            settled.put(
                answer.question(),
                new Settled(
                    answer.question(), answer.accepted(), answer.answer(), answer.by(), row.run()));
          }
        });
  }

  /// Who decided it, for people.
  String who() {
    return formerRun == null ? by : by + ", answered in run " + formerRun;
  }
}
