package dev.speckit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.Refusal;
import dev.speckit.testkit.Snapshot;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program, as a person and an agent call it.
class AgentsIT {
  @TempDir Path folder;
  private Path workspace;
  private Speckit speckit;

  @BeforeEach
  void make() {
    workspace = Workspaces.createSpecs(folder.resolve("w"));
    speckit = Speckit.in(workspace, folder.resolve("home"));
  }

  @Test
  void what_is_installed_leads_to_a_guide_that_exists_and_goes_without_a_trace() throws Exception {
    Map<String, String> before = Snapshot.of(workspace);
    String checked = speckit.run("check", "--json").data().write();
    String linked = speckit.run("link", "check", "--json").data().write();
    String listed = speckit.run("list").out();
    assertThat(speckit.run("agents", "install", "claude,gemini,", "codex").exit()).isZero();
    String text = Files.readString(workspace.resolve(".claude/commands/spec_work.md"));
    assertThat(text).contains("`speckit guide work $ARGUMENTS`");
    Speckit.Ended guide = speckit.run("guide", "work", "1001", "--status", "please");
    assertThat(guide.exit()).isZero();
    assertThat(guide.out()).contains("Beehive Scale", "speckit work 1001 --status", "please");

    assertThat(speckit.run("check", "--json").data().write()).isEqualTo(checked);
    assertThat(speckit.run("link", "check", "--json").data().write()).isEqualTo(linked);
    assertThat(speckit.run("list").out()).isEqualTo(listed);
    assertThat(speckit.run("agents", "uninstall").exit()).isZero();
    assertThat(Snapshot.of(workspace)).containsExactlyEntriesOf(before);
  }

  @Test
  void bad_calls_and_a_bad_manifest_change_nothing() throws Exception {
    assertThat(Refusal.of(speckit, "agents", "install", "claude,none").line())
        .isEqualTo("64 unknown-agent");
    assertThat(Refusal.of(speckit, "agents", "install").line()).isEqualTo("64 no-agent");
    assertThat(Refusal.of(speckit, "guide", "work", "1002").line()).isEqualTo("64 unknown-spec");
    Files.writeString(workspace.resolve("specs/.agents.json"), "{\n  nothing\n");
    assertThat(Refusal.of(speckit, "agents", "install", "all").line())
        .startsWith("65 broken-manifest specs/.agents.json:2");
    assertThat(Refusal.of(speckit, "agents", "uninstall").line())
        .startsWith("65 broken-manifest specs/.agents.json:2");
  }
}
