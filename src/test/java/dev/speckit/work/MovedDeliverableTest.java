package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Report;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deliverables that are no longer where they were registered.
class MovedDeliverableTest {
  private static final String FOLDER = "specs/1000/1001/deliverables/";

  @TempDir Path temporary;
  private Desk desk;

  @BeforeEach
  void deliver() throws Exception {
    desk = Desk.with1014(temporary);
    for (String name : List.of("a.sh", "b.sh", "c.sh")) {
      desk.write(name, "#!/bin/sh\necho this is " + name + "\necho two\necho three\n");
      desk.work("1014", "deliver", name, "--as", "scripts", "-m", "What " + name + " does");
    }
    desk.write("d.json", "{\"some\": \"setting\",\n \"other\": [1, 2, 3, 4, 5, 6]\n}\n");
    desk.work("1014", "deliver", "d.json", "--as", "config");
    desk.write("e.py", "print('e')\n");
    desk.work("1014", "deliver", "e.py", "--as", "code");
    desk.commitAll("Deliver");
  }

  @Test
  void what_was_renamed_deleted_or_only_moved_is_told_apart() throws Exception {
    Files.createDirectories(desk.workspace().resolve("tools"));
    desk.git("mv", FOLDER + "scripts/a.sh", "tools/first.sh");
    desk.git("rm", "--quiet", FOLDER + "scripts/b.sh");
    desk.git("commit", "--quiet", "-m", "Move and remove");
    String removal = desk.git("rev-parse", "--short=7", "HEAD");
    desk.git("mv", FOLDER + "config/d.json", "tools/settings.json");
    desk.write("tools/settings.json", desk.read("tools/settings.json") + "\n");
    move("e.py", "tools/renamed.py");
    desk.write("tools/renamed.py", desk.read("tools/renamed.py") + "print('more')\n");
    Files.delete(desk.workspace().resolve(FOLDER + "scripts/c.sh"));
    assertThat(states())
        .isEqualTo(
            """
            a.sh moved tools/first.sh
            b.sh deleted in %s
            c.sh deleted, not committed yet
            d.json moved tools/settings.json
            e.py moved tools/renamed.py\
            """
                .formatted(removal));
    Report report = desk.work("1014", "--deliverables");
    assertThat(report.warnings().stream().map(Problem::remedy))
        .contains("speckit work 1014 deliver tools/first.sh")
        .anyMatch(remedy -> remedy != null && remedy.matches("bring it back.*:\\d+ and .*:\\d+"));
  }

  @Test
  void a_file_that_moved_twice_is_followed_to_its_end() throws Exception {
    desk.git("mv", FOLDER + "scripts/a.sh", "one.sh");
    desk.git("commit", "--quiet", "-m", "One");
    desk.git("mv", "one.sh", "two.sh");
    desk.git("commit", "--quiet", "-m", "Two");
    move("two.sh", "three.sh");
    assertThat(states()).contains("a.sh moved three.sh");
  }

  @Test
  void without_git_a_gone_file_is_missing_and_a_moved_one_is_found_by_its_comment()
      throws Exception {
    move(".git", "../git-away");
    move("e.py", "tools/renamed.py");
    Files.delete(desk.workspace().resolve(FOLDER + "scripts/c.sh"));
    assertThat(states()).contains("c.sh missing").contains("e.py moved tools/renamed.py");
  }

  @Test
  void delivering_the_moved_file_changes_its_entries_and_makes_no_second_ones() throws Exception {
    String context =
        desk.context() + "\n\n## Afterwards\nSee [[" + link("a.sh") + "|the first]].\n";
    desk.write("specs/1000/1001/1014.context.md", context);
    Files.createDirectories(desk.workspace().resolve("tools"));
    desk.git("mv", FOLDER + "scripts/a.sh", "tools/first.sh");
    Report report = desk.work("1014", "deliver", "tools/first.sh");
    assertThat(report.data().object("action").orElseThrow().text("formerly"))
        .contains(FOLDER + "scripts/a.sh");
    String target = "../../../tools/first.sh";
    assertThat(desk.context())
        .contains("- [[" + target + "|first.sh]] - What a.sh does\n")
        .contains("See [[" + target + "|the first]].\n")
        .contains("- Delivered `" + FOLDER + "scripts/a.sh` (")
        .doesNotContain("[[" + link("a.sh"));
    assertThat(document())
        .containsOnlyOnce("- [[" + target + "|first.sh]]\n")
        .doesNotContain("a.sh");
    assertThat(desk.read("tools/first.sh"))
        .startsWith("#!/bin/sh\n# Spec: [[../specs/1000/1001/1014.spec|Mount the NAS]]\n")
        .containsOnlyOnce("# Spec: ")
        .containsOnlyOnce("# Context: ");
    assertThat(states()).contains("first.sh present").doesNotContain("a.sh ");
  }

