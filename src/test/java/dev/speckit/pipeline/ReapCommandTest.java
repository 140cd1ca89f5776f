package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.host.FileLock;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.json.Json;
import dev.speckit.run.AttemptTable;
import dev.speckit.run.Part;
import dev.speckit.run.RunEvent;
import dev.speckit.run.RunTable;
import dev.speckit.run.Stage;
import dev.speckit.run.StoredRuns;
import dev.speckit.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `ps` and `reap` beside processes that carry the variables of an attempt.
class ReapCommandTest {
  /// In no other workspace, nor in another call of this test.
  private final String run = "test-" + UUID.randomUUID();

  private final List<Process> processes = new ArrayList<>();
  @TempDir Path folder;

  @BeforeEach
  void make() throws Exception {
    Files.createDirectories(folder.resolve("specs"));
    Files.createDirectories(folder.resolve(".speckit/locks"));
    StoredRuns.open(folder).close();
  }

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void without_a_run_nobody_runs_and_nothing_is_left() throws Exception {
    agent("alice", 1);
    for (Command command : List.of(ps(), reap())) {
      assertThat(attempts(call(command))).isEmpty();
    }
  }

  @Test
  void attempts_whose_owner_lives_are_shown_with_what_they_use_and_left_alone() throws Exception {
    begin(ProcessIdentity.current());
    Process alice = agent("alice", 1);
    Process bob = agent("bob", 2);
    Files.createDirectories(folder.resolve("alice"));
    Files.writeString(folder.resolve("alice/stdout.raw"), "begun\n");
    started("alice", 1);
    Report shown = call(ps());
    assertThat(attempts(shown)).hasSize(2);
    Json.Fields first = of(shown, "alice");
    assertThat(first.text("run")).contains(run);
    assertThat(first.text("spec")).contains("1001");
    assertThat(first.text("stage")).contains("plan");
    assertThat(first.integer("attempt")).contains(1L);
    assertThat(first.truth("owner_alive")).contains(true);
    assertThat(first.integer("output_bytes")).contains(6L);
    assertThat(first.integer("memory_bytes").orElseThrow()).isPositive();
    assertThat(first.items("pids")).hasSize(1);
    assertThat(of(shown, "bob").integer("output_bytes")).isEmpty();
    assertThat(shown.blocks()).hasSize(1);

    assertThat(attempts(call(reap()))).isEmpty();
    assertThat(alice.isAlive()).isTrue();
    assertThat(bob.isAlive()).isTrue();
  }

  @Test
  void attempts_whose_owner_is_gone_are_ended() throws Exception {
    begin(StoredRuns.OWNER);
    Process alice = agent("alice", 1);
    Report shown = call(ps());
    assertThat(of(shown, "alice").truth("owner_alive")).contains(false);
    assertThat(shown.blocks()).hasSize(2);

    Report dry = call(reap(), "dry-run", "true");
    assertThat(dry.data().truth("dry_run")).contains(true);
    assertThat(of(dry, "alice").truth("ended")).contains(false);
    assertThat(alice.isAlive()).isTrue();

    Report ended = call(reap());
    assertThat(of(ended, "alice").truth("ended")).contains(true);
    assertThat(ended.problems()).isEmpty();
    assertThat(alice.waitFor()).isNotZero();
    assertThat(attempts(call(reap()))).isEmpty();
    assertThat(attempts(call(ps()))).isEmpty();
  }

  @Test
  void attempts_of_a_run_under_way_are_left_alone_though_its_owner_seems_gone() throws Exception {
    begin(StoredRuns.OWNER);
    Process alice = agent("alice", 1);
    Report report;
    try (FileLock _ = FileLock.acquire(RunStart.lockFile(folder, 1001), Duration.ZERO)) {
      report = call(reap());
    }
    assertThat(of(report, "alice").truth("ended")).contains(false);
    assertThat(alice.isAlive()).isTrue();
  }

  private PsCommand ps() {
    return new PsCommand(StoredRuns.host(folder));
  }

  private ReapCommand reap() {
    return new ReapCommand(StoredRuns.host(folder));
  }

  private static Report call(Command command, String... flag) throws InterruptedException {
    Map<String, List<String>> values =
        flag.length == 0 ? Map.of() : Map.of(flag[0], List.of(flag[1]));
    return command.run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
  }

  private static List<Json.Fields> attempts(Report report) {
    return report.data().objects("attempts");
  }

  private static Json.Fields of(Report report, String agent) {
    return attempts(report).stream()
        .filter(each -> each.text("agent").orElseThrow().equals(agent))
        .findFirst()
        .orElseThrow();
  }

  private void begin(ProcessIdentity owner) throws InterruptedException {
    RunEvent.Started started =
        new RunEvent.Started(
            1001, Stage.PLAN, Stage.TASKS, OnQuestion.DEFER, "0.1.0", Map.of(), "");
    try (Store store = StoredRuns.open(folder)) {
      StoredRuns.write(
          store,
          transaction ->
              RunTable.insert(
                  transaction,
                  run,
                  started,
                  "specs/1000/1001/spec.md",
                  StoredRuns.AT,
                  owner,
                  "{}"));
    }
  }

  private void started(String agent, int number) throws InterruptedException {
    try (Store store = StoredRuns.open(folder)) {
      StoredRuns.write(
          store,
          transaction ->
              AttemptTable.start(
                  transaction,
                  StoredRuns.key(run, Part.own(Stage.PLAN), agent, number),
                  agent,
                  StoredRuns.AT));
    }
  }

  private Process agent(String name, int attempt) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sleep", "300");
    builder.environment().put("SPECKIT_RUN", run);
    builder.environment().put("SPECKIT_STAGE", "plan");
    builder.environment().put("SPECKIT_AGENT", name);
    builder.environment().put("SPECKIT_ATTEMPT", Integer.toString(attempt));
    Process process = builder.start();
    processes.add(process);
    return process;
  }
}
