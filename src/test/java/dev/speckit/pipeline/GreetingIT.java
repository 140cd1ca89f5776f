package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.GreetingProject;
import dev.speckit.testkit.ProcessScan;
import dev.speckit.testkit.Speckit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example of a greeting as it is shipped, with the packaged program: from its spec to its
/// release.
class GreetingIT {
  @TempDir Path folder;

  @Test
  void the_example_stops_for_its_question_and_goes_on_to_its_release() {
    GreetingProject project = GreetingProject.shipped(folder.resolve("desk"));
    Path java = Path.of(System.getProperty("java.home"), "bin");
    Speckit speckit =
        Speckit.in(project.workspace(), folder.resolve("home"))
            .with("PATH", java + ":" + System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    String base = project.head();
    assertThat(speckit.run("trust").exit()).isZero();
    Speckit.Ended waiting = speckit.run("auto", "1001", "--json");
    assertThat(waiting.exit()).as("%s", waiting).isEqualTo(10);
    String question =
        waiting.data().objects("questions").stream()
            .filter(each -> each.text("state").equals(Optional.of("open")))
            .findFirst()
            .flatMap(each -> each.text("id"))
            .orElseThrow();
    Speckit.Ended answered = speckit.run("answer", "last", question + "=yes");
    assertThat(answered.exit()).as("%s", answered).isZero();
    assertThat(project.read("specs/1000/1001/spec.md")).contains("## Clarifications", question);
    Speckit.Ended done = speckit.run("resume", "last", "--json");
    assertThat(done.exit()).as("%s", done).isZero();
    assertThat(done.data().text("state")).contains("done");
    String run = done.data().text("run").orElseThrow();
    implemented(done.data());
    proven(done.data());
    assertThat(project.read("specs/1000/1001/unlock.md")).contains("**Unlocked.** 3 of 3");
    assertThat(project.since(base)).hasSize(1);
    assertThat(project.git("log", "-1", "--format=%B"))
        .contains("Spec: 1001", "Run: " + run, "Agent: alice");
    assertThat(project.changes()).isEmpty();
    assertThat(project.workTrees()).isEmpty();
    assertThat(project.kept()).hasSize(3);
    assertThat(ProcessScan.withEnvironment("SPECKIT_RUN=" + run)).isEmpty();
  }

  private static void implemented(Json.Fields run) {
    List<Json.Fields> checks = Journey.stage(run, "implement").objects("checks");
    Json.Fields base =
        checks.stream()
            .filter(each -> each.text("tree").equals(Optional.of("base")))
            .findFirst()
            .orElseThrow();
    assertThat(base.truth("passed")).contains(false);
    Json.Fields alice =
        checks.stream()
            .filter(each -> each.text("tree").equals(Optional.of("candidate alice")))
            .findFirst()
            .orElseThrow();
    assertThat(alice.truth("passed")).contains(true);
  }

  /// The counts come from the JUnit reports.
  private static void proven(Json.Fields run) {
    Json.Fields workspace = Journey.stage(run, "validate").objects("checks").getFirst();
    assertThat(workspace.truth("passed")).contains(true);
    Json.Fields tests = workspace.objects("results").getFirst().object("tests").orElseThrow();
    assertThat(tests.integer("passed")).contains(6L);
    assertThat(Journey.stage(run, "validate").objects("requirements")).hasSize(6);
  }
}