  @Test
  void a_comment_with_the_title_of_before_is_not_doubled() throws Exception {
    String old = document();
    desk.write(
        "specs/1000/1001/1014.spec.md", old.replaceFirst("Mount the NAS", "Mount every NAS"));
    Files.createDirectories(desk.workspace().resolve("tools"));
    desk.git("mv", FOLDER + "scripts/a.sh", "tools/first.sh");
    desk.work("1014", "deliver", "tools/first.sh");
    assertThat(desk.read("tools/first.sh"))
        .containsOnlyOnce("# Spec: [[../specs/1000/1001/1014.spec|Mount every NAS]]")
        .containsOnlyOnce("Spec: ");
  }

  @Test
  void code_that_moved_keeps_its_kind_and_its_words() throws Exception {
    move("e.py", "src/main.py");
    desk.work("1014", "deliver", "src/main.py");
    assertThat(desk.context()).contains("### Code Changes\n- `src/main.py`\n");
    assertThat(document())
        .containsOnlyOnce("[[../../../src/main.py|main.py]]")
        .doesNotContain("/e.py|");
    assertThat(desk.read("src/main.py")).containsOnlyOnce("# Spec: [[../specs/");
  }

  @Test
  void a_moved_file_of_another_kind_now_changes_its_section() throws Exception {
    move(FOLDER + "scripts/a.sh", "a.conf.sh");
    desk.work("1014", "deliver", "a.conf.sh", "--as", "config");
    assertThat(desk.context())
        .contains("deliverables/config/a.conf.sh|a.conf.sh]] - What a.sh does\n")
        .doesNotContain("scripts/a.sh|");
    assertThat(document()).containsOnlyOnce("a.conf.sh|").doesNotContain("scripts/a.sh");
  }

  @Test
  void an_entry_of_the_old_place_goes_when_the_new_place_is_registered_already() throws Exception {
    move("e.py", "src/e.py");
    String context = desk.context().replace("- `e.py`\n", "- `e.py`\n- `src/e.py` - by hand\n");
    desk.write("specs/1000/1001/1014.context.md", context);
    desk.work("1014", "deliver", "src/e.py");
    assertThat(desk.context()).contains("- `src/e.py` - by hand\n").doesNotContain("- `e.py`\n");
  }

  @Test
  void a_registered_file_is_delivered_again_without_saying_its_kind() throws Exception {
    String before = document();
    desk.work("1014", "deliver", "e.py");
    assertThat(document()).isEqualTo(before);
    assertThat(desk.context()).containsOnlyOnce("### Code Changes\n- `e.py`\n");
  }

  private void move(String from, String to) throws Exception {
    Path target = desk.workspace().resolve(to);
    Files.createDirectories(target.getParent());
    Files.move(desk.workspace().resolve(from), target);
  }

  private String link(String name) {
    return "deliverables/scripts/" + name;
  }

  private String document() {
    return desk.read("specs/1000/1001/1014.spec.md");
  }

  /// One line for each: the name of the registered file, its state, and what more is known.
  private String states() throws Exception {
    return desk.work("1014", "--deliverables").data().objects("deliverables").stream()
        .map(MovedDeliverableTest::state)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String state(Json.Fields each) {
    String path = each.text("path").orElseThrow();
    String state = each.text("state").orElseThrow();
    String more =
        switch (state) {
          case "moved" -> "moved " + each.text("moved_to").orElseThrow();
          case "deleted" -> each.text("why").orElseThrow();
          default -> state;
        };
    return path.substring(path.lastIndexOf('/') + 1) + " " + more;
  }
}
