package dev.speckit.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"claude", "Claude", " CLAUDE\n"})
  void a_name_has_one_form_however_it_is_written(String written) {
    assertThat(new AgentName(AgentName.canonical(written))).isEqualTo(new AgentName("claude"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Claude", "a b", "-a", "a--b", "a/b", "é"})
  void another_form_is_no_name(String text) {
    assertThat(AgentName.isValid(text)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new AgentName(text));
  }
}
