package dev.speckit.spec.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// People whose names and addresses are unusual find their sessions again.
class ParticipantsTest {
  private static final LocalDateTime NINE = LocalDateTime.of(2026, 11, 21, 9, 0);

  @ParameterizedTest
  @CsvSource({
    "Ada, ada@example.org",
    "root, root",
    "Ada, first last@x.y",
    "Ada, ada@localhost",
    "A <b> C, a@b@c",
    "Ada, <ada@example.org>",
    "Ada, /ada",
    "Ada, 'ada, lovelace'",
    "'Lovelace, Ada', ADA@Example.ORG",
    "Ada, `ada`",
    "Ada, ada%%x",
    "Ada, [[ada]]",
    "Ada, ''"
  })
  void a_session_is_found_again_by_the_address_of_who_started_it(String name, String address) {
    String participant = name + " <" + address + ">";
    ContextDocument started =
        ContextDocument.of("c", Contexts.fresh())
            .startSession(new SessionStart(NINE, "One", participant, Optional.empty()));
    assertThat(started.openSession(address)).isPresent();
    assertThat(started.openSession("nobody@example.org")).isEmpty();
    assertThat(started.withParticipant(1, participant).text()).isEqualTo(started.text());
  }

  @ParameterizedTest
  @CsvSource({"root <root>", "Ada <first last@x.y>", "Ada <ada@example.org>"})
  void a_participant_is_read_as_it_was_given(String participant) {
    ContextDocument started =
        ContextDocument.of("c", Contexts.fresh())
            .startSession(new SessionStart(NINE, "One", participant, Optional.empty()));
    assertThat(started.sessions().getFirst().participants()).containsExactly(participant);
    assertThat(started.text()).doesNotContain("<root>").doesNotContain("<first");
  }
}
