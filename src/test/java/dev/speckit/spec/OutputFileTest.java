package dev.speckit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import dev.speckit.host.Host;
import dev.speckit.spec.OutputFile.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputFileTest {
  @TempDir private Path temporary;
  private Path workspace;

  @BeforeEach
  void make() throws IOException {
    workspace = Files.createDirectories(temporary.toRealPath().resolve("w/specs")).getParent();
  }

  private OutputFile output(String written, Kind kind) {
    return OutputFile.of(Host.system(), workspace, workspace.resolve(written).toString(), kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- speckit trace -->\n# Traceability\n",
        "\uFEFF<!-- speckit trace -->\r\n",
        "<!DOCTYPE html>\n<!-- speckit trace -->\n<html>",
        "{\n  \"tool\" : \"speckit trace\",\n",
        "",
      })
  void an_earlier_output_of_the_same_command_and_an_empty_file_are_replaced(String before)
      throws Exception {
    Files.writeString(workspace.resolve("out"), before);
    output("out", Kind.TRACE).write("new");
    assertThat(workspace.resolve("out")).hasContent("new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# Spec: Locks\n",
        "<!-- speckit check -->\n",
        "Text\n<!-- speckit trace -->\n",
        "<!DOCTYPE html>\n<html><!-- speckit trace -->",
        "# Hand-off: 1001 Locks\n",
        "{\"name\": \"speckit trace\"}",
        " ",
      })
  void nothing_else_is_written_over(String before) throws Exception {
    Files.writeString(workspace.resolve("out"), before);
    OutputFile output = output("out", Kind.TRACE);
    assertThatThrownBy(output::refuseForeign)
        .isInstanceOfSatisfying(
            Failure.NeedsApproval.class,
            failure ->
                assertThat(failure.problems().getFirst().place().toString())
                    .isEqualTo(workspace.resolve("out").toString()));
    assertThatThrownBy(() -> output.write("new")).isInstanceOf(Failure.NeedsApproval.class);
    assertThat(Files.readString(workspace.resolve("out"))).isEqualTo(before);
  }

  @Test
  void a_folder_a_missing_folder_and_a_file_as_a_folder_are_told() throws Exception {
    Files.writeString(workspace.resolve("file"), "x");
    assertThatThrownBy(() -> output("specs", Kind.CHECK).write("new"))
        .isInstanceOf(Failure.NeedsApproval.class)
        .hasMessageContaining("folder");
    assertThatThrownBy(() -> output("no/out", Kind.CHECK).write("new"))
        .isInstanceOf(Failure.Usage.class)
        .hasMessageContaining("folder");
    assertThatThrownBy(() -> output("file/out", Kind.CHECK).write("new"))
        .isInstanceOf(Failure.Usage.class);
    assertThat(workspace.resolve("no")).doesNotExist();
  }

  @Test
  void no_link_leads_out_of_the_workspace() throws Exception {
    Path outside = Files.createDirectories(temporary.resolve("outside"));
    Files.writeString(outside.resolve("t.md"), Kind.TRACE.comment());
    Files.createSymbolicLink(workspace.resolve("folder"), outside);
    Files.createSymbolicLink(workspace.resolve("link.md"), outside.resolve("t.md"));
    Files.createSymbolicLink(workspace.resolve("nowhere.md"), outside.resolve("u.md"));
    for (String each : new String[] {"folder/t.md", "folder/u.md", "link.md", "nowhere.md"}) {
      assertThatThrownBy(() -> output(each, Kind.TRACE).write("new"))
          .as(each)
          .isInstanceOf(Failure.Invalid.class);
    }
    assertThat(outside.resolve("t.md")).hasContent(Kind.TRACE.comment());
    assertThat(outside.resolve("u.md")).doesNotExist();
  }

  @Test
  void a_file_outside_may_be_named_and_a_link_inside_stays() throws Exception {
    Path beside = temporary.toRealPath().resolve("t.md");
    output(beside.toString(), Kind.TRACE).write("new");
    assertThat(beside).hasContent("new");
    Files.writeString(workspace.resolve("t.md"), Kind.TRACE.comment());
    Files.createSymbolicLink(workspace.resolve("link.md"), workspace.resolve("t.md"));
    output("link.md", Kind.TRACE).write("new");
    assertThat(workspace.resolve("link.md")).isSymbolicLink();
    assertThat(workspace.resolve("t.md")).hasContent("new");
  }

  @Test
  void what_was_written_for_readers_is_known_by_its_first_bytes() {
    for (String ours :
        new String[] {
          "<!-- speckit trace -->",
          "# Hand-off: 1001 Locks\n",
          "speckit check\n\nspecs: fine",
          "{\"schema_version\":1,\"tool\":\"speckit\",\"command\":"
        }) {
      assertThat(OutputFile.isOurs(ours.getBytes(StandardCharsets.UTF_8))).as(ours).isTrue();
    }
    for (String other : new String[] {"", "#!/bin/sh\n# 1001/FR-001\n", "speckit checks all\n"}) {
      assertThat(OutputFile.isOurs(other.getBytes(StandardCharsets.UTF_8))).as(other).isFalse();
    }
  }
}
