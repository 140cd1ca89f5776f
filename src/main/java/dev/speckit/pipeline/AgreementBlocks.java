package dev.speckit.pipeline;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Tone;
import dev.speckit.consensus.Agreement;
import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a verdict holds, as people read it.
public final class AgreementBlocks {
  /// Characters of one cell; the whole text is in `--json`, most of it in the artefact.
  private static final int SHOWN_MAX = 200;

  private AgreementBlocks() {}

  /// Items of a plan or a task list, with who supports them.
  public static Block items(String title, List<Fields> items, Tone tone) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Fields item : items) {
      rows.add(
          List.of(
              Cell.of(agreement(item), tone),
              Cell.of(shown(item.text("title").orElse(""))),
              Cell.of(shown(links(item))),
              Cell.of(String.join(", ", item.texts("supporters")), Tone.MUTED)));
    }
    return new Block.Table(title, List.of("agreement", "item", "for", "supporters"), rows);
  }

  public static String agreement(Fields item) {
    Fields agreement = item.object("agreement").orElse(Json.fields());
    return new Agreement(
            (int) agreement.integer("supporters").orElse(0L).longValue(),
            (int) agreement.integer("responders").orElse(0L).longValue(),
            (int) agreement.integer("roster").orElse(1L).longValue())
        .toString();
  }

  private static String links(Fields item) {
    return String.join(
        ", ",
        item.objects("requirements").stream().map(link -> link.text("id").orElse("")).toList());
  }

  /// What an agent said, short enough for a row.
  public static String shown(String text) {
    if (text.codePointCount(0, text.length()) <= SHOWN_MAX) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, SHOWN_MAX)) + "…";
  }

  /// What is said of an answer besides that it is one, such as how many secrets it held.
  public static String beside(String reason) {
    int from = reason.indexOf("; ");
    return from < 0 ? "" : reason.substring(from + 2);
  }

  public static String time(Instant from, @Nullable Instant to) {
    if (to == null) {
      return "";
    }
    long millis = Duration.between(from, to).toMillis();
    return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
