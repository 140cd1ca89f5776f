package dev.speckit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Progress;
import dev.speckit.evidence.EvidenceTable.ArchiveRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An archiver that is killed at any moment loses no byte and doubles none.
class KilledArchiverTest {
  private static final int TRIALS = Boolean.getBoolean("speckit.exhaustive") ? 40 : 4;
  private static final int RUNS = 12;

  @TempDir Path folder;

  /// Archives all that is old, in a process of its own.
  static final class Archiver {
    private Archiver() {}

    public static void main(String[] words) throws Exception {
      try (Attic attic = new Attic(Path.of(words[0]))) {
        attic.days(40);
        AgeingPlan plan = attic.plan();
        Files.writeString(Path.of(words[1]), "begun");
        AgeingResult _ = attic.apply(plan);
      }
    }
  }

  @Test
  void nothing_is_lost_and_nothing_is_doubled() throws Exception {
    Random random = new Random(5);
    long whole = 400;
    int killed = 0;
    for (int i = 0; i < TRIALS; i++) {
      Path workspace = folder.resolve("w" + i);
      Map<String, String> before = fill(workspace, random);
      Path begun = folder.resolve("begun" + i);
      Process child = start(workspace, begun);
      while (!Files.exists(begun) && child.isAlive()) {
        Thread.onSpinWait();
      }
      long start = System.nanoTime();
      boolean _ = child.waitFor(random.nextLong(whole), TimeUnit.MILLISECONDS);
      if (child.isAlive()) {
        killed++;
      } else {
        whole = Math.max(20, (System.nanoTime() - start) / 1_000_000);
      }
      child.destroyForcibly().waitFor();
      try (Attic attic = new Attic(workspace)) {
        attic.days(41);
        AgeingResult result = attic.age();
        assertThat(result.errors()).isEmpty();
        assertThat(attic.plan().steps()).isEmpty();
        assertThat(attic.runs()).hasSize(1);
        Map<String, ArchiveRow> archives = attic.ledger().archives();
        assertThat(archives).as("one archive for each run").hasSize(RUNS);
        for (ArchiveRow each : archives.values()) {
          Restoring.Outcome _ =
              new Restoring(workspace, attic.now, Progress.silent())
                  .restore(
                      Restoring.file(workspace, each), each, workspace, Optional.of(attic.store));
        }
        assertThat(attic.runs()).isEqualTo(before);
      }
    }
    assertThat(killed).as("how many were really killed").isPositive();
  }

  private static Map<String, String> fill(Path workspace, Random random) throws Exception {
    try (Attic attic = new Attic(workspace)) {
      for (int run = 0; run < RUNS; run++) {
        String id = "202601%02d-101530-aaaaaa".formatted(run + 1);
        attic.run(id, 1001, "done", Attic.START.minus(Duration.ofDays(30 - run)));
        for (int file = 0; file < 6; file++) {
          byte[] bytes = new byte[random.nextInt(60_000)];
          random.nextBytes(bytes);
          attic.write(".speckit/runs/" + id + "/part-" + file + "/stdout.raw", bytes);
        }
      }
      attic.run("20260105-101530-ffffff", 1001, "done", Attic.START);
      attic.write(".speckit/runs/20260105-101530-ffffff/x", "last");
      attic.record();
      return new HashMap<>(attic.runs());
    }
  }

  private static Process start(Path workspace, Path begun) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Archiver.class.getName(),
            workspace.toString(),
            begun.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
