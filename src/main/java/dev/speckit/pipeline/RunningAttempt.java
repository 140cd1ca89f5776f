package dev.speckit.pipeline;

import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.host.MarkedProcesses;
import dev.speckit.host.MarkedProcesses.Marked;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.run.AttemptTable;
import dev.speckit.run.RunTable;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The processes of one attempt that run now: the agent, and all that came of it.
///
/// @param run the row of its run
/// @param stage what was asked: a stage or gate
/// @param attempt its number, 1-based; 0 when its processes name none
/// @param processes the oldest first
/// @param outputBytes what it has written to stdout so far; null when the store knows no such
///   attempt under way
/// @param ownerAlive whether the speckit that carries the run is still there
record RunningAttempt(
    RunTable.RunRow run,
    String stage,
    String agent,
    int attempt,
    List<ProcessIdentity> processes,
    long cpuMillis,
    long memoryBytes,
    @Nullable Long outputBytes,
    boolean ownerAlive) {
  private static final String RUN = "SPECKIT_RUN";
  private static final String STAGE = "SPECKIT_STAGE";
  private static final String AGENT = "SPECKIT_AGENT";
  private static final String ATTEMPT = "SPECKIT_ATTEMPT";

  RunningAttempt {
    processes = List.copyOf(processes);
  }

  /// The process that was there first.
  ProcessIdentity first() {
    return processes.getFirst();
  }

  Instant since() {
    return first().startedAt();
  }

  /// What runs of all runs of a workspace. Reads only.
  static List<RunningAttempt> of(Host host, Path workspace) throws InterruptedException {
    Map<List<String>, List<Marked>> found = new TreeMap<>(Comparator.comparing(List::toString));
    for (Marked process : MarkedProcesses.find(RUN, Set.of(STAGE, AGENT, ATTEMPT))) {
      found.computeIfAbsent(key(process), _ -> new ArrayList<>()).add(process);
    }
    List<RunningAttempt> running = new ArrayList<>();
    Optional<Store> opened = new Fence(workspace).openStore(host);
    if (found.isEmpty() || opened.isEmpty()) {
      opened.ifPresent(Store::close);
      return running;
    }
    try (Store store = opened.get()) {
      for (Map.Entry<List<String>, List<Marked>> one : found.entrySet()) {
        String run = one.getKey().getFirst();
        Optional<RunTable.RunRow> row = store.read(transaction -> RunTable.find(transaction, run));
        if (row.isPresent()) {
          List<AttemptTable.UnderWay> underWay =
              store.read(transaction -> AttemptTable.underWay(transaction, run));
          running.add(of(workspace, row.get(), one.getKey(), one.getValue(), underWay));
        }
      }
    }
    running.sort(Comparator.comparing(RunningAttempt::since));
    return List.copyOf(running);
  }

  private static List<String> key(Marked process) {
    return List.of(
        process.marks().getOrDefault(RUN, ""),
        process.marks().getOrDefault(STAGE, ""),
        process.marks().getOrDefault(AGENT, ""),
        process.marks().getOrDefault(ATTEMPT, ""));
  }

  private static int number(String mark) {
    return mark.matches("[0-9]{1,9}") ? Integer.parseInt(mark) : 0;
  }

  private static RunningAttempt of(
      Path workspace,
      RunTable.RunRow row,
      List<String> key,
      List<Marked> processes,
      List<AttemptTable.UnderWay> underWay) {
    Optional<Path> output =
        underWay.stream()
            .filter(each -> each.subject().equals(key.get(1)) && each.agent().equals(key.get(2)))
            .filter(each -> Integer.toString(each.attempt()).equals(key.get(3)))
            .map(each -> workspace.resolve(each.folder()).resolve("stdout.raw"))
            .findFirst();
    ProcessIdentity owner = row.owner();
    return new RunningAttempt(
        row,
        key.get(1),
        key.get(2),
        number(key.get(3)),
        processes.stream()
            .map(Marked::process)
            .sorted(
                Comparator.comparing(ProcessIdentity::startedAt)
                    .thenComparingLong(ProcessIdentity::pid))
            .toList(),
        processes.stream().mapToLong(Marked::cpuMillis).sum(),
        processes.stream().mapToLong(Marked::memoryBytes).sum(),
        output.filter(Disk::isFile).map(Disk::size).orElse(null),
        owner != null && owner.isAlive());
  }
}
