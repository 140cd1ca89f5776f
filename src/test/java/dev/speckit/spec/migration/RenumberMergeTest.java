package dev.speckit.spec.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two branches gave one id to two specs; one of them is renumbered, then they are merged.
class RenumberMergeTest {
  @TempDir Path temporary;
  private MarkedVault vault;

  @BeforeEach
  void base() throws Exception {
    vault = MarkedVault.in(temporary.resolve("repository"));
    vault.write("speckit.toml", "");
    vault.spec("epic", "Doors", "1000", "");
    vault.spec("feature", "Locks", "1001", "1000");
    vault.spec("feature", "Frames", "1002", "1000");
    vault.git("add", "-A");
    vault.git("commit", "-qm", "Base");
    vault.git("branch", "bob");
  }

  /// A feature with a task, a session, deliverables, and links from everywhere.
  private void feature(String id, String task, String name) throws Exception {
    String step = "Cut " + name;
    vault.spec("feature", name, id, "1000");
    vault.spec("task", step, task, id);
    String folder = "specs/1000/" + id + "/";
    deliverable(folder, "spec", "context", id, name);
    deliverable(folder, task + ".spec", task + ".context", task, step.replace(' ', '-'));
    links(name, folder + "spec", id, folder + task + ".spec", task);
  }

  private void deliverable(String folder, String spec, String context, String id, String name) {
    String script = "deliverables/scripts/" + name + ".sh";
    vault.write(
        folder + script,
        "#!/bin/sh\n# Spec: [[../../%s|%s - %s]]\n# Context: [[../../%s|Implementation Journal]]\n# mark=%s-script\n%s"
            .formatted(spec, id, name, context, name, "echo " + name + "\n" + "true\n".repeat(9)));
    vault.add(folder + spec + ".md", "\n## Deliverables\n- [[" + script + "|" + name + ".sh]]\n");
    vault.add(folder + context + ".md", session(name));
    vault.add(
        folder + context + ".md", "\n## Deliverables\n- [[" + script + "|" + name + ".sh]]\n");
  }

  private static String session(String name) {
    return """

    ### 2026-11-20 10:00 - Session 1
    **Participants**: Ada Lovelace

    #### Planning
    - 10:00 Planned how %s is made

    #### Implementation
    - 10:20 Wrote [[deliverables/scripts/%s.sh|%s.sh]]

    **Duration**: 20 minutes
    """
        .formatted(name, name, name);
  }

  private void links(String name, String spec, String id, String task, String taskId) {
    vault.write(
        "docs/" + name + ".md",
        """
        # About %s
        mark=%s-guide

        See [[%s|%s - %s]], [%s - the thing](../%s.md#purpose), [[%s]] and [[%s.spec|%s: its step]].
        Told in %s.md and by %s/FR-001.
        """
            .formatted(name, name, spec, id, name, id, spec, task, taskId, taskId, spec, id));
    vault.write(
        "src/" + name + ".py",
        "# Spec: [[../%s|%s - %s]]\n# mark=%s-source\nrun()\n".formatted(spec, id, name, name));
  }

  private void commit(String message) throws Exception {
    vault.git("add", "-A");
    vault.git("commit", "-qm", message);
  }

