package dev.speckit.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DoctorCommandTest {
  @TempDir Path temporary;
  private Path programs;

  @BeforeEach
  void makePrograms() throws Exception {
    programs = Files.createDirectory(temporary.resolve("bin"));
    program("git", "echo git version 2.39.5");
    program("setsid", "exit 0");
  }

  @Test
  void a_machine_with_everything_required_is_usable() throws Exception {
    Report report = examine();
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(report.problems()).isEmpty();
    assertThat(report.data().truth("usable")).contains(true);
    assertThat(check(report, "jdk").text("state")).contains("ok");
    assertThat(check(report, "git").text("detail")).contains("2.39.5 at " + program("git"));
    assertThat(check(report, "store").text("detail")).contains("version 7");
  }

  @Test
  void agent_programs_are_absent_without_being_a_problem() throws Exception {
    Report report = examine();
    for (String agent : List.of("claude", "codex", "gemini", "opencode", "qwen", "copilot")) {
      assertThat(check(report, "agent " + agent).text("state")).contains("absent");
    }
    assertThat(report.warnings()).noneMatch(problem -> problem.code().startsWith("doctor-agent"));
  }

  @Test
  void without_git_the_exit_code_is_3_and_the_remedy_is_named() throws Exception {
    Files.delete(program("git"));
    Report report = examine();
    assertThat(report.exit()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(report.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("doctor-git");
          assertThat(problem.remedy()).contains("install git");
        });
    assertThat(check(report, "git").text("remedy")).isPresent();
  }

  @Test
  void a_git_too_old_is_a_problem() throws Exception {
    program("git", "echo git version 2.29.9");
    assertThat(check(examine(), "git").text("state")).contains("problem");
  }

  @Test
  void a_git_that_tells_nothing_is_a_problem() throws Exception {
    program("git", "exit 1");
    assertThat(check(examine(), "git").text("state")).contains("problem");
  }

  @Test
  void setsid_is_looked_for_where_runs_find_it_and_not_on_the_path() throws Exception {
    Files.delete(program("setsid"));
    Report report = examine();
    assertThat(check(report, "setsid").text("state")).contains("ok");
    assertThat(check(report, "setsid").text("detail").orElseThrow()).startsWith("/");
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void an_agent_program_is_listed_with_its_version() throws Exception {
    program("claude", "echo '2.1.3 (Claude Code)'");
    program("codex", "echo codex-cli 0.98.0");
    program("copilot", "echo 'GitHub Copilot CLI 1.0.102.'");
    Report report = examine();
    assertThat(check(report, "agent claude").text("detail"))
        .contains("2.1.3 at " + program("claude"));
    assertThat(check(report, "agent codex").text("detail"))
        .contains("0.98.0 at " + program("codex"));
    assertThat(check(report, "agent copilot").text("detail"))
        .contains("1.0.102 at " + program("copilot"));
  }

  @Test
  void agent_programs_that_fail_or_say_nonsense_are_warnings() throws Exception {
    program("claude", "exit 4");
    program("gemini", "printf '\\033[2Jnot a version'");
    program("qwen", "cat; echo 1.0");
    Report report = examine();
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(check(report, "agent claude").text("detail").orElseThrow()).contains("exits 4");
    assertThat(check(report, "agent gemini").text("detail").orElseThrow())
        .contains("names no version")
        .doesNotContain("\033");
    assertThat(check(report, "agent qwen").text("state")).contains("ok");
    assertThat(report.warnings())
        .extracting(Problem::code)
        .contains("doctor-agent-claude", "doctor-agent-gemini");
  }

  @Test
  void an_agent_program_that_hangs_is_a_warning() throws Exception {
    program("codex", "exec sleep 600");
    assertThat(new AgentPrograms(host(), Duration.ofSeconds(1)).checks())
        .anySatisfy(check -> {
          assertThat(check.state()).isEqualTo(Check.State.WARNING);
          assertThat(check.detail()).contains("did not end within 1 s");
        });
  }

  @Test
  void keys_in_the_environment_do_not_reach_the_programs() throws Exception {
    program("claude", "test -z \"$ANTHROPIC_API_KEY\" && echo 1.0");
    assertThat(check(examine(), "agent claude").text("state")).contains("ok");
  }

  @Test
  void a_store_that_cannot_be_asked_is_a_problem_with_its_remedy() throws Exception {
    Report report =
        examine(() -> {
          throw new Failure.Unavailable(
              Problem.of("store-newer", "the store is of a newer version")
                  .at("speckit.db")
                  .remedy("update speckit"));
        });
    assertThat(report.exit()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(check(report, "store").text("detail").orElseThrow()).startsWith("speckit.db: ");
    assertThat(check(report, "store").text("remedy")).contains("update speckit");
  }

  @Test
  void settings_files_are_listed_whether_there_or_not() throws Exception {
    Files.writeString(temporary.resolve("speckit.toml"), "");
    assertThat(examine().data().objects("checks"))
        .filteredOn(check -> check.text("name").orElse("").equals("settings"))
        .extracting(check -> check.text("state").orElse(""))
        .containsExactly("absent", "ok");
  }

  @ParameterizedTest
  @CsvSource({
    "2.30.0, true",
    "2.29.9, false",
    "3.0, true",
    "1.99, false",
    "2.100.1, true",
    "nonsense, false"
  })
  void versions_are_compared_by_number(String version, boolean enough) {
    assertThat(MachineChecks.isAtLeast(version, "2.30")).isEqualTo(enough);
  }

  @ParameterizedTest
  @CsvSource({"1000000, PROBLEM", "500000000, WARNING", "50000000000, OK"})
  void little_disk_is_said(long free, Check.State state) {
    assertThat(MachineChecks.disk(temporary, free).state()).isEqualTo(state);
  }

  @Test
  void why_the_start_up_cache_is_not_used_is_said() throws Exception {
    Path cache = Files.writeString(temporary.resolve("a.aot"), "x");
    String sharing = "mixed mode, sharing";
    assertThat(MachineChecks.startCache(Optional.empty(), sharing).state())
        .isEqualTo(Check.State.ABSENT);
    assertThat(MachineChecks.startCache(Optional.of(temporary.resolve("no")), sharing).detail())
        .contains("is not there");
    assertThat(MachineChecks.startCache(Optional.of(cache), "mixed mode").detail())
        .contains("refused");
    assertThat(MachineChecks.startCache(Optional.of(cache), sharing).state())
        .isEqualTo(Check.State.OK);
  }

  private Host host() {
    Map<String, String> environment =
        Map.of("PATH", programs + ":/usr/bin/none", "ANTHROPIC_API_KEY", "secret");
    return new Host(InstantSource.system(), new Random(1), environment, temporary, temporary);
  }

  private Report examine() throws Exception {
    return examine(() -> Check.ok("store", "version 7"));
  }

  private Report examine(DoctorCommand.Question store) throws Exception {
    List<Path> settings =
        List.of(temporary.resolve("config.toml"), temporary.resolve("speckit.toml"));
    return new DoctorCommand(host(), () -> settings, store)
        .run(new Call(new Arguments(Map.of()), Progress.silent(), Optional.empty()));
  }

  private static Json.Fields check(Report report, String name) {
    return report.data().objects("checks").stream()
        .filter(check -> check.text("name").orElse("").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Path program(String name) {
    return programs.resolve(name);
  }

  /// The scripts need programs of their own, which the bare `PATH` of the test does not have.
  private void program(String name, String body) throws IOException {
    Files.writeString(program(name), "#!/bin/sh\nPATH=/usr/bin:/bin\n" + body + "\n");
    assertThat(program(name).toFile().setExecutable(true)).isTrue();
  }
}
