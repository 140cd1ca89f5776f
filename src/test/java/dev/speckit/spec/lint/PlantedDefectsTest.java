package dev.speckit.spec.lint;

import static dev.speckit.spec.lint.CleanTree.CONTEXT;
import static dev.speckit.spec.lint.CleanTree.EPIC;
import static dev.speckit.spec.lint.CleanTree.OTHER;
import static dev.speckit.spec.lint.CleanTree.OTHER_CONTEXT;
import static dev.speckit.spec.lint.CleanTree.SCRIPT;
import static dev.speckit.spec.lint.CleanTree.SPEC;
import static dev.speckit.spec.lint.CleanTree.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.host.Disk;
import dev.speckit.spec.Finding.Severity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One defect of each kind, planted in a tree in which nothing is found.
final class PlantedDefectsTest {
  /// Marks the place where a finding is expected; it is not written.
  private static final String HERE = "‸";

  /// Everything else warns.
  private static final Set<String> ERRORS =
      Set.of(
          "not-utf-8",
          "file-too-large",
          "file-unavailable",
          "folder-not-file",
          "file-not-folder",
          "outside-link",
          "nul-character",
          "empty-document",
          "missing-document",
          "front-matter",
          "bad-metadata",
          "unknown-status",
          "dead-link",
          "duplicate-id",
          "duplicate-requirement",
          "open-fence",
          "conflict-marker");

  @TempDir Path folder;
  private CleanTree tree;

  @BeforeEach
  void make() throws IOException {
    tree = CleanTree.in(folder);
  }

  interface Plant {
    void in(CleanTree tree) throws IOException;
  }

  /// @param place `file:line:column`
  /// @param also findings that the same fault cannot but bring with it, `rule place`
  record Defect(String rule, String place, Plant plant, List<String> also) {
    Defect with(String... more) {
      return new Defect(rule, place, plant, List.of(more));
    }

    @Override
    public String toString() {
      return rule + " " + place;
    }
  }

  private static Defect planted(String rule, String place, Plant plant) {
    return new Defect(rule, place, plant, List.of());
  }

  /// A text replaced in one file.
  ///
  /// @param now holds the mark at the place where the finding is expected
  private static Defect replaced(String rule, String file, String old, String now) {
    return placed(rule, file, now, tree -> tree.replace(file, old, now));
  }

  private static Defect written(String rule, String file, String text) {
    return placed(rule, file, text, tree -> tree.write(file, text));
  }

  private static Defect appended(String rule, String file, String more) {
    return placed(rule, file, more, tree -> tree.write(file, tree.read(file) + more));
  }

  /// The place is known when the text with the mark is.
  private static Defect placed(String rule, String file, String marked, Plant plant) {
    assertThat(marked).contains(HERE);
    return planted(rule, file + ":" + HERE, plant);
  }

  static Stream<Defect> defects() {
    return Stream.of(files(), texts(), metadata(), links(), work(), wording())
        .flatMap(List::stream);
  }

