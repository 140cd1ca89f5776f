package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A repository from elsewhere starts no program before its reader has agreed.
class TrustIT {
  @TempDir Path folder;

  @Test
  void a_cloned_workspace_starts_nothing_until_it_is_trusted() throws Exception {
    Journey origin = Journey.of(folder.resolve("origin"), Journey.counting());
    git(origin.workspace(), "init", "--quiet");
    git(origin.workspace(), "add", ".");
    git(origin.workspace(), "commit", "--quiet", "-m", "all");
    Path clone = folder.resolve("clone");
    git(folder, "clone", "--quiet", origin.workspace().toString(), clone.toString());
    Journey journey = new Journey(clone, Speckit.in(clone, folder.resolve("origin/home")));

    Speckit.Ended refused = journey.run("run", "1001", "--on-question", "defer", "--json");
    assertThat(refused.exit()).as("%s", refused).isEqualTo(11);
    assertThat(Journey.codes(refused, "problems")).contains("untrusted-workspace");
    assertThat(refused.out()).contains("/bin/sh agents/alice.sh", "speckit trust");
    assertNothingRan(journey);

    assertThat(journey.run("trust").exit()).isZero();
    Speckit.Ended ran =
        journey.run("run", "1001", "--to", "plan", "--on-question", "defer", "--json");
    assertThat(ran.exit()).as("%s", ran).isZero();
    int calls = journey.calls().size();
    assertThat(calls).isPositive();

    assertThat(journey.run("untrust").exit()).isZero();
    assertThat(journey.run("run", "1001", "--on-question", "defer").exit()).isEqualTo(11);
    assertThat(journey.calls()).hasSize(calls);
    assertThat(journey.query("SELECT count(*) FROM run")).containsExactly("1");
  }

  @Test
  void a_run_of_a_workspace_that_lost_its_trust_is_not_resumed() {
    Journey journey = Journey.of(folder, Journey.counting());
    journey.mend("alice", "exit 0").mend("bob", "exit 0");
    assertThat(journey.run("run", "1001").exit()).isEqualTo(2);
    int calls = journey.calls().size();
    assertThat(journey.run("untrust").exit()).isZero();
    Speckit.Ended resumed = journey.run("resume", "last");
    assertThat(resumed.exit()).as("%s", resumed).isEqualTo(11);
    assertThat(journey.calls()).hasSize(calls);
  }

  /// The settings name programs, but no roster asks them: the analysts are speckit itself.
  @Test
  void a_workspace_whose_rosters_are_analysts_runs_without_trust() {
    Journey journey = Journey.untrusted(folder, Journey.counting());
    for (String subject : new String[] {"clarify", "checklist", "analyze", "plan", "tasks"}) {
      journey.roster(subject, "analyst-requirements");
    }
    Speckit.Ended ran =
        journey.run("run", "1001", "--to", "plan", "--on-question", "defer", "--json");
    assertThat(ran.exit()).as("%s", ran).isZero();
    assertThat(journey.calls()).isEmpty();
  }

  @Test
  void a_project_cannot_trust_itself() {
    Journey journey = Journey.untrusted(folder, Journey.counting());
    Path workspace = journey.workspace();
    String trusted =
        "{\"trusted\":[{\"path\":\"" + workspace + "\",\"at\":\"2026-01-01T00:00:00.000Z\"}]}";
    for (String place :
        new String[] {".config/speckit", ".speckit", "", "specs", ".speckit/config"}) {
      Workspaces.write(workspace.resolve(place).resolve("trusted.json"), trusted);
    }
    Speckit.Ended refused = journey.run("run", "1001");
    assertThat(refused.exit()).as("%s", refused).isEqualTo(11);
    String settings = Workspaces.read(workspace.resolve("speckit.toml"));
    for (String claim : new String[] {"trusted = true\n", "[trust]\ntrusted = true\n"}) {
      Workspaces.write(workspace.resolve("speckit.toml"), claim + settings);
      Speckit.Ended claimed = journey.run("run", "1001");
      assertThat(claimed.exit()).as("%s", claimed).isIn(11, 65);
    }
    assertThat(journey.calls()).isEmpty();
  }

  @Test
  void agents_of_the_users_own_settings_need_no_trust() {
    Journey journey = Journey.untrusted(folder, Journey.counting());
    Path workspace = journey.workspace();
    String settings = Workspaces.read(workspace.resolve("speckit.toml"));
    Workspaces.write(folder.resolve("home/.config/speckit/config.toml"), settings);
    Workspaces.write(workspace.resolve("speckit.toml"), "");
    Speckit.Ended ran =
        journey.run("run", "1001", "--to", "plan", "--on-question", "defer", "--json");
    assertThat(ran.exit()).as("%s", ran).isZero();
    assertThat(journey.calls()).isNotEmpty();
  }

