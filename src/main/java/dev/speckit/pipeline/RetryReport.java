package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.run.Journal;
import dev.speckit.run.RunTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What retrying cost and brought over the newest runs, for people and programs.
public final class RetryReport {
  private static final int RUNS_MAX = 100;
  private static final int ATTEMPTS_SHOWN_MAX = 1000;

  private RetryReport() {}

  /// @param spec only its runs, or null for all
  public static Report of(Journal journal, @Nullable Integer spec) throws InterruptedException {
    List<RetryMetrics.RunJournal> journals = new ArrayList<>();
    for (RunTable.RunRow row :
        journal.store().read(transaction -> RunTable.all(transaction, RUNS_MAX))) {
      if (spec == null || row.spec() == spec) {
        journals.add(
            new RetryMetrics.RunJournal(row.run(), attemptsMax(row), journal.events(row.run())));
      }
    }
    return of(RetryMetrics.of(journals), journals.size());
  }

  /// The alerts of one run.
  static List<Problem> alerts(Journal journal, RunTable.RunRow row) throws InterruptedException {
    return RetryMetrics.of(
            List.of(
                new RetryMetrics.RunJournal(
                    row.run(), attemptsMax(row), journal.events(row.run()))))
        .alerts();
  }

  private static int attemptsMax(RunTable.RunRow row) {
    return Json.read(row.settings()).value().orElse(null) instanceof Fields fields
        ? Math.toIntExact(fields.integer("attempts_max").orElse(1L))
        : 1;
  }

  private static Report of(RetryMetrics metrics, int runs) {
    Report report =
        Report.of(
            () -> json(metrics, runs),
            List.of(
                new Block.Facts(
                    List.of(
                        Block.Facts.fact("runs", Integer.toString(runs)),
                        Block.Facts.fact("calls", Integer.toString(metrics.calls())),
                        Block.Facts.fact("attempts", Integer.toString(metrics.attempts().size())),
                        Block.Facts.fact(
                            "answered at once", Integer.toString(metrics.answeredFirst())),
                        Block.Facts.fact(
                            "answered later", Integer.toString(metrics.answeredLater())),
                        Block.Facts.fact("not answered", Integer.toString(metrics.failed())),
                        Block.Facts.fact("retries", share(metrics.retryRate()) + " of attempts"),
                        Block.Facts.fact("retries that helped", share(metrics.retrySuccess())),
                        Block.Facts.fact(
                            "mean wait", metrics.meanWaitMillis().map(Waits::words).orElse("n/a")),
                        Block.Facts.fact(
                            "retried in vain by mistake",
                            Integer.toString(metrics.permanentRetried())))),
                agents(metrics),
                classes(metrics)));
    for (Problem alert : metrics.alerts()) {
      report = report.warning(alert);
    }
    return report;
  }

  private static String share(Optional<Double> share) {
    return share.map(value -> Math.round(value * 100) + " %").orElse("n/a");
  }

  private static Block agents(RetryMetrics metrics) {
    Map<String, int[]> agents = new TreeMap<>();
    for (RetryMetrics.Attempt attempt : metrics.attempts()) {
      int[] counts = agents.computeIfAbsent(attempt.agent().value(), _ -> new int[2]);
      counts[0]++;
      counts[1] += attempt.number() > 1 ? 1 : 0;
    }
    List<List<Cell>> rows = new ArrayList<>();
    agents.forEach((agent, counts) ->
        rows.add(
            List.of(
                Cell.of(agent),
                Cell.of(Integer.toString(counts[0])),
                Cell.of(Integer.toString(counts[1])))));
    return new Block.Table("Agents", List.of("agent", "attempts", "retries"), rows);
  }

  private static Block classes(RetryMetrics metrics) {
    List<List<Cell>> rows = new ArrayList<>();
    metrics
        .classes()
        .forEach((word, count) ->
            rows.add(List.of(Cell.of(word, Tone.WARNING), Cell.of(Integer.toString(count)))));
    return new Block.Table("Failures", List.of("outcome", "attempts"), rows);
  }

  private static Fields json(RetryMetrics metrics, int runs) {
    Fields classes = Json.fields();
    for (Map.Entry<String, Integer> each : metrics.classes().entrySet()) {
      classes = classes.with(each.getKey(), each.getValue());
    }
    int from = Math.max(0, metrics.attempts().size() - ATTEMPTS_SHOWN_MAX);
    return Json.fields()
        .with("runs", runs)
        .with("calls", metrics.calls())
        .with("total_attempts", metrics.attempts().size())
        .with("successful_first_attempt", metrics.answeredFirst())
        .with("successful_after_retry", metrics.answeredLater())
        .with("failed_after_retries", metrics.failed())
        .withPresent("retry_rate", metrics.retryRate().map(RetryReport::decimal).orElse(null))
        .withPresent("retry_success", metrics.retrySuccess().map(RetryReport::decimal).orElse(null))
        .withPresent("avg_wait_ms", metrics.meanWaitMillis().orElse(null))
        .with("permanent_retried", metrics.permanentRetried())
        .with("classes", classes)
        .with(
            "attempts",
            metrics.attempts().subList(from, metrics.attempts().size()).stream()
                .map(RetryReport::json)
                .toList());
  }

  private static Fields json(RetryMetrics.Attempt attempt) {
    return Json.fields()
        .with("run", attempt.run())
        .with("asked_for", attempt.part().name())
        .with("agent", attempt.agent().value())
        .with("attempt", attempt.number())
        .with("max", attempt.max())
        .withPresent("wait_ms", attempt.waitMillis())
        .with("outcome", attempt.outcome().word())
        .with("retryable", attempt.isRetryable());
  }

  private static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
  }
}
