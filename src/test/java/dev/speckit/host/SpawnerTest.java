package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What both ways to start a program have in common, and what only `posix_spawn` promises.
@Timeout(120)
class SpawnerTest {
  private static final String HOSTILE = "a\nb \"c\" 'd' $(e) \\ ä€😀 *";

  @TempDir Path folder;
  private Path input;
  private Path errors;

  static Stream<Spawner> ways() throws LibC.Unsupported {
    return Stream.of(posix(), new BuilderSpawn("a test"));
  }

  @BeforeEach
  void files() throws IOException {
    input = Files.writeString(folder.resolve("in"), "from the file");
    errors = Files.createFile(folder.resolve("err"));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void input_output_errors_directory_and_exit_code_are_the_programs_own(Spawner way)
      throws Exception {
    Ended ended = run(way, "cat; echo bad >&2; pwd -P; exit 7");
    assertThat(ended.out()).isEqualTo("from the file" + folder.toRealPath() + "\n");
    assertThat(errors).hasContent("bad");
    assertThat(ended.exit()).isEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void a_signal_is_128_and_its_number(Spawner way) throws Exception {
    assertThat(run(way, "kill -KILL $$").exit()).isEqualTo(137);
    assertThat(run(way, "kill -SEGV $$").exit()).isEqualTo(139);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void words_arrive_as_they_are(Spawner way) throws Exception {
    Ended ended =
        run(way, Path.of("/usr/bin/printf"), List.of("[%s]", "", HOSTILE, "-n"), folder, Map.of());
    assertThat(ended.out()).isEqualTo("[][" + HOSTILE + "][-n]");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void the_environment_is_what_was_given_and_nothing_else(Spawner way) throws Exception {
    Map<String, String> given = Map.of("EMPTY", "", "HOSTILE", HOSTILE, "A", "=b=");
    Ended ended = run(way, Path.of("/usr/bin/env"), List.of("-0"), folder, given);
    Map<String, String> seen = new TreeMap<>();
    for (String line : ended.out().split("\0", -1)) {
      if (!line.isEmpty()) {
        seen.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
    }
    assertThat(seen).isEqualTo(given);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void the_program_leads_a_session_of_its_own(Spawner way) throws Exception {
    Ended ended = run(way, "ps -o pid=,pgid=,sid= -p $$");
    List<String> numbers = List.of(ended.out().strip().split("\\s+", -1));
    assertThat(numbers).hasSize(3).containsOnly(numbers.getFirst());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void a_script_without_a_first_line_is_run_by_the_shell(Spawner way) throws Exception {
    Path script = executable("plain", "echo \"plain $1 $#\"\n");
    Ended ended = run(way, script, List.of("a b", "c"), folder, Map.of("PATH", "/bin"));
    assertThat(ended.out()).isEqualTo("plain a b 2\n");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void output_of_a_megabyte_arrives_whole(Spawner way) throws Exception {
    assertThat(run(way, "head -c 1048576 /dev/zero").out()).hasSize(1 << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "/, permission denied",
    "missing, not there",
    "text, permission denied",
    "orphan, what its first line names",
  })
  void what_cannot_be_executed_is_refused_with_the_reason(String name, String why)
      throws Exception {
    Files.writeString(folder.resolve("text"), "just text");
    var _ = executable("orphan", "#!/no/such/interpreter\n");
    assertRefused(folder.resolve(name), List.of(), folder, why);
  }

  @Test
  void a_missing_directory_or_input_is_named() throws Exception {
    Path sh = Path.of("/bin/sh");
    assertRefused(sh, List.of(), folder.resolve("gone"), "working directory");
    Files.delete(input);
    assertRefused(sh, List.of(), folder, "the input");
  }

  @Test
  void words_longer_than_the_system_takes_are_refused() throws Exception {
    String word = "x".repeat(200_000);
    assertRefused(Path.of("/bin/echo"), List.of(word), folder, "too long");
    assertRefused(Path.of("/bin/echo"), List.of("a\0b"), folder, "zero byte");
  }

  @Test
  void a_refused_start_leaves_no_descriptor_open() throws Exception {
    Spawner way = posix();
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> run(way, missing, List.of(), folder, Map.of()));
    long before = descriptors();
    for (int count = 0; count < 20; count++) {
      assertThatThrownBy(() -> run(way, missing, List.of(), folder, Map.of()))
          .isInstanceOf(IOException.class);
    }
    assertThat(descriptors()).isLessThan(before + 10);
  }

  @Test
  void a_child_has_three_descriptors_open_and_no_more() throws Exception {
    try (var _ = Files.newInputStream(input)) {
      // The fourth is that of the listing itself.
      Ended ended = run(posix(), Path.of("/bin/ls"), List.of("/proc/self/fd"), folder, Map.of());
      assertThat(ended.out().lines()).containsExactly("0", "1", "2", "3");
    }
  }

  @Test
  void a_child_has_all_signals_as_a_fresh_process_has_them() throws Exception {
    Ended ended =
        run(
            posix(),
            Path.of("/bin/grep"),
            List.of("^Sig[BI]", "/proc/self/status"),
            folder,
            Map.of());
    assertThat(ended.out().lines())
        .containsExactly("SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000");
  }

  @Test
  void closing_the_output_ends_the_read_while_somebody_else_holds_the_pipe() throws Exception {
    Spawner way = posix();
    Process process =
        way.start(
            new Spawner.Program(
                Path.of("/bin/sh"),
                List.of("-c", "sleep 60 & echo $!; exit 3"),
                folder,
                Map.of("PATH", "/usr/bin:/bin"),
                input,
                errors));
    byte[] pid = new byte[20];
    int length = process.getInputStream().read(pid);
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try {
                assertThat(process.getInputStream().read()).isEqualTo(-1);
              } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
              }
              way.attend(process);
            });
    assertThat(process.waitFor()).isEqualTo(3);
    assertThat(reader.isAlive()).isTrue();
    process.getInputStream().close();
    reader.join();
    assertThat(ProcessTable.isEnded(process.pid())).as("keeps its number").isTrue();
    way.release(process);
    assertThat(ProcessTable.row(process.pid())).isEmpty();
    String sleeper = new String(pid, 0, length, StandardCharsets.US_ASCII).strip();
    ProcessHandle.of(Long.parseLong(sleeper)).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void this_machine_uses_posix_spawn() {
    assertThat(Spawning.description()).isEqualTo("by posix_spawn");
    assertThat(new BuilderSpawn("why").description()).contains("ProcessBuilder").endsWith(": why");
  }

  private void assertRefused(Path program, List<String> words, Path directory, String why)
      throws Exception {
    Spawner way = posix();
    assertThatThrownBy(() -> run(way, program, words, directory, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  private record Ended(int exit, String out) {}

  private Ended run(Spawner way, String script) throws Exception {
    return run(
        way, Path.of("/bin/sh"), List.of("-c", script), folder, Map.of("PATH", "/usr/bin:/bin"));
  }

  private Ended run(
      Spawner way,
      Path program,
      List<String> words,
      Path directory,
      Map<String, String> environment)
      throws Exception {
    Process process =
        way.start(new Spawner.Program(program, words, directory, environment, input, errors));
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      way.release(process);
      way.attend(process);
      return new Ended(process.waitFor(), out);
    } finally {
      process.getInputStream().close();
      assertThat(ProcessTable.row(process.pid())).as("a zombie").isEmpty();
    }
  }

  private Path executable(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private static Spawner posix() throws LibC.Unsupported {
    return new PosixSpawn(LibC.link());
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
