package dev.speckit.spec.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `renumber` is killed (SIGKILL) with the git that it called, while git moves the files.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RenumberKillIT {
  private static final int TRIALS = Boolean.getBoolean("speckit.exhaustive") ? 30 : 3;
  private static final String GO_BACK = "go back with: ";

  @TempDir Path folder;
  private final Random random = new Random(20261121);

  @Test
  void a_kill_leaves_the_old_id_or_the_new_one_or_a_named_way_back() throws Exception {
    MarkedVault vault = MarkedVault.in(folder.resolve("repository"));
    vault.write("speckit.toml", "");
    vault.spec("epic", "Doors", "1000", "");
    vault.spec("feature", "Locks", "1001", "1000");
    for (int row = 0; row < 1500; row++) {
      vault.write("specs/1000/1001/rows/row-" + row + ".txt", "row " + row * 7919 + "\n");
    }
    vault.git("add", "-A");
    vault.git("commit", "-qm", "Write specs");
    Set<String> leads = vault.leads();
    Map<String, String> before = files(vault);

    for (int trial = 0; trial < TRIALS; trial++) {
      kill(vault);
      boolean moved = vault.git("log", "-1", "--format=%s").startsWith("Renumber");
      goBack(vault);
      assertThat(vault.git("status", "--porcelain")).isEmpty();
      assertThat(vault.leads()).isEqualTo(leads);
      if (moved) {
        vault.git("reset", "-q", "--hard", "HEAD~1");
      }
      assertThat(files(vault)).isEqualTo(before);
    }
    Speckit.Ended whole = speckit(vault).run("renumber", "1001", "1047");
    assertThat(whole.exit()).as(whole.toString()).isZero();
    assertThat(vault.leads()).isEqualTo(leads);
  }

  private static Map<String, String> files(MarkedVault vault) throws Exception {
    Map<String, String> files = vault.vault().files();
    files.keySet().removeIf(each -> each.startsWith(".speckit"));
    return files;
  }

  private void kill(MarkedVault vault) throws Exception {
    Speckit.Started started = speckit(vault).startInSession("renumber", "1001", "1047");
    Process process = started.process();
    Path pending = vault.vault().root().resolve(".git/refs/speckit/pending");
    while (!Files.exists(pending) && process.isAlive()) {
      Thread.onSpinWait();
    }
    boolean _ = process.waitFor(random.nextLong(90_000), TimeUnit.MICROSECONDS);
    int _ = new ProcessBuilder("kill", "-KILL", "--", "-" + process.pid()).start().waitFor();
    int _ = process.waitFor();
    // A git that outlives its caller may still complete what it was told to do.
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!ProcessScan.withEnvironment("HOME=" + home(vault) + "\0").isEmpty()) {
      assertThat(System.nanoTime()).as("git ends").isLessThan(deadline);
    }
  }

  private static Path home(MarkedVault vault) {
    return vault.vault().root().resolveSibling("home");
  }

  /// Follows what the next call says until it finds nothing in its way.
  private static void goBack(MarkedVault vault) throws Exception {
    for (int i = 0; i < 3; i++) {
      Speckit.Ended next = speckit(vault).run("renumber", "1000", "--dry-run", "--json");
      if (next.exit() == 0) {
        return;
      }
      Json.Fields problem = next.json().objects("problems").getFirst();
      String remedy = problem.text("remedy").orElse("");
      int at = remedy.indexOf(GO_BACK);
      String way =
          problem.text("code").equals(Optional.of("index-locked"))
              ? "rm '" + problem.object("place").orElseThrow().text("file").orElseThrow() + "'"
              : at < 0 ? "" : remedy.substring(at + GO_BACK.length());
      assertThat(way).as(next.toString()).isNotEmpty();
      Process sh =
          new ProcessBuilder("sh", "-c", way)
              .directory(vault.vault().root().toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(sh.waitFor()).as(way + "\n" + said).isZero();
    }
    throw new AssertionError("three ways back lead nowhere");
  }

  private static Speckit speckit(MarkedVault vault) {
    Workspaces.write(home(vault).resolve("empty"), "");
    return Speckit.in(vault.vault().root(), home(vault)).with("GIT_CONFIG_GLOBAL", "/dev/null");
  }
}
