package dev.speckit.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.agent.AgentName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParticipationTest {
  /// The words stand for 0, 1, 2, ... responders.
  @ParameterizedTest
  @CsvSource({
    "1, 1/1, failed full",
    "1, 1/2, failed full",
    "1, 2/3, failed full",
    "1, 3/4, failed full",
    "2, 1/1, failed insufficient full",
    "2, 1/2, failed degraded full",
    "2, 2/3, failed insufficient full",
    "2, 3/4, failed insufficient full",
    "3, 1/1, failed insufficient insufficient full",
    "3, 1/2, failed insufficient degraded full",
    "3, 2/3, failed insufficient degraded full",
    "3, 3/4, failed insufficient insufficient full",
    "4, 1/1, failed insufficient insufficient insufficient full",
    "4, 1/2, failed insufficient degraded degraded full",
    "4, 2/3, failed insufficient insufficient degraded full",
    "4, 3/4, failed insufficient insufficient degraded full",
    "5, 1/1, failed insufficient insufficient insufficient insufficient full",
    "5, 1/2, failed insufficient insufficient degraded degraded full",
    "5, 2/3, failed insufficient insufficient insufficient degraded full",
    "5, 3/4, failed insufficient insufficient insufficient degraded full",
  })
  void every_number_of_responders_has_its_state(int size, String required, String words) {
    List<AgentName> roster =
        IntStream.range(0, size).mapToObj(i -> new AgentName("agent" + i)).toList();
    String[] parts = required.split("/", -1);
    Quorum quorum =
        Quorum.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), roster.size());
    String[] expected = words.split(" ", -1);
    for (int responders = 0; responders <= size; responders++) {
      Participation participation =
          Participation.of(quorum, roster, roster.subList(size - responders, size));
      assertThat(participation.word()).isEqualTo(expected[responders]);
      assertThat(participation.responders()).isEqualTo(responders);
      assertThat(participation.missing()).isEqualTo(roster.subList(0, size - responders));
      assertThat(participation.passes())
          .isEqualTo(List.of("full", "degraded").contains(expected[responders]));
    }
  }

  @Test
  void the_missing_are_named_to_people() {
    AgentName a = new AgentName("a");
    AgentName b = new AgentName("b");
    AgentName c = new AgentName("c");
    assertThat(Participation.of(new Quorum(2, 3), List.of(a, b, c), List.of(c, a)).sentence())
        .isEqualTo("Degraded: 2 of 3 agents answered; missing: b.");
  }

  @Test
  void strangers_twins_and_foreign_quorums_are_our_bugs() {
    AgentName a = new AgentName("a");
    AgentName b = new AgentName("b");
    assertThatThrownBy(() -> Participation.of(new Quorum(1, 1), List.of(a), List.of(b)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Participation.of(new Quorum(1, 1), List.of(a), List.of(a, a)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Participation.of(new Quorum(1, 2), List.of(a), List.of(a)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
