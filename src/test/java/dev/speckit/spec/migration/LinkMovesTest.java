package dev.speckit.spec.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.spec.Edit;
import dev.speckit.spec.MarkdownLines;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of the links in one document when it and others move.
class LinkMovesTest {
  private static final Path ROOT = Path.of("/nowhere");
  private static final Path FROM = Path.of("specs/1000-epic-a/1001-b/1001-b.spec.md");
  private static final Map<Path, Path> MOVES =
      Map.of(
          FROM,
          Path.of("specs/1000/1001/spec.md"),
          Path.of("specs/1000-epic-a/1000-epic-a.spec.md"),
          Path.of("specs/1000/epic.md"),
          Path.of("specs/1000-epic-a/1001-b/my pic.png"),
          Path.of("specs/1000/1001/my pic.png"),
          Path.of("specs/1000-epic-a/1001-b/notes.md"),
          Path.of("specs/1000/1001/notes.md"));
  private static final Set<Path> STAYING = Set.of(Path.of("specs/2000/epic.md"));

  @ParameterizedTest
  @CsvSource({
    "[[../1000-epic-a.spec]], [[../epic]]",
    "[[../1000-epic-a.spec|A]], [[../epic|A]]",
    "'[[../1000-epic-a.spec#Goal|A]]', '[[../epic#Goal|A]]'",
    "[[../1000-epic-a.spec\\|A]], [[../epic\\|A]]",
    "[[1000-epic-a.spec]], [[../epic]]",
    "[[specs/1000-epic-a/1000-epic-a.spec]], [[specs/1000/epic]]",
    "[a](../1000-epic-a.spec.md), [a](../epic.md)",
    "[a](../1000-epic-a.spec.md#goal), [a](../epic.md#goal)",
    "'[a](../1000-epic-a.spec.md \"Title\")', '[a](../epic.md \"Title\")'",
    "[a](<../1000-epic-a.spec.md>), [a](<../epic.md>)",
    "[a](/specs/1000-epic-a/1000-epic-a.spec.md), [a](/specs/1000/epic.md)",
    "[r]: ../1000-epic-a.spec.md, [r]: ../epic.md",
    "[a](..), [a](..)",
    "[a](../../1000-epic-a/), [a](../)",
    "![x](my%20pic.png), ![x](my%20pic.png)",
    "![[my pic.png]], ![[my pic.png]]",
    "[[../../2000/epic|T]], [[../../2000/epic|T]]",
    "[[notes]] and [[notes|N]], [[notes]] and [[notes|N]]",
    "[[gone]], [[gone]]",
    "`[[../1000-epic-a.spec]]`, `[[../1000-epic-a.spec]]`",
    "[w](https://example.org/1000-epic-a.spec.md), [w](https://example.org/1000-epic-a.spec.md)",
    "'[[#Here]]', '[[#Here]]'",
  })
  void only_the_path_of_a_link_changes(String before, String after) {
    assertThat(changed("x\r\n" + before + "\r\ny\r\n")).isEqualTo("x\r\n" + after + "\r\ny\r\n");
  }

  @Test
  void fences_stay_and_trace_back_comments_follow() {
    String fence = "```\n[[../1000-epic-a.spec]]\n```\n";
    assertThat(changed(fence)).isEqualTo(fence);
    assertThat(changed("<!-- Spec: [[../1000-epic-a.spec|A]] -->\n"))
        .isEqualTo("<!-- Spec: [[../epic|A]] -->\n");
  }

  private static String changed(String text) {
    Set<Path> before = new HashSet<>(STAYING);
    before.addAll(MOVES.keySet());
    Set<Path> after = new HashSet<>(STAYING);
    after.addAll(MOVES.values());
    Places places = new Places(ROOT, Path.of(""), Path.of("specs"));
    MovePlan plan =
        new MovePlan(
            MOVES,
            Map.of(
                Path.of("specs/1000-epic-a"), Path.of("specs/1000"),
                Path.of("specs/1000-epic-a/1001-b"), Path.of("specs/1000/1001")),
            Set.of(),
            List.of());
    LinkMoves links =
        new LinkMoves(
            places,
            new LinkWorld(places, before, Set.of()),
            new LinkWorld(places, after, Set.of()),
            plan,
            java.util.Map.of());
    List<WrittenLink> written = WrittenLink.of(MarkdownLines.of("x.md", text));
    return Edit.apply(text, links.of(FROM, written).edits());
  }
}
