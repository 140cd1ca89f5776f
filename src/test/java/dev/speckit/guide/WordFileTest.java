package dev.speckit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// The texts that stand in agents, in each agent's own form.
class WordFileTest {
  private static final int ALWAYS_LOADED_MAX = 400;
  private static final int TEXT_MAX = 250;
  private static final Encoding ENCODING =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  static Stream<AgentForm> forms() {
    return AgentForm.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void what_is_always_loaded_is_small(AgentForm form) {
    int tokens = 0;
    for (SpecWord word : SpecWord.values()) {
      tokens += tokens(form.nameOf(word) + ": " + word.description() + " " + word.hint() + "\n");
    }
    assertThat(tokens).isPositive().isLessThan(ALWAYS_LOADED_MAX);
  }

  /// Some agents also read the places of others.
  @Test
  void what_is_always_loaded_is_small_where_an_agent_sees_all_that_is_installed() {
    Set<String> lines = new LinkedHashSet<>();
    for (AgentForm form : AgentForm.ALL) {
      for (SpecWord word : SpecWord.values()) {
        lines.add(form.nameOf(word) + ": " + word.description() + " " + word.hint() + "\n");
      }
    }
    assertThat(lines).hasSize(8);
    assertThat(lines.stream().mapToInt(WordFileTest::tokens).sum()).isLessThan(ALWAYS_LOADED_MAX);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void a_text_is_small_and_leads_to_its_guide(AgentForm form) {
    for (SpecWord word : SpecWord.values()) {
      String text = WordFile.text(form, word);
      assertThat(tokens(text)).isLessThan(TEXT_MAX);
      assertThat(text).contains("speckit guide " + word.topic() + " ", WordFile.MARK);
      assertThat(text).contains(form.arguments()).endsWith("\n").doesNotContain("\r", "\t");
      assertThat(GuideTopic.words()).contains(word.topic());
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void a_text_has_the_form_that_its_agent_reads(AgentForm form) {
    for (SpecWord word : SpecWord.values()) {
      String text = WordFile.text(form, word);
      switch (form.syntax()) {
        case HINTED_MARKDOWN ->
            assertThat(frontMatter(text))
                .containsOnlyKeys("description", "argument-hint", "allowed-tools");
        case MARKDOWN ->
            assertThat(frontMatter(text))
                .containsExactly(Map.entry("description", word.description()));
        case PLAIN_MARKDOWN -> assertThat(text).startsWith("# ").doesNotContain("---");
        case SKILL ->
            assertThat(frontMatter(text))
                .containsOnlyKeys("name", "description")
                .containsEntry("name", form.nameOf(word));
        case TOML -> {
          TomlParseResult toml = Toml.parse(text);
          assertThat(toml.errors()).isEmpty();
          assertThat(toml.keySet()).containsExactlyInAnyOrder("description", "prompt");
          assertThat(toml.getString("prompt")).startsWith("Run `speckit guide " + word.topic());
        }
      }
    }
  }

  /// Names of Agent Skills: lower case, digits and hyphens, at most 64, the same as the folder.
  @ParameterizedTest
  @MethodSource("forms")
  void names_are_such_as_the_agent_allows(AgentForm form) {
    for (SpecWord word : SpecWord.values()) {
      boolean skill = form.syntax() == AgentForm.Syntax.SKILL;
      assertThat(form.nameOf(word)).matches(skill ? "[a-z0-9]+(-[a-z0-9]+)*" : "spec_[a-z]+");
      assertThat(form.pathOf(word)).contains("/" + form.nameOf(word)).doesNotContain("..", "%");
    }
  }

  @Test
  void descriptions_need_no_quotes_in_front_matter() {
    for (SpecWord word : SpecWord.values()) {
      assertThat(word.description()).doesNotContain(":", "\"", "'", "#", "\\").hasSizeLessThan(100);
    }
  }

  @Test
  void forms_that_share_a_place_write_the_same_there() {
    Map<String, String> texts = new HashMap<>();
    List<String> shared = new ArrayList<>();
    for (AgentForm form : AgentForm.ALL) {
      for (SpecWord word : SpecWord.values()) {
        String text = WordFile.text(form, word);
        String earlier = texts.putIfAbsent(form.pathOf(word), text);
        if (earlier != null) {
          shared.add(form.pathOf(word));
          assertThat(text).isEqualTo(earlier);
        }
      }
    }
    assertThat(shared).hasSize(4);
  }

  private static Map<String, String> frontMatter(String text) {
    assertThat(text).startsWith("---\n").contains("\n---\n\n");
    Map<String, String> found = new HashMap<>();
    text.substring(4, text.indexOf("\n---\n"))
        .lines()
        .forEach(line -> {
          int colon = line.indexOf(": ");
          found.put(line.substring(0, colon), line.substring(colon + 2));
        });
    return found;
  }

  private static int tokens(String text) {
    return ENCODING.countTokens(text);
  }
}
