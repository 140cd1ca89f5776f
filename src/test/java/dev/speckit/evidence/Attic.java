package dev.speckit.evidence;

import dev.speckit.command.Progress;
import dev.speckit.evidence.EvidenceTable.Ledger;
import dev.speckit.host.Host;
import dev.speckit.store.Durability;
import dev.speckit.store.Parameters;
import dev.speckit.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A workspace with a completed spec 1001, its runs, and a clock that can be turned.
final class Attic implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-10T10:00:00Z");
  static final Duration LONG = Duration.ofHours(1);
  static final String OLD = "20260101-101530-aaaaaa";
  static final String LAST = "20260102-101530-bbbbbb";

  final Path workspace;
  final Store store;
  Instant now = START;
  String path = "";
  EvidenceSettings settings = EvidenceSettings.DEFAULT;

  Attic(Path workspace) throws Exception {
    this.workspace = workspace;
    status("completed");
    store = Store.open(workspace.resolve(".speckit/speckit.db"), host());
  }

  Host host() {
    return new Host(
        () -> now, new Random(1), Map.of("PATH", path), workspace, workspace.resolve("home"));
  }

  void status(String status) throws IOException {
    write("specs/1000/1001/spec.md", "# Spec: Doors\n\n**Status**: " + status + "\n");
    write("specs/1000/epic.md", "# Epic: House\n\n**Status**: planning\n");
  }

  void write(String path, String text) throws IOException {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  void write(String path, byte[] bytes) throws IOException {
    Path file = workspace.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /// @param state as of the table of runs
  void run(String run, int spec, String state, Instant ended) throws Exception {
    boolean _ =
        store.write(
            Durability.NORMAL,
            transaction -> {
              int _ =
                  transaction.update(
                      """
                      INSERT INTO run (run, spec, document, state, from_stage, to_stage,
                                       on_question, started_at, ended_at, settings)
                      VALUES (:run, :spec, 'd', :state, 'plan', 'tasks', 'stop', :at, :ended, '{}')
                      """,
                      Parameters.of("run", run)
                          .and("spec", spec)
                          .and("state", state)
                          .and("at", ended.minusSeconds(60))
                          .and("ended", state.equals("running") ? null : ended));
              return true;
            });
  }

  /// Two ended runs of spec 1001, the first one with files.
  Attic filled() throws Exception {
    run(OLD, 1001, "done", START.minus(Duration.ofDays(9)));
    run(LAST, 1001, "done", START.minus(Duration.ofDays(8)));
    write(".speckit/runs/" + OLD + "/plan-1/alice-1/stdout.raw", "an answer\n".repeat(500));
    write(".speckit/runs/" + OLD + "/manifest.json", "{}");
    write(".speckit/runs/" + LAST + "/stdout.raw", "another answer");
    record();
    return this;
  }

  void record() throws Exception {
    plan().index().record(store);
  }

  EvidenceAgeing ageing() {
    return new EvidenceAgeing(host(), workspace, settings);
  }

  AgeingPlan plan() throws Exception {
    return ageing().plan(Optional.of(store));
  }

  AgeingResult age() throws Exception {
    return apply(plan());
  }

  AgeingResult apply(AgeingPlan plan) throws Exception {
    return ageing().apply(plan, store, Progress.silent(), LONG);
  }

  void days(int days) {
    now = now.plus(Duration.ofDays(days));
  }

  Ledger ledger() throws Exception {
    return store.read(EvidenceTable::read);
  }

  EvidenceTable.ArchiveRow archive() throws Exception {
    return ledger().archives().values().iterator().next();
  }

  Restoring.Outcome restore() throws Exception {
    EvidenceTable.ArchiveRow row = archive();
    return restorer().restore(Restoring.file(workspace, row), row, workspace, Optional.of(store));
  }

  Restoring restorer() {
    return new Restoring(workspace, now, Progress.silent());
  }

  /// Every file below a folder, with its bytes.
  static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> found = new TreeMap<>();
    if (!Files.exists(folder)) {
      return found;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path each : walk.filter(Files::isRegularFile).toList()) {
        found.put(
            folder.relativize(each).toString(),
            HexFormat.of().formatHex(Files.readAllBytes(each))
                + Files.getLastModifiedTime(each).toMillis());
      }
    }
    return found;
  }

  Map<String, String> runs() throws IOException {
    return files(workspace.resolve(".speckit/runs"));
  }

  @Override
  public void close() {
    store.close();
  }
}
