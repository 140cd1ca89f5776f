package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.ProcessScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many children at once: all end, nothing is left of them, and nobody waits for them in vain.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CustodyTest {
  private static final String MARK = "SPECKIT_CUSTODY_TEST";

  @TempDir Path folder;

  @Test
  void a_hundred_children_at_once_leave_no_process_and_no_descriptor() throws Exception {
    var _ = endings(3, "echo warm");
    long before = descriptors();
    List<Custody.Ending.Ended> ended = endings(100, "sleep 60 & setsid sleep 60 & echo $$; exit 3");
    assertThat(ended)
        .hasSize(100)
        .allMatch(each -> each.stop() == Custody.Stop.EXITED)
        .allMatch(each -> Integer.valueOf(3).equals(each.exitCode()))
        .allMatch(each -> each.left().isEmpty());
    for (int number = 0; number < 100; number++) {
      assertThat(Files.readString(folder.resolve(number + ".out")).strip())
          .isEqualTo(Long.toString(ended.get(number).process().pid()));
    }
    assertThat(ProcessScan.withEnvironment(MARK + "=" + folder)).isEmpty();
    assertThat(zombies()).isEmpty();
    assertThat(descriptors()).isLessThan(before + 20);
  }

  @Test
  void interrupted_children_that_ignore_it_and_leave_their_session_are_gone() throws Exception {
    int count = Boolean.getBoolean("speckit.exhaustive") ? 100 : 20;
    String stubborn =
        "trap '' TERM; setsid sh -c 'trap \"\" TERM; touch \"$READY\"; while :; do sleep 60; done'"
            + " & while :; do sleep 60; done";
    List<Thread> threads = new ArrayList<>();
    List<Custody.Ending> endings = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      Custody.Launch launch = launch(number, stubborn);
      threads.add(
          Thread.startVirtualThread(() -> {
            Custody.Ending ending = Custody.run(launch, silent());
            synchronized (endings) {
              endings.add(ending);
            }
          }));
    }
    for (int number = 0; number < count; number++) {
      while (!Files.exists(folder.resolve(number + ".ready"))) {
        Thread.sleep(5);
      }
    }
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(endings)
        .hasSize(count)
        .allMatch(each ->
            each instanceof Custody.Ending.Ended ended
                && ended.stop() == Custody.Stop.CANCELLED
                && ended.left().isEmpty());
    assertThat(ProcessScan.withEnvironment(MARK + "=" + folder)).isEmpty();
    assertThat(zombies()).isEmpty();
  }

  /// A read of a pipe on a virtual thread would hold its carrier, and nothing else would run.
  @Test
  void silent_children_do_not_keep_other_virtual_threads_from_running() throws Exception {
    int count = 300;
    CountDownLatch started = new CountDownLatch(count);
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      Custody.Launch launch = launch(number, "exec sleep 120");
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
    List<Long> waits = new ArrayList<>();
    for (int look = 0; look < 21; look++) {
      long from = System.nanoTime();
      Thread.startVirtualThread(() -> {}).join();
      waits.add(System.nanoTime() - from);
    }
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(waits.stream().sorted().toList().get(10))
        .isLessThan(TimeUnit.MILLISECONDS.toNanos(50));
    assertThat(ProcessScan.withEnvironment(MARK + "=" + folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "env -i", "setsid", "setsid sh -c 'sleep 60 & exec sleep 60'"})
  void what_a_program_leaves_when_it_ends_at_once_is_gone(String how) throws Exception {
    for (int turn = 0; turn < 10; turn++) {
      String left = how.endsWith("'") ? how : how + " sleep 60";
      Custody.Ending.Ended ended =
          endings(1, left + " >/dev/null 2>&1 & echo $!; exit 0").getFirst();
      long pid = Long.parseLong(Files.readString(folder.resolve("0.out")).strip());
      assertThat(ended.left()).isEmpty();
      assertThat(ProcessTable.row(pid).filter(row -> !row.isEnded())).isEmpty();
      assertThat(ProcessScan.withEnvironment(MARK + "=" + folder)).isEmpty();
    }
  }

  private List<Custody.Ending.Ended> endings(int count, String script) throws Exception {
    List<Future<Custody.Ending>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < count; number++) {
        Custody.Launch launch = launch(number, script);
        all.add(threads.submit(() -> Custody.run(launch, silent())));
      }
    }
    List<Custody.Ending.Ended> ended = new ArrayList<>();
    for (Future<Custody.Ending> one : all) {
      ended.add((Custody.Ending.Ended) one.get());
    }
    return ended;
  }

  private Custody.Launch launch(int number, String script) throws IOException {
    Path input = folder.resolve("in");
    if (!Files.exists(input)) {
      Files.createFile(input);
    }
    Path ready = folder.resolve(number + ".ready");
    return new Custody.Launch(
        List.of("/bin/sh", "-c", script),
        folder,
        Map.of(
            "PATH",
            "/usr/bin:/bin",
            MARK,
            folder.toString(),
            "N",
            number + "",
            "READY",
            "" + ready),
        input,
        folder.resolve(number + ".out"),
        folder.resolve(number + ".err"),
        OutputFilter.none(),
        OutputFilter.none(),
        null,
        Set.of(MARK, "N"),
        Custody.Bounds.within(Duration.ofMinutes(3), 1 << 20));
  }

  private static Custody.Watcher silent() {
    return new Custody.Watcher() {
      @Override
      public void started(ProcessIdentity process) {}

      @Override
      public void output(long bytes) {}
    };
  }

  /// Our children that ended and that nobody has asked.
  private static List<String> zombies() throws IOException {
    List<String> found = new ArrayList<>();
    String parent = ") Z " + ProcessHandle.current().pid() + " ";
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path one : all.filter(each -> each.getFileName().toString().matches("\\d+")).toList()) {
        stat(one).filter(stat -> stat.contains(parent)).ifPresent(found::add);
      }
    }
    return found;
  }

  /// Empty for a process that ended meanwhile.
  private static Optional<String> stat(Path process) {
    try {
      return Optional.of(Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
