package dev.speckit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.failure.Problem;
import dev.speckit.spec.SpecTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a trace could not read is named, never left out in silence.
class ToldTest {
  @TempDir Path folder;
  private Sample sample;

  @BeforeEach
  void make() throws Exception {
    sample = Sample.in(folder.resolve("w"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spec.md", "context.md", "tasks.md"})
  void a_document_that_is_no_text_is_told_with_its_place(String name) throws Exception {
    Path file = document(name);
    Files.deleteIfExists(file);
    Files.write(file, new byte[] {'#', ' ', (byte) 0xC3, (byte) 0x28});

    assertThat(places(sample.graph().told()))
        .anyMatch(place -> place.startsWith("specs/1000/1001/" + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spec.md", "context.md", "tasks.md"})
  void a_folder_in_the_place_of_a_document_is_told(String name) throws Exception {
    Path file = document(name);
    Files.deleteIfExists(file);
    Files.createDirectory(file);

    assertThat(places(sample.graph().told())).contains("specs/1000/1001/" + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spec.md", "context.md", "tasks.md"})
  void a_link_out_of_the_workspace_is_told(String name) throws Exception {
    Path file = document(name);
    Files.deleteIfExists(file);
    Path elsewhere = Files.writeString(folder.resolve("elsewhere.md"), "# Spec: Elsewhere\n");
    Files.createSymbolicLink(file, elsewhere);

    assertThat(sample.graph().told()).extracting(Problem::code).contains("outside-link");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spec.md", "context.md", "tasks.md"})
  void a_conflict_is_told_with_its_line(String name) throws Exception {
    sample.write(
        "specs/1000/1001/" + name, "# Spec: Locks\n\n<<<<<<< a\none\n=======\ntwo\n>>>>>>> b\n");

    assertThat(places(sample.graph().told())).contains("specs/1000/1001/" + name + ":3");
  }

  @Test
  void what_concerns_another_spec_alone_is_not_told_of_one() throws Exception {
    sample.write("specs/1000/1002/spec.md", "# Spec: Hinges\n\n```\nopen\n");

    assertThat(places(of("1001"))).isEmpty();
    assertThat(places(of("1002"))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1001", "1001/AC-001"})
  void a_report_that_cannot_be_read_concerns_every_spec(String asked) throws Exception {
    sample.write("build/TEST-a.xml", "<testsuite><testcase");

    assertThat(places(of(asked))).anyMatch(place -> place.startsWith("build/TEST-a.xml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"objects", "HEAD", "ref", "config"})
  void a_repository_that_git_cannot_read_is_told(String broken) throws Exception {
    sample.commit("Open");
    Path git = sample.workspace().resolve(".git");
    switch (broken) {
      case "objects" -> empty(git.resolve("objects"));
      case "HEAD" -> Files.writeString(git.resolve("HEAD"), "garbage\n");
      case "ref" -> Files.writeString(git.resolve("refs/heads/main"), "garbage\n");
      default -> Files.writeString(git.resolve("config"), "[core\n");
    }

    List<Problem> told = of("1001");

    assertThat(told).extracting(Problem::code).contains("git-failed");
    assertThat(told)
        .filteredOn(each -> each.code().equals("git-failed"))
        .allMatch(each -> each.message().matches("git (rev-parse|log) failed: (fatal|error): .*"))
        .allMatch(each -> each.place() != null);
  }

  @Test
  void no_repository_and_no_commit_yet_are_no_trouble() throws Exception {
    assertThat(sample.graph().told()).isEmpty();
    sample.git("init", "-q");
    assertThat(sample.graph().told()).isEmpty();
    empty(sample.workspace().resolve(".git"));
    Files.createDirectories(sample.workspace().resolve(".git"));
    assertThat(sample.graph().told()).isEmpty();
  }

  @Test
  void the_boundary_of_a_shallow_clone_has_not_made_every_file() throws Exception {
    sample.write("src/old.sh", "true\n");
    sample.commit("Old");
    sample.write("src/new.sh", "true\n");
    sample.commit("Boundary, 1001/FR-001");
    sample.write("src/last.sh", "true\n");
    sample.commit("Last, 1001/FR-002");
    Path clone = folder.resolve("clone");
    sample.git("clone", "-q", "--depth", "2", "file://" + sample.workspace(), clone.toString());
    Sample shallow = new Sample(clone);

    TraceGraph graph = shallow.graph();

    assertThat(graph.told()).extracting(Problem::code).containsExactly("shallow-clone");
    assertThat(graph.find("file:src/old.sh")).isEmpty();
    assertThat(graph.find("file:src/last.sh")).isPresent();
    assertThat(graph.items())
        .filteredOn(TraceItem.Commit.class::isInstance)
        .extracting(TraceItem::shown)
        .hasSize(2);
    FileTrace old =
        FileTrace.of(
            shallow.host(),
            SpecTree.open(clone),
            shallow.tracing(shallow.host()),
            clone.resolve("src/old.sh"));
    assertThat(old.commits()).isEmpty();
  }

  private List<Problem> of(String asked) throws InterruptedException {
    SpecTree tree = SpecTree.open(sample.workspace());
    return Chosen.of(tree, Optional.of(asked))
        .in(sample.tracing(sample.host()).graph(Set.of()))
        .selection()
        .told();
  }

  private Path document(String name) {
    return sample.workspace().resolve("specs/1000/1001").resolve(name);
  }

  private static List<String> places(List<Problem> told) {
    return told.stream().map(each -> String.valueOf(each.place())).toList();
  }

  private static void empty(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
    Files.createDirectory(folder);
  }
}
