package dev.speckit.spec.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.host.Git;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.deliverable.TraceBack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinkCommandTest {
  private static final Git.Identity ADA = new Git.Identity("Ada", "ada@example.org");

  @TempDir private Path workspace;

  @Test
  void every_planted_dead_link_of_a_corpus_is_found_and_nothing_else() throws Exception {
    List<String> planted = corpus(60, 7);
    Report report = link("check");
    assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(
            findings(report).stream()
                .filter(each -> !each.text("rule").orElse("").equals("one-way-dependency"))
                .map(LinkCommandTest::place))
        .containsExactlyInAnyOrderElementsOf(
            planted.stream().map(each -> "dead-link " + each).toList());
    assertThat(planted).hasSize(8);
    assertThat(findings(report))
        .filteredOn(each -> each.text("rule").orElse("").equals("one-way-dependency"))
        .hasSize(59)
        .allMatch(each -> each.text("severity").orElse("").equals("info"));
  }

  @Test
  void a_fence_that_is_never_closed_is_an_error_because_it_hides_what_is_below() throws Exception {
    corpus(2, 0);
    write("specs/1000/1002/notes.md", "# Notes\n\n    ```\n\n[[context]]\n\n```\n[[nowhere]]\n");
    Report report = link("check");
    assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(findings(report).stream().map(LinkCommandTest::place))
        .contains("open-fence specs/1000/1002/notes.md:7:0")
        .noneMatch(each -> each.startsWith("dead-link"));
    assertThat(link("check", "id", "1001").exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void code_is_left_alone_when_links_follow_a_rename() throws Exception {
    Git git = repository();
    corpus(1, 0);
    String code =
        "    [[../old]]\n\n"
            + "> ```\n"
            + "> [[../old]]\n"
            + "> ```\n\n"
            + "`a\n"
            + "[[../old]]`\n\n"
            + "<pre>\n"
            + "[[../old]]\n"
            + "</pre>\n";
    write("specs/1000/old.md", "# A file with some text\n");
    write("specs/1000/1001/notes.md", "[[../old]]\n\n" + code);
    commit(git);
    move("specs/1000/old.md", "specs/1000/new.md");
    link("fix");
    assertThat(read("specs/1000/1001/notes.md")).isEqualTo("[[../new]]\n\n" + code);
  }

  @Test
  void one_spec_can_be_asked_for() throws Exception {
    corpus(14, 7);
    assertThat(findings(link("check", "id", "1007"))).hasSize(2);
    assertThat(link("check", "id", "1008").exit()).isEqualTo(ExitCode.OK);
  }

  @Test
  void a_missing_way_back_is_added_once_and_only_by_whole_lines() throws Exception {
    corpus(3, 0);
    write(
        "specs/1000/1002/spec.md",
        "# Spec: Two\r\n\r\n"
            + "**Status**: planning  \r\n"
            + "**Created**: x\r\n\r\n"
            + "## Purpose\r\n"
            + "Hand  text\t\r\n");
    write("specs/1000/1002/context.md", "---\nstatus: planning\n---\n# Context: Two\n\nmine");
    write(
        "specs/1000/epic.md",
        "# Epic\n\n"
            + "**Context**: [[context]]\n\n"
            + "## Features\n"
            + "- [[1001/spec|x]]\n"
            + "* [[1003/spec]]\n\n"
            + "## End\n"
            + "no end");
    Report report = link("fix");
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(read("specs/1000/1002/spec.md"))
        .startsWith(
            "# Spec: Two\r\n\r\n**Status**: planning  \r\n**Created**: x  \r\n"
                + "**Context**: [[context|Implementation Journal]]")
        .contains("\r\n**Parent**: [[../epic|Epic]]")
        .contains("## Purpose\r\nHand  text\t\r\n")
        .endsWith("## Deliverables\r\n- [[deliverables/scripts/setup.sh|setup.sh]]\r\n");
    assertThat(read("specs/1000/1002/context.md"))
        .startsWith("---\nstatus: planning\nspec: \"[[spec|Two]]\"\n---\n# Context: Two\n\nmine");
    assertThat(read("specs/1000/epic.md"))
        .isEqualTo(
            "# Epic\n\n"
                + "**Context**: [[context]]\n\n"
                + "## Features\n"
                + "- [[1001/spec|x]]\n"
                + "* [[1003/spec]]\n"
                + "- [[1002/spec|Two]]\n\n"
                + "## End\n"
                + "no end");
    assertThat(findings(link("check"))).isEmpty();
    Map<String, String> once = snapshot();
    assertThat(changes(link("fix"))).isZero();
    assertThat(snapshot()).isEqualTo(once);
  }

  @Test
  void a_deliverable_without_its_trace_back_gets_it_and_an_unregistered_one_is_registered()
      throws Exception {
    corpus(1, 0);
    write("specs/1000/1001/deliverables/scripts/setup.sh", "#!/bin/sh\necho setup\n");
    write("specs/1000/1001/deliverables/config/data.json", "{}\n");
    write(
        "specs/1000/1001/deliverables/config/app.conf",
        "# Spec: [[../../spec|C]]\n# Context: [[../../context|J]]\na=b\n");
    assertThat(findings(link("check"))).hasSize(4);
    assertThat(link("fix").data().items("left")).isEmpty();
    assertThat(read("specs/1000/1001/deliverables/scripts/setup.sh"))
        .startsWith("#!/bin/sh\n# Spec: [[../../spec|")
        .endsWith("echo setup\n");
    assertThat(read("specs/1000/1001/context.md"))
        .contains("### Configuration Files\n- [[deliverables/config/app.conf|app.conf]]\n");
    assertThat(findings(link("check"))).isEmpty();
    assertThat(changes(link("fix"))).isZero();
  }

  @Test
  void a_dry_run_shows_the_difference_and_changes_nothing() throws Exception {
    corpus(2, 0);
    write("specs/1000/epic.md", "# Epic\n\n**Context**: [[context]]\n");
    Map<String, String> before = snapshot();
    Report report = link("fix", "dry-run", "true");
    assertThat(snapshot()).isEqualTo(before);
    assertThat(report.data().text("diff").orElseThrow())
        .contains("--- a/specs/1000/epic.md", "+- [[1001/spec|Capability 1]]");
  }

  @Test
  void a_header_line_that_says_something_else_stays_and_is_told() throws Exception {
    corpus(1, 0);
    String text =
        "# Spec: A\n\n"
            + "**Parent**: the old one\n"
            + "**Context**: [[context]]\n"
            + "## Deliverables\n"
            + "- [[setup.sh]]\n";
    write("specs/1000/1001/spec.md", text);
    Report report = link("fix");
    assertThat(read("specs/1000/1001/spec.md")).isEqualTo(text);
    assertThat(report.data().items("left")).hasSize(1);
    assertThat(report.blocks().toString()).contains("already has a line of this name");
  }

  @Test
  void links_follow_files_that_were_renamed_in_history_and_since() throws Exception {
    Git git = repository();
    corpus(3, 0);
    write(
        "specs/1000/1001/deliverables/docs/guide.md",
        "<!-- Spec: [[../../spec]] -->\n# Guide\nlong enough text to be told apart\n");
    write(
        "specs/1000/1001/spec.md",
        read("specs/1000/1001/spec.md")
            + "- [[deliverables/docs/guide#Guide|the guide]]\n- [g](deliverables/docs/guide.md)\n");
    commit(git);
    move(
        "specs/1000/1001/deliverables/docs/guide.md",
        "specs/1000/1001/deliverables/docs/old manual.md");
    commit(git);
    move(
        "specs/1000/1001/deliverables/docs/old manual.md",
        "specs/1000/1001/deliverables/docs/the manual.md");
    move(
        "specs/1000/1002/deliverables/scripts/setup.sh",
        "specs/1000/1002/deliverables/scripts/install.sh");
    assertThat(link("check").exit()).isEqualTo(ExitCode.BLOCKED);
    link("fix");
    assertThat(read("specs/1000/1001/spec.md"))
        .contains("- [[deliverables/docs/the manual#Guide|the guide]]\n")
        .contains("- [g](deliverables/docs/the%20manual.md)\n");
    assertThat(read("specs/1000/1002/spec.md"))
        .contains("- [[deliverables/scripts/install.sh|Setup Script]]");
    assertThat(link("check").exit()).isEqualTo(ExitCode.OK);
    assertThat(changes(link("fix"))).isZero();
  }

  @Test
  void a_rename_is_not_followed_onto_another_file_that_came_to_stand_there() throws Exception {
    Git git = repository();
    corpus(1, 0);
    write("specs/1000/old.md", "# A file with some text to be known by\n");
    write("specs/1000/see.md", "[[old]]\n");
    commit(git);
    move("specs/1000/old.md", "specs/1000/new.md");
    commit(git);
    Files.delete(workspace.resolve("specs/1000/new.md"));
    assertThat(link("fix").data().items("left").toString()).contains("dead-link");
    commit(git);
    write("specs/1000/new.md", "# Nothing like it, and about other matters\n");
    assertThat(link("fix").data().items("left").toString()).contains("dead-link");
    commit(git);
    assertThat(link("fix").data().items("left").toString()).contains("dead-link");
    assertThat(read("specs/1000/see.md")).isEqualTo("[[old]]\n");
  }

  @Test
  void links_follow_files_that_were_renamed_outside_of_the_specs() throws Exception {
    Git git = repository();
    corpus(1, 0);
    write("src/copy.sh", "#!/bin/sh\necho something to be known by\n");
    write("specs/1000/1001/see.md", "[[../../../src/copy.sh]] [[src/copy.sh|x]]\n");
    git.commit(workspace, List.of(Path.of("specs"), Path.of("src")), "Work", Optional.of(ADA));
    move("src/copy.sh", "lib/nightly.sh");
    link("fix");
    assertThat(read("specs/1000/1001/see.md"))
        .isEqualTo("[[../../../lib/nightly.sh]] [[../../../lib/nightly.sh|x]]\n");
  }

  @Test
  void the_context_of_a_spec_is_its_own_and_no_other_when_it_is_deleted() throws Exception {
    corpus(2, 0);
    Files.delete(workspace.resolve("specs/1000/1001/context.md"));
    Report report = link("check", "id", "1001");
    assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
    assertThat(findings(report).stream().map(LinkCommandTest::place))
        .contains("dead-link specs/1000/1001/spec.md:4:14");
  }

  @Test
  void the_links_inside_a_moved_document_follow_it() throws Exception {
    Git git = repository();
    corpus(2, 0);
    write(
        "specs/1000/1001/notes.md",
        "# Notes\n[[context#Summary]] and [[deliverables/scripts/setup.sh]]\n");
    commit(git);
    move("specs/1000/1001/notes.md", "specs/1000/1001/deliverables/docs/notes.md");
    write("specs/1000/1001/deliverables/docs/context.txt", "x");
    commit(git);
    link("fix");
    assertThat(read("specs/1000/1001/deliverables/docs/notes.md"))
        .isEqualTo("# Notes\n[[../../context#Summary]] and [[deliverables/scripts/setup.sh]]\n");
  }

  @Test
  void a_renamed_heading_is_followed_only_when_it_is_clear_which() throws Exception {
    Git git = repository();
    corpus(2, 0);
    String body = "# Notes\n## Alpha\na\n## Beta\nb\n";
    write("specs/1000/1001/notes.md", body);
    write("specs/1000/1001/more.md", body);
    write(
        "specs/1000/1002/see.md",
        "[[../1001/notes#Alpha|one]] [x](../1001/notes.md#alpha) [[../1001/more#Alpha]]\n");
    commit(git);
    write("specs/1000/1001/notes.md", body.replace("Alpha", "Gamma ray"));
    write("specs/1000/1001/more.md", body.replace("Alpha", "Gamma").replace("Beta", "Delta"));
    Report report = link("fix");
    assertThat(read("specs/1000/1002/see.md"))
        .isEqualTo(
            "[[../1001/notes#Gamma ray|one]] [x](../1001/notes.md#gamma-ray)"
                + " [[../1001/more#Alpha]]\n");
    assertThat(report.blocks().toString()).contains("it is not clear which heading it became");
    assertThat(report.exit()).isEqualTo(ExitCode.BLOCKED);
  }

  @Test
  void ambiguous_links_are_never_touched() throws Exception {
    corpus(3, 0);
    write("specs/1000/see.md", "[[setup.sh]]\n");
    assertThat(findings(link("check")).toString()).contains("ambiguous-link");
    Report report = link("fix");
    assertThat(read("specs/1000/see.md")).isEqualTo("[[setup.sh]]\n");
    assertThat(report.data().items("left").toString()).contains("ambiguous-link");
  }

  @Test
  void links_out_of_the_tree_and_circles_do_no_harm() throws Exception {
    corpus(2, 0);
    Path outside =
        Files.createDirectory(
            workspace.resolve("..").resolve(workspace.getFileName() + "-outside"));
    Files.writeString(outside.resolve("secret.md"), "# Secret\n");
    try {
      Files.createSymbolicLink(
          workspace.resolve("specs/1000/1001/out.md"), outside.resolve("secret.md"));
      Files.createSymbolicLink(workspace.resolve("specs/1000/1001/folder"), outside);
      Files.createSymbolicLink(
          workspace.resolve("specs/1000/1001/circle"), workspace.resolve("specs"));
      write(
          "specs/1000/a.md", "[[b]] [[1001/out]] [[1001/folder/secret]] [[1001/circle/1000/b]]\n");
      write("specs/1000/b.md", "[[a]] [[b]] ![[a]]\n");
      Report report = link("check", "id", "1000");
      assertThat(
              findings(report).stream()
                  .filter(each -> each.text("rule").orElse("").equals("dead-link"))
                  .map(LinkCommandTest::place))
          .containsExactly("dead-link specs/1000/a.md:1:7", "dead-link specs/1000/a.md:1:20");
      link("fix");
      assertThat(Files.readString(outside.resolve("secret.md"))).isEqualTo("# Secret\n");
    } finally {
      Files.delete(outside.resolve("secret.md"));
      Files.delete(outside);
    }
  }

  @Test
  void a_hundred_thousand_links_in_one_file_are_resolved_in_proportion() throws Exception {
    corpus(2, 0);
    write("specs/1000/many.md", "[[1001/spec]] [[nothing]] [x](1002/spec.md)\n".repeat(34_000));
    Report report = link("check", "id", "1000");
    assertThat(report.data().integer("links").orElseThrow()).isGreaterThan(102_000);
    assertThat(findings(report))
        .filteredOn(each -> each.text("rule").orElse("").equals("dead-link"))
        .hasSize(34_000);
  }

  @Test
  void each_format_of_the_graph_escapes_what_a_title_holds() throws Exception {
    corpus(2, 0);
    String title = "A \"quoted\" [x] --> {y} \\ <b> `c`";
    write(
        "specs/1000/1001/spec.md",
        "# Spec: " + title + "\n\n**Parent**: [[../epic]]\n**Context**: [[context]]\n");
    String dot = link("graph", "format", "dot").blocks().toString();
    assertThat(dot)
        .contains("\"1001\" [label=\"1001 A \\\"quoted\\\" [x] --> {y} \\\\ <b> `c`\"];")
        .contains("\"1001\" -> \"1000\" [label=\"parent\"];")
        .contains("\"1002\" -> \"1001\" [label=\"dependency\"];");
    String mermaid = link("graph", "format", "mermaid").blocks().toString();
    assertThat(mermaid)
        .contains(
            "n2[\"1001 A #34;quoted#34; #91;x#93; --#62; #123;y#125; #92; #60;b#62; #96;c#96;\"]")
        .contains("n2 -->|parent| n1");
    assertThat(link("graph").blocks().toString())
        .contains("1000  Epic 1000\n  1001  A \"quoted\"")
        .contains("\n  1002  Capability 2\n    depends on 1001\n");
    Report json = link("graph", "format", "json", "files", "true");
    assertThat(json.data().items("edges").toString()).contains("deliverable", "context");
    assertThat(json.blocks().toString()).contains("\"nodes\"");
  }

  @Test
  void an_option_of_another_action_is_refused() throws IOException {
    corpus(1, 0);
    assertThatThrownBy(() -> link("check", "dry-run", "true"))
        .isInstanceOf(Failure.Usage.class)
        .hasMessageContaining("belongs to link fix");
  }

  private static String place(Json.Fields each) {
    return each.text("rule").orElse("")
        + " "
        + each.text("file").orElse("")
        + ":"
        + each.integer("line").orElse(0L)
        + ":"
        + each.integer("column").orElse(0L);
  }

  private static List<Json.Fields> findings(Report report) {
    return report.data().items("findings").stream().map(Json.Fields.class::cast).toList();
  }

  private static int changes(Report report) {
    return report.data().items("changes").size();
  }

  private Report link(String action, String... words) throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>(Map.of("action", List.of(action)));
    for (int i = 0; i < words.length; i += 2) {
      values.put(words[i], List.of(words[i + 1]));
    }
    return new LinkCommand(host(), (spec, file, text) -> TraceBack.of(spec, file).addTo(text))
        .run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
  }

  private Host host() {
    return new Host(
        InstantSource.system(), new Random(1), System.getenv(), workspace, Path.of("/nowhere"));
  }

  private Git repository() throws InterruptedException {
    Git git = Git.require(host());
    git.init(workspace);
    return git;
  }

  private void commit(Git git) throws InterruptedException {
    git.commit(workspace, List.of(Path.of("specs")), "Work", Optional.of(ADA));
  }

  private void move(String from, String to) throws IOException {
    Files.createDirectories(workspace.resolve(to).getParent());
    Files.move(workspace.resolve(from), workspace.resolve(to));
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(workspace.resolve(file).getParent());
    Files.writeString(workspace.resolve(file), text);
  }

  private String read(String file) throws IOException {
    return Files.readString(workspace.resolve(file));
  }

  private Map<String, String> snapshot() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(workspace.resolve("specs"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(workspace.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }

  /// Features with contexts, deliverables and links both ways; each depends on the one before.
  ///
  /// @param broken every how many-th feature has a dead link; 0 for none
  /// @return the places of the dead links
  private List<String> corpus(int features, int broken) throws IOException {
    List<String> planted = new ArrayList<>();
    StringBuilder epic =
        new StringBuilder(
            "# Epic 1000\n\n**Status**: implementing\n**Context**: [[context|J]]\n\n## Features\n");
    for (int i = 1; i <= features; i++) {
      int id = 1000 + i;
      String folder = "specs/1000/" + id + "/";
      String spec =
          "# Spec: Capability %d\n\n**Parent**: [[../epic|Epic]]\n**Context**: [[context|J]]\n\n"
                  .formatted(i)
              + (i > 1
                  ? "## Dependencies\n- [[../../1000/" + (id - 1) + "/spec|Upstream]]\n\n"
                  : "")
              + "## Deliverables\n- [[deliverables/scripts/setup.sh|Setup Script]]\n";
      if (broken > 0 && i % broken == 0) {
        planted.add(folder + "spec.md:" + (spec.lines().count() + 1) + ":3");
        spec += "- [[deliverables/scripts/missing.sh|Dead link on purpose]]\n";
      }
      write(folder + "spec.md", spec);
      write(
          folder + "context.md",
          "# Context: Capability %d\n\n**Spec**: [[spec|S]]\n**Parent**: [[../epic|Epic]]\n\n## Summary\nWork.\n\n## Deliverables\n\n### Scripts\n- [[deliverables/scripts/setup.sh|Setup]] - setup\n"
              .formatted(i));
      write(
          folder + "deliverables/scripts/setup.sh",
          "#!/bin/sh\n# Spec: [[../../spec|C]]\n# Context: [[../../context|J]]\necho setup "
              + i
              + "\n");
      epic.append("- [[").append(id).append("/spec|Capability]]\n");
    }
    write("specs/1000/epic.md", epic.toString());
    write("specs/1000/context.md", "# Context: Epic 1000\n\n**Spec**: [[epic|E]]\n");
    return planted;
  }
}
