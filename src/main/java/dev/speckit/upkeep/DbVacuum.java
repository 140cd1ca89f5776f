package dev.speckit.upkeep;

import static dev.speckit.upkeep.DbPlace.count;
import static dev.speckit.upkeep.DbPlace.size;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.store.Store;
import dev.speckit.store.StoreFigures;
import dev.speckit.store.Vacuumed;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `db vacuum`: gives free pages back to the disk.
final class DbVacuum implements DbAction {
  private static final Duration BUDGET = Duration.ofSeconds(5);
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m|h)");

  @Override
  public String name() {
    return "vacuum";
  }

  @Override
  public Set<String> options() {
    return Set.of("budget", "dry-run");
  }

  @Override
  public FileUse fileUse() {
    return FileUse.NONE;
  }

  @Override
  public Report run(Call call, DbPlace place) throws InterruptedException {
    Duration budget = call.arguments().find("budget").map(DbVacuum::time).orElse(BUDGET);
    if (!place.store().exists()) {
      return place.noStore();
    }
    if (call.arguments().has("dry-run")) {
      return planned(place.store().figures());
    }
    try (Store store = Store.open(place.store().path(), place.host())) {
      return done(store.vacuum(budget, 0), budget);
    }
  }

  private static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new Failure.Usage(
          Problem.of("bad-budget", "`" + text + "` is no time").remedy("write it as 5s, or 2m"));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static Report planned(StoreFigures figures) {
    return Report.of(
        Json.fields()
            .with("present", true)
            .with("dry_run", true)
            .with("free_before", figures.freePages())
            .with("bytes_before", figures.bytes())
            .with("free_bytes", figures.freeBytes()),
        Block.Notes.of(
            "Would give back "
                + count(figures.freePages(), "free page")
                + ", "
                + size(figures.freeBytes())
                + " of "
                + size(figures.bytes())
                + ". Nothing was changed."));
  }

  private static Report done(Vacuumed vacuumed, Duration budget) {
    Json.Fields data =
        Json.fields()
            .with("present", true)
            .with("dry_run", false)
            .with("free_before", vacuumed.freeBefore())
            .with("free_after", vacuumed.freeAfter())
            .with("bytes_before", vacuumed.bytesBefore())
            .with("bytes_after", vacuumed.bytesAfter())
            .with("slices", vacuumed.slices())
            .with("milliseconds", vacuumed.elapsed().toMillis())
            .with("complete", vacuumed.complete());
    Report report =
        Report.of(
            data,
            new Block.Facts(
                java.util.List.of(
                    Block.Facts.fact(
                        "free pages",
                        String.format(
                            Locale.ROOT,
                            "%,d before, %,d after",
                            vacuumed.freeBefore(),
                            vacuumed.freeAfter())),
                    Block.Facts.fact(
                        "size",
                        size(vacuumed.bytesBefore())
                            + " before, "
                            + size(vacuumed.bytesAfter())
                            + " after"))));
    if (vacuumed.complete()) {
      return report;
    }
    return report.warning(
        vacuumed.freed() == 0
            ? Problem.of("vacuum-stuck", "no free page was given back")
                .remedy("run speckit db vacuum again when no other program uses the store")
            : Problem.of(
                    "vacuum-cut-short",
                    count(vacuumed.freeAfter(), "page")
                        + " still free after the budget of "
                        + budget.toMillis()
                        + " ms")
                .remedy("run speckit db vacuum again, or with a larger --budget"));
  }
}
