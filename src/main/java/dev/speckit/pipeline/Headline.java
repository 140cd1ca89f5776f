package dev.speckit.pipeline;

import dev.speckit.agent.Outcome;
import dev.speckit.run.Run;
import dev.speckit.run.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where a run stands, in one line: `plan done | tasks 2 of 3 answered | implement - | $0.42`.
final class Headline {
  private static final int MICROS_PER_CENT = 10_000;

  private Headline() {}

  static String of(Run run) {
    List<String> stages = new ArrayList<>();
    for (Stage stage : run.stages()) {
      stages.add(stage.word() + " " + standing(run, stage));
    }
    long cents = run.costMicros() / MICROS_PER_CENT;
    if (cents > 0) {
      stages.add(String.format(Locale.ROOT, "$%d.%02d", cents / 100, cents % 100));
    }
    return String.join(" | ", stages);
  }

  private static String standing(Run run, Stage stage) {
    if (run.endedStages().contains(stage)) {
      return "done";
    }
    Run.PartState last = null;
    for (Run.PartState part : run.parts().values()) {
      if (part.entered().part().stage() == stage) {
        last = part;
      }
    }
    if (last == null) {
      return "-";
    }
    if (!last.asked()) {
      long answered =
          last.attempts().stream().filter(each -> each.outcome() == Outcome.ANSWERED).count();
      String gate =
          last.entered().part().isOwn() ? "" : last.entered().part().subject().word() + " ";
      return gate + answered + " of " + last.entered().roster().size() + " answered";
    }
    return run.stopped() == null ? "at work" : run.state().word();
  }
}
