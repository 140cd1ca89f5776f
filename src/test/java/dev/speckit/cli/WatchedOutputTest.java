package dev.speckit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Progress;
import dev.speckit.command.Tone;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What an agent says while it works.
class WatchedOutputTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void elsewhere_each_line_stands_behind_the_name() {
    try (PlainProgress progress = new PlainProgress(err)) {
      Progress.Lane lane = progress.lane("plan  alice");
      lane.said("one");
      lane.said("two\u001B[31m");
      lane.end(Tone.GOOD, "answered");
      lane.said("late");
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("plan  alice  | one\nplan  alice  | two␛[31m\nplan  alice  answered")
        .doesNotContain("late");
  }

  @Test
  void in_a_terminal_the_last_line_stands_beside_it_and_fits() {
    try (TerminalProgress progress = new TerminalProgress(err, 60, new Paint(false))) {
      Progress.Lane lane = progress.lane("plan  alice");
      lane.said("first");
      lane.said("last " + "x".repeat(200));
      lane.phase("working");
      lane.end(Tone.GOOD, "answered");
    }
    String shown = err.toString(StandardCharsets.UTF_8);
    assertThat(shown).contains("| last xxx").doesNotContain("x".repeat(60));
    assertThat(shown.substring(shown.lastIndexOf("answered"))).doesNotContain("last");
  }
}
