package dev.speckit.spec.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.speckit.failure.Failure;
import dev.speckit.spec.MarkdownLines;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A person edits the context by hand between any two actions, in any way. What may change is told
/// here a second time, by the written form of each owned value.
final class HandEditsTest {
  private static final int ROUNDS = Boolean.getBoolean("speckit.exhaustive") ? 2_000 : 250;
  private static final int STEPS = 15;
  private static final String ADA = "Ada <ada@example.org>";
  private static final List<Pattern> OWNED =
      Stream.of(
              "^(\\s{0,3}\\*\\*(?i:status)\\*\\*:\\s*)(?i:planning|implementing|completed|blocked|partial)\\b()",
              "^(\\s{0,3}\\*\\*Updated\\*\\*:\\s*)\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d()",
              "^(\\s{0,3}\\*\\*Duration\\*\\*:\\s*)[\\d.]+ (?:hours?|minutes?)()",
              "^(\\s{0,3}[-*+]\\s+\\*\\*Total Sessions\\*\\*:\\s*)[\\d,]+()",
              "^(\\s{0,3}[-*+]\\s+\\*\\*Total Duration\\*\\*:\\s*)[\\d.]+ (?:hours?|minutes?)()",
              "^(\\s{0,3}[-*+]\\s+\\*\\*Lines of Code\\*\\*:\\s*)\\+[\\d,]+, -[\\d,]+()",
              "^(\\s{0,3}[-*+]\\s+\\*\\*Files (?:Created|Modified)\\*\\*:\\s*)[\\d,]+()",
              "^(\\s{0,3}[-*+]\\s+\\*\\*Test Coverage\\*\\*:\\s*)[\\d.]+%()",
              "^(\\s{0,3}[-*+]\\s+\\*\\*Acceptance Criteria Met\\*\\*:\\s*)\\d+/\\d+(?: ✅)?()",
              "^(\\s{0,1}[-*+]\\s+(?:\\*\\*Commit\\*\\*: )?`)[0-9a-f]{7,12}(`)",
              "^(- Changed section .*\\(\\+)\\d+, -\\d+(\\))",
              "^((?i:updated):\\s*)\\d{4}-\\d\\d-\\d\\d(?:[ T]\\d\\d:\\d\\d(?::\\d\\d)?)?()",
              "^((?i:status):\\s*)(?:planning|implementing|completed|blocked)\\b()")
          .map(form -> Pattern.compile(form, Pattern.CASE_INSENSITIVE))
          .toList();

  private record Action(String name, String token, ContextDocument after) {}

  private final int[] refused = new int[1];
  private int done;

