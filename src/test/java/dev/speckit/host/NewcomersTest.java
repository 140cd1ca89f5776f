package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewcomersTest {
  @Test
  void a_process_born_after_another_is_found_and_the_other_is_not() throws Exception {
    for (int turn = 0; turn < 20; turn++) {
      long from = System.nanoTime();
      Process first = new ProcessBuilder("/bin/sleep", "60").start();
      Process second = new ProcessBuilder("/bin/sleep", "60").start();
      Optional<List<Long>> born =
          Newcomers.after(first.pid(), from)
              .map(rows -> rows.stream().map(ProcessTable.Row::pid).toList());
      first.destroyForcibly().waitFor();
      second.destroyForcibly().waitFor();
      // On a busy machine numbers cannot always tell.
      if (born.isPresent()) {
        assertThat(born.get()).contains(second.pid()).doesNotContain(first.pid());
        return;
      }
    }
    assumeThat(false).as("numbers could tell within 20 turns").isTrue();
  }

  @Test
  void numbers_tell_nothing_of_what_began_long_ago() {
    long hour = 3_600_000_000_000L;
    assertThat(Newcomers.after(ProcessTable.lastNumber(), System.nanoTime() - hour)).isEmpty();
  }

  @Test
  void many_numbers_are_not_looked_at() {
    long last = ProcessTable.lastNumber();
    assumeThat(last).isGreaterThan(1000);
    assertThat(Newcomers.after(last - 500, System.nanoTime())).isEmpty();
  }

  @Test
  void kin_are_found_by_session_marks_and_parents_and_strangers_are_not() {
    ProcessTable.Row child = row(11, 10, 10, 100);
    ProcessTable.Row grandchild = row(12, 11, 12, 101);
    ProcessTable.Row inSession = row(13, 1, 10, 101);
    ProcessTable.Row stranger = row(14, 1, 14, 101);
    ProcessTable.Row older = row(15, 10, 10, 50);
    ProcessSnapshot all =
        ProcessSnapshot.of(List.of(child, grandchild, inSession, stranger, older));
    assertThat(all.related(Set.of(10L), 10, Set.of(), 90))
        .containsExactlyInAnyOrder(child, grandchild, inSession);
    assertThat(all.related(Set.of(10L), -1, Set.of(), 90))
        .containsExactlyInAnyOrder(child, grandchild);
    assertThat(all.hasGroup(10, 90)).isTrue();
    assertThat(all.hasGroup(10, 102)).isFalse();
    assertThat(all.hasGroup(99, 0)).isFalse();
  }

  @Test
  void who_carries_all_marks_is_kin_and_who_carries_some_is_not() throws Exception {
    Process both = marked("1", "2");
    Process one = marked("1", "3");
    try {
      ProcessSnapshot now = ProcessSnapshot.now();
      assertThat(now.related(Set.of(), -1, Set.of("KIN_A=1", "KIN_B=2"), 0))
          .extracting(ProcessTable.Row::pid)
          .contains(both.pid())
          .doesNotContain(one.pid());
      assertThat(now.related(Set.of(), -1, Set.of(), 0)).isEmpty();
    } finally {
      both.destroyForcibly().waitFor();
      one.destroyForcibly().waitFor();
    }
  }

  private static Process marked(String first, String second) throws java.io.IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sleep", "60");
    builder.environment().put("KIN_A", first);
    builder.environment().put("KIN_B", second);
    Process process = builder.start();
    while (!ProcessTable.hasAll(process.pid(), Set.of("KIN_A=" + first, "KIN_B=" + second))) {
      Thread.onSpinWait();
    }
    return process;
  }

  private static ProcessTable.Row row(long pid, long parent, long session, long startTicks) {
    return new ProcessTable.Row(pid, 'S', parent, session, session, startTicks, 0);
  }
}
