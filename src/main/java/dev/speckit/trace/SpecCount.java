package dev.speckit.trace;

import dev.speckit.trace.Backing.State;
import dev.speckit.trace.TraceItem.Criterion;
import dev.speckit.trace.TraceItem.Demand;
import java.util.List;

/// How much of a spec is traced.
///
/// @param committed requirements and criteria with a commit behind them
/// @param tested those with a passed test
/// @param unproven ticked criteria that nothing proves
record SpecCount(int requirements, int criteria, int met, int committed, int tested, int unproven) {

  static final List<String> COLUMNS =
      List.of(
          "spec",
          "title",
          "status",
          "requirements + criteria",
          "with commit",
          "tested",
          "criteria met",
          "named");

  /// Why a page shows no more of each spec.
  static final String WHY =
      "There are more than "
          + Selected.DETAILED_MAX
          + " requirements and criteria: name a spec to see each with its links.";

  /// What stands in a row behind the id of a spec.
  static List<String> cells(TraceGraph graph, TracedSpec spec) {
    SpecCount count = of(graph, spec);
    return List.of(
        spec.title(),
        spec.status(),
        count.both(),
        count.of(count.committed(), count.demands()),
        count.of(count.tested(), count.demands()),
        count.of(count.met(), count.criteria()),
        count.unproven() == 0 ? "" : count.unproven() + " unproven");
  }

  static SpecCount of(TraceGraph graph, TracedSpec spec) {
    int criteria = 0;
    int met = 0;
    int committed = 0;
    int tested = 0;
    int unproven = 0;
    int demands = 0;
    for (Demand each : graph.demands(spec.id())) {
      demands++;
      Proof proof = graph.proof(each);
      State state = proof.state();
      committed += proof.isCommitted() ? 1 : 0;
      boolean passed = state == State.PROVEN || state == State.NO_COMMIT;
      tested += passed ? 1 : 0;
      if (each instanceof Criterion criterion) {
        criteria++;
        met += criterion.met() ? 1 : 0;
        unproven += criterion.met() && state != State.PROVEN ? 1 : 0;
      }
    }
    return new SpecCount(demands - criteria, criteria, met, committed, tested, unproven);
  }

  int demands() {
    return requirements + criteria;
  }

  /// `3 + 6`: as many as the shares are of; empty of nothing.
  String both() {
    return demands() == 0 ? "" : requirements + " + " + criteria;
  }

  /// `2 of 5`; empty of nothing.
  String of(int part, int all) {
    return all == 0 ? "" : part + " of " + all;
  }
}
