package dev.speckit.candidate;

import dev.speckit.checks.CheckResult;
import dev.speckit.checks.TestReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which candidate is taken, and why. Pure: facts decide, nobody's opinion.
///
/// What failed a check is never taken, nor what has fewer tests than there were before: a test that
/// is gone proves nothing. Among the rest who left alone what the checks run comes first, for who
/// changes a check decides what it says. Then more passed tests win, then fewer newly skipped ones,
/// then fewer changed lines, then fewer files, then the order of the roster.
///
/// @param chosen null when none can be taken
/// @param explanation one paragraph that names every candidate
/// @param lost by agent, why its candidate is not taken, one line
/// @param fit how many could be taken
public record Choice(
    @Nullable Candidate chosen, String explanation, Map<String, String> lost, int fit) {
  public Choice {
    lost = Map.copyOf(lost);
  }

  /// A candidate and what its checks said.
  public record Judged(Candidate candidate, List<CheckResult> checks) {
    public Judged {
      checks = List.copyOf(checks);
    }
  }

  /// @param base what the checks said of the tree that all began with; empty when there are no
  ///   checks
  /// @param judged in the order of the roster
  public static Choice of(List<CheckResult> base, List<Judged> judged) {
    boolean isUnchecked = base.isEmpty() && judged.stream().allMatch(one -> one.checks().isEmpty());
    List<Judged> fit = new ArrayList<>();
    for (Judged one : judged) {
      if (against(base, one) == null) {
        fit.add(one);
      }
    }
    Optional<Judged> best = fit.stream().min(order(base));
    List<String> sentences = new ArrayList<>();
    sentences.add(
        best.map(one -> one.candidate().agent() + " is taken: " + facts(one) + ".")
            .orElse(judged.isEmpty() ? "There is no candidate." : "No candidate can be taken."));
    if (isUnchecked) {
      sentences.add("No checks are set, so nothing but the size of the changes tells them apart.");
    } else if (base.stream().allMatch(check -> check.tests() == null)) {
      sentences.add("No tests were counted before the change, so nobody can tell if one is gone.");
    }
    best.filter(one -> !one.candidate().programs().isEmpty())
        .ifPresent(one -> sentences.add(one.candidate().agent() + " " + changes(one) + "."));
    Map<String, String> lost = new LinkedHashMap<>();
    for (Judged one : judged) {
      if (best.filter(one::equals).isEmpty()) {
        String why = lost(base, one, best);
        lost.put(one.candidate().agent(), why);
        sentences.add(one.candidate().agent() + ": " + why + ".");
      }
    }
    return new Choice(
        best.map(Judged::candidate).orElse(null), String.join(" ", sentences), lost, fit.size());
  }

  private static String lost(List<CheckResult> base, Judged one, Optional<Judged> best) {
    String against = against(base, one);
    return against != null || best.isEmpty()
        ? String.valueOf(against)
        : behind(base, one, best.get());
  }

  /// Why a candidate can never be taken; null when it can.
  private static @Nullable String against(List<CheckResult> base, Judged one) {
    Candidate candidate = one.candidate();
    if (candidate.rejected() != null) {
      return candidate.rejected();
    }
    if (candidate.isEmpty()) {
      return candidate.leftOut().isEmpty()
          ? "changed nothing"
          : "changed nothing but files that are speckit's own";
    }
    for (CheckResult check : one.checks()) {
      if (!check.passed()) {
        return "check "
            + check.name()
            + " did not pass"
            + (check.reason() == null ? "" : ", " + check.reason());
      }
    }
    for (CheckResult before : base) {
      Optional<CheckResult> after =
          one.checks().stream().filter(each -> each.name().equals(before.name())).findFirst();
      if (after.isEmpty()) {
        return "check " + before.name() + " was not run";
      }
      String gone = gone(before, after.get());
      if (gone != null) {
        return gone;
      }
    }
    return null;
  }

  private static @Nullable String gone(CheckResult before, CheckResult after) {
    TestReport.Counts had = before.tests();
    if (had == null) {
      return null;
    }
    TestReport.Counts has = after.tests() == null ? TestReport.Counts.NONE : after.tests();
    if (has.total() < had.total()) {
      return "check "
          + after.name()
          + " has "
          + tests(has.total())
          + ", "
          + had.total()
          + " before the change";
    }
    return ran(has) < ran(had)
        ? "check "
            + after.name()
            + " ran "
            + tests(ran(has))
            + ", "
            + ran(had)
            + " before the change"
        : null;
  }

  private static int ran(TestReport.Counts counts) {
    return counts.total() - counts.skipped();
  }

  private static Comparator<Judged> order(List<CheckResult> base) {
    return Comparator.<Judged>comparingInt(one -> one.candidate().programs().isEmpty() ? 0 : 1)
        .thenComparingLong(one -> -passed(one))
        .thenComparingLong(one -> newlySkipped(base, one))
        .thenComparingLong(one -> one.candidate().size())
        .thenComparingInt(one -> one.candidate().files().size());
  }

  private static long passed(Judged one) {
    return one.checks().stream()
        .map(CheckResult::tests)
        .mapToLong(counts -> counts == null ? 0 : counts.passed())
        .sum();
  }

  private static long newlySkipped(List<CheckResult> base, Judged one) {
    return Math.max(0, skipped(one.checks()) - skipped(base));
  }

  private static long skipped(List<CheckResult> checks) {
    return checks.stream()
        .map(CheckResult::tests)
        .mapToLong(counts -> counts == null ? 0 : counts.skipped())
        .sum();
  }

  /// What told it from the one that is taken.
  private static String behind(List<CheckResult> base, Judged one, Judged best) {
    String started = one.checks().isEmpty() ? "" : "its checks passed, but ";
    if (!one.candidate().programs().isEmpty() && best.candidate().programs().isEmpty()) {
      return started + "it " + changes(one);
    }
    if (passed(one) != passed(best)) {
      return started + "it has " + tests(passed(one)) + " passed, not " + passed(best);
    }
    if (newlySkipped(base, one) != newlySkipped(base, best)) {
      return started + "it skips " + tests(newlySkipped(base, one)) + " more than before";
    }
    if (one.candidate().size() != best.candidate().size()) {
      return started + "it changes " + lines(one) + ", not " + best.candidate().size();
    }
    if (one.candidate().files().size() != best.candidate().files().size()) {
      return started + "it changes " + files(one) + ", not " + best.candidate().files().size();
    }
    return started + "it stands behind " + best.candidate().agent() + " in the roster";
  }

  private static String changes(Judged one) {
    return "changes " + String.join("; ", one.candidate().programs());
  }

  private static String facts(Judged one) {
    String checks =
        one.checks().stream()
            .map(check ->
                "check "
                    + check.name()
                    + " passed"
                    + (check.tests() == null ? "" : " with " + tests(check.tests().passed())))
            .collect(Collectors.joining(", "));
    return (checks.isEmpty() ? "" : checks + ", ") + lines(one) + " changed in " + files(one);
  }

  private static String tests(long count) {
    return count == 1 ? "1 test" : count + " tests";
  }

  private static String lines(Judged one) {
    return one.candidate().size() == 1 ? "1 line" : one.candidate().size() + " lines";
  }

  private static String files(Judged one) {
    int count = one.candidate().files().size();
    return count == 1 ? "1 file" : count + " files";
  }
}
