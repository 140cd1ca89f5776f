package dev.speckit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class HtmlTraceTest {

  @ParameterizedTest
  @MethodSource("texts")
  void a_page_is_well_formed_and_shows_any_text_as_text(String text) throws Exception {
    Document page = page(text);
    assertThat(shape(page)).isEqualTo(shape(page("plain")));
    assertThat(page.getDocumentElement().getTextContent()).contains(PlainText.line(text));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void a_page_holds_nothing_that_a_terminal_acts_upon(String text) {
    assertThat(HtmlTrace.of(HostileTrace.with(text)).replace("\n", ""))
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
  }

  @Test
  void every_link_leads_to_an_anchor_of_the_page_and_back() throws Exception {
    Document page = page("plain");
    Set<String> anchors = new HashSet<>();
    for (Element article : elements(page, "article")) {
      assertThat(anchors.add(article.getAttribute("id"))).isTrue();
    }
    assertThat(anchors).hasSize(10);
    Set<String> ways = new HashSet<>();
    for (Element article : elements(page, "article")) {
      NodeList links = article.getElementsByTagName("a");
      for (int i = 0; i < links.getLength(); i++) {
        ways.add(article.getAttribute("id") + " " + target((Element) links.item(i)));
      }
    }
    assertThat(elements(page, "a")).allMatch(each -> anchors.contains(target(each)));
    // From each of commit, file, test, task, session and deliverable there is a way to the
    // requirement; it has a way to those that it is linked to itself.
    assertThat(ways).filteredOn(each -> each.endsWith(" item-1")).hasSizeGreaterThanOrEqualTo(8);
    assertThat(ways).filteredOn(each -> each.startsWith("item-1 ")).hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void a_page_names_the_gaps_and_how_far_each_item_is_proven() throws Exception {
    String text = page("x").getDocumentElement().getTextContent();
    assertThat(text)
        .contains("1001/AC-002x is ticked, but no commit and no test")
        .contains("nobody knows x")
        .contains("proven")
        .contains("2026-11-21T10:00:00Z");
  }

  @Test
  void a_page_stands_alone() {
    assertThat(HtmlTrace.of(HostileTrace.with("x")))
        .doesNotContain("<script", "<link", "src=", "@import", "url(")
        .contains("prefers-color-scheme: dark", "default-src 'none'");
  }

  @Test
  void a_page_of_nothing_is_a_page() throws Exception {
    TraceGraph graph = new TraceGraph.Draft().finish(List.of());
    Document page = parsed(HtmlTrace.of(TraceSelection.of(graph, List.of())));
    assertThat(elements(page, "section")).isEmpty();
  }

  static List<String> texts() {
    return HostileTrace.texts();
  }

  private static String target(Element link) {
    assertThat(link.getAttribute("href")).startsWith("#");
    return link.getAttribute("href").substring(1);
  }

  /// Elements and attributes with their values, without the text.
  private static List<String> shape(Document page) {
    List<String> shape = new ArrayList<>();
    for (Element element : elements(page, "*")) {
      StringBuilder line = new StringBuilder(element.getTagName());
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        line.append(' ').append(element.getAttributes().item(i));
      }
      shape.add(line.toString());
    }
    return shape;
  }

  private static List<Element> elements(Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static Document page(String text) throws Exception {
    return parsed(HtmlTrace.of(HostileTrace.with(text)));
  }

  private static Document parsed(String html) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }
}
