package dev.speckit.spec.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `migrate` is killed (SIGKILL) at random moments, alone or with the git that it called.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class MigrationKillIT {
  private static final int TRIALS = Boolean.getBoolean("speckit.exhaustive") ? 40 : 5;
  private static final String GO_BACK = "go back with: ";

  /// So many that git needs a while to bring them to their new places.
  private static final int ROWS = 1500;

  @TempDir Path folder;
  private final Random random = new Random(20261121);

  /// What a killed migration left.
  private enum Left {
    OLD,
    NEW,
    HALF
  }

  @Test
  void a_kill_leaves_the_old_tree_or_the_new_one_or_a_named_way_back() throws Exception {
    OldVault origin = OldVault.in(folder.resolve("origin")).thirty();
    new OldTree(origin).writeMore();
    for (int row = 0; row < ROWS; row++) {
      origin.write(OldTree.folder(1001) + "rows/row-" + row + ".txt", "row " + row * 7919 + "\n");
    }
    origin.commit("Write specs");
    OldVault model = copy(origin, "model");
    long start = System.nanoTime();
    Speckit.Ended whole = speckit(model).run("migrate");
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertThat(whole.exit()).as(whole.toString()).isZero();
    Map<String, String> before = origin.files();
    Set<String> after = model.files().keySet();

    List<Left> left = new ArrayList<>();
    for (int trial = 0; trial < TRIALS; trial++) {
      OldVault vault = copy(origin, "trial-" + trial);
      kill(vault, trial, millis);
      left.add(look(vault, before, after));
    }
    assertThat(left).as("a tree was left half-way at least once").contains(Left.HALF);
  }

  /// One trial in three is killed anywhere, the others while git moves the files.
  private void kill(OldVault vault, int trial, long millis) throws Exception {
    Speckit.Started started = speckit(vault).startInSession("migrate");
    Process process = started.process();
    if (trial % 3 == 2) {
      boolean _ = process.waitFor(random.nextLong(millis), TimeUnit.MILLISECONDS);
    } else {
      Path pending = vault.root().resolve(".git/refs/speckit/pending");
      while (!Files.exists(pending) && process.isAlive()) {
        Thread.onSpinWait();
      }
      boolean _ = process.waitFor(random.nextLong(90_000), TimeUnit.MICROSECONDS);
    }
    boolean alone = trial % 4 == 3;
    String target = (alone ? "" : "-") + process.pid();
    int _ = new ProcessBuilder("kill", "-KILL", "--", target).start().waitFor();
    int _ = process.waitFor();
    // A git that outlives its caller may still complete what it was told to do.
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!ProcessScan.withEnvironment("HOME=" + home(vault) + "\0").isEmpty()) {
      assertThat(System.nanoTime()).as("git ends").isLessThan(deadline);
    }
  }

  private Left look(OldVault vault, Map<String, String> before, Set<String> after)
      throws Exception {
    boolean moved = vault.git("log", "--format=%s").startsWith("Move specs to the new layout\n");
    boolean clean = vault.git("status", "--porcelain").isEmpty();
    Speckit.Ended next = speckit(vault).run("migrate", "--json");
    if (next.exit() == 0) {
      assertThat(clean).as("speckit went on although something was not committed").isTrue();
      assertThat(vault.files().keySet()).isEqualTo(after);
      assertThat(vault.git("rev-list", "--count", "HEAD")).isEqualTo("2");
      assertThat(vault.git("status", "--porcelain")).isEmpty();
      return moved ? Left.NEW : Left.OLD;
    }
    String way = wayBack(next);
    assertThat(way).as(next.toString()).isNotEmpty();
    Process sh =
        new ProcessBuilder("sh", "-c", way)
            .directory(vault.root().toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(sh.waitFor()).as(way + "\n" + said).isZero();
    assertThat(vault.git("status", "--porcelain")).isEmpty();
    if (!moved) {
      assertThat(vault.files()).isEqualTo(before);
    }
    assertThat(speckit(vault).run("migrate").exit()).isZero();
    assertThat(vault.files().keySet()).isEqualTo(after);
    return Left.HALF;
  }

  /// The commands that the refusal names; a lock of git's that it names is to be removed.
  private static String wayBack(Speckit.Ended ended) {
    Json.Fields problem = ended.json().objects("problems").getFirst();
    if (problem.text("code").equals(Optional.of("index-locked"))) {
      return "rm '" + problem.object("place").orElseThrow().text("file").orElseThrow() + "'";
    }
    String remedy = problem.text("remedy").orElse("");
    int at = remedy.indexOf(GO_BACK);
    return at < 0 ? "" : remedy.substring(at + GO_BACK.length());
  }

  private OldVault copy(OldVault origin, String name) throws IOException, InterruptedException {
    Path target = folder.resolve(name);
    Process copy =
        new ProcessBuilder("cp", "-a", origin.root().toString(), target.toString()).start();
    assertThat(copy.waitFor()).isZero();
    return new OldVault(target.toRealPath());
  }

  private static Path home(OldVault vault) {
    return vault.root().resolveSibling("home-of-" + vault.root().getFileName());
  }

  private static Speckit speckit(OldVault vault) {
    Workspaces.write(home(vault).resolve("empty"), "");
    return Speckit.in(vault.root(), home(vault)).with("GIT_CONFIG_GLOBAL", "/dev/null");
  }
}