  /// Keeps the lines of both sides.
  private void merge(String branch) throws Exception {
    Process merge =
        new ProcessBuilder("git", "merge", "-q", "-m", "Merge", branch)
            .directory(vault.vault().root().toFile())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(merge.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (merge.waitFor() == 0) {
      return;
    }
    assertThat(vault.git("diff", "--name-only", "--diff-filter=U"))
        .as(said)
        .isEqualTo("specs/1000/epic.md");
    String epic = vault.read("specs/1000/epic.md");
    vault.write("specs/1000/epic.md", epic.replaceAll("(?m)^(<<<<<<<|=======|>>>>>>>).*\n", ""));
    commit("Merge " + branch);
  }

  @ParameterizedTest
  @CsvSource({"main,bob,true", "main,bob,false", "bob,main,true", "bob,main,false"})
  void two_features_of_one_id_with_tasks_of_one_id_stand_side_by_side_after_the_merge(
      String renumbered, String other, boolean here) throws Exception {
    feature("1003", "1004", "Keys");
    commit("Keys");
    Set<String> before = new TreeSet<>(vault.leads());
    vault.git("switch", "-q", "bob");
    feature("1003", "1004", "Handles");
    commit("Handles");
    before.addAll(vault.leads());
    assertThat(before).noneMatch(each -> each.contains("DEAD"));

    vault.git("switch", "-q", renumbered);
    Report listed = vault.renumber();
    assertThat(
            listed.data().objects("collisions").stream()
                .map(each -> each.text("repair").orElse("")))
        .containsExactly("speckit renumber 1003", "speckit renumber 1004");
    assertThat(vault.renumber("1003").data().text("id")).contains("1005");
    assertThat(vault.renumber("1004").data().text("id")).contains("1006");
    assertThat(vault.renumber().data().objects("collisions")).isEmpty();
    assertThat(vault.findings()).isEmpty();
    vault.git("switch", "-q", here ? renumbered : other);
    merge(here ? other : renumbered);

    assertThat(vault.leads()).isEqualTo(before);
    assertThat(vault.findings()).isEmpty();
    assertThat(vault.renumber().data().objects("collisions")).isEmpty();
    assertThat(vault.read("specs/1000/epic.md"))
        .contains("[[1003/spec|", "[[1005/spec|", "|Keys]]", "|Handles]]");
    String name = renumbered.equals("main") ? "Keys" : "Handles";
    assertThat(vault.read("docs/" + name + ".md"))
        .contains(
            "[[specs/1000/1005/spec|1005 - " + name + "]]",
            "[1005 - the thing](../specs/1000/1005/spec.md#purpose)",
            "[[specs/1000/1005/1006.spec]]",
            "[[1006.spec|1006: its step]]",
            "Told in specs/1000/1003/spec.md and by 1003/FR-001.");
    assertThat(vault.read("specs/1000/1005/deliverables/scripts/" + name + ".sh"))
        .contains("# Spec: [[../../spec|1005 - " + name + "]]");
    assertThat(vault.read("specs/1000/1005/context.md")).contains("[[spec|1005 - " + name + "]]");
    assertThat(vault.read("src/" + name + ".py"))
        .contains("[[../specs/1000/1005/spec|1005 - " + name + "]]");
  }

  @ParameterizedTest
  @CsvSource({"main,bob", "bob,main"})
  void two_tasks_of_one_feature_with_one_id(String renumbered, String other) throws Exception {
    Set<String> before = twoTasks("1001", "1001");

    vault.git("switch", "-q", renumbered);
    Report report = vault.renumber("1003");
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(report.data().text("id")).contains("1004");
    String name = renumbered.equals("main") ? "Bolt" : "Hinge";
    assertThat(vault.vault().filesOrFail().keySet())
        .contains(
            "specs/1000/1001/1004.spec.md",
            "specs/1000/1001/1004.context.md",
            "specs/1000/1001/1004.plan.md",
            "specs/1000/1001/deliverables/scripts/" + name + ".sh")
        .noneMatch(each -> each.startsWith("specs/1000/1001/1003"));
    Process merge =
        new ProcessBuilder("git", "merge", "-q", "-m", "Merge", other)
            .directory(vault.vault().root().toFile())
            .start();
    if (merge.waitFor() != 0) {
      String feature = vault.read("specs/1000/1001/spec.md");
      vault.write(
          "specs/1000/1001/spec.md", feature.replaceAll("(?m)^(<<<<<<<|=======|>>>>>>>).*\n", ""));
      commit("Merge");
    }

    assertThat(vault.leads()).isEqualTo(before);
    assertThat(vault.findings()).isEmpty();
    assertThat(vault.read("specs/1000/1001/spec.md")).contains("|Bolt]]", "|Hinge]]");
  }

  @ParameterizedTest
  @CsvSource({"1001", "1002"})
  void two_tasks_of_two_features_that_came_by_merge_are_told_apart_by_their_paths(String feature)
      throws Exception {
    Set<String> before = twoTasks("1001", "1002");
    // The short names of both lead to two files between the merge and the repair.
    vault.git("switch", "-q", "main");
    vault.git("merge", "-q", "-m", "Merge", "bob");

    Report listed = vault.renumber();
    assertThat(listed.data().objects("collisions").stream().map(Json.Fields::toString))
        .anyMatch(each -> each.contains("speckit renumber specs/1000/1002/1003.spec.md"));
    assertThat(vault.renumber("specs/1000/" + feature + "/1003.spec.md").data().text("id"))
        .contains("1004");

    Set<String> after = vault.leads();
    assertThat(after).isEqualTo(before);
    assertThat(vault.findings()).isEmpty();
    assertThat(vault.renumber().data().objects("collisions")).isEmpty();
  }

  private Set<String> twoTasks(String one, String other) throws Exception {
    task(one, "Bolt");
    commit("Bolt");
    Set<String> before = new TreeSet<>(vault.leads());
    vault.git("switch", "-q", "bob");
    task(other, "Hinge");
    commit("Hinge");
    before.addAll(vault.leads());
    return before;
  }

  private void task(String feature, String name) throws Exception {
    String folder = "specs/1000/" + feature + "/";
    vault.spec("task", name, "1003", feature);
    vault.write(
        folder + "1003.plan.md",
        "# Plan: 1003 - " + name + "\nmark=" + name + "-plan\n\nOf [[1003.spec]].\n");
    deliverable(folder, "1003.spec", "1003.context", "1003", name);
    vault.write(
        "docs/" + name + ".md",
        "mark="
            + name
            + "-guide [["
            + folder
            + "1003.spec|1003 - x]] [y](../"
            + folder
            + "1003.context.md)\n");
  }

  @Test
  void a_merge_that_stopped_is_refused_with_the_commands_that_lead_there() throws Exception {
    feature("1003", "1004", "Keys");
    commit("Keys");
    Set<String> before = new TreeSet<>(vault.leads());
    vault.git("switch", "-q", "bob");
    feature("1003", "1005", "Handles");
    commit("Handles");
    before.addAll(vault.leads());
    Process merge =
        new ProcessBuilder("git", "merge", "-q", "main")
            .directory(vault.vault().root().toFile())
            .start();
    assertThat(merge.waitFor()).as("the merge stops").isNotZero();

    String commands = String.join("; ", vault.renumber().data().texts("steps"));
    assertThat(commands).isEqualTo("git merge --abort; speckit renumber 1003 1006; git merge main");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> vault.renumber("1003"))
        .isInstanceOfSatisfying(
            dev.speckit.failure.Failure.Invalid.class,
            failure ->
                assertThat(failure.problems()).anyMatch(each -> commands.equals(each.remedy())));

    for (String command : List.of(commands.split("; ", -1))) {
      if (command.startsWith("speckit renumber ")) {
        Report _ = vault.renumber(command.substring("speckit renumber ".length()).split(" ", -1));
      } else if (command.startsWith("git merge main")) {
        merge("main");
      } else {
        vault.git(command.substring("git ".length()).split(" ", -1));
      }
    }
    assertThat(vault.leads()).isEqualTo(before);
    assertThat(vault.findings()).isEmpty();
  }

