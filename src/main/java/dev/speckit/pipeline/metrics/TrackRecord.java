package dev.speckit.pipeline.metrics;

import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.run.RunEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How what each agent said fared afterwards. Pure: the same verdicts and events give the same
/// counts.
///
/// @param agents by name
record TrackRecord(SortedMap<String, Counts> agents) {
  /// Fewer cases say nothing about a share.
  static final int CASES_MIN = 5;

  TrackRecord {
    agents = Collections.unmodifiableSortedMap(new TreeMap<>(agents));
  }

  /// @param answers that entered a verdict
  /// @param items of plans and tasks; hits are those that enough others supported
  /// @param claims about requirements that name a place; hits are those whose place was found
  /// @param proposals for questions that a person settled; hits are those that became the answer
  /// @param candidates among which a choice was made; hits are those that were taken
  record Counts(int answers, Share items, Share claims, Share proposals, Share candidates) {
    private static final Counts NONE =
        new Counts(0, Share.NONE, Share.NONE, Share.NONE, Share.NONE);

    private Counts answered() {
      return new Counts(answers + 1, items, claims, proposals, candidates);
    }

    private Counts item(boolean hit) {
      return new Counts(answers, items.plus(hit), claims, proposals, candidates);
    }

    private Counts claim(boolean hit) {
      return new Counts(answers, items, claims.plus(hit), proposals, candidates);
    }

    private Counts proposal(boolean hit) {
      return new Counts(answers, items, claims, proposals.plus(hit), candidates);
    }

    private Counts candidate(boolean hit) {
      return new Counts(answers, items, claims, proposals, candidates.plus(hit));
    }
  }

  /// @param hits at most `of`
  record Share(int hits, int of) {
    private static final Share NONE = new Share(0, 0);

    private Share plus(boolean hit) {
      return new Share(hits + (hit ? 1 : 0), of + 1);
    }

    /// 0 to 1; empty below [#CASES_MIN] cases.
    Optional<Double> share() {
      return of < CASES_MIN ? Optional.empty() : Optional.of((double) hits / of);
    }
  }

  /// A verdict as it was stored, the latest on its input.
  ///
  /// @param status `full`, `degraded`, `insufficient` or `failed`
  /// @param need how many had to agree
  record Judged(String status, int need, Fields content) {
    /// Where one voice is enough, being supported says nothing.
    private boolean tellsOfSupport() {
      return need > 1 && (status.equals("full") || status.equals("degraded"));
    }
  }

  /// A question that a person settled.
  ///
  /// @param content as the gate made it
  /// @param accepted whether anything was taken
  /// @param answer what was
  record Settlement(Fields content, boolean accepted, String answer) {}

  /// @param journals events about candidates, those of one run in a list, in their order
  static TrackRecord of(
      List<Judged> verdicts, List<Settlement> settlements, List<List<RunEvent>> journals) {
    Counting counting = new Counting();
    verdicts.forEach(counting::verdict);
    settlements.forEach(counting::settlement);
    journals.forEach(counting::journal);
    return new TrackRecord(counting.agents);
  }

  private static final class Counting {
    private final SortedMap<String, Counts> agents = new TreeMap<>();

    private void verdict(Judged verdict) {
      Fields content = verdict.content();
      Fields participation = content.object("participation").orElse(Json.fields());
      List<String> missing = participation.texts("missing");
      for (String agent : participation.texts("roster")) {
        if (!missing.contains(agent)) {
          agents.put(agent, of(agent).answered());
        }
      }
      if (verdict.tellsOfSupport()) {
        items(content.objects("agreed"), true);
        items(content.objects("dissent"), false);
      }
      for (Fields demand : content.objects("demands")) {
        demand.objects("claims").forEach(this::claim);
      }
    }

    /// Only items of plans and tasks keep their originals under this name.
    private void items(List<Fields> items, boolean supported) {
      for (Fields item : items) {
        for (Fields original : item.objects("provenance")) {
          original.text("agent").ifPresent(agent -> agents.put(agent, of(agent).item(supported)));
        }
      }
    }

    /// One that is unclear names nothing that could be found.
    private void claim(Fields claim) {
      boolean unclear = claim.text("status").orElse("").equals("unclear");
      claim
          .text("agent")
          .filter(_ -> !unclear)
          .ifPresent(
              agent -> agents.put(agent, of(agent).claim(claim.truth("weighs").orElse(false))));
    }

    private void settlement(Settlement settled) {
      for (Fields proposal : settled.content().objects("answers")) {
        boolean taken =
            settled.accepted() && proposal.text("text").orElse("").equals(settled.answer());
        for (String agent : proposal.texts("supporters")) {
          agents.put(agent, of(agent).proposal(taken));
        }
      }
    }

    /// Candidates that no choice was made about yet count nowhere.
    @SuppressWarnings("PatternMatchingInstanceof") // of all events two matter
    private void journal(List<RunEvent> events) {
      Map<String, List<String>> open = new LinkedHashMap<>();
      for (RunEvent event : events) {
        if (event instanceof RunEvent.CandidateTaken taken) {
          List<String> makers = open.computeIfAbsent(taken.input(), _ -> new ArrayList<>());
          makers.remove(taken.agent().value());
          makers.add(taken.agent().value());
        } else if (event instanceof RunEvent.CandidateChosen chosen) {
          String winner = chosen.agent() == null ? "" : chosen.agent().value();
          if (!open.isEmpty()) {
            List<String> makers = open.values().stream().reduce((_, last) -> last).orElseThrow();
            makers.forEach(agent -> agents.put(agent, of(agent).candidate(agent.equals(winner))));
            open.clear();
          }
        }
      }
    }

    private Counts of(String agent) {
      return agents.getOrDefault(agent, Counts.NONE);
    }
  }
}
