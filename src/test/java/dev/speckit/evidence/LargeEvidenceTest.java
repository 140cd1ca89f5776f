package dev.speckit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.spec.SpecId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LargeEvidenceTest {
  private static final int MEGABYTES = Boolean.getBoolean("speckit.exhaustive") ? 500 : 20;

  @TempDir Path folder;

  @Test
  void a_large_tree_is_archived_verified_and_restored_bit_for_bit() throws Exception {
    try (Attic attic = new Attic(folder)) {
      attic.run(Attic.OLD, 1001, "done", Attic.START.minus(Duration.ofDays(9)));
      attic.run(Attic.LAST, 1001, "done", Attic.START);
      Random random = new Random(1);
      for (int i = 0; i < MEGABYTES; i++) {
        attic.write(".speckit/runs/" + Attic.OLD + "/p" + i % 7 + "/" + i + ".raw", text(random));
      }
      Map<String, Long> before = hashes(attic);
      attic.record();
      attic.days(40);
      long start = System.nanoTime();
      AgeingResult result = attic.age();
      long archived = System.nanoTime();
      assertThat(result.errors()).isEmpty();
      AgeingResult.Made made = result.archives().getFirst();
      assertThat(
              new EvidenceCheck(folder, attic.ledger())
                  .check(_ -> true, _ -> true, _ -> true)
                  .wrong())
          .isEmpty();
      long verified = System.nanoTime();
      assertThat(attic.restore()).isInstanceOf(Restoring.Outcome.Restored.class);
      long restored = System.nanoTime();
      assertThat(hashes(attic)).isEqualTo(before);
      System.out.printf(
          java.util.Locale.ROOT,
          "%d MB: archived %.1f s, verified %.1f s, restored %.1f s, %.0f %% smaller, heap %d MB%n",
          MEGABYTES,
          (archived - start) / 1e9,
          (verified - archived) / 1e9,
          (restored - verified) / 1e9,
          100 - 100.0 * made.bytes() / made.originalBytes(),
          Runtime.getRuntime().totalMemory() >> 20);
    }
  }

  /// What agents write is text that repeats itself in part.
  private static byte[] text(Random random) {
    StringBuilder out = new StringBuilder(1 << 20);
    while (out.length() < 1 << 20) {
      out.append("{\"item\": ").append(random.nextInt(5000)).append(", \"text\": \"the door ");
      out.append(Integer.toHexString(random.nextInt())).append(" opens within a second\"}\n");
    }
    return out.substring(0, 1 << 20).getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Long> hashes(Attic attic) throws Exception {
    Map<String, Long> found = new java.util.TreeMap<>();
    Path runs = attic.workspace.resolve(".speckit/runs");
    for (Path each : dev.speckit.host.Disk.filesBelow(runs)) {
      found.put(
          runs.relativize(each).toString(),
          Long.parseUnsignedLong(dev.speckit.host.FileStream.sha256(each).substring(0, 16), 16));
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({"25,0,FINE", "25,1,NOTICE", "40,1,WARN", "50,0,WARN", "50,1,STOP"})
  void a_spec_is_warned_and_then_refused(long megabytes, long more, EvidenceLimits.Level level)
      throws Exception {
    SpecId spec = new SpecId(1001);
    Path file = folder.resolve(".speckit/runs/r1/x");
    java.nio.file.Files.createDirectories(file.getParent());
    try (java.io.RandomAccessFile sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((megabytes << 20) + more);
    }
    EvidenceLimits limits = EvidenceLimits.of(folder, Map.of("r1", 1001));
    assertThat(limits.specs().getFirst().level()).isEqualTo(level);
    assertThat(limits.large()).hasSize(1);
    assertThat(limits.warnings(spec)).hasSize(level == EvidenceLimits.Level.FINE ? 0 : 1);
    if (level == EvidenceLimits.Level.STOP) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> limits.refuse(spec))
          .isInstanceOfSatisfying(
              Failure.Blocked.class,
              blocked ->
                  assertThat(blocked.problems())
                      .extracting(Problem::remedy)
                      .first()
                      .asString()
                      .contains("speckit evidence archive 1001"));
    } else {
      limits.refuse(spec);
    }
  }
}