  /// A project that changes one word of a user's agent has named a program itself.
  @Test
  void a_project_cannot_borrow_the_name_of_a_trusted_agent() {
    Journey journey = Journey.untrusted(folder, Journey.counting());
    String settings = Workspaces.read(journey.workspace().resolve("speckit.toml"));
    Workspaces.write(
        folder.resolve("home/.config/speckit/config.toml"),
        settings.replace("/bin/sh", "/bin/cat"));
    Speckit.Ended refused = journey.run("run", "1001");
    assertThat(refused.exit()).as("%s", refused).isEqualTo(11);
    assertThat(journey.calls()).isEmpty();
  }

  @Test
  void a_hostile_git_configuration_starts_nothing_on_any_command() throws Exception {
    Journey journey = Journey.untrusted(folder, Journey.counting());
    Path workspace = journey.workspace();
    for (String subject : new String[] {"clarify", "checklist", "analyze", "plan", "tasks"}) {
      journey.roster(subject, "analyst-requirements");
    }
    git(workspace, "init", "--quiet");
    git(workspace, "add", ".");
    git(workspace, "commit", "--quiet", "-m", "all");
    Path trap = workspace.resolve("trap.sh");
    Path sprung = folder.resolve("sprung");
    Workspaces.write(trap, "#!/bin/sh\necho \"$0 $*\" >>" + sprung + "\nexit 0\n");
    Path hooks = workspace.resolve(".git/hooks");
    for (String hook :
        new String[] {
          "pre-commit",
          "post-commit",
          "commit-msg",
          "prepare-commit-msg",
          "post-index-change",
          "reference-transaction",
          "post-checkout"
        }) {
      Workspaces.write(hooks.resolve(hook), "#!/bin/sh\n" + trap + " hook\n");
    }
    Files.writeString(
        workspace.resolve(".git/config"),
        """
        [core]
        	repositoryformatversion = 0
        	fsmonitor = %1$s
        	pager = %1$s
        	editor = %1$s
        	sshCommand = %1$s
        	askPass = %1$s
        [alias]
        	status = !%1$s
        	rev-parse = !%1$s
        [diff]
        	external = %1$s
        [filter "trap"]
        	clean = %1$s
        	smudge = %1$s
        	required = true
        [gpg]
        	program = %1$s
        [commit]
        	gpgSign = true
        [credential]
        	helper = !%1$s
        [user]
        	name = somebody
        	email = some@body.invalid
        """
            .formatted(trap));
    Workspaces.write(workspace.resolve(".gitattributes"), "* filter=trap diff=trap\n");
    List<String[]> commands =
        List.of(
            new String[] {"new", "feature", "Hive Alarm", "--parent", "1000"},
            new String[] {"run", "1001", "--to", "plan", "--on-question", "defer"},
            new String[] {"demo", "inner"},
            new String[] {"doctor"},
            new String[] {"check"},
            new String[] {"list"},
            new String[] {"init"});
    List<String> exits = new ArrayList<>();
    for (String[] command : commands) {
      Speckit.Ended ended = journey.run(command);
      exits.add(command[0] + " " + ended.exit());
      assertThat(ended.exit()).as("%s", ended).isNotIn(70, 64);
      assertThat(sprung).as("after %s", command[0]).doesNotExist();
    }
    assertThat(exits).contains("new 0", "run 0", "demo 0");
    git(workspace, "diff");
    assertThat(sprung).as("the trap works").exists();
  }

  private static void assertNothingRan(Journey journey) throws IOException {
    assertThat(journey.calls()).isEmpty();
    assertThat(journey.workspace().resolve(".speckit/runs")).doesNotExist();
    assertThat(journey.plan()).doesNotExist();
    Path store = journey.workspace().resolve(".speckit/speckit.db");
    if (Files.exists(store)) {
      assertThat(journey.query("SELECT run FROM run")).isEmpty();
    }
  }

  private static void git(Path directory, String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=someone", "-c", "user.email=some@one.invalid"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(Map.of("HOME", "/nonexistent", "GIT_CONFIG_NOSYSTEM", "1"));
    Process process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(process.waitFor()).as(String.join(" ", words)).isZero();
  }
}
