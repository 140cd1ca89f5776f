package dev.speckit.spec.deliverable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.context.DeliverableKind;
import dev.speckit.spec.deliverable.Deliverables.Delivered;
import dev.speckit.spec.deliverable.Deliverables.Request;
import dev.speckit.spec.deliverable.Deliverables.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliverablesTest {
  private static final String COMMENT =
      "# Spec: [[../../spec|Cold Storage]]\n# Context: [[../../context|Implementation Journal]]\n";

  @TempDir Path folder;
  private SpecTree tree;

  @BeforeEach
  void makeSpecs() {
    tree = Specs.in(folder);
  }

  @Test
  void a_script_is_moved_commented_and_registered_both_ways() {
    Path script = write("nas setup.sh", "#!/bin/sh\nmount /mnt/nas\n");
    Disk.makeExecutable(script);
    Delivered delivered = move("nas setup.sh", DeliverableKind.SCRIPTS, "NAS Setup", "Mounts it");
    Path place = folder.resolve("specs/1000/1001/deliverables/scripts/nas setup.sh");
    assertThat(delivered).isEqualTo(new Delivered(place, "", true));
    assertThat(script).doesNotExist();
    assertThat(Disk.readText(place)).isEqualTo("#!/bin/sh\n" + COMMENT + "mount /mnt/nas\n");
    assertThat(Disk.isExecutable(place)).isTrue();
    assertThat(document(1001))
        .endsWith("## Deliverables\n- [[deliverables/scripts/nas setup.sh|NAS Setup]]\n");
    assertThat(context(1001))
        .contains("### Scripts\n- [[deliverables/scripts/nas setup.sh|NAS Setup]] - Mounts it\n");
  }

  @Test
  void a_copy_leaves_the_original_as_it_was() {
    write("guide.md", "# Guide\r\n");
    deliver(1001, "guide.md", DeliverableKind.DOCS, Way.COPY);
    assertThat(Disk.readText(folder.resolve("guide.md"))).isEqualTo("# Guide\r\n");
    assertThat(Disk.readText(folder.resolve("specs/1000/1001/deliverables/docs/guide.md")))
        .startsWith("<!-- Spec: [[../../spec|Cold Storage]] -->\r\n<!-- Context:")
        .endsWith("-->\r\n# Guide\r\n");
    assertThat(document(1001)).contains("- [[deliverables/docs/guide.md|guide.md]]\n");
  }

  @Test
  void code_stays_in_its_place() {
    write("src/app/[id]/x.ts", "f()\n");
    deliver(1001, "src/app/[id]/x.ts", DeliverableKind.CODE, Way.IN_PLACE, "", "The page");
    assertThat(Disk.readText(folder.resolve("src/app/[id]/x.ts")))
        .startsWith("// Spec: [[../../../specs/1000/1001/spec|Cold Storage]]\n");
    assertThat(context(1001)).contains("### Code Changes\n- `src/app/[id]/x.ts` - The page\n");
    assertThat(document(1001)).contains("- [[../../../src/app/[id]/x.ts|x.ts]]\n");
    String before = document(1001) + context(1001);
    deliver(1001, "src/app/[id]/x.ts", DeliverableKind.CODE, Way.IN_PLACE);
    assertThat(document(1001) + context(1001)).isEqualTo(before);
  }

  @Test
  void a_task_delivers_into_the_folder_of_its_feature() {
    write("a.sh", "ls\n");
    write("b.sh", "ls\n");
    deliver(1011, "a.sh", DeliverableKind.SCRIPTS, Way.MOVE);
    deliver(1012, "b.sh", DeliverableKind.SCRIPTS, Way.MOVE);
    Path place = folder.resolve("specs/1000/1001/deliverables/scripts/a.sh");
    assertThat(Disk.readText(place)).startsWith("# Spec: [[../../1011.spec|Task 1011]]\n");
    assertThat(Disk.readText(folder.resolve("specs/1000/1001/1011.spec.md")))
        .endsWith("- [[deliverables/scripts/a.sh|a.sh]]\n");
    DeliverableList list = list(1011);
    assertThat(list.registered()).singleElement().returns(place, DeliverableList.Registered::file);
    assertThat(list.unregistered()).isEmpty();
  }

  @Test
  void a_format_without_comments_is_registered_without_one() throws IOException {
    byte[] bytes = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2};
    Files.write(folder.resolve("a.png"), bytes);
    Delivered delivered = deliver(1001, "a.png", DeliverableKind.DOCS, Way.MOVE);
    assertThat(delivered.commented()).isFalse();
    assertThat(Files.readAllBytes(delivered.file())).isEqualTo(bytes);
    assertThat(document(1001)).contains("[[deliverables/docs/a.png|a.png]]");
  }

  @Test
  void a_large_file_is_moved_as_it_is() throws IOException {
    byte[] bytes = new byte[(int) Deliverables.COMMENT_BYTES_MAX + 5];
    java.util.Arrays.fill(bytes, (byte) 'a');
    Files.write(folder.resolve("a.sql"), bytes);
    Delivered delivered = deliver(1001, "a.sql", DeliverableKind.SCRIPTS, Way.MOVE);
    assertThat(delivered.commented()).isFalse();
    assertThat(Files.readAllBytes(delivered.file())).isEqualTo(bytes);
    assertThat(folder.resolve("a.sql")).doesNotExist();
  }

  @Test
  void another_file_at_the_place_is_refused_and_named() {
    write("a.sh", "one\n");
    deliver(1001, "a.sh", DeliverableKind.SCRIPTS, Way.MOVE);
    write("a.sh", "two\n");
    String before = document(1001) + context(1001);
    assertThatThrownBy(() -> deliver(1001, "a.sh", DeliverableKind.SCRIPTS, Way.MOVE))
        .isInstanceOf(Failure.Invalid.class)
        .hasMessageContaining("where a.sh is to go")
        .hasMessageContaining("specs/1000/1001/deliverables/scripts/a.sh");
    assertThat(Disk.readText(folder.resolve("a.sh"))).isEqualTo("two\n");
    assertThat(document(1001) + context(1001)).isEqualTo(before);
  }

  @Test
  void a_call_stopped_after_any_step_is_completed_by_the_next() {
    String script = "#!/bin/sh\nls\n";
    write("a.sh", script);
    String emptyDocument = document(1001);
    String emptyContext = context(1001);
    deliver(1001, "a.sh", DeliverableKind.SCRIPTS, Way.MOVE);
    String document = document(1001);
    String context = context(1001);
    for (int step = 0; step < 4; step++) {
      Disk.write(folder.resolve("specs/1000/1001/spec.md"), step < 3 ? emptyDocument : document);
      Disk.write(folder.resolve("specs/1000/1001/context.md"), step < 2 ? emptyContext : context);
      write("a.sh", script);
      if (step == 0) {
        Disk.delete(folder.resolve("specs/1000/1001/deliverables/scripts/a.sh"));
      }
      deliver(1001, "a.sh", DeliverableKind.SCRIPTS, Way.MOVE);
      assertThat(folder.resolve("a.sh")).doesNotExist();
      assertThat(document(1001)).isEqualTo(document);
      assertThat(context(1001)).isEqualTo(context);
    }
    deliver(1001, "a.sh", DeliverableKind.SCRIPTS, Way.MOVE);
    assertThat(document(1001) + context(1001)).isEqualTo(document + context);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside.sh",
        "/etc/passwd",
        "src",
        "link.sh",
        "linked/a.sh",
        "specs/1000/1001/spec.md",
        "specs/1000/1001/context.md",
        "specs/1000/1001/1011.spec.md",
        "specs/1000/epic.md",
        ".git/config",
        ".speckit/speckit.db",
        "evidence/a.json",
        "missing.sh",
        "a|b.sh",
        "a#b.sh",
        "a]]b.sh",
        "a\nb.sh",
        "a`b.sh",
        "a\\b.sh",
        " a.sh",
        "specs/1000/1002/deliverables/docs/a.md"
      })
  void what_is_no_deliverable_is_refused_and_nothing_changes(String name) throws IOException {
    write("src/a.sh", "ls\n");
    Files.createSymbolicLink(folder.resolve("link.sh"), folder.resolve("src/a.sh"));
    Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("src"));
    for (String each :
        List.of(
            ".git/config",
            ".speckit/speckit.db",
            "evidence/a.json",
            "a|b.sh",
            "a#b.sh",
            "a]]b.sh",
            "a\nb.sh",
            "a`b.sh",
            "a\\b.sh",
            " a.sh",
            "specs/1000/1002/deliverables/docs/a.md")) {
      write(each, "text\n");
    }
    List<String> before = everything();
    assertThatThrownBy(() -> deliver(1001, name, DeliverableKind.DOCS, Way.MOVE))
        .isInstanceOf(Failure.Usage.class);
    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-rf", "$(touch x).sh", "ü 😀.md", "a'b\".py", "a;b&c.sh", "%20.md", "a^.b"})
  void odd_names_are_registered_once_and_found_again(String name) {
    boolean caret = name.contains("^");
    write(name, "text\n");
    if (caret) {
      assertThatThrownBy(() -> deliver(1001, name, DeliverableKind.DOCS, Way.MOVE))
          .isInstanceOf(Failure.Usage.class);
      return;
    }
    deliver(1001, name, DeliverableKind.DOCS, Way.MOVE);
    String before = document(1001) + context(1001);
    assertThat(deliver(1001, name, DeliverableKind.DOCS, Way.MOVE).registered()).isFalse();
    assertThat(document(1001) + context(1001)).isEqualTo(before);
    assertThat(list(1001).registered())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.state()).isEqualTo(new DeliverableState.Present());
          assertThat(each.contextLine()).isPositive();
          assertThat(each.documentLine()).isPositive();
        });
  }

  @Test
  void a_hostile_label_stays_a_label() {
    write("a.sh", "ls\n");
    move("a.sh", DeliverableKind.SCRIPTS, "x]] | [[y\n# z <!-- ", "d\n## e `");
    assertThat(document(1001).lines().filter(each -> each.startsWith("- [["))).hasSize(1);
    assertThat(document(1001)).doesNotContain("\n# z");
    assertThat(context(1001)).doesNotContain("\n## e");
    assertThat(list(1001).registered()).hasSize(1);
  }

  @Test
  void an_open_fence_in_a_document_is_refused_before_anything_moves() {
    write("a.sh", "ls\n");
    Path document = folder.resolve("specs/1000/1001/spec.md");
    Disk.write(document, "# Spec: Cold Storage\n\n```\n");
    assertThatThrownBy(() -> deliver(1001, "a.sh", DeliverableKind.SCRIPTS, Way.MOVE))
        .isInstanceOf(Failure.Invalid.class);
    assertThat(Disk.readText(folder.resolve("a.sh"))).isEqualTo("ls\n");
    assertThat(folder.resolve("specs/1000/1001/deliverables")).doesNotExist();
  }

  @Test
  void a_linked_folder_of_deliverables_is_not_written_through(@TempDir Path elsewhere)
      throws IOException {
    write("a.sh", "ls\n");
    Files.createSymbolicLink(folder.resolve("specs/1000/1001/deliverables"), elsewhere);
    assertThatThrownBy(() -> deliver(1001, "a.sh", DeliverableKind.SCRIPTS, Way.MOVE))
        .isInstanceOf(Failure.Usage.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void moved_deleted_and_unregistered_files_are_noticed() {
    for (String name : List.of("kept.sh", "moved.sh", "renamed.py", "gone.sh", "git.json")) {
      write(name, "text of " + name + "\n");
      deliver(1001, name, DeliverableKind.SCRIPTS, Way.MOVE);
    }
    Path scripts = folder.resolve("specs/1000/1001/deliverables/scripts");
    rename(scripts.resolve("moved.sh"), "specs/1000/1001/deliverables/config/moved.sh");
    rename(scripts.resolve("renamed.py"), "tools/other.py");
    rename(scripts.resolve("git.json"), "tools/settings.json");
    Disk.delete(scripts.resolve("gone.sh"));
    Path extra = write("specs/1000/1001/deliverables/docs/extra.md", "# Extra\n");
    DeliverableList list =
        DeliverableList.read(
            tree,
            Specs.find(tree, 1001),
            file ->
                file.endsWith("git.json")
                    ? Optional.of(folder.resolve("tools/settings.json"))
                    : Optional.empty());
    assertThat(list.registered().stream().map(this::shown))
        .containsExactly(
            "kept.sh Present",
            "moved.sh Moved specs/1000/1001/deliverables/config/moved.sh",
            "renamed.py Moved tools/other.py",
            "gone.sh Missing",
            "git.json Moved tools/settings.json");
    assertThat(list.unregistered())
        .containsExactly(folder.resolve("specs/1000/1001/deliverables/config/moved.sh"), extra);
  }

  @Test
  void two_deliveries_of_one_name_at_once_lose_neither_file() throws Exception {
    for (int round = 0; round < 20; round++) {
      String name = "both" + round + ".sh";
      write("one/" + name, "one\n");
      write("two/" + name, "two\n");
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (String from : List.of("one/", "two/")) {
        calls.add(() -> succeeds(from + name));
      }
      int done = 0;
      try (var threads = Executors.newFixedThreadPool(2)) {
        for (Future<Boolean> each : threads.invokeAll(calls)) {
          done += each.get() ? 1 : 0;
        }
      }
      assertThat(done).isEqualTo(1);
      boolean first = Disk.exists(folder.resolve("one/" + name));
      String left = Disk.readText(folder.resolve((first ? "one/" : "two/") + name));
      String placed = Disk.readText(folder.resolve("specs/1000/1001/deliverables/scripts/" + name));
      assertThat(left + placed).contains("one\n", "two\n");
    }
  }

  private boolean succeeds(String name) {
    try {
      deliver(1001, name, DeliverableKind.SCRIPTS, Way.MOVE);
      return true;
    } catch (Failure.Invalid _) {
      return false;
    }
  }

  private String shown(DeliverableList.Registered each) {
    String state =
        switch (each.state()) {
          case DeliverableState.Present _ -> "Present";
          case DeliverableState.Moved moved -> "Moved " + folder.relativize(moved.to());
          case DeliverableState.Deleted deleted -> "Deleted " + deleted.how();
          case DeliverableState.Missing _ -> "Missing";
        };
    return each.file().getFileName() + " " + state;
  }

  private void rename(Path from, String to) {
    Path target = folder.resolve(to);
    Disk.copy(from, target);
    Disk.delete(from);
  }

  private List<String> everything() throws IOException {
    List<String> all = new ArrayList<>();
    for (Path each : Disk.filesBelow(folder)) {
      all.add(each + ": " + Files.readString(each));
    }
    return all;
  }

  private Path write(String name, String text) {
    Path file = folder.resolve(name);
    Disk.write(file, text);
    return file;
  }

  private Delivered move(String file, DeliverableKind kind, String label, String description) {
    return deliver(1001, file, kind, Way.MOVE, label, description);
  }

  private Delivered deliver(int id, String file, DeliverableKind kind, Way way) {
    return deliver(id, file, kind, way, "", "");
  }

  private Delivered deliver(
      int id, String file, DeliverableKind kind, Way way, String label, String description) {
    Request request = new Request(Path.of(file), kind, way, label, description);
    return new Deliverables(tree).deliver(Specs.find(tree, id), request);
  }

  private DeliverableList list(int id) {
    return DeliverableList.read(tree, Specs.find(tree, id), DeliverableList.Renames.NONE);
  }

  private String document(int id) {
    return Disk.readText(folder.resolve("specs/1000/" + id + "/spec.md"));
  }

  private String context(int id) {
    return Disk.readText(folder.resolve("specs/1000/" + id + "/context.md"));
  }
}
