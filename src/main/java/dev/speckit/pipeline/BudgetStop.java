package dev.speckit.pipeline;

import dev.speckit.cost.Budget;
import dev.speckit.cost.Budget.Cap;
import dev.speckit.cost.Money;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunState;

/// Why a run waits for more money, as the journal keeps it and people read it.
final class BudgetStop {
  private static final String BEGINNING = "the budget of ";

  private BudgetStop() {}

  static String overCap(
      Cap cap, Money limit, Budget.Standing now, RunEvent.AttemptStarted asked, Money more) {
    return BEGINNING
        + cap
        + " is "
        + limit
        + ": "
        + now.spent()
        + " spent, "
        + now.reserved()
        + " set aside, and asking "
        + asked.agent()
        + " for "
        + asked.part()
        + " may cost "
        + more;
  }

  static String unpriced(Cap cap, Money limit, RunEvent.AttemptStarted asked) {
    return BEGINNING
        + cap
        + " is "
        + limit
        + ", and nobody knows what asking "
        + asked.agent()
        + " for "
        + asked.part()
        + " may cost";
  }

  static boolean is(RunEvent.Stopped stopped) {
    return stopped.state() == RunState.WAITING && stopped.reason().startsWith(BEGINNING);
  }

  /// What a person can do.
  static String remedy(RunEvent.Stopped stopped, String resume) {
    return stopped.reason().contains("nobody knows")
        ? "name its model and the prices of that under `[models]`, or set `unpriced = \"allow\"`"
            + " under `[budget]`, then `"
            + resume
            + "`"
        : "raise it under `[budget]` in the settings, then `" + resume + "`";
  }
}
