package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
  @Test
  void a_process_is_known_by_number_and_start() {
    ProcessIdentity own = ProcessIdentity.current();
    assertThat(own.isAlive()).isTrue();
    assertThat(new ProcessIdentity(own.pid(), own.startedAt().minusSeconds(60)).isAlive())
        .isFalse();
  }
}
