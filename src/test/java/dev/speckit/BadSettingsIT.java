package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.BadWorkspace;
import dev.speckit.testkit.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Settings files that cannot be used: exit 65 with file, line and column, and nothing started.
final class BadSettingsIT {
  @TempDir private Path temporary;
  private BadWorkspace workspace;

  @BeforeEach
  void make() {
    workspace = BadWorkspace.in(temporary);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[quality_gate]                           | unknown-key      | 1:1  | quality_gates",
        "[quality_gates]\\nplann = [\"a\"]          | unknown-key      | 2:1  | quality_gates.plan",
        "[quality_gates]\\nplan = \"a\"             | wrong-value      | 2:1  | change the value",
        "[retry]\\nmax_attempts = \"x\"             | wrong-value      | 2:1  | change the value",
        "retry = 3                                | wrong-type       | 1:1  | [retry]",
        "[agents.alice]\\nkind = \"nope\"           | wrong-value      | 2:1  | change the value",
        "[agents.\"../x\"]\\nkind = \"command\"     | invalid-name     | 1:1  | lower-case",
        "x =                                      | toml-syntax      | 1:4  | mend the line",
        "a = 1\\n\\0                              | toml-syntax      | 2:1  | mend the line",
        "a = 1\\n<<<<<<< HEAD                     | conflict-markers | 2:1  | choose one side",
      })
  void wrong_settings_are_refused_at_their_place(
      String text, String code, String place, String remedy) {
    workspace.write("speckit.toml", text.replace("\\n", "\n").replace("\\0", "\0") + "\n");
    Refusal refusal = Refusal.of(workspace.speckit(), "run", "1001");
    assertThat(refusal.line()).isEqualTo("65 " + code + " speckit.toml:" + place);
    assertThat(refusal.remedy()).contains(remedy);
  }

  @Test
  void settings_in_another_encoding_are_refused() {
    workspace.write("speckit.toml", "# Caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    Refusal refusal = Refusal.of(workspace.speckit(), "run", "1001");
    assertThat(refusal.exit()).isEqualTo(65);
    assertThat(refusal.code()).isEqualTo("not-utf-8");
    assertThat(refusal.place()).endsWith("speckit.toml:1");
  }

  @Test
  void settings_that_are_no_settings_but_two_megabytes_are_refused() {
    workspace.write("speckit.toml", new byte[2 << 20]);
    Refusal refusal = Refusal.of(workspace.speckit(), "run", "1001");
    assertThat(refusal.exit()).isEqualTo(65);
    assertThat(refusal.code()).isEqualTo("file-too-large");
  }

  @Test
  void values_nested_a_hundred_thousand_deep_are_refused() {
    workspace.write("speckit.toml", "a = " + "[".repeat(100_000) + "\n");
    Refusal refusal = Refusal.of(workspace.speckit(), "run", "1001");
    assertThat(refusal.exit()).isEqualTo(65);
    assertThat(refusal.place()).startsWith("speckit.toml");
  }

  @Test
  void a_damaged_record_of_trust_trusts_nothing_and_is_kept() throws Exception {
    Path record = temporary.resolve("home/.config/speckit/trusted.json");
    java.nio.file.Files.createDirectories(record.getParent());
    java.nio.file.Files.writeString(record, "{\"trusted\": [{\"path\": \"/");
    for (String words : new String[] {"run 1001", "trust", "init"}) {
      Refusal refusal = Refusal.without(workspace.speckit(), words.split(" ", -1));
      assertThat(refusal.exit()).as(words).isEqualTo(65);
      assertThat(refusal.place()).startsWith(record + ":1:");
    }
    assertThat(record).hasContent("{\"trusted\": [{\"path\": \"/");
  }
}
