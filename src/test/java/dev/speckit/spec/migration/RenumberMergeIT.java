package dev.speckit.spec.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two people on two branches, with the packaged program and its merge driver: after `renumber` git
/// merges without a question.
class RenumberMergeIT {
  @TempDir Path folder;

  @Test
  void renumbered_specs_merge_by_themselves_and_the_parent_names_both() throws Exception {
    MarkedVault vault = MarkedVault.in(folder.resolve("repository"));
    Path home = Files.createDirectories(folder.resolve("home"));
    Workspaces.write(home.resolve("empty"), "");
    Speckit speckit = Speckit.in(vault.vault().root(), home).with("GIT_CONFIG_GLOBAL", "/dev/null");
    assertThat(speckit.run("init").exit()).isZero();
    vault.spec("epic", "Doors", "1000", "");
    vault.spec("feature", "Locks", "1001", "1000");
    commit(vault, "Base");
    vault.git("branch", "bob");
    Set<String> before = new TreeSet<>(made(vault, "Keys"));
    vault.git("switch", "-q", "bob");
    before.addAll(made(vault, "Handles"));

    Speckit.Ended renumbered = speckit.run("renumber", "1002", "--json");
    assertThat(renumbered.exit()).as(renumbered.toString()).isZero();
    vault.git("merge", "-q", "-m", "Merge", "main");

    assertThat(vault.leads()).isEqualTo(before);
    assertThat(vault.findings()).isEmpty();
    assertThat(vault.read("specs/1000/epic.md"))
        .contains("[[1002/spec|Keys]]", "[[1003/spec|Handles]]");
    assertThat(speckit.run("renumber").out()).contains("No id is used twice");
  }

  private static Set<String> made(MarkedVault vault, String title) throws Exception {
    vault.spec("feature", title, "1002", "1000");
    vault.add("specs/1000/1002/context.md", "\nSee [[spec|1002 - " + title + "]].\n");
    commit(vault, title);
    return vault.leads();
  }

  private static void commit(MarkedVault vault, String message) throws Exception {
    vault.git("add", "-A");
    vault.git("commit", "-qm", message);
  }
}
