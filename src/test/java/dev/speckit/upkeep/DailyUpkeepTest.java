package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The daily start with a program in place of speckit that writes down how it was called.
@Timeout(60)
class DailyUpkeepTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path folder;
  Path workspace;
  Path lock;
  Path called;
  Path program;
  boolean trusted = true;
  final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));

  private record Ending() implements Command {
    @Override
    public Declaration declaration() {
      return Declaration.of("ending", "Ends at once");
    }

    @Override
    public Report run(Call call) {
      return Report.of(Json.fields());
    }
  }

  @BeforeEach
  void make() throws Exception {
    workspace = Files.createDirectories(folder.resolve("work space"));
    Files.createDirectories(workspace.resolve("specs"));
    lock = UpkeepLock.file(workspace);
    called = folder.resolve("called");
    program = folder.resolve("program");
    Files.writeString(
        program,
        "#!/bin/sh\necho \"$*\" > '"
            + called
            + ".new'\nmv '"
            + called
            + ".new' '"
            + called
            + "'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void store() throws Exception {
    Files.createDirectories(workspace.resolve(".speckit"));
    Files.write(workspace.resolve(".speckit/speckit.db"), new byte[] {1});
  }

  private void lastAt(String instant) throws Exception {
    Files.createDirectories(lock.getParent());
    if (!Files.exists(lock)) {
      Files.createFile(lock);
    }
    Files.setLastModifiedTime(lock, FileTime.from(Instant.parse(instant)));
  }

  private void call() throws Exception {
    Host host = new Host(() -> NOW, new Random(1), environment, workspace, folder);
    new DailyUpkeep(new Ending(), host, _ -> trusted, () -> List.of(program.toString()))
        .run(new Call(new Arguments(Map.of()), Progress.silent(), Optional.empty()));
  }

  /// Waits for the program; whoever expects none looks at the time of the lock, which is set before
  /// the program is started.
  private String called() throws Exception {
    while (!Files.exists(called)) {
      Thread.sleep(5);
    }
    return Files.readString(called).strip();
  }

  private String lockTime() throws Exception {
    return Files.getLastModifiedTime(lock).toInstant().toString();
  }

  @Test
  void the_first_command_of_a_day_starts_it_and_the_second_does_not() throws Exception {
    store();
    lastAt("2026-11-20T23:59:00Z");
    call();
    assertThat(called()).isEqualTo("-C " + workspace + " upkeep run --reason automatic");
    assertThat(lockTime()).isEqualTo(NOW.toString());
    Files.delete(called);
    lastAt("2026-11-21T00:01:00Z");
    call();
    assertThat(lockTime()).isEqualTo("2026-11-21T00:01:00Z");
  }

  @Test
  void on_the_first_day_there_is_nothing_to_keep_up() throws Exception {
    store();
    Files.createDirectories(lock.getParent());
    call();
    assertThat(lock).exists();
    assertThat(lockTime()).as("set by who starts it").isNotEqualTo(NOW.toString());
    // The file system has its own clock.
    lastAt("2026-11-21T09:00:00Z");
    call();
    assertThat(lockTime()).isEqualTo("2026-11-21T09:00:00Z");
  }

  @Test
  void without_a_store_nothing_is_made() throws Exception {
    call();
    assertThat(workspace.resolve(".speckit")).doesNotExist();
  }

  @Test
  void an_agent_that_calls_speckit_does_not_start_it() throws Exception {
    store();
    lastAt("2026-11-01T00:00:00Z");
    environment.put("SPECKIT_RUN", "r");
    call();
    assertThat(lockTime()).isEqualTo("2026-11-01T00:00:00Z");
  }

  @Test
  void a_clone_that_nobody_trusts_starts_nothing() throws Exception {
    store();
    lastAt("2026-11-01T00:00:00Z");
    trusted = false;
    call();
    assertThat(lockTime()).isEqualTo("2026-11-01T00:00:00Z");
  }

  @Test
  void nothing_is_written_through_a_link() throws Exception {
    store();
    lastAt("2026-11-01T00:00:00Z");
    Path victim = Files.writeString(folder.resolve("victim"), "mine");
    Files.createSymbolicLink(workspace.resolve(".speckit/upkeep.log"), victim);
    call();
    assertThat(lockTime()).isEqualTo("2026-11-01T00:00:00Z");
    assertThat(victim).content().isEqualTo("mine");
  }

  @Test
  void a_clock_that_was_set_back_starts_the_count_anew() throws Exception {
    store();
    lastAt("2027-11-01T00:00:00Z");
    call();
    assertThat(lockTime()).isEqualTo(NOW.toString());
  }
}
