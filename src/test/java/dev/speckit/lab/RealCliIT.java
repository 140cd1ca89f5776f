package dev.speckit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.speckit.json.Json;
import dev.speckit.testkit.Speckit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pinned versions of all known agent programs, installed with npm into the user's cache (about
/// 1.6 GB, once), each taken through every scenario of the lab. Opt-in: it downloads.
@Tag("real-cli")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RealCliIT {
  private static Path programs;

  @TempDir Path folder;

  @BeforeAll
  static void install() throws Exception {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    programs = Files.createDirectories(base.resolve("speckit").resolve("real-cli"));
    Path wanted = Path.of("src/test/resources/real-cli/package.json");
    Path there = programs.resolve("package.json");
    Path done = programs.resolve("installed");
    if (Files.exists(done) && Files.mismatch(wanted, there) < 0) {
      return;
    }
    Files.deleteIfExists(done);
    Files.copy(wanted, there, StandardCopyOption.REPLACE_EXISTING);
    Path log = programs.resolve("install.log");
    Process npm = npm(log);
    assertThat(npm.waitFor(20, TimeUnit.MINUTES)).isTrue();
    assertThat(npm.exitValue()).describedAs(log.toString()).isZero();
    Files.createFile(done);
  }

  private static Process npm(Path log) {
    try {
      return new ProcessBuilder("npm", "install", "--no-audit", "--no-fund")
          .directory(programs.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException absent) {
      assumeTrue(false, "npm is not installed: " + absent.getMessage());
      throw new IllegalStateException(absent);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude", "codex", "copilot", "gemini", "opencode", "qwen"})
  void a_program_does_in_every_scenario_what_its_card_expects(String agent) throws Exception {
    Speckit.Ended ended = card(agent);

    assertThat(ended.exit()).describedAs(ended.out() + ended.err()).isZero();
    Json.Fields card = ended.data().objects("agents").getFirst();
    assertThat(card.text("state")).contains("as expected");
    assertThat(card.objects("scenarios")).hasSizeGreaterThan(20);
  }

  @Test
  void all_of_them_answer_when_they_are_asked_together() throws Exception {
    Speckit.Ended ended = card("--scenario", "good");

    assertThat(ended.exit()).describedAs(ended.out() + ended.err()).isZero();
    List<Json.Fields> agents = ended.data().objects("agents");
    assertThat(agents).hasSize(6);
    assertThat(agents).allSatisfy(agent -> assertThat(agent.text("state")).contains("as expected"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude", "codex", "copilot", "gemini", "opencode", "qwen"})
  void a_program_that_waits_for_its_model_is_gone_after_a_cancel(String agent) throws Exception {
    Speckit.Started started =
        speckit().start("lab", "card", agent, "--scenario", "silence", "--json");
    await(() -> ofTheLab().anyMatch(RealCliIT::hasAge));

    assertThat(
            new ProcessBuilder("kill", "-INT", Long.toString(started.process().pid()))
                .start()
                .waitFor())
        .isZero();

    assertThat(started.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ofTheLab()).isEmpty();
    assertThat(started.ended().exit()).isNotZero();
  }

  /// Longer than the slowest of them takes until it asks.
  private static boolean hasAge(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .filter(start -> start.isBefore(Instant.now().minusSeconds(6)))
        .isPresent();
  }

  /// Processes that carry the mark of a card made in this test's folder.
  private Stream<ProcessHandle> ofTheLab() {
    return ProcessHandle.allProcesses()
        .filter(process -> {
          try {
            Path environ = Path.of("/proc", Long.toString(process.pid()), "environ");
            String text = new String(Files.readAllBytes(environ), StandardCharsets.ISO_8859_1);
            return text.contains("SPECKIT_RUN=lab-") && text.contains(folder.toString());
          } catch (IOException _) {
            // It has ended, or is somebody else's.
            return false;
          }
        });
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never started").isLessThan(end);
      Thread.sleep(100);
    }
  }

  private Speckit.Ended card(String... words) throws InterruptedException {
    List<String> call = new ArrayList<>(List.of("lab", "card", "--json"));
    call.addAll(List.of(words));
    Speckit.Started started = speckit().start(call.toArray(String[]::new));
    assertThat(started.process().waitFor(25, TimeUnit.MINUTES)).isTrue();
    return started.ended();
  }

  private Speckit speckit() {
    Path modules = programs.resolve("node_modules");
    return Speckit.in(folder, folder.resolve("home"))
        .with(
            "PATH",
            modules.resolve("node/bin")
                + ":"
                + modules.resolve(".bin")
                + ":"
                + System.getenv("PATH"));
  }
}
