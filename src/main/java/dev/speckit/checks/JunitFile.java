package dev.speckit.checks;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One JUnit XML file, counted.
///
/// @param name of the file, relative to the workspace
/// @param cases each with its name and what it belongs to
record JunitFile(
    String name,
    TestReport.Counts counts,
    List<Case> cases,
    Duration time,
    List<TestReport.FailedCase> failedCases,
    List<Problem> contradictions) {

  /// One case, so far as it can be told from others.
  record Case(String name, TestReport.Counts counts) {}

  /// @throws Failure.Invalid when the file is no well-formed JUnit XML
  static JunitFile read(WorkspaceFile file) {
    List<Case> cases = new ArrayList<>();
    Counting counting =
        new Counting(
            file.name(),
            (ended, suites) -> cases.add(new Case(ended.identity(suites), ended.counts())));
    XmlFile.walk(file.bytes(), file.name(), counting);
    return counting.result(cases);
  }

  /// Hands over each case when all of them are read, for what a suite says of its failures may
  /// stand behind its cases.
  ///
  /// @return where the file contradicts itself
  /// @throws Failure.Invalid when the file is no well-formed JUnit XML
  static List<Problem> eachCase(
      WorkspaceFile file, TestCase.Report report, Consumer<TestCase> consumer) {
    List<TestCase> cases = new ArrayList<>();
    List<Counting.@Nullable Suite> around = new ArrayList<>();
    Counting counting =
        new Counting(
            file.name(),
            (ended, suites) -> {
              cases.add(ended.testCase(suites, report));
              around.add(suites.peek());
            });
    XmlFile.walk(file.bytes(), file.name(), counting);
    for (int i = 0; i < cases.size(); i++) {
      Counting.Suite suite = around.get(i);
      TestCase one = cases.get(i);
      consumer.accept(suite != null && suite.isDoubted() ? one.doubted() : one);
    }
    return counting.contradictions;
  }

  /// Counts the cases while the file passes by.
  private static final class Counting implements XmlFile.Visitor {
    private static final int CONTRADICTIONS_MAX = 20;
    private static final int MESSAGE_MAX = 4_000;

    private final String file;
    private final BiConsumer<CountedCase, Deque<Suite>> listener;
    private final Deque<Suite> suites = new ArrayDeque<>();
    private final List<TestReport.FailedCase> failedCases = new ArrayList<>();
    private final List<Problem> contradictions = new ArrayList<>();
    private TestReport.Counts counts = TestReport.Counts.NONE;
    private Duration time = Duration.ZERO;
    private @Nullable CountedCase current;

    /// @param listener is told each case and the open suites around it, the innermost first
    Counting(String file, BiConsumer<CountedCase, Deque<Suite>> listener) {
      this.file = file;
      this.listener = listener;
    }

    JunitFile result(List<Case> cases) {
      return new JunitFile(file, counts, cases, time, failedCases, contradictions);
    }

    @Override
    public void start(XmlFile.Element element) {
      if (current != null) {
        current.start(element);
        return;
      }
      switch (element.name()) {
        case "testsuites", "testsuite" -> suites.push(new Suite(element, suites.peek()));
        case "testcase" -> beginCase(element);
        case "failure", "error" -> suiteFailed(element);
        default -> refuseRoot(element);
      }
    }

    private void beginCase(XmlFile.Element element) {
      refuseRoot(element);
      current = new CountedCase(element);
    }

    private void refuseRoot(XmlFile.Element element) {
      if (element.depth() == 0) {
        throw new Failure.Invalid(
            Problem.of(
                    "not-junit-xml",
                    "the file is XML, but no test report: it begins with "
                        + Words.line(element.name()))
                .at(element.place())
                .remedy("let the pattern match JUnit XML reports only"));
      }
    }

    private void suiteFailed(XmlFile.Element element) {
      refuseRoot(element);
      suites.element().isBroken = true;
      contradict("a suite failed outside of its test cases", element.place());
    }

    @Override
    public void text(String text) {
      if (current != null) {
        current.text(text);
      }
    }

    @Override
    public void end(String name, int depth) {
      CountedCase ended = current;
      if (ended != null) {
        if (ended.depth == depth) {
          finish(ended);
        } else {
          ended.end(depth);
        }
        return;
      }
      if (name.equals("testsuite") || name.equals("testsuites")) {
        finish(suites.pop());
      }
    }

    private void finish(CountedCase ended) {
      current = null;
      TestReport.Counts one = ended.counts();
      counts = counts.plus(one);
      time = time.plus(ended.time);
      Suite suite = suites.element();
      suite.counts = suite.counts.plus(one);
      suite.reruns += ended.reruns;
      suite.prevented += ended.isPrevented ? 1 : 0;
      // A case that failed and then failed again while cleaning up may stand there twice.
      suite.doubled += ended.isSameAs(suite.last) ? 1 : 0;
      suite.last = ended;
      if (one.bad() > 0 && failedCases.size() < TestReport.FAILED_CASES_MAX) {
        failedCases.add(ended.failedCase(file));
      }
      listener.accept(ended, suites);
    }

    private void finish(Suite suite) {
      suite.differences().forEach(difference -> contradict(difference, suite.place));
      suite.isBroken |= suite.lacksFailures() && !suite.holdsBroken;
      Suite parent = suites.peek();
      if (parent != null) {
        parent.holdsBroken |= suite.isBroken || suite.holdsBroken;
        parent.counts = parent.counts.plus(suite.counts);
        parent.reruns += suite.reruns;
        parent.doubled += suite.doubled;
        parent.prevented += suite.prevented;
      }
    }

    private void contradict(String message, Place place) {
      if (contradictions.size() < CONTRADICTIONS_MAX) {
        contradictions.add(
            Problem.of("report-contradicts-itself", message)
                .at(place)
                .remedy("look at the report; the test cases were counted"));
      }
    }

    /// An open suite: what it declares and what was counted below it.
    private static final class Suite {
      private static final long CASES_MAX = Integer.MAX_VALUE;
      private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+");

      private final Place place;
      private final @Nullable Suite parent;
      private final @Nullable String name;
      private final @Nullable String source;
      private final long tests;
      private final long bad;
      private final long skipped;
      private final long disabled;
      private TestReport.Counts counts = TestReport.Counts.NONE;
      private int reruns;
      private int doubled;
      private int prevented;
      private @Nullable CountedCase last;
      private boolean isBroken;
      private boolean holdsBroken;

      Suite(XmlFile.Element element, @Nullable Suite parent) {
        this.parent = parent;
        place = element.place();
        name = CountedCase.optional(element, "name");
        source = CountedCase.optional(element, "file");
        tests = declared(element, "tests");
        skipped = declared(element, "skipped");
        long failures = declared(element, "failures");
        long errors = declared(element, "errors");
        bad = failures < 0 && errors < 0 ? -1 : Math.max(0, failures) + Math.max(0, errors);
        disabled = Math.max(0, declared(element, "disabled"));
      }

      /// A number of cases; -1 when the suite declares none, or nothing that is a number.
      private static long declared(XmlFile.Element element, String attribute) {
        String written = element.attribute(attribute);
        if (written == null || !NUMBER.matcher(written.strip()).matches()) {
          return -1;
        }
        long number = Figures.whole(written).orElse(-1);
        if (number < 0 || number > CASES_MAX) {
          throw new Failure.Invalid(
              Problem.of(
                      "malformed-report",
                      "a suite cannot have " + Words.line(written) + " " + attribute)
                  .at(element.place())
                  .remedy(WorkspaceFile.RERUN));
        }
        return number;
      }

      /// Tools count reruns, doubled, disabled and prevented cases differently; what lies between
      /// is no contradiction.
      List<String> differences() {
        List<String> differences = new ArrayList<>();
        int total = counts.total();
        if (isOutside(tests, total - doubled, total + reruns)) {
          differences.add("the suite says " + tests + " tests and holds " + total);
        }
        if (isOutside(bad, counts.bad() - doubled - prevented, counts.bad() + reruns)) {
          differences.add(
              "the suite says " + bad + " failures and errors and holds " + counts.bad());
        }
        if (isOutside(skipped, counts.skipped() - disabled, counts.skipped() + prevented)) {
          differences.add("the suite says " + skipped + " skipped and holds " + counts.skipped());
        }
        return differences;
      }

      /// Whether it tells of more failures than its cases do.
      boolean lacksFailures() {
        return bad > counts.bad() + reruns;
      }

      /// Whether something failed in it or around it that no case tells of.
      boolean isDoubted() {
        for (Suite each = this; each != null; each = each.parent) {
          if (each.isBroken) {
            return true;
          }
        }
        return false;
      }

      private static boolean isOutside(long declared, long min, long max) {
        return declared >= 0 && (declared < min || declared > max);
      }
    }

    /// An open case: how it ends is known when it is closed.
    private static final class CountedCase {
      private static final Set<String> FAILED = Set.of("fail", "failed", "failure");
      private static final Set<String> BROKEN = Set.of("error", "errored", "broken", "timedout");
      private static final Set<String> NOT_RUN =
          Set.of("disabled", "suppressed", "skipped", "ignored", "pending");

      private final int depth;
      private final String name;
      private final @Nullable String group;
      private final @Nullable String source;
      private final Duration time;
      private final StringBuilder message = new StringBuilder();
      private boolean hasFailed;
      private boolean hasError;
      private final boolean hasNotRun;
      private boolean isSkipped;
      private int reruns;
      private boolean isPrevented;
      private boolean readsMessage;

      CountedCase(XmlFile.Element element) {
        depth = element.depth();
        name = text(element, "name", "(unnamed)");
        group = optional(element, "classname");
        source = optional(element, "file");
        time = Figures.seconds(element.attribute("time"));
        String status = text(element, "status", "").toLowerCase(Locale.ROOT);
        String result = text(element, "result", "").toLowerCase(Locale.ROOT);
        hasFailed = isOneOf(FAILED, status, result);
        hasError = isOneOf(BROKEN, status, result);
        hasNotRun = status.equals("notrun");
        isSkipped = hasNotRun || isOneOf(NOT_RUN, status, result);
      }

      private static boolean isOneOf(Set<String> words, String status, String result) {
        return words.contains(status) || words.contains(result);
      }

      private static @Nullable String optional(XmlFile.Element element, String attribute) {
        String text = text(element, attribute, "");
        return text.isEmpty() ? null : text;
      }

      private static String text(XmlFile.Element element, String attribute, String otherwise) {
        String value = element.attribute(attribute);
        String line = value == null ? "" : Words.line(value);
        return line.isEmpty() ? otherwise : line;
      }

      void start(XmlFile.Element element) {
        if (element.depth() != depth + 1) {
          return;
        }
        switch (element.name()) {
          case "failure" -> {
            hasFailed = true;
            beginMessage(element);
          }
          case "error" -> {
            hasError = true;
            beginMessage(element);
          }
          case "skipped" -> skip(element);
          case "disabled" -> isSkipped = true;
          case "flakyFailure", "flakyError", "rerunFailure", "rerunError" -> reruns++;
          default -> {}
        }
      }

      /// ctest calls a case that it could not start "skipped" too, and fails because of it; only
      /// what the test asked for begins so.
      private void skip(XmlFile.Element element) {
        isSkipped = true;
        isPrevented = hasNotRun && !text(element, "message", "SKIP_").startsWith("SKIP_");
        hasError |= isPrevented;
        if (isPrevented) {
          beginMessage(element);
        }
      }

      private void beginMessage(XmlFile.Element element) {
        if (!message.isEmpty()) {
          return;
        }
        String given = element.attribute("message");
        message.append(given == null ? "" : Words.firstLine(given));
        readsMessage = message.isEmpty();
      }

      void text(String text) {
        if (readsMessage && message.length() < MESSAGE_MAX) {
          message.append(text, 0, Math.min(text.length(), MESSAGE_MAX));
        }
      }

      void end(int endedDepth) {
        if (endedDepth == depth + 1) {
          readsMessage = false;
        }
      }

      TestReport.Counts counts() {
        if (hasError) {
          return new TestReport.Counts(0, 0, 1, 0, 0);
        }
        if (hasFailed) {
          return new TestReport.Counts(0, 1, 0, 0, 0);
        }
        if (isSkipped) {
          return new TestReport.Counts(0, 0, 0, 1, 0);
        }
        return new TestReport.Counts(1, 0, 0, 0, reruns > 0 ? 1 : 0);
      }

      TestCase testCase(Deque<Suite> suites, TestCase.Report report) {
        TestReport.Counts one = counts();
        Suite innermost = suites.peek();
        return new TestCase(
            name,
            group,
            innermost == null ? null : innermost.name,
            source == null ? sourceOf(suites) : source,
            result(one),
            one.flaky() > 0,
            report);
      }

      private static @Nullable String sourceOf(Deque<Suite> suites) {
        for (Suite suite : suites) {
          if (suite.source != null) {
            return suite.source;
          }
        }
        return null;
      }

      private static TestCase.Result result(TestReport.Counts one) {
        if (one.errors() > 0) {
          return TestCase.Result.ERROR;
        }
        if (one.failed() > 0) {
          return TestCase.Result.FAILED;
        }
        return one.skipped() > 0 ? TestCase.Result.SKIPPED : TestCase.Result.PASSED;
      }

      /// Where a tool names no class the suite tells cases apart.
      String identity(Deque<Suite> suites) {
        Suite innermost = suites.peek();
        String suite = innermost == null ? null : innermost.name;
        return (group == null ? String.valueOf(suite) : group) + '\0' + name;
      }

      boolean isSameAs(@Nullable CountedCase other) {
        return other != null
            && name.equals(other.name)
            && java.util.Objects.equals(group, other.group);
      }

      TestReport.FailedCase failedCase(String report) {
        String line = Words.firstLine(message.toString());
        return new TestReport.FailedCase(
            name, group, source, hasError, line.isEmpty() ? null : line, report);
      }
    }
  }
}