  @Test
  void a_merge_that_stopped_has_one_plan() throws Exception {
    feature("1003", "1004", "Keys");
    feature("1005", "1006", "Bars");
    commit("Keys");
    vault.git("switch", "-q", "bob");
    feature("1003", "1006", "Handles");
    feature("1005", "1004", "Rails");
    commit("Handles");
    Process stopped =
        new ProcessBuilder("git", "merge", "-q", "main")
            .directory(vault.vault().root().toFile())
            .start();
    assertThat(stopped.waitFor()).isNotZero();

    Report report = vault.renumber();
    String plan = String.join("; ", report.data().texts("steps"));
    List<Json.Fields> found = report.data().objects("collisions");
    assertThat(found)
        .extracting(each -> each.text("id").orElseThrow())
        .contains("1003", "1005")
        .doesNotHaveDuplicates();
    assertThat(found).extracting(each -> each.text("repair").orElseThrow()).containsOnly(plan);
    for (Json.Fields each : found) {
      String id = each.text("id").orElseThrow();
      assertThat(plan).containsOnlyOnce("speckit renumber " + id + " ");
      if (!id.equals("1003") && !id.equals("1005")) {
        continue;
      }
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> vault.renumber(id))
          .isInstanceOfSatisfying(
              dev.speckit.failure.Failure.class,
              failure -> assertThat(failure.problems()).anyMatch(one -> plan.equals(one.remedy())));
    }
  }
}
