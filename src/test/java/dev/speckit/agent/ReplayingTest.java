package dev.speckit.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Recorded agents who change files.
final class ReplayingTest {
  private static final Clocks CLOCKS =
      new Clocks(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));
  private static final String PATCH =
      """
      diff --git a/src/a.txt b/src/a.txt
      --- a/src/a.txt
      +++ b/src/a.txt
      @@ -1 +1 @@
      -old
      +new
      diff --git a/src/b.txt b/src/b.txt
      new file mode 100644
      --- /dev/null
      +++ b/src/b.txt
      @@ -0,0 +1 @@
      +b
      """;

  @TempDir Path folder;
  private Path root;
  private Path work;
  private Path recorded;

  @BeforeEach
  void begin() throws Exception {
    root = Files.createDirectories(folder.resolve("root"));
    write(root.resolve("desk/src/a.txt"), "old\n");
    git(root, "init", "--quiet");
    git(root, "add", "-A");
    git(root, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "x");
    git(root, "worktree", "add", "--quiet", "--detach", folder.resolve("tree").toString());
    work = folder.resolve("tree/desk");
    recorded = Files.createDirectories(folder.resolve("recorded"));
    write(recorded.resolve("implement.txt"), "{\"summary\": \"done\"}");
  }

  @Test
  void the_recorded_changes_are_made_below_the_workspace() throws Exception {
    write(recorded.resolve("implement.patch"), PATCH);
    assertThat(run(work).outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(work.resolve("src/a.txt")).hasContent("new\n");
    assertThat(work.resolve("src/b.txt")).hasContent("b\n");
  }

  @Test
  void what_a_killed_attempt_left_is_taken_back_first() throws Exception {
    write(recorded.resolve("implement.patch"), PATCH);
    write(work.resolve("src/a.txt"), "half");
    write(work.resolve("src/b.txt"), "half");
    write(work.resolve("left/over.txt"), "half");
    assertThat(run(work).outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(work.resolve("src/a.txt")).hasContent("new\n");
    assertThat(work.resolve("left")).doesNotExist();
  }

  @Test
  void an_attempt_may_have_changes_of_its_own() throws Exception {
    write(recorded.resolve("implement.patch"), "no patch");
    write(recorded.resolve("implement-1.patch"), PATCH);
    assertThat(run(work).outcome()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void without_a_patch_only_the_answer_is_given() throws Exception {
    assertThat(run(work).outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(work.resolve("src/a.txt")).hasContent("old\n");
  }

  @ParameterizedTest
  @CsvSource({
    "src/a.txt, -other, patch failed",
    "../../out.txt, -old, invalid path",
    "missing.txt, -old, missing.txt"
  })
  void a_patch_that_cannot_be_applied_is_a_crash_with_its_reason(
      String path, String line, String reason) throws Exception {
    Path outside = folder.resolve("out.txt");
    write(outside, "old\n");
    String patch = PATCH.replace("src/a.txt", path).replace("-old", line);
    write(recorded.resolve("implement.patch"), patch);
    AttemptResult result = run(work);
    assertThat(result.outcome()).isEqualTo(Outcome.CRASHED);
    assertThat(result.reason())
        .contains("the recorded patch could not be applied: ")
        .contains(reason);
    assertThat(work.resolve("src/b.txt")).doesNotExist();
    assertThat(outside).hasContent("old\n");
  }

  @Test
  void a_patch_does_not_follow_a_link_out_of_the_tree() throws Exception {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    write(outside.resolve("a.txt"), "old\n");
    String link =
        "diff --git a/out b/out\nnew file mode 120000\n--- /dev/null\n+++ b/out\n@@ -0,0 +1 @@\n+"
            + outside
            + "\n\\ No newline at end of file\n";
    write(recorded.resolve("implement.patch"), link + PATCH.replace("src/a.txt", "out/a.txt"));
    assertThat(run(work).outcome()).isEqualTo(Outcome.CRASHED);
    assertThat(outside.resolve("a.txt")).hasContent("old\n");
  }

  @Test
  void the_users_own_work_tree_is_never_touched() throws Exception {
    write(recorded.resolve("implement.patch"), PATCH);
    write(root.resolve("desk/mine.txt"), "mine");
    AttemptResult result = run(root.resolve("desk"));
    assertThat(result.outcome()).isEqualTo(Outcome.CRASHED);
    assertThat(result.reason()).contains("no work tree made for an agent");
    assertThat(root.resolve("desk/mine.txt")).hasContent("mine");
    assertThat(root.resolve("desk/src/a.txt")).hasContent("old\n");
  }

  @Test
  void other_subjects_have_no_changes() throws Exception {
    write(recorded.resolve("audit.txt"), "{\"findings\": [], \"verdict\": \"pass\"}");
    write(recorded.resolve("audit.patch"), PATCH);
    assertThat(run(work, Subject.AUDIT).outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(work.resolve("src/a.txt")).hasContent("old\n");
  }

  private AttemptResult run(Path workspace) throws InterruptedException {
    return run(workspace, Subject.IMPLEMENT);
  }

  private AttemptResult run(Path workspace, Subject subject) throws InterruptedException {
    AgentDefinition replay =
        new AgentDefinition.Replay(
            new AgentName("alice"), recorded, CLOCKS, AgentDefinition.Origin.USER);
    AgentTask task = new AgentTask("run-1", "1001", subject, workspace, "Do it.");
    return new AgentBatch(Host.system())
        .run(
            List.of(AgentCall.first(replay, true, task, folder.resolve("run"))),
            new BatchLimits(1, Duration.ofSeconds(60), 1, false, 1 << 20),
            AttemptListener.NONE)
        .getFirst()
        .last()
        .orElseThrow();
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void git(Path folder, String... words) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    assertThat(new ProcessBuilder(command).directory(folder.toFile()).start().waitFor()).isZero();
  }
}
