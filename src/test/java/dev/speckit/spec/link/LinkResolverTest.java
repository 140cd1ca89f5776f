package dev.speckit.spec.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkResolverTest {
  private static final String FROM = "specs/1000/1001/spec.md";
  private static final List<String> FILES =
      List.of(
          "specs/1000/epic.md",
          "specs/1000/context.md",
          "specs/1000/1001/spec.md",
          "specs/1000/1001/context.md",
          "specs/1000/1001/1011.spec.md",
          "specs/1000/1001/deliverables/scripts/setup.sh",
          "specs/1000/1001/deliverables/docs/My guide (new).md",
          "specs/1000/1001/deliverables/docs/Überblick.md",
          "specs/1000/1002/spec.md",
          "specs/1000/1002/deliverables/docs/shared.md",
          "specs/2000/2001/deliverables/docs/shared.md",
          "specs/2000/only.md");

  @ParameterizedTest
  @CsvSource({
    "'[[context]]', specs/1000/1001/context.md",
    "'[[context|Journal]]', specs/1000/1001/context.md",
    "'[[CONTEXT]]', specs/1000/1001/context.md",
    "'[[context.md]]', specs/1000/1001/context.md",
    "'[[../epic]]', specs/1000/epic.md",
    "'[[../../1000/epic|Parent]]', specs/1000/epic.md",
    "'[[./context]]', specs/1000/1001/context.md",
    "'[[1011.spec]]', specs/1000/1001/1011.spec.md",
    "'[[1011.spec|a \\| b]]', specs/1000/1001/1011.spec.md",
    "'| x | [[1011.spec\\|label]] |', specs/1000/1001/1011.spec.md",
    "'![[deliverables/scripts/setup.sh]]', specs/1000/1001/deliverables/scripts/setup.sh",
    "'[[setup.sh]]', specs/1000/1001/deliverables/scripts/setup.sh",
    "'[[scripts/setup.sh]]', specs/1000/1001/deliverables/scripts/setup.sh",
    "'[[only]]', specs/2000/only.md",
    "'[[ONLY]]', specs/2000/only.md",
    "'[x](only)', specs/2000/only.md",
    "'[[specs/1000/1002/spec]]', specs/1000/1002/spec.md",
    "'[[/specs/1000/1002/spec]]', specs/1000/1002/spec.md",
    "'[[1000/1002/spec]]', specs/1000/1002/spec.md",
    "'[x](context.md)', specs/1000/1001/context.md",
    "'[x](context.md \"a title\")', specs/1000/1001/context.md",
    "'[x](deliverables/docs/My%20guide%20(new).md)',"
        + " specs/1000/1001/deliverables/docs/My guide (new).md",
    "'[x](<deliverables/docs/My guide (new).md>)',"
        + " specs/1000/1001/deliverables/docs/My guide (new).md",
    "'[x](deliverables/docs/%C3%9Cberblick.md)', specs/1000/1001/deliverables/docs/Überblick.md",
    "'[[U\u0308berblick]]', specs/1000/1001/deliverables/docs/Überblick.md",
    "'[ref]: context.md', specs/1000/1001/context.md",
    "'  [ref]: <context.md> \"title\"', specs/1000/1001/context.md",
    "'[![a](setup.sh)', specs/1000/1001/deliverables/scripts/setup.sh",
    "'[[#Goals]]', specs/1000/1001/spec.md",
    "'[[#goals]]', specs/1000/1001/spec.md",
    "'[[spec#Goals#First goal]]', specs/1000/1001/spec.md",
    "'[x](spec.md#first-goal)', specs/1000/1001/spec.md",
    "'[[#^quote-1]]', specs/1000/1001/spec.md",
    "'[[spec#^Quote-1|there]]', specs/1000/1001/spec.md",
  })
  void a_link_leads_where_obsidian_says(String text, String expected) {
    assertThat(resolve(text)).isEqualTo(new LinkResolver.Resolution.Found(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[missing]]",
        "[[./epic]]",
        "[[../context/spec]]",
        "[[deliverables]]",
        "[x](context.txt)",
        "[[#Nothing]]",
        "[[#Goals#Second goal]]",
        "[[#First goal#Goals]]",
        "[[#^none]]",
        "[[#^in-code]]",
        "[[../../../../etc/passwd]]",
        "[[../../../../../../../../etc/passwd]]",
        "[[etup.sh]]",
        "[[deliverables/docs/shared]]",
      })
  void what_is_not_there_is_dead(String text) {
    assertThat(resolve(text)).isInstanceOf(LinkResolver.Resolution.Dead.class);
  }

  @Test
  void a_name_that_two_files_have_is_ambiguous_and_more_of_the_path_decides() {
    assertThat(resolve("[[shared]]"))
        .isInstanceOfSatisfying(
            LinkResolver.Resolution.Ambiguous.class,
            each ->
                assertThat(each.files()).hasSize(2).allMatch(file -> file.endsWith("shared.md")));
    assertThat(resolve("[[2001/deliverables/docs/shared]]"))
        .isEqualTo(
            new LinkResolver.Resolution.Found("specs/2000/2001/deliverables/docs/shared.md"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[]]",
        "[[ ]]",
        "[[|label]]",
        "[x]()",
        "[x](https://example.org/a.md)",
        "[x](mailto:ada@example.org)",
        "[x](file://services/api.ts:45)",
        "[x](two words.md)",
        "\\[[context]]",
        "`[[context]]`",
        "<!-- [[context]] -->",
        "[^1]: a footnote",
        "- [x] done",
        "[note]: these are words",
        "[[never closed",
        "[x](never closed",
      })
  void what_is_no_link_to_a_file_is_left_out(String text) {
    MarkdownLines markdown = MarkdownLines.of("x", text);
    assertThat(Link.of(markdown.linkable(0), 0)).isEmpty();
  }

  @Test
  void nothing_in_fences_and_comments_is_a_link() {
    String text = "# T\n```\n[[a]]\n```\n<!--\n[[b]]\n-->\n~~~\n[[c]]\n~~~\nand [[d]]\n";
    assertThat(LinkedDocument.markdown("specs/x.md", MarkdownLines.of("x", text)).links())
        .singleElement()
        .satisfies(link -> assertThat(link.target()).isEqualTo("d"))
        .satisfies(link -> assertThat(link.line()).isEqualTo(10))
        .satisfies(link -> assertThat(link.column()).isEqualTo(4));
  }

  @Test
  void trace_back_comments_count_in_deliverables_and_in_their_first_lines_only() {
    String script =
        "#!/bin/sh\n# Spec: [[../../spec|T]]\n# Context: [[../../context]]\necho [[x]]\n";
    String path = "specs/1000/1001/deliverables/scripts/setup.sh";
    assertThat(LinkedDocument.other(path, script).traces())
        .extracting(each -> each.key() + " " + each.link().target() + " " + each.link().line())
        .containsExactly("spec ../../spec 1", "context ../../context 2");
    assertThat(LinkedDocument.other(path, "\n".repeat(40) + script).traces()).isEmpty();
    String page = "<!-- Spec: [[../../spec]] -->\n# Guide\n";
    String below = "specs/1000/1001/deliverables/docs/guide.md";
    assertThat(LinkedDocument.markdown(below, MarkdownLines.of("x", page)).traces()).hasSize(1);
    assertThat(LinkedDocument.markdown(FROM, MarkdownLines.of("x", page)).traces()).isEmpty();
  }

  @Test
  void hostile_lines_take_time_in_proportion_to_their_length() {
    for (String piece :
        List.of("[[", "](", "](a ", "](a (", "](<", "[[a]]", "](a \"", "[a](b(", "]]", "\\")) {
      assertThat(Link.of(piece.repeat(200_000), 0)).hasSizeLessThanOrEqualTo(200_000);
    }
  }

  private static LinkResolver.Resolution resolve(String text) {
    String own =
        "# Spec: T\n"
            + "## Goals\n"
            + "### First goal\n"
            + "words ^quote-1\n"
            + "## Second goal\n"
            + "```\n"
            + "x ^in-code\n"
            + "```\n";
    LinkedDocument spec = LinkedDocument.markdown(FROM, MarkdownLines.of(FROM, own));
    LinkResolver resolver =
        new LinkResolver(
            FILES,
            LinkResolver.Elsewhere.nothing(),
            path -> path.equals(FROM) ? Optional.of(spec) : Optional.empty());
    List<Link> links = Link.of(text, 0);
    assertThat(links).hasSize(1);
    return resolver.resolve(FROM, links.getFirst());
  }
}
