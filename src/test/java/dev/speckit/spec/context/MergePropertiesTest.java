package dev.speckit.spec.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Random work on two branches, merged. Nothing that speckit itself writes may ever conflict.
@Timeout(600)
class MergePropertiesTest {
  private static final int ROUNDS = Boolean.getBoolean("speckit.exhaustive") ? 5_000 : 300;
  private static final LocalDateTime START = LocalDateTime.of(2026, 11, 21, 9, 0);
  private static final ConflictForm FORM = new ConflictForm(true, 7);

  @Test
  void what_only_one_side_changed_is_taken_byte_for_byte() {
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      String base = base(random);
      String side = branch(base, new Branch("a", 0, random)).text;
      assertThat(merged(base, side, base)).as("round " + round).isEqualTo(side);
      assertThat(merged(base, base, side)).as("round " + round).isEqualTo(side);
      assertThat(merged(base, side, side)).as("round " + round).isEqualTo(side);
    }
  }

  @Test
  void work_on_two_branches_never_conflicts_and_loses_nothing() {
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(7_919L * round + 3);
      String base = base(random);
      Branch one = branch(base, new Branch("a", 0, random));
      Branch two = branch(base, new Branch("b", 1, random));
      String where = "round " + round + "\n";
      String merged = clean(where, base, one.text, two.text);
      String swapped = clean(where, base, two.text, one.text);
      assertThat(sorted(swapped)).as(where).isEqualTo(sorted(merged));
      ContextDocument read = ContextDocument.of("merged", merged);
      List<Integer> numbers = read.sessions().stream().map(WorkSession::number).toList();
      assertThat(numbers).as(where + merged).doesNotHaveDuplicates().isSorted();
      List<LocalDateTime> starts =
          read.sessions().stream().flatMap(one2 -> one2.started().stream()).toList();
      assertThat(starts).as(where + merged).isSorted();
      for (String token : one.left()) {
        assertThat(count(merged, token)).as(where + token + merged).isEqualTo(1);
      }
      for (String token : two.left()) {
        assertThat(count(merged, token)).as(where + token + merged).isEqualTo(1);
      }
      for (String token : one.gone) {
        assertThat(merged).as(where).doesNotContain(token);
      }
      assertThat(read.deliverables().stream().map(RegisteredDeliverable::target))
          .as(where)
          .doesNotHaveDuplicates();
      again(where, merged, one.text, two.text, base, random);
    }
  }

  /// A branch that goes on after it was merged, and is merged once more.
  private static void again(
      String where, String merged, String one, String two, String base, Random random) {
    Branch further = branch(two, new Branch("c", 1, random));
    Branch here = branch(merged, new Branch("d", 0, random));
    String second = clean(where + "second ", two, here.text, further.text);
    for (String token : further.left()) {
      assertThat(count(second, token)).as(where + token + second).isEqualTo(1);
    }
    for (String token : here.left()) {
      assertThat(count(second, token)).as(where + token + second).isEqualTo(1);
    }
    assertThat(ContextDocument.of("second", second).sessions())
        .extracting(WorkSession::number)
        .doesNotHaveDuplicates();
    assertThat(one).isNotEqualTo(base + "x");
  }

  @Test
  void what_people_write_is_in_the_result_or_between_markers() {
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(104_729L * round + 11);
      String base = base(random);
      List<String> words = new ArrayList<>();
      String one = scribbled(branch(base, new Branch("a", 0, random)).text, "A", random, words);
      String two = scribbled(branch(base, new Branch("b", 1, random)).text, "B", random, words);
      Optional<ContextMerge> merge = ContextMerge.of(base, one, two);
      if (merge.isEmpty()) {
        refused++;
        continue;
      }
      String text = merge.get().text(FORM);
      for (String word : words) {
        assertThat(text).as("round " + round).contains(word);
      }
      assertThat(text.contains("<<<<<<<")).isEqualTo(merge.get().isConflicting());
    }
    assertThat(refused).isLessThan(ROUNDS / 4);
  }

  /// What a branch did: texts that only it wrote, and how the context stands on it.
  private static final class Branch {
    private final String name;
    private final Random random;
    private final List<String> tokens = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private LocalDateTime now;
    private String text = "";

    /// @param lag so that no two branches act in the same minute
    private Branch(String name, int lag, Random random) {
      this.name = name;
      this.random = random;
      this.now = START.plusHours(24).plusMinutes(lag);
    }

    private String token() {
      now = now.plusMinutes(2L * (1 + random.nextInt(20)));
      String token = "word-" + name + "-" + tokens.size() + "-";
      tokens.add(token);
      return token;
    }

    private List<String> left() {
      return tokens.stream().filter(token -> !gone.contains(token)).toList();
    }
  }

  private static Branch branch(String base, Branch branch) {
    ContextDocument context = ContextDocument.of("c", base);
    int steps = 1 + branch.random.nextInt(10);
    for (int step = 0; step < steps; step++) {
      context = act(context, branch).updated(branch.now);
    }
    branch.text = context.text();
    return branch;
  }

  private static ContextDocument act(ContextDocument context, Branch branch) {
    Random random = branch.random;
    String token = branch.token();
    LocalDateTime at = branch.now;
    List<WorkSession> sessions = context.sessions();
    if (sessions.isEmpty() || random.nextInt(4) == 0) {
      String who = branch.name + " <" + branch.name + "@example.org>";
      return context.startSession(new SessionStart(at, token, who, Optional.of("abcdef0")));
    }
    int number = sessions.get(random.nextInt(sessions.size())).number();
    return switch (random.nextInt(14)) {
      case 0 -> context.withEntry(number, SessionPart.PLANNING, token, at);
      case 1, 2 ->
          context.withEntry(number, SessionPart.IMPLEMENTATION, token + "\nmore\n\nlast", at);
      case 3 -> context.withEntry(number, SessionPart.TESTING, "Ran " + token + ": ✅ passed", at);
      case 4 -> context.withCommits(number, Map.of(hash(random), token));
      case 5 ->
          context.withIssue(
              number,
              token,
              random.nextBoolean() ? Optional.of("so") : Optional.empty(),
              Optional.of("abc1234"),
              at);
      case 6 -> context.withSpecChange(number, token);
      case 7 -> context.withNote(token, at);
      case 8 -> context.withDecision(token, at);
      case 9 -> context.withDeliverable(kind(random), "deliverables/" + token, "label", "");
      case 10 -> context.withDownstream("../" + token, "label", "");
      case 11 -> {
        branch.gone.add(token);
        int minutes = 1 + random.nextInt(300);
        yield context
            .endSession(
                number, Duration.ofMinutes(minutes), SessionStatus.values()[random.nextInt(3)])
            .withFigures(figures(context, random));
      }
      case 12 -> {
        branch.gone.add(token);
        yield context
            .withStatus(random.nextBoolean() ? "implementing" : "completed")
            .withOverview("spec", "1001 - Cold Storage", "implementing");
      }
      default -> {
        branch.gone.add(token);
        yield context.withParticipant(number, "agent " + branch.name);
      }
    };
  }

  private static Figures figures(ContextDocument context, Random random) {
    return new Figures(
        Optional.of(context.sessions().size()),
        Optional.of(Duration.ofMinutes(random.nextInt(500))),
        Optional.of(new Figures.Lines(random.nextInt(500), random.nextInt(20))),
        Optional.of(random.nextInt(20)),
        Optional.empty(),
        random.nextBoolean() ? Optional.of(80.5) : Optional.empty(),
        Optional.of(new Figures.Criteria(random.nextInt(3), 3)));
  }

  private static DeliverableKind kind(Random random) {
    List<DeliverableKind> kinds =
        List.of(DeliverableKind.SCRIPTS, DeliverableKind.DOCS, DeliverableKind.CONFIG);
    return kinds.get(random.nextInt(kinds.size()));
  }

  private static String hash(Random random) {
    return String.format("%08x", random.nextInt()) + "0";
  }

  private static String base(Random random) {
    String text =
        List.of(Contexts.fresh(), Contexts.EXAMPLE, Contexts.WINDOWS).get(random.nextInt(3));
    Branch before = new Branch("base", 0, random);
    before.now = START;
    return random.nextBoolean() ? branch(text, before).text : text;
  }

  /// With lines of a person's own put in, changed or taken out anywhere.
  private static String scribbled(String text, String who, Random random, List<String> words) {
    String end = text.contains("\r\n") ? "\r\n" : "\n";
    List<String> lines = new ArrayList<>(List.of(text.split("\r?\n", -1)));
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = 12 + random.nextInt(Math.max(1, lines.size() - 13));
      String word = who + "-wrote-" + words.size() + "-" + i;
      String line =
          List.of(word, "- " + word, "## " + word, "### " + word, "  " + word)
              .get(random.nextInt(5));
      words.add(word);
      lines.add(Math.min(at, lines.size() - 1), line);
    }
    return String.join(end, lines);
  }

  private static String merged(String base, String ours, String theirs) {
    return ContextMerge.of(base, ours, theirs).orElseThrow().text(FORM);
  }

  private static String clean(String where, String base, String ours, String theirs) {
    Optional<ContextMerge> merge = ContextMerge.of(base, ours, theirs);
    assertThat(merge)
        .as(where + "given up\n" + base + "=== ours\n" + ours + "=== theirs\n" + theirs)
        .isPresent();
    String text = merge.get().text(FORM);
    assertThat(merge.get().isConflicting()).as(where + text).isFalse();
    assertThat(ContextDocument.of("merged", text).problems()).as(where).isEmpty();
    return text;
  }

  private static List<String> sorted(String text) {
    List<String> lines =
        new ArrayList<>(
            text.lines()
                .map(MergePropertiesTest::sortedNames)
                .filter(line -> !line.isEmpty())
                .toList());
    Collections.sort(lines);
    return lines;
  }

  /// Participants that joined on two branches have no moments.
  private static String sortedNames(String line) {
    if (!line.startsWith("**Participants**")) {
      return line.strip();
    }
    List<String> names = new ArrayList<>(List.of(line.substring(18).strip().split(", ", -1)));
    Collections.sort(names);
    return names.toString();
  }

  private static int count(String text, String token) {
    int count = 0;
    for (int at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
      count++;
    }
    return count;
  }
}
