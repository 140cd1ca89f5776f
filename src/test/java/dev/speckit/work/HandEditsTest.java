package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandEditsTest {
  private static final int ROUNDS = Boolean.getBoolean("speckit.exhaustive") ? 200 : 60;
  private static final List<String> FORMS =
      List.of("- hand %d  ", "hand %d", "  * hand %d\t", "> hand %d", "`hand %d`", "**Hand**: %d");
  private static final String[][] ACTIONS = {
    {"plan", "-m", "Think"},
    {"approve"},
    {"implement", "-m", "Build"},
    {"test", "-m", "Tried it: ✅"},
    {"note", "Remember"},
    {"decide", "This way"},
    {"issue", "Broken", "--resolution", "Mended"},
    {"done", "--status", "partial"},
  };

  @TempDir Path temporary;

  /// Lines are put in anywhere, an action follows, and every one of them is still there, in order.
  @Test
  void lines_written_by_hand_between_two_actions_survive_in_their_order() throws Exception {
    Desk desk = Desk.with1014(temporary);
    Files.move(desk.workspace().resolve(".git"), temporary.resolve("git-away"));
    Random random = new Random(1014);
    int session = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<String> lines = new ArrayList<>(List.of(desk.context().split("\n", -1)));
      String form = FORMS.get(random.nextInt(FORMS.size()));
      lines.add(1 + random.nextInt(lines.size() - 1), form.formatted(round));
      desk.write("specs/1000/1001/1014.context.md", String.join("\n", lines));
      List<String> before = byHand(lines);
      String[] action = ACTIONS[random.nextInt(ACTIONS.length)];
      if (action[0].equals("done")) {
        session++;
        desk.work("1014");
      }
      String[] words = new String[action.length + 1];
      words[0] = "1014";
      System.arraycopy(action, 0, words, 1, action.length);
      desk.work(words);
      List<String> after = byHand(List.of(desk.context().split("\n", -1)));
      assertThat(after).as("round %d: %s", round, action[0]).isEqualTo(before);
    }
    assertThat(session).isPositive();
  }

  private static List<String> byHand(List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains("hand ") || line.contains("**Hand**"))
        .toList();
  }
}
