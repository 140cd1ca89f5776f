package dev.speckit.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.speckit.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchemaFormsTest {
  private static final String SCHEMA =
      """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"t","type":"object",
       "required":["items"],"properties":{
        "items":{"type":"array","maxItems":5,"items":{"type":"object","required":["name"],
         "properties":{"name":{"type":"string","minLength":1,"description":"d"},
          "note":{"type":["string","null"]},"level":{"enum":["a","b"]}}}},
        "count":{"type":"integer"}}}
      """;

  @Test
  void the_strict_form_requires_every_field_and_makes_optional_ones_nullable() {
    assertThat(SchemaForms.strict(SCHEMA).write())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{"
                + "\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
                + "\"name\":{\"type\":\"string\",\"description\":\"d\"},"
                + "\"note\":{\"type\":[\"string\",\"null\"]},"
                + "\"level\":{\"enum\":[\"a\",\"b\",null]}},"
                + "\"required\":[\"name\",\"note\",\"level\"],\"additionalProperties\":false}},"
                + "\"count\":{\"type\":[\"integer\",\"null\"]}},"
                + "\"required\":[\"items\",\"count\"],\"additionalProperties\":false}");
  }

  @Test
  void one_word_is_left_out_and_the_rest_stays() {
    Json.Fields without = SchemaForms.without(SCHEMA, "$schema");

    assertThat(without.find("$schema")).isEmpty();
    assertThat(without.values().keySet())
        .containsExactly("title", "type", "required", "properties");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":null,\"b\":[{\"c\":null,\"d\":1}]} | {\"b\":[{\"d\":1}]}",
        "no JSON at all | no JSON at all",
        "{\"a\":nul | {\"a\":nul",
        "[null] | [null]",
      })
  void fields_that_are_null_are_left_out_of_an_answer(String said, String answer) {
    assertThat(SchemaForms.fromStrict(said)).isEqualTo(answer);
  }

  @Test
  void a_schema_that_is_no_object_is_our_own_mistake() {
    assertThatIllegalArgumentException().isThrownBy(() -> SchemaForms.strict("[]"));
  }
}
