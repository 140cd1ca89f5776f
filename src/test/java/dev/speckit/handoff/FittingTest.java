package dev.speckit.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many sheets, many budgets: never above, and hardly below while something is left out.
class FittingTest {
  private static final String[] WORDS = {
    "mount",
    "the",
    "NAS",
    "übergroß",
    "buffer",
    "`a b`",
    "漢字かな",
    "🚀",
    "x",
    "configuration",
    "**bold**",
    "1234567",
    "a/b/c.txt",
    "–",
    "\\`",
    "(14:05)"
  };

  @ParameterizedTest
  @ValueSource(ints = {400, 800, 2000, 8000})
  void a_budget_is_never_exceeded_and_nearly_used(int budget) {
    for (int seed = 0; seed < 15; seed++) {
      Sheet sheet = sheet(new Random(seed * 31L + budget));
      Fitting.Fitted fitted = Fitting.of(sheet, budget);
      assertThat(Tokens.count(fitted.text())).as("seed %d", seed).isEqualTo(fitted.count());
      assertThat(fitted.count()).as("seed %d", seed).isLessThanOrEqualTo(budget);
      if (!fitted.leftOut().isEmpty()) {
        assertThat(fitted.count()).as("seed %d", seed).isGreaterThanOrEqualTo(budget * 95 / 100);
      }
      assertThat(fitted.text()).contains("core line");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 30})
  void a_budget_below_the_core_is_refused(int budget) {
    Sheet sheet = sheet(new Random(budget));
    assertThatThrownBy(() -> Fitting.of(sheet, budget)).isInstanceOf(Failure.Usage.class);
  }

  private static Sheet sheet(Random random) {
    Sheet sheet = new Sheet("[context.md](specs/context.md)");
    for (int i = 0; i < 6; i++) {
      sheet.core(Chapter.NEXT, "- core line " + words(random, 6));
    }
    int pieces = 20 + random.nextInt(400);
    for (int i = 0; i < pieces; i++) {
      Chapter chapter = Chapter.values()[1 + random.nextInt(Chapter.values().length - 1)];
      Rank rank = Rank.values()[1 + random.nextInt(12)];
      switch (random.nextInt(chapter == Chapter.WHERE ? 1 : 4)) {
        case 0 -> sheet.row(rank, "| 1001 | ", words(random, 10), " | planning | 1/2 |");
        case 1 -> sheet.addWhole(chapter, rank, "- [a.md](specs/a.md): " + words(random, 3));
        case 2 -> {
          int head = sheet.add(chapter, rank, "- **Session** ", words(random, 8));
          sheet.under(head, rank, "  - Testing: ", words(random, 40));
        }
        default -> sheet.add(chapter, rank, "- ", words(random, 1 + random.nextInt(200)));
      }
    }
    return sheet;
  }

  private static String words(Random random, int count) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    return words.toString();
  }
}
