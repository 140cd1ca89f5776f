package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityTest {
  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "2, 20000, 10, 4",
    "1, 20000, 5, 2",
    "8, 20000, 40, 16",
    "64, 900000, 64, 128",
    "8, 1600, 4, 16",
    "8, 10, 1, 16",
    "8, 0, 1, 16",
  })
  void the_smaller_of_cores_and_memory_decides(
      int cores, long megabytes, int parallel, int starts) {
    assertThat(Capacity.of(cores, OptionalLong.of(megabytes << 20)))
        .isEqualTo(new Capacity(parallel, starts));
  }

  @Test
  void cores_alone_decide_where_the_system_does_not_tell_its_memory() {
    assertThat(Capacity.freeBytes(root)).isEmpty();
    assertThat(Capacity.of(4, OptionalLong.empty())).isEqualTo(new Capacity(20, 8));
  }

  @Test
  void the_bound_of_a_control_group_counts_when_it_is_the_nearer_one() throws Exception {
    write("proc/meminfo", "MemTotal: 9000 kB\nMemAvailable:    8000 kB\nCached: 1 kB\n");
    assertThat(Capacity.freeBytes(root)).hasValue(8000L << 10);
    write("sys/fs/cgroup/memory.current", "1000\n");
    write("sys/fs/cgroup/memory.max", "max\n");
    assertThat(Capacity.freeBytes(root)).hasValue(8000L << 10);
    write("sys/fs/cgroup/memory.max", "5000\n");
    assertThat(Capacity.freeBytes(root)).hasValue(4000);
    write("sys/fs/cgroup/memory.max", "500\n");
    assertThat(Capacity.freeBytes(root)).hasValue(0);
  }

  @Test
  void this_machine_can_run_something() {
    assertThat(Capacity.ofThisMachine().parallel()).isPositive();
  }

  private void write(String name, String text) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
