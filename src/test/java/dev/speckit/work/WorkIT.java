package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Work sessions as users hold them: one process for each action, real git, processes killed.
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class WorkIT {
  private static final int ROUNDS = Boolean.getBoolean("speckit.exhaustive") ? 100 : 3;
  private static final int PROCESSES = 8;
  private static final Pattern LINK =
      Pattern.compile("\\[\\[([^\\]|#]+)(?:#[^\\]|]*)?(?:\\|[^\\]]*)?\\]\\]");

  private static final String STUBBORN =
      "trap '' INT TERM; (sleep 301 & setsid sleep 302 & wait) & sleep 303 & echo $! >%s; wait";

  @TempDir Path temporary;

  @Test
  void the_workflow_of_the_design_is_replayed_and_every_link_leads_somewhere() throws Exception {
    Speckit speckit = workspace();
    ok(speckit, "work", "1014");
    ok(speckit, "work", "1014", "plan", "-m", "Use NFS for better compatibility");
    ok(speckit, "work", "1014", "approve");
    Workspaces.write(speckit.workspace().resolve("nas-setup.sh"), "#!/bin/sh\necho mounted\n");
    ok(speckit, "work", "1014", "implement", "-m", "Wrote the setup script");
    ok(speckit, "work", "1014", "test", "--run", "sh nas-setup.sh");
    ok(speckit, "work", "1014", "deliver", "nas-setup.sh", "--as", "scripts", "-m", "Mounts");
    ok(speckit, "work", "1014", "commit", "-m", "Mount the NAS");
    ok(speckit, "work", "1014", "done", "--status", "completed");

    for (String name : List.of("1014.context.md", "1014.spec.md")) {
      Path actual = speckit.workspace().resolve("specs/1000/1001").resolve(name);
      String golden = Workspaces.read(Path.of("src/test/resources/work/replayed-" + name));
      assertThat(masked(Workspaces.read(actual))).as(name).isEqualTo(golden);
    }
    assertThat(deadLinks(speckit.workspace())).isEmpty();
    Speckit.Ended again = speckit.run("work", "1014", "--status", "--json");
    assertThat(again.data().text("state")).contains("closed");
  }

  @Test
  void a_session_killed_between_and_inside_of_actions_stays_open_and_resumes() throws Exception {
    Speckit speckit = workspace();
    ok(speckit, "work", "1014", "plan", "-m", "Use NFS");
    Path pid = temporary.resolve("pid");
    Speckit.Started running =
        speckit.startInSession("work", "1014", "test", "--run", STUBBORN.formatted(pid));
    await(running, pid);
    assertThat(running.process().destroyForcibly().waitFor()).isNotZero();
    String home = "HOME=" + temporary.resolve("home");
    assertThat(ProcessScan.withEnvironment(home)).hasSizeGreaterThan(3);
    Speckit.Ended resumed = speckit.run("work", "1014", "--resume", "--json");
    assertThat(resumed.exit()).as(resumed.toString()).isZero();
    assertThat(resumed.data().object("next").orElseThrow().text("action")).contains("approve");
    assertThat(context(speckit, "1014"))
        .containsOnlyOnce("### Session")
        .contains("- Use NFS (")
        .doesNotContain("#### Testing");
    assertThat(resumed.json().objects("warnings").stream().map(each -> each.text("code")))
        .containsExactly(Optional.of("test-left-running"));
    assertThat(ProcessScan.withEnvironment(home)).isEmpty();
    Speckit.Ended again = speckit.run("work", "1014", "note", "And on", "--json");
    assertThat(again.json().objects("warnings")).isEmpty();
  }

  @Test
  void an_action_leaves_a_test_alone_whose_speckit_runs() throws Exception {
    Speckit speckit = workspace();
    Path pid = temporary.resolve("pid");
    Path end = temporary.resolve("end");
    Speckit.Started running =
        speckit.start(
            "work",
            "1014",
            "test",
            "--run",
            "echo $$ >" + pid + "; until [ -e " + end + " ]; do sleep 0.1; done");
    await(running, pid);
    Speckit.Ended note = speckit.run("work", "1014", "note", "Meanwhile", "--json");
    assertThat(note.json().objects("warnings")).isEmpty();
    Files.createFile(end);
    assertThat(running.ended().exit()).isZero();
    assertThat(context(speckit, "1014")).contains("✅ exit 0 in").contains("- Meanwhile (");
  }

  /// The command and what it starts do not listen to a polite request.
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void an_interrupted_test_command_is_ended_with_all_it_started(String signal) throws Exception {
    Speckit speckit = workspace();
    Path pid = temporary.resolve("pid");
    Speckit.Started running =
        speckit.start("work", "1014", "test", "--run", STUBBORN.formatted(pid));
    await(running, pid);
    String number = Long.toString(running.process().pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, number).start().waitFor()).isZero();
    assertThat(running.ended().exit()).isEqualTo(130);
    assertThat(ProcessScan.withEnvironment("HOME=" + temporary.resolve("home"))).isEmpty();
    assertThat(context(speckit, "1014")).contains("**Started**").doesNotContain("#### Testing");
  }

  @Test
  void eight_processes_on_one_spec_and_on_eight_lose_nothing() throws Exception {
    Speckit speckit = workspace();
    for (int i = 1; i <= PROCESSES; i++) {
      ok(speckit, "new", "task", "Task " + i, "--parent", "1001", "--id", "" + (1020 + i));
    }
    for (int round = 0; round < ROUNDS; round++) {
      List<Speckit.Started> started = new ArrayList<>();
      for (int i = 1; i <= PROCESSES; i++) {
        String text = "entry " + round + "-" + i + ".";
        started.add(speckit.start("work", "1014", "plan", "-m", text));
        started.add(speckit.start("work", "" + (1020 + i), "implement", "-m", text));
      }
      for (Speckit.Started each : started) {
        Speckit.Ended ended = each.ended();
        assertThat(ended.exit()).as(ended.toString()).isZero();
      }
    }
    List<Speckit.Started> commits = new ArrayList<>();
    for (int i = 1; i <= PROCESSES; i++) {
      commits.add(speckit.start("work", "" + (1020 + i), "commit", "-m", "Commit " + i));
    }
    for (Speckit.Started each : commits) {
      Speckit.Ended ended = each.ended();
      assertThat(ended.exit()).as(ended.toString()).isZero();
    }
    assertThat(context(speckit, "1014")).containsOnlyOnce("### Session");
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 1; i <= PROCESSES; i++) {
        String entry = "- entry " + round + "-" + i + ". (";
        assertThat(context(speckit, "1014")).containsOnlyOnce(entry);
        assertThat(context(speckit, "" + (1020 + i)))
            .containsOnlyOnce("### Session")
            .containsOnlyOnce(entry)
            .containsOnlyOnce(": Commit " + i + "\n");
      }
    }
    assertThat(deadLinks(speckit.workspace())).isEmpty();
  }

  private Speckit workspace() throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("ws"));
    Path home = Files.createDirectory(temporary.resolve("home"));
    Speckit speckit = Speckit.in(folder, home);
    git(folder, "init", "--quiet");
    git(folder, "config", "user.name", "Ada Lovelace");
    git(folder, "config", "user.email", "ada@example.org");
    ok(speckit, "init");
    ok(speckit, "new", "epic", "Foundation Infrastructure", "--id", "1000");
    ok(speckit, "new", "feature", "Cold Storage", "--id", "1001");
    ok(speckit, "new", "task", "Mount the NAS", "--parent", "1001", "--id", "1014");
    git(folder, "add", "--all");
    git(folder, "commit", "--quiet", "-m", "Start");
    return speckit;
  }

  private static void ok(Speckit speckit, String... words) {
    Speckit.Ended ended = speckit.run(words);
    assertThat(ended.exit()).as("%s: %s", List.of(words), ended).isZero();
  }

  private static String context(Speckit speckit, String id) {
    return Workspaces.read(
        speckit.workspace().resolve("specs/1000/1001").resolve(id + ".context.md"));
  }

  private static void git(Path folder, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(words));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static void await(Speckit.Started running, Path file) throws Exception {
    while (!Files.exists(file) || Files.size(file) == 0) {
      assertThat(running.process().isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }

  private static String masked(String text) {
    return text.replaceAll("\\d{4}-\\d{2}-\\d{2}", "DATE")
        .replaceAll("\\d{2}:\\d{2}", "TIME")
        .replaceAll("`[0-9a-f]{7,12}`", "`HASH`")
        .replaceAll("in [0-9.]+ s", "in N s")
        .replaceAll("\\d+(\\.\\d)? (minutes?|hours?)", "N minutes");
  }

  /// Written anew after the rules of Obsidian: beside the file that links, then from the root, with
  /// `.md` left out or not.
  private static List<String> deadLinks(Path workspace) throws Exception {
    List<String> dead = new ArrayList<>();
    try (Stream<Path> files = Files.walk(workspace.resolve("specs"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".md")).toList()) {
        Matcher matcher = LINK.matcher(Files.readString(file));
        while (matcher.find()) {
          String target = matcher.group(1).strip();
          boolean found =
              Stream.of(file.resolveSibling(target), workspace.resolve(target))
                  .flatMap(each -> Stream.of(each, Path.of(each + ".md")))
                  .anyMatch(Files::isRegularFile);
          if (!found) {
            dead.add(workspace.relativize(file) + ": " + target);
          }
        }
      }
    }
    return dead;
  }
}
