package dev.speckit.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Our side of `benchmarks/spawn.sh`: prints nanoseconds, one measurement a line.
final class SpawnBenchmark {
  private final Path folder;
  private final Path agent;

  private SpawnBenchmark(Path folder, Path agent) throws IOException {
    this.folder = folder;
    this.agent = agent;
    Files.write(folder.resolve("in"), new byte[0]);
    Files.write(folder.resolve("err"), new byte[0]);
  }

  /// Words: folder, program of the agent, case, count, and of batches how many agents.
  static void main(String[] words) throws Exception {
    SpawnBenchmark here = new SpawnBenchmark(Path.of(words[0]), Path.of(words[1]));
    int count = Integer.parseInt(words[3]);
    switch (words[2]) {
      case "together" -> here.batches(count, Integer.parseInt(words[4]), true);
      case "in-turn" -> here.batches(count, Integer.parseInt(words[4]), false);
      case "seam" -> here.seam(count);
      case "builder" -> here.builder(count);
      case "custody" -> here.custody(count);
      case "sleepers" -> here.sleepers(count);
      case "cancel" -> here.cancel(count);
      default -> throw new IllegalArgumentException(words[2]);
    }
  }

  private void batches(int count, int size, boolean together) throws Exception {
    List<String> command = List.of(agent.toString(), "agent", "50");
    for (int batch = -5; batch < count; batch++) {
      long from = System.nanoTime();
      if (together) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int number = 0; number < size; number++) {
            Custody.Launch launch = launch(number, command);
            var _ = threads.submit(() -> answered(Custody.run(launch, silent())));
          }
        }
      } else {
        for (int number = 0; number < size; number++) {
          answered(Custody.run(launch(number, command), silent()));
        }
      }
      print(batch, System.nanoTime() - from);
      for (int number = 0; number < size; number++) {
        forget(number);
      }
    }
  }

  /// Each attempt of an agent has files of its own; writing over an old one costs more.
  private void forget(int number) throws IOException {
    Files.deleteIfExists(folder.resolve(number + ".out"));
    Files.deleteIfExists(folder.resolve(number + ".err"));
  }

  /// Start, read to the end, exit code: what the bare program does.
  private void seam(int count) throws Exception {
    Spawner spawner = Spawning.chosen();
    byte[] piece = new byte[4096];
    for (int index = -300; index < count; index++) {
      long from = System.nanoTime();
      Process process =
          Spawning.start(
              new Spawner.Program(
                  agent,
                  List.of("agent", "0"),
                  folder,
                  Map.of(),
                  folder.resolve("in"),
                  folder.resolve("err")));
      while (process.getInputStream().read(piece) >= 0) {}
      spawner.release(process);
      spawner.attend(process);
      print(index, System.nanoTime() - from);
    }
  }

  private void builder(int count) throws Exception {
    byte[] piece = new byte[4096];
    for (int index = -300; index < count; index++) {
      long from = System.nanoTime();
      ProcessBuilder builder = new ProcessBuilder(agent.toString(), "agent", "0");
      builder.environment().clear();
      Process process =
          builder
              .redirectInput(folder.resolve("in").toFile())
              .redirectError(folder.resolve("err").toFile())
              .start();
      while (process.getInputStream().read(piece) >= 0) {}
      int _ = process.waitFor();
      print(index, System.nanoTime() - from);
    }
  }

  private void custody(int count) throws Exception {
    List<String> command = List.of(agent.toString(), "agent", "0");
    for (int index = -300; index < count; index++) {
      long from = System.nanoTime();
      answered(Custody.run(launch(0, command), silent()));
      print(index, System.nanoTime() - from);
      forget(0);
    }
  }

  /// Prints kilobytes of memory, threads, and how long all of them took to end.
  private void sleepers(int count) throws Exception {
    CountDownLatch started = new CountDownLatch(count);
    List<Thread> threads = start(count, List.of("/bin/sleep", "900"), started);
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS") || line.startsWith("Threads")) {
        System.out.println(line.replaceAll("\\D", ""));
      }
    }
    long from = System.nanoTime();
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(System.nanoTime() - from);
  }

  /// Trees that ignore the polite signal and leave group and session.
  private void cancel(int count) throws Exception {
    String script =
        "trap '' TERM; setsid sh -c 'trap \"\" TERM; while :; do sleep 60; done' & "
            + "while :; do sleep 60; done";
    CountDownLatch started = new CountDownLatch(count);
    List<Thread> threads = start(count, List.of("/bin/sh", "-c", script), started);
    Thread.sleep(1000);
    long from = System.nanoTime();
    threads.forEach(Thread::interrupt);
    List<Future<Long>> ends = new ArrayList<>();
    try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Thread thread : threads) {
        ends.add(
            waiting.submit(() -> {
              thread.join();
              return System.nanoTime() - from;
            }));
      }
    }
    for (Future<Long> end : ends) {
      System.out.println(end.get());
    }
  }

  private List<Thread> start(int count, List<String> command, CountDownLatch started)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      Custody.Launch launch = launch(number, command);
      threads.add(
          Thread.startVirtualThread(() -> {
            var _ =
                Custody.run(
                    launch,
                    new Custody.Watcher() {
                      @Override
                      public void started(ProcessIdentity process) {
                        started.countDown();
                      }

                      @Override
                      public void output(long bytes) {}
                    });
          }));
    }
    started.await();
    return threads;
  }

  private Custody.Launch launch(int number, List<String> command) {
    Duration day = Duration.ofDays(1);
    return new Custody.Launch(
        command,
        folder,
        Map.of("PATH", "/usr/bin:/bin", "BENCHMARK", folder.toString(), "N", "" + number),
        folder.resolve("in"),
        folder.resolve(number + ".out"),
        folder.resolve(number + ".err"),
        OutputFilter.none(),
        OutputFilter.none(),
        null,
        Set.of("BENCHMARK", "N"),
        Custody.Bounds.within(day, 1 << 20));
  }

  private static void answered(Custody.Ending ending) {
    if (!(ending instanceof Custody.Ending.Ended ended) || ended.outputBytes() != 5) {
      throw new IllegalStateException(String.valueOf(ending));
    }
  }

  private static Custody.Watcher silent() {
    return new Custody.Watcher() {
      @Override
      public void started(ProcessIdentity process) {}

      @Override
      public void output(long bytes) {}
    };
  }

  /// The first rounds, of a negative number, are for warming up.
  private static void print(int round, long nanos) {
    if (round >= 0) {
      System.out.println(nanos);
    }
  }
}
