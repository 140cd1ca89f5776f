package dev.speckit.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x1B, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069
      })
  void what_a_terminal_obeys_or_turns_round_is_escaped_and_read_back(int point) {
    String text = "a" + Character.toString(point) + "b";
    Json json = Json.fields().with(text, text).with("list", Json.of(text));

    String written = json.write();

    assertThat(written).contains("\"a" + "\\u%04X".formatted(point) + "b\"");
    assertThat(written.codePoints()).doesNotContain(point);
    assertThat(json.writeIndented().codePoints()).doesNotContain(point);
    assertThat(Json.read(written).value()).contains(json);
  }

  @Test
  void other_letters_stay_as_they_are() {
    assertThat(Json.of("é ü 漢 😀 \u00A0\u200D").write()).isEqualTo("\"é ü 漢 😀 \u00A0\u200D\"");
  }
}
