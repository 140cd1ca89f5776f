package dev.speckit.spec.deliverable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.host.Probe;
import dev.speckit.host.Programs;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.deliverable.Deliverables.Request;
import dev.speckit.spec.deliverable.Deliverables.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewFileTest {
  @TempDir Path folder;
  private SpecTree tree;

  @BeforeEach
  void makeSpecs() {
    tree = Specs.in(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "a.sh,sh",
    "a.bash,bash",
    "a.py,python3",
    "a.js,node",
    "a.mjs,node",
    "a.pl,perl",
    "a.rb,ruby",
    "tool,sh"
  })
  void a_new_script_runs_and_says_that_nothing_is_written_yet(String name, String program)
      throws InterruptedException {
    Assumptions.assumeTrue(Programs.find(program, Host.system()).isPresent());
    Path script = create(DeliverableKind.SCRIPTS, name);
    assertThat(Disk.isExecutable(script)).isTrue();
    assertThat(Disk.readText(script)).startsWith("#!").contains("AC-1: A file written");
    deliver(DeliverableKind.SCRIPTS, script);
    Probe.Ending ending =
        Probe.run(
            new Probe.Request(
                List.of(script.toString()),
                folder,
                Map.copyOf(Host.system().environment()),
                Duration.ofSeconds(30),
                1 << 16));
    assertThat(ending)
        .isInstanceOfSatisfying(
            Probe.Ended.class,
            ended -> {
              assertThat(ended.exit()).isNotZero();
              assertThat(ended.error()).contains("no step is written yet").hasLineCount(1);
            });
  }

  @Test
  void a_new_document_says_what_the_spec_says() {
    assertThat(Disk.readText(create(DeliverableKind.DOCS, "guide.md")))
        .isEqualTo(
            """
            # Cold Storage

            ## Purpose

            Keep history cheaply.

            ## Requirements

            - FR-001: The system shall mount the share.

            ## Acceptance Criteria

            - AC-1: A file written is read back.
            """);
  }

  @Test
  void an_open_question_is_left_out() {
    Disk.write(
        folder.resolve("specs/1000/1001/spec.md"),
        "# Spec: <b>\n\n## Purpose\n[NEEDS CLARIFICATION: what for?]\n");
    assertThat(Disk.readText(create(DeliverableKind.DOCS, "guide.md"))).isEqualTo("# <b>\n");
    assertThat(Disk.readText(create(DeliverableKind.DOCS, "guide.html")))
        .contains("<h1>&lt;b&gt;</h1>")
        .doesNotContain("Purpose", "CLARIFICATION");
  }

  @Test
  void new_settings_hold_a_comment_and_nothing_made_up() {
    assertThat(Disk.readText(create(DeliverableKind.CONFIG, "a.yaml")))
        .isEqualTo(
            """
            # Settings for Cold Storage
            # Accepted when:
            # - AC-1: A file written is read back.
            """);
    assertThat(Disk.readText(create(DeliverableKind.CONFIG, "a.json"))).isEqualTo("{}\n");
  }

  @Test
  void new_code_goes_where_the_project_has_it() {
    Path file = create(DeliverableKind.CODE, "src/main/A.java");
    assertThat(file).isEqualTo(folder.resolve("src/main/A.java")).content().startsWith("// Cold");
  }

  @Test
  void a_file_is_never_overwritten() {
    Path file = create(DeliverableKind.SCRIPTS, "a.sh");
    Disk.write(file, "mine\n");
    assertThatThrownBy(() -> create(DeliverableKind.SCRIPTS, "a.sh"))
        .isInstanceOf(Failure.Invalid.class);
    assertThat(file).content().isEqualTo("mine\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a.sh", "..", "", " ", "/etc/a.sh", "a/b.sh", "a|b.sh", "a.xyz"})
  void a_name_that_cannot_be_used_is_refused(String name) {
    assertThatThrownBy(() -> create(DeliverableKind.SCRIPTS, name))
        .isInstanceOf(Failure.Usage.class);
    assertThat(folder.resolve("specs/1000/1001/deliverables")).doesNotExist();
  }

  private Path create(DeliverableKind kind, String name) {
    return NewFile.create(tree, Specs.find(tree, 1001), kind, name);
  }

  private void deliver(DeliverableKind kind, Path file) {
    new Deliverables(tree)
        .deliver(Specs.find(tree, 1001), new Request(file, kind, Way.IN_PLACE, "", ""));
  }
}
