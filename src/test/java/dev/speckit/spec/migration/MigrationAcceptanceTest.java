package dev.speckit.spec.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.json.Json;
import dev.speckit.spec.deliverable.TraceBack;
import dev.speckit.spec.link.LinkCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole tree of thirty specs, as long and as full of links as real ones, migrated at once.
class MigrationAcceptanceTest {
  @TempDir Path temporary;
  private OldVault vault;
  private Map<String, String> before;
  private String tree;
  private Report report;

  @BeforeEach
  void migrate() throws Exception {
    vault = OldVault.in(temporary.resolve("repository")).thirty();
    OldTree specs = new OldTree(vault);
    specs.writeMore();
    vault.commitAs("ada", "2026-01-02T10:00:00+0000", "Write specs");
    specs.complete();
    before = vault.files();
    tree = vault.git("rev-parse", "HEAD^{tree}");
    String head = vault.git("rev-parse", "HEAD");
    report = vault.migrate();
    assertThat(vault.git("rev-parse", "HEAD~1")).as("one commit").isEqualTo(head);
    assertThat(vault.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void nothing_is_left_in_the_old_layout_and_nobody_is_warned() {
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(report.warnings()).isEmpty();
    assertThat(vault.specs()).hasSize(30);
    assertThat(vault.filesOrFail().keySet())
        .noneMatch(name -> name.contains("-epic-") || name.contains("-feature-"));
  }

  @Test
  void no_link_is_dead_ambiguous_or_one_way() throws Exception {
    Report check =
        new LinkCommand(vault.host(), (spec, file, text) -> TraceBack.of(spec, file).addTo(text))
            .run(
                new Call(
                    new Arguments(Map.of("action", List.of("check"))),
                    Progress.silent(),
                    Optional.empty()));
    assertThat(check.data().objects("findings").stream().map(Json.Fields::toString))
        .filteredOn(each -> !each.contains("\"info\""))
        .isEmpty();
    assertThat(check.exit()).isEqualTo(ExitCode.OK);
    assertThat(check.data().toString()).doesNotContain("\"links\":0");
  }

  @Test
  void links_of_every_form_lead_to_the_new_places() {
    assertThat(vault.read("specs/1000/1001/spec.md"))
        .contains(
            "[[../1002/spec]] and [[../1002/spec#Purpose|the second]]",
            "[the third](../1003/spec.md \"The third\")",
            "[its first step](<../1003/1031.spec.md#goal>)",
            "[[specs/2000/epic|Part 2000]]",
            "[[3000/3001/notes|notes]]",
            "[there](/specs/3000/3003/spec.md), here [[#Purpose]]",
            "[folder](../1002/) and by [reference][ref]",
            "![[shelf (1).png]] and ![shelf](pictures/shelf%20%281%29.png)",
            "[web](https://example.org/x.spec.md)",
            "[ref]: ../../2000/2001/spec.md\n",
            "| step | [[1011.spec\\|step one]] |",
            "```\n[[../1000-epic-part1000.spec|an example that stays as it is]]\n```");
    assertThat(vault.read("README.md"))
        .contains(
            "(specs/1000/1001/spec.md#purpose)",
            "(specs/1000/)",
            "(specs/1000/1001/deliverables/scripts/mount.sh)");
    assertThat(vault.read("docs/plan.md"))
        .contains("[[specs/3000/3003/spec|Three]]", "(../specs/2000/epic.md#features)");
    assertThat(vault.read("src/check.py"))
        .isEqualTo("# Spec: [[../specs/3000/3001/3011.spec|Step]]\nrun()\n");
  }

  @Test
  void the_history_of_every_moved_file_can_be_followed() throws Exception {
    List<Json.Fields> moves = report.data().objects("moves");
    assertThat(moves).hasSizeGreaterThan(40);
    for (Json.Fields move : moves) {
      String to = move.text("to").orElseThrow();
      assertThat(vault.git("log", "--follow", "--format=%s", "--", to).lines().toList())
          .as(to)
          .startsWith("Move specs to the new layout")
          .endsWith(born(move.text("from").orElseThrow()));
    }
  }

  private static String born(String from) {
    if (from.endsWith("clean.py")) {
      return "Clean up";
    }
    boolean search = from.endsWith("index.sh") || from.endsWith("search.md");
    return search ? "Search by name for 2002" : "Write specs";
  }

  @Test
  void reverting_the_commit_restores_every_byte() throws Exception {
    vault.git("revert", "--no-edit", report.data().text("commit").orElseThrow());
    assertThat(vault.files()).isEqualTo(before);
    assertThat(vault.git("rev-parse", "HEAD^{tree}")).isEqualTo(tree);
  }

  @Test
  void deliverables_of_completed_specs_are_registered_in_spec_and_context() {
    assertThat(report.data().texts("contexts"))
        .containsExactlyInAnyOrder("specs/2000/2002/context.md", "specs/3000/3002/3021.context.md");
    for (String file : List.of("specs/2000/2002/spec.md", "specs/2000/2002/context.md")) {
      assertThat(vault.read(file))
          .as(file)
          .contains(
              "[[deliverables/scripts/index.sh|index.sh]]",
              "[[deliverables/docs/search.md|search.md]]",
              "src/search.py");
    }
    for (String file : List.of("specs/3000/3002/3021.spec.md", "specs/3000/3002/3021.context.md")) {
      assertThat(vault.read(file)).as(file).contains("[[deliverables/scripts/clean.py|clean.py]]");
    }
  }

  @Test
  void deliverables_carry_a_comment_that_leads_back_where_their_format_has_any() {
    String folder = "specs/1000/1001/deliverables/";
    assertThat(vault.read(folder + "scripts/mount.sh"))
        .startsWith(
            "#!/bin/sh\n"
                + "# Spec: [[../../spec|Thing 1001]]\n"
                + "# Context: [[../../context|Implementation Journal]]\nset -eu\n");
    assertThat(vault.read(folder + "docs/guide.md"))
        .startsWith("<!-- Spec: [[../../spec|Thing 1001]] -->\n");
    assertThat(vault.read(folder + "config/box.json")).startsWith("{");
    assertThat(vault.read("specs/1000/1001/context.md")).contains("[[deliverables/docs/guide.md|");
    assertThat(vault.read("specs/2000/2001/deliverables/scripts/report.py"))
        .startsWith(
            "#!/usr/bin/env python3\n# Spec: [[../../spec|Report]]\n# Context: [[../../context|")
        .containsOnlyOnce("Spec:");
    assertThat(vault.read("specs/3000/3002/deliverables/scripts/clean.py"))
        .startsWith("# Spec: [[../../3021.spec|Step 3021]]\n");
  }
}