  private static List<Defect> files() {
    return List.of(
        planted("missing-document", SPEC + ":1:1", tree -> Files.delete(tree.path(SPEC)))
            .with("dead-link " + EPIC + ":12:3", "dead-link specs/1000/1002/context.md:17:3"),
        planted(
            "missing-document",
            "specs/1000/1001/1012.spec.md:1:1",
            tree -> tree.write("specs/1000/1001/1012.context.md", "# Context: Gone\n")),
        planted(
            "missing-document",
            "specs/1000/1003/spec.md:1:1",
            tree -> tree.write("specs/1000/1003/context.md", "# Context: Gone\n")),
        planted("empty-document", TASK + ":1:1", tree -> tree.write(TASK, " \n")),
        planted("empty-document", TASK + ":1:1", tree -> tree.write(TASK, "\uFEFF\r\n")),
        planted(
            "not-utf-8",
            TASK + ":2:1",
            tree -> tree.bytes(TASK, new byte[] {'a', '\n', (byte) 0xff})),
        planted(
            "not-utf-8", CONTEXT + ":1:1", tree -> tree.bytes(CONTEXT, new byte[] {(byte) 0xc3})),
        planted(
            "folder-not-file",
            "specs/1000/1003/spec.md:1:1",
            tree -> Files.createDirectories(tree.path("specs/1000/1003/spec.md"))),
        planted(
            "file-not-folder", "specs/1000/1003:1:1", tree -> tree.write("specs/1000/1003", "")),
        planted(
            "file-too-large",
            "specs/1000/1003/spec.md:1:1",
            tree -> {
              Files.createDirectories(tree.path("specs/1000/1003"));
              Path file = tree.path("specs/1000/1003/spec.md");
              try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(Disk.TEXT_BYTES_MAX + 1);
              }
            }),
        planted(
            "file-unavailable",
            "specs/1000/1003/spec.md:1:1",
            // Like a named pipe, a socket cannot be read as a file, not even by root.
            tree -> {
              Files.createDirectories(tree.path("specs/1000/1003"));
              try (ServerSocketChannel socket =
                  ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                socket.bind(UnixDomainSocketAddress.of(tree.path("specs/1000/1003/spec.md")));
              }
            }),
        planted(
            "outside-link",
            "specs/1000/1003:1:1",
            tree -> Files.createSymbolicLink(tree.path("specs/1000/1003"), Path.of("/etc"))),
        planted(
            "duplicate-id",
            "specs/1000/1002/spec.md:1:1",
            tree -> {
              String task = tree.read(TASK).replace("1011.context", "1002.context");
              tree.write("specs/1000/1001/1002.spec.md", task);
              tree.write(
                  "specs/1000/1001/1002.context.md",
                  LintWorkspace.context("1002.spec", "planning"));
              tree.replace(
                  SPEC, "- [[1011.spec|Bolt]]\n", "- [[1011.spec|Bolt]]\n- [[1002.spec]]\n");
            }),
        planted(
            "outside-epic",
            "specs/1000/1001/2011.spec.md:1:1",
            tree -> {
              String task = tree.read(TASK).replace("1011.context", "2011.context");
              tree.write("specs/1000/1001/2011.spec.md", task);
              tree.write(
                  "specs/1000/1001/2011.context.md",
                  LintWorkspace.context("2011.spec", "planning"));
              tree.replace(
                  SPEC, "- [[1011.spec|Bolt]]\n", "- [[1011.spec|Bolt]]\n- [[2011.spec]]\n");
            }),
        planted(
            "outside-epic",
            "specs/1003:1:1",
            tree -> tree.write("specs/1003/notes.md", "# Notes\n")),
        planted(
            "stray-document",
            "specs/1000/1003-bolts/1003-bolts.spec.md:1:1",
            tree -> tree.write("specs/1000/1003-bolts/1003-bolts.spec.md", "# Bolts\n")),
        planted(
            "stray-document",
            "specs/1000/1012.spec.md:1:1",
            tree -> tree.write("specs/1000/1012.spec.md", "# Bolts\n")));
  }

  private static List<Defect> texts() {
    return List.of(
        appended("nul-character", CONTEXT, "a" + HERE + "\0b\n"),
        appended("open-fence", CONTEXT, HERE + "```java\nclass A {}\n"),
        appended("open-fence", CONTEXT, "- a\n" + HERE + "  ~~~~\n  ~~~\n"),
        appended("open-fence", CONTEXT, HERE + "1. ```\n   a\n"),
        appended(
            "conflict-marker", CONTEXT, HERE + "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> other\n"),
        appended("conflict-marker", CONTEXT, "two\n" + HERE + ">>>>>>> other\n"),
        written(
            "conflict-marker",
            CONTEXT,
            "---\nspec: \"[[spec]]\"\n"
                + HERE
                + "<<<<<<< a\nowner: a\n=======\n>>>>>>> b\n---\n# Context\n"),
        appended("open-comment", CONTEXT, HERE + "<!-- never\n"),
        written("front-matter", CONTEXT, "---\n" + HERE + "odd\n---\n# C\n[[spec]]\n"),
        written("front-matter", CONTEXT, HERE + "---\nspec: \"[[spec]]\"\n# C\n[[spec]]\n"),
        replaced(
            "duplicate-requirement", SPEC, "- **FR-2**: The lamp", HERE + "* **FR-1**: The lamp"),
        replaced(
            "duplicate-requirement",
            TASK,
            "- [ ] **AC-1**: The bolt slides by 2 cm.\n",
            "- [ ] **AC-1**: The bolt slides by 2 cm.\n"
                + HERE
                + "- [ ] **AC-1**: The bolt slides 2 cm back.\n"),
        replaced("empty-requirement", TASK, "\n## Non-goals", HERE + "- **FR-2**:\n\n## Non-goals")
            .with("unproved " + TASK + ":10:1"),
        replaced(
                "empty-criterion",
                TASK,
                "- [ ] **AC-1**: The bolt",
                HERE + "- [ ] **AC-2**:\n- [ ] **AC-1**: The bolt")
            .with("orphan-criterion " + TASK + ":15:1"),
        replaced(
                "empty-criterion",
                TASK,
                "- [ ] **AC-1**: The bolt",
                HERE + "1. [ ] <!-- later -->\n- [ ] **AC-1**: The bolt")
            .with("orphan-criterion " + TASK + ":15:1"),
        appended("placeholder", CONTEXT, "MASTODON " + HERE + "TODO: more\n"),
        appended("placeholder", CONTEXT, "Text " + HERE + "[NEEDS CLARIFICATION: which?]\n"),
        appended("placeholder", CONTEXT, "- a\n  - b " + HERE + "TBD\n"),
        appended("placeholder", CONTEXT, "#### " + HERE + "FIXME\n"),
        appended("placeholder", CONTEXT, "How many? " + HERE + "???\r\n"));
  }

  private static List<Defect> metadata() {
    return List.of(
        replaced("bad-metadata", TASK, "**Type**: task", "**Type**: " + HERE + "epic"),
        replaced("bad-metadata", EPIC, "2026-01-31 14:05", HERE + "2026-02-30 14:05"),
        replaced("bad-metadata", EPIC, "2026-01-31 14:05", HERE + "2026-01-31 25:05"),
        replaced("unknown-status", TASK, ": planning", ": " + HERE + "open"),
        replaced("unknown-status", CONTEXT, ": implementing", ": " + HERE + "in progress"),
        replaced(
            "duplicate-metadata",
            TASK,
            ": planning\n",
            ": planning\n" + HERE + "**status:** completed\n"),
        replaced(
            "missing-metadata",
            TASK,
            "# Spec: Bolt\n\n**Type**: task\n**Status**: planning",
            HERE + "# Spec: Bolt\n\n**Type**: task"),
        replaced("missing-metadata", TASK, "**Status**: planning", HERE + "**Status**:"),
        replaced("status-case", TASK, ": planning", ": " + HERE + "Planning"),
        replaced("missing-title", TASK, "# Spec: Bolt\n", HERE + "# Spec:\n"),
        replaced(
            "ambiguous-alias",
            TASK,
            "# Spec: Bolt\n\n",
            HERE + "# Spec: Bolt\n\n**Aliases**: B-1, k-1\n"));
  }

  private static List<Defect> links() {
    return List.of(
        appended("dead-link", CONTEXT, "See " + HERE + "[[nowhere|x]]\n"),
        appended("dead-link", CONTEXT, "> " + HERE + "[[spec#Nothing]]\n"),
        appended("dead-link", CONTEXT, "- a\n  - " + HERE + "[b](../gone.md)\n"),
        appended("dead-link", CONTEXT, HERE + "![[picture.png]]\n"),
        planted(
            "one-way-link",
            EPIC + ":1:1",
            tree -> tree.replace(EPIC, "- [[1001/spec|Locks]]\n", "")),
        planted(
            "one-way-link", TASK + ":1:1", tree -> tree.replace(TASK, "[[spec|Locks]]", "Locks")),
        planted(
            "one-way-link",
            TASK + ":1:1",
            tree -> tree.replace(TASK, "[[1011.context|Journal]]", "none")),
        planted(
            "one-way-link", CONTEXT + ":1:1", tree -> tree.replace(CONTEXT, "[[spec|S]]", "none")),
        planted(
            "one-way-link",
            SCRIPT + ":1:1",
            tree -> tree.replace(SCRIPT, "# Context: [[../../context]]\n", "")),
        planted(
            "one-way-dependency",
            SPEC + ":19:3",
            tree -> tree.replace(OTHER_CONTEXT, "- [[../1001/spec|Locks]]\n", "")),
        placed(
            "ambiguous-link",
            CONTEXT,
            HERE,
            tree -> {
              tree.write("specs/1000/a/note.md", "");
              tree.write("specs/1000/b/note.md", "");
              tree.write(CONTEXT, tree.read(CONTEXT) + HERE + "[[note]]\n");
            }));
  }

  private static List<Defect> work() {
    return List.of(
        planted("missing-context", CONTEXT + ":1:1", tree -> Files.delete(tree.path(CONTEXT))),
        replaced("open-children", EPIC, "**Status**: implementing", HERE + "**Status**: completed")
            .with("status-differs specs/1000/context.md:4:1"),
        replaced(
            "status-differs",
            OTHER_CONTEXT,
            "**Status**: completed",
            HERE + "**Status**: implementing"),
        replaced("open-criteria", OTHER, "- [x] **AC-1**", HERE + "- [ ] **AC-1**"),
        appended(
            "open-criteria", OTHER, "\n## Definition of Done\n1. [x] a\n" + HERE + "2. [ ] b\n"),
        planted(
            "no-deliverables",
            OTHER + ":4:1",
            tree -> {
              tree.replace(OTHER_CONTEXT, "- [[deliverables/scripts/open.sh]]", "- (none yet)");
              tree.replace(OTHER, "- [[deliverables/scripts/open.sh]]", "- None");
              Files.delete(tree.path(SCRIPT));
            }),
        replaced(
            "missing-deliverable",
            OTHER_CONTEXT,
            "- [[deliverables/scripts/open.sh]]\n",
            "- [[deliverables/scripts/open.sh]]\n+ `" + HERE + "src/gone.sh` - opened\n"));
  }

  private static List<Defect> wording() {
    return List.of(
        planted(
            "no-requirements",
            TASK + ":1:1",
            tree -> tree.replace(TASK, "- **FR-1**: The bolt MUST slide by 2 cm.\n", "")),
        planted(
                "no-criteria",
                TASK + ":1:1",
                tree -> {
                  String text = tree.read(TASK);
                  tree.write(TASK, text.substring(0, text.indexOf("\n## Acceptance")));
                })
            .with("no-test-strategy " + TASK + ":1:1"),
        planted(
            "no-test-strategy",
            TASK + ":1:1",
            tree ->
                tree.replace(
                    TASK,
                    "## Acceptance Criteria\n- [ ] **AC-1**: The bolt slides by 2 cm.\n",
                    "## Acceptance\nThe bolt slides by 2 cm.\n")),
        planted(
            "no-non-goals",
            TASK + ":1:1",
            tree -> tree.replace(TASK, "## Non-goals\n- Rust.\n\n", "")),
        replaced(
            "contradicting-numbers",
            SPEC,
            "locks within 5 seconds",
            "locks within " + HERE + "7 seconds"),
        requirement(
            "contradicting-numbers",
            "The bolt MUST slide by at least " + HERE + "4 cm and at most 2 cm."),
        requirement(
            "contradicting-numbers",
            "The bolt MUST slide by at least " + HERE + "4 and at most 2 cm."),
        requirement("contradicting-numbers", "The bolt MUST slide between " + HERE + "4 and 2 cm."),
        requirement(
            "contradicting-numbers",
            "The bolt MUST slide by more than " + HERE + "4 cm and MUST NOT exceed 2 cm."),
        replaced(
                "contradicting-duty",
                SPEC,
                "- **FR-2**: The lamp MUST glow red.\n",
                "- **FR-2**: The lamp MUST glow red.\n"
                    + HERE
                    + "- **FR-3**: The lamp MUST NOT glow red.\n")
            .with("duplicate " + SPEC + ":14:1"),
        requirement("vague-word", "The bolt MUST be " + HERE + "easy to slide by 2 cm."),
        requirement("no-limit", "The bolt MUST slide " + HERE + "fast."),
        requirement("vague-amount", "The bolt MUST slide by " + HERE + "several cm."),
        requirement("vague-time", "The bolt MUST slide by 2 cm " + HERE + "soon."),
        requirement("open-end", "The bolt MUST slide by 2 cm, left, right " + HERE + "etc."),
        requirement("and-or", "The bolt " + HERE + "and/or the lock MUST slide by 2 cm."),
        requirement("not-normative", "The bolt slides by 2 cm."),
        requirement("compound", "The bolt MUST slide by 2 cm and the lamp MUST glow."),
        requirement(
            "too-long", "The bolt MUST slide by 2 cm" + " when the guard leaves".repeat(16) + "."),
        requirement("undefined-term", "The bolt of the " + HERE + "ZKQ MUST slide by 2 cm."),
        replaced(
            "untestable-criterion",
            TASK,
            "The bolt slides by 2 cm.",
            "The bolt is " + HERE + "intuitive for everyone."),
        replaced(
            "unproved",
            TASK,
            "\n## Non-goals",
            HERE + "- **FR-2**: Invoices MUST show tax.\n\n## Non-goals"),
        replaced(
            "orphan-criterion",
            TASK,
            "- [ ] **AC-1**",
            HERE + "- [ ] **AC-2**: Invoices show tax.\n- [ ] **AC-1**"),
        replaced(
            "duplicate",
            TASK,
            "\n## Non-goals",
            HERE + "- **FR-2**: By 2 cm the bolt MUST slide.\n\n## Non-goals"));
  }

  /// The requirement of the task in other words.
  private static Defect requirement(String rule, String now) {
    String line = "- **FR-1**: " + now;
    return replaced(
        rule,
        TASK,
        "- **FR-1**: The bolt MUST slide by 2 cm.",
        now.contains(HERE) ? line : HERE + line);
  }

  @ParameterizedTest
  @MethodSource("defects")
  void a_planted_defect_is_found_at_its_place_and_decides_the_exit(Defect defect) throws Exception {
    List<String> expected = plant(defect);
    Report report = tree.check("strict", "true");
    assertThat(LintWorkspace.found(report)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(report.exit()).isEqualTo(exit(expected));
    assertThat(report.data().objects("findings"))
        .allSatisfy(each -> assertThat(each.text("remedy")).isPresent());
  }

  /// Returns what must be found.
  private List<String> plant(Defect defect) throws IOException {
    defect.plant().in(tree);
    List<String> expected = new ArrayList<>(List.of(said(defect.rule() + " " + unmark(defect))));
    defect.also().forEach(each -> expected.add(said(each)));
    return expected;
  }

  @ParameterizedTest
  @MethodSource("defects")
  void it_is_found_too_by_a_check_that_remembers_the_clean_tree(Defect defect) throws Exception {
    Path remembered = folder.resolve("remembered");
    tree = CleanTree.remembered(remembered);
    assertThat(LintWorkspace.found(tree.check())).isEmpty();
    RememberedTest.tick(remembered);
    List<String> expected = plant(defect);
    assertThat(LintWorkspace.found(tree.check())).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(LintWorkspace.found(tree.check())).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String said(String ruleAndPlace) {
    String rule = ruleAndPlace.substring(0, ruleAndPlace.indexOf(' '));
    return severity(rule) + " " + ruleAndPlace;
  }

  private static String severity(String rule) {
    if (ERRORS.contains(rule)) {
      return "error";
    }
    return INFOS.contains(rule) ? "info" : "warning";
  }

  private static final Set<String> INFOS =
      Set.of(
          "status-case",
          "one-way-dependency",
          "vague-amount",
          "open-end",
          "and-or",
          "not-normative",
          "compound",
          "too-long",
          "orphan-criterion",
          "duplicate",
          "undefined-term",
          "no-non-goals",
          "no-test-strategy");

  private static ExitCode exit(List<String> findings) {
    if (findings.stream().anyMatch(each -> each.startsWith("error"))) {
      return ExitCode.BLOCKED;
    }
    return findings.stream().anyMatch(each -> each.startsWith("warning"))
        ? ExitCode.WARNED
        : ExitCode.OK;
  }

  /// Takes the mark out of the planted file and says where it stood.
  private String unmark(Defect defect) throws IOException {
    if (!defect.place().endsWith(HERE)) {
      return defect.place();
    }
    String file = defect.place().substring(0, defect.place().length() - 1 - HERE.length());
    String text = tree.read(file);
    int at = text.indexOf(HERE);
    assertThat(at).isNotNegative();
    tree.write(file, text.replace(HERE, ""));
    long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    int column = at - (text.lastIndexOf('\n', at) + 1) + 1;
    return file + ":" + line + ":" + column;
  }

  @Test
  void a_tree_without_a_fault_passes_strictly_and_in_silence() throws Exception {
    Report report = tree.check("strict", "true");
    assertThat(LintWorkspace.found(report)).isEmpty();
    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void every_rule_has_a_defect_that_it_finds() {
    Set<String> rules = new TreeSet<>();
    LintRule.every().forEach(rule -> rules.add(rule.id()));
    Set<String> planted = new TreeSet<>();
    defects().forEach(each -> planted.add(each.rule()));
    assertThat(planted).isEqualTo(rules);
  }

  @Test
  void what_is_an_error_is_decided_here() {
    Set<String> errors = new TreeSet<>();
    Set<String> infos = new TreeSet<>();
    for (LintRule rule : LintRule.every()) {
      if (rule.severity() == Severity.ERROR) {
        errors.add(rule.id());
      }
      if (rule.severity() == Severity.INFO) {
        infos.add(rule.id());
      }
    }
    assertThat(errors).isEqualTo(ERRORS);
    assertThat(infos).isEqualTo(INFOS);
  }
}
