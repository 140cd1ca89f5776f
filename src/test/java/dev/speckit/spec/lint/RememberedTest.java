package dev.speckit.spec.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RememberedTest {
  @TempDir Path folder;

  @Test
  void what_is_remembered_never_changes_what_is_found() throws Exception {
    for (int seed = 0; seed < 100; seed++) {
      Path place = Files.createDirectories(folder.resolve("w" + seed));
      Random random = new Random(seed);
      LintWorkspace remembering = new LintWorkspace(place, "build");
      LintWorkspace forgetting = new LintWorkspace(place, "");
      outside(remembering);
      int steps = 3 + random.nextInt(4);
      for (int step = 0; step < steps; step++) {
        remembering.ahead = Duration.ofHours(random.nextInt(2));
        int checks = 1 + random.nextInt(2);
        for (int check = 0; check < checks; check++) {
          assertThat(remembering.check().data().write())
              .as("seed %d step %d", seed, step)
              .isEqualTo(forgetting.check().data().write());
        }
        tick(place);
        edit(place, random);
      }
      assertThat(remembering.check().data().write()).isEqualTo(forgetting.check().data().write());
    }
  }

  /// Links and deliverables that lead out of the tree of specs.
  private static void outside(LintWorkspace workspace) throws IOException {
    workspace.write("docs/guide.md", "# Guide\n\n## First\n");
    workspace.write("src/door.txt", "lock\n");
    workspace.write(
        "specs/1000/1001/context.md",
        LintWorkspace.context("spec")
            + "\nSee [[../../../docs/guide#First]].\n\n## Deliverables\n\n"
            + "- `src/door.txt` - the lock\n"
            + "- [[deliverables/note.md|Note]]\n");
    workspace.write(
        "specs/1000/1001/deliverables/note.md", "<!-- Spec: [[../spec|F]] -->\nText.\n");
  }

  /// Waits until a change of a file shows in its stamp.
  static void tick(Path place) throws IOException {
    Path file = place.resolve("speckit.toml");
    Object before = Files.getAttribute(file, "unix:ctime");
    while (Files.getAttribute(file, "unix:ctime").equals(before)) {
      Files.writeString(file, "");
    }
  }

  private static void edit(Path place, Random random) throws IOException {
    List<Path> files = markdown(place);
    Path file = files.get(random.nextInt(files.size()));
    FileTime before = Files.getLastModifiedTime(file);
    switch (random.nextInt(12)) {
      case 0 -> Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
      case 1 -> sameSize(file, random);
      case 2 -> {
        sameSize(file, random);
        Files.setLastModifiedTime(file, before);
      }
      case 3 -> Files.move(file, file.resolveSibling(random.nextInt(100) + ".md"));
      case 4 -> {
        if (files.size() > 3) {
          Files.delete(file);
        }
      }
      case 5 -> Files.writeString(file, "\nA line above.\n" + Files.readString(file));
      case 6 -> Files.writeString(file, Files.readString(file) + "\nA line below. TODO\n");
      case 7 -> Files.writeString(file, Files.readString(file).replace("[x]", "[ ]"));
      case 8 -> toggle(place.resolve("src/door.txt"), "lock\n");
      case 9 -> toggle(place.resolve("docs/guide.md"), "# Guide\n\n## First\n");
      case 10 ->
          Files.writeString(
              place.resolve("docs/guide.md"), random.nextBoolean() ? "# Other\n" : "## First\n");
      default -> Files.writeString(file, Files.readString(file) + "\n[[nowhere]] TODO\n");
    }
  }

  private static void toggle(Path file, String text) throws IOException {
    if (!Files.deleteIfExists(file)) {
      Files.writeString(file, text);
    }
  }

  /// A status that is known becomes one that is not, or a target that is there one that is not.
  private static void sameSize(Path file, Random random) throws IOException {
    String text = Files.readString(file);
    Files.writeString(
        file,
        random.nextBoolean()
            ? text.replace("implementing", "implemented_")
            : text.replace("[[", "[[x").replace("|", ""));
  }

  private static List<Path> markdown(Path place) throws IOException {
    try (Stream<Path> paths = Files.walk(place.resolve("specs"))) {
      return paths.filter(path -> path.toString().endsWith(".md")).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"damaged", "torn", "none", "folder", "deleted"})
  void an_index_that_cannot_be_used_costs_only_time(String state) throws Exception {
    LintWorkspace workspace = new LintWorkspace(folder.resolve("w"), "build");
    workspace.write("specs/1000/1001/spec.md", LintWorkspace.FEATURE + "[[nowhere]]\n");
    List<String> expected = LintWorkspace.found(workspace.check());
    Path kept = kept();
    byte[] bytes = Files.readAllBytes(kept);
    switch (state) {
      case "damaged" -> {
        bytes[bytes.length - 9] ^= 1;
        Files.write(kept, bytes);
      }
      case "torn" -> Files.write(kept, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      case "none" -> Files.writeString(kept, "this is no index");
      case "folder" -> {
        Files.delete(kept);
        Files.createDirectories(kept.resolve("in the way"));
      }
      default -> Files.delete(kept);
    }
    Report report = workspace.check();
    assertThat(LintWorkspace.found(report)).isEqualTo(expected);
    assertThat(report.warnings()).isEmpty();
    assertThat(folder.resolve("w/.speckit")).doesNotExist();
  }

  @Test
  void what_is_remembered_is_for_its_user_only() throws Exception {
    new LintWorkspace(folder.resolve("w"), "build").check();
    assertThat(Files.getPosixFilePermissions(kept()))
        .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
  }

  /// The home of [LintWorkspace] is beside it.
  private Path kept() throws IOException {
    try (Stream<Path> paths = Files.list(folder.resolve("home/.cache/speckit/check"))) {
      return paths.toList().getFirst();
    }
  }

  @Test
  void another_build_believes_nothing() throws Exception {
    new LintWorkspace(folder, "one").check();
    LintWorkspace other = new LintWorkspace(folder, "two");
    other.write("specs/1000/1001/spec.md", LintWorkspace.FEATURE + "[[nowhere]]\n");
    assertThat(LintWorkspace.found(other.check()))
        .containsExactly("error dead-link specs/1000/1001/spec.md:16:1");
  }
}