  @Test
  @Timeout(600)
  void whatever_a_person_does_between_actions_stays_as_it_is() {
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(1_000_003L * round + 17);
      String text =
          List.of(Contexts.fresh(), Contexts.EXAMPLE, Contexts.WINDOWS).get(random.nextInt(3));
      for (int step = 0; step < STEPS; step++) {
        String before = text;
        for (int edits = random.nextInt(4); edits > 0; edits--) {
          before = edited(before, random);
        }
        String where = "round " + round + ", step " + step;
        ContextDocument context = ContextDocument.of("context.md", before);
        boolean broken = !context.problems().isEmpty();
        try {
          Action action = act(context, random, step);
          assertThat(broken).as(where).isFalse();
          check(where + ", " + action.name(), before, action);
          text = action.after().text();
          done++;
        } catch (Failure.Invalid failure) {
          assertThat(failure.problems().getFirst().place()).as(where).isNotNull();
          if (!broken) {
            assertThat(failure.problems().getFirst().code())
                .as(where)
                .isIn("no-safe-place", "duplicate-session");
            refused[0]++;
          }
        }
      }
    }
    assertThat(done).isGreaterThan(ROUNDS * STEPS / 2);
    assertThat(refused[0]).isLessThan(ROUNDS * STEPS / 50);
  }

  private static void check(String where, String before, Action action) {
    String after = action.after().text();
    List<String> missing = missing(before, after, action.name());
    if (!missing.isEmpty()) {
      fail("%s: lost %s in%n%s%n----- became%n%s", where, missing, before, after);
    }
    if (!action.token().isEmpty()) {
      assertThat(after.split(Pattern.quote(action.token()), -1)).as(where).hasSize(2);
    }
    assertThat(lineEndsMixed(after)).as(where).isEqualTo(lineEndsMixed(before));
    assertThat(ContextDocument.of("context.md", after).problems()).as(where).isEmpty();
  }

  /// The lines of the text before that do not stand in the text after, in order.
  private static List<String> missing(String before, String after, String action) {
    List<String> now = lines(after);
    List<String> missing = new ArrayList<>();
    MarkdownLines kinds = MarkdownLines.of("context.md", before);
    int at = 0;
    int line = 0;
    for (String old : lines(before)) {
      MarkdownLines.Kind kind = kinds.kind(line);
      boolean ownable = kind == MarkdownLines.Kind.TEXT || kind == MarkdownLines.Kind.FRONT_MATTER;
      int found = at;
      while (found < now.size() && !stands(old, now.get(found), ownable, action)) {
        found++;
      }
      if (found == now.size()) {
        missing.add(old);
      } else {
        at = found + 1;
      }
      line++;
    }
    return missing;
  }

  private static boolean stands(String old, String line, boolean ownable, String action) {
    boolean last = !old.endsWith("\n");
    String now = last ? bare(line) : line;
    if (old.equals(now)) {
      return true;
    }
    if (!ownable) {
      return false;
    }
    if (action.equals("participant")
        && old.toLowerCase(Locale.ROOT).contains("**participants**:")) {
      return bare(now).startsWith(bare(old).stripTrailing());
    }
    if (action.equals("participant") && old.strip().equals("No work recorded yet.")) {
      return true;
    }
    for (Pattern owned : OWNED) {
      String masked = owned.matcher(old).replaceFirst("$1\0$2");
      boolean same = masked.equals(owned.matcher(now).replaceFirst("$1\0$2"));
      if (same && !masked.equals(old)) {
        return true;
      }
    }
    return false;
  }

  private static String bare(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
      end--;
    }
    return line.substring(0, end);
  }

  /// Each with its line end.
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = text.startsWith("\uFEFF") ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        lines.add(text.substring(start, i + 1));
        start = i + 1;
      }
    }
    if (start < text.length() || lines.isEmpty()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  private static boolean lineEndsMixed(String text) {
    boolean windows = text.contains("\r\n");
    return windows && text.replace("\r\n", "").contains("\n");
  }

  private static Action act(ContextDocument context, Random random, int step) {
    LocalDateTime at = LocalDateTime.of(2026, 11, 21, 9, 0).plusMinutes(random.nextInt(2_000));
    String token = "token" + random.nextInt(1_000_000_000) + "x";
    Optional<WorkSession> open = context.openSession("ada@example.org");
    if (open.isEmpty() || step == 0) {
      int number = context.nextSession();
      ContextDocument started =
          context.startSession(new SessionStart(at, token, ADA, Optional.of("a1b2c3d4e5f6")));
      assertThat(started.sessions().stream().filter(one -> one.title().equals(token)))
          .hasSize(1)
          .allMatch(one -> one.number() == number && one.open() && one.has("ada@example.org"))
          .allMatch(one -> one.started().equals(Optional.of(at)));
      return new Action("start", token, started);
    }
    return inSession(context, open.get().number(), token, at, random);
  }

  private static Action inSession(
      ContextDocument context, int number, String token, LocalDateTime at, Random random) {
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> {
        SessionPart part =
            List.of(SessionPart.PLANNING, SessionPart.IMPLEMENTATION, SessionPart.TESTING)
                .get(random.nextInt(3));
        String text = nasty(random) + token + nasty(random);
        ContextDocument after = context.withEntry(number, part, text, at);
        assertThat(entries(after, number, part).filter(one -> one.text().contains(token)))
            .hasSize(1)
            .allMatch(one -> one.at().equals(Optional.of(at)));
        yield new Action("entry", token, after);
      }
      case 3 -> {
        ContextDocument after =
            context.withIssue(
                number, token, Optional.of(nasty(random) + "b"), Optional.empty(), at);
        assertThat(
                entries(after, number, SessionPart.ISSUES)
                    .filter(one -> one.text().contains(token)))
            .hasSize(1);
        yield new Action("issue", token, after);
      }
      case 4 -> {
        String hash = "%012x".formatted(random.nextLong(1L << 40) | 1L << 44);
        ContextDocument after = context.withCommits(number, Map.of(hash, nasty(random) + token));
        assertThat(
                entries(after, number, SessionPart.COMMITS)
                    .filter(one -> one.text().contains(token)))
            .hasSize(1);
        yield new Action("commit", token, after);
      }
      case 5 -> {
        List<WorkSession.Commit> commits =
            context.sessions().stream().flatMap(one -> one.commits().stream()).toList();
        String old = commits.isEmpty() ? "abcdef1" : commits.getFirst().hash();
        yield new Action(
            "rewritten",
            "",
            context.withCommitsRenamed(Contexts.renaming(old, "", "fedcba9876543210", "x")));
      }
      case 6 -> {
        String change = "Changed section Purpose (+%d, -1)".formatted(random.nextInt(9));
        ContextDocument after = context.withSpecChange(number, change);
        assertThat(
                entries(after, number, SessionPart.CHANGES)
                    .filter(one -> one.text().startsWith(change)))
            .isNotEmpty();
        yield new Action("change", "", after);
      }
      case 7 -> {
        DeliverableKind kind = DeliverableKind.values()[random.nextInt(4)];
        ContextDocument after = context.withDeliverable(kind, "a/" + token, "L", nasty(random));
        assertThat(after.deliverables().stream().filter(one -> one.target().equals("a/" + token)))
            .hasSize(1)
            .allMatch(one -> one.kind() == kind);
        ContextDocument without = after.withoutDeliverable("a/" + token);
        assertThat(missing(context.text(), without.text(), "without")).isEmpty();
        yield new Action("deliverable", token, after);
      }
      case 8 -> {
        yield new Action("downstream", token, context.withDownstream(token, "L", "d"));
      }
      case 9 -> {
        yield new Action("decision", token, context.withDecision(nasty(random) + token, at));
      }
      case 10 -> {
        yield new Action("note", token, context.withNote(nasty(random) + token, at));
      }
      case 11, 12 -> {
        Figures figures =
            new Figures(
                Optional.of(random.nextInt(2_000)),
                Optional.of(Duration.ofMinutes(random.nextInt(9_000))),
                Optional.of(new Figures.Lines(random.nextInt(99_999), random.nextInt(99_999))),
                Optional.of(random.nextInt(5_000)),
                random.nextBoolean() ? Optional.empty() : Optional.of(random.nextInt(5_000)),
                Optional.of(random.nextInt(1_001) / 10.0),
                Optional.of(new Figures.Criteria(random.nextInt(4), 3 + random.nextInt(2))));
        ContextDocument after = context.withFigures(figures);
        assertThat(after.withFigures(figures).text()).isEqualTo(after.text());
        yield new Action("figures", "", after);
      }
      case 13 -> {
        yield new Action("header", "", context.withStatus("implementing").updated(at));
      }
      case 14 -> {
        ContextDocument after = context.withParticipant(number, "agent-" + random.nextInt(3));
        yield new Action("participant", "", after.summary("Summary of " + token));
      }
      default -> {
        ContextDocument after =
            context.endSession(
                number, Duration.ofMinutes(random.nextInt(500)), SessionStatus.PARTIAL);
        assertThat(
                after.sessions().stream()
                    .filter(one -> one.number() == number)
                    .toList()
                    .getLast()
                    .open())
            .isFalse();
        yield new Action("end", "", after);
      }
    };
  }

  private static Stream<WorkSession.Entry> entries(
      ContextDocument context, int number, SessionPart part) {
    return context.sessions().stream()
        .filter(one -> one.number() == number)
        .reduce((_, later) -> later)
        .orElseThrow()
        .entries(part)
        .stream();
  }

  /// What people and agents might say to break the document.
  private static String nasty(Random random) {
    List<String> words =
        List.of(
            "",
            "",
            "ä 漢 🎉 ",
            "# ",
            "\n# x\n",
            "```\n",
            "\n~~~\n",
            "<!-- ",
            "--> ",
            "[[a|b]] ",
            "- ",
            "\n- [ ] box\n",
            "1. ",
            "\r\n---\r\n",
            "\u001B[31m",
            "\0",
            "| a | b |\n",
            "` ",
            "(10:00) ",
            "\n\n\n### Session 99: 2026-01-01 - x\n\n",
            "**Duration**: 2 hours ",
            "<<<<<<< HEAD\n",
            "%% ",
            "\u2028## y ",
            "<script>",
            "\n    code\n",
            "\n=====\n");
    return words.get(random.nextInt(words.size()));
  }

  /// The text after one edit by hand.
  private static String edited(String text, Random random) {
    String end = text.contains("\r\n") ? "\r\n" : "\n";
    List<String> lines = new ArrayList<>(lines(text));
    int at = random.nextInt(lines.size());
    String mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
    switch (random.nextInt(16)) {
      case 0 -> lines.remove(at);
      case 1, 2 -> lines.add(at, own(random) + end);
      case 3 -> lines.set(at, random.nextInt(100) + " " + lines.get(at));
      case 4 -> lines.set(at, bare(lines.get(at)) + " \t  " + end);
      case 5 -> {
        return text.contains("\r\n") ? text.replace("\r\n", "\n") : text.replace("\n", "\r\n");
      }
      case 6 -> {
        return mark.isEmpty() ? "\uFEFF" + text : text.substring(1);
      }
      case 7 -> lines.set(lines.size() - 1, bare(lines.getLast()));
      case 8 -> moveSection(lines, random, end);
      case 9 ->
          lines.addAll(
              at,
              List.of("```" + end, "**Status**: planning" + end, "## Metrics" + end, "```" + end));
      case 10 ->
          lines.addAll(
              at, List.of("<!--" + end, "### Session 5: 2026-01-01 - x" + end, "-->" + end));
      case 11 -> lines.add(at, end);
      case 12 -> {
        int column = random.nextInt(bare(lines.get(at)).length() + 1);
        String line = lines.get(at);
        lines.set(at, line.substring(0, column) + "é→#" + line.substring(column));
      }
      case 13 -> {
        if (!lines.getFirst().startsWith("---")) {
          lines.addAll(
              0, List.of("---" + end, "status: planning" + end, "mine: yes" + end, "---" + end));
        }
      }
      case 14 -> lines.set(at, lines.get(at).toUpperCase(Locale.ROOT));
      default -> lines.set(at, bare(lines.get(at)) + " behind it" + end);
    }
    return mark + String.join("", lines);
  }

  private static void moveSection(List<String> lines, Random random, String end) {
    List<Integer> headings = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith("#")) {
        headings.add(i);
      }
    }
    if (headings.size() < 3) {
      return;
    }
    int which = random.nextInt(headings.size() - 1);
    List<String> cut = lines.subList(headings.get(which), headings.get(which + 1));
    List<String> section = new ArrayList<>(cut);
    cut.clear();
    int to = random.nextInt(lines.size()) + 1;
    String before = lines.get(to - 1);
    lines.set(to - 1, before.endsWith("\n") ? before : before + end);
    lines.addAll(to, section);
  }

  private static String own(Random random) {
    List<String> words =
        List.of(
            "My own words.",
            "- a point",
            "  - below a point",
            "> quoted",
            "| a | b |",
            "#### Mine",
            "### Scripts",
            "## Research",
            "**Mine**: yes",
            "1. first",
            "    code",
            "- **Total Sessions**: several",
            "**Duration**: a morning",
            "---",
            "Words `and code`",
            "<!-- a remark -->",
            "漢字 🎉",
            "- with a time (10:00)",
            "***",
            "Title\n=====");
    return words.get(random.nextInt(words.size()));
  }
}
