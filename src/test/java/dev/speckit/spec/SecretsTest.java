package dev.speckit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  /// Tokens are put together here, so that no file of the project holds one.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ghp_| 0123456789abcdefghijABCDEFGHIJ012345",
        "github_pat_| 11ABCDEFG0123456789_abcdefghijklmnop",
        "glpat-| 0123456789abcdefghij",
        "sk-| ant-api03-0123456789abcdefghij",
        "sk_live_| 0123456789abcdef",
        "xoxb-| 123456789012-abcdefghijkl",
        "AKIA| IOSFODNN7EXAMPLE",
        "AIza| 0123456789abcdefghijABCDEFGHIJ01234",
        "npm_| 0123456789abcdefghijABCDEFGHIJ012345",
        "hf_| 0123456789abcdefghijABCDEFGHIJ012345",
        "eyJ| hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
      })
  void a_token_is_known_by_its_form(String prefix, String rest) {
    assertThat(Secrets.redacted("Try `" + prefix + rest + "` in CI"))
        .isEqualTo("Try `[redacted]` in CI");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "password=hunter2 works | password=[redacted] works",
        "DB_PASSWORD=letmein | DB_PASSWORD=[redacted]",
        "password=/Xk81+abC | password=[redacted]",
        "the password: hunter2 | the password: [redacted]",
        "{\"password\": \"let me in\"} | {\"password\": \"[redacted]\"}",
        "api_key = 'abcdef' | api_key = '[redacted]'",
        "export API_TOKEN=abcdef | export API_TOKEN=[redacted]",
        "token: 8f3kd93kf93 | token: [redacted]",
        "aws_secret_access_key = wJalrXUtnFEMIK7MDENG | aws_secret_access_key = [redacted]",
        "curl -H 'Authorization: Bearer abcdefgh' x | curl -H 'Authorization: Bearer [redacted]' x",
        "Authorization: Basic dXNlcjpwYXNz | Authorization: Basic [redacted]",
        "a Bearer 0123456789abcdefg | a Bearer [redacted]",
        "psql postgres://ada:s3cret@db/x | psql postgres://ada:[redacted]@db/x",
        "login --password hunter2 --user ada | login --password [redacted] --user ada",
        "login --token 'a b' now | login --token [redacted] now",
      })
  void a_value_behind_a_word_for_it_is_redacted(String text, String redacted) {
    assertThat(Secrets.redacted(text)).isEqualTo(redacted);
    assertThat(Secrets.redacted(redacted)).isEqualTo(redacted);
  }

  @Test
  void a_private_key_is_redacted_to_its_end_or_that_of_the_text() {
    String begin = "-----BEGIN OPENSSH PRIVATE " + "KEY-----\nb3BlbnNzaC1rZXk\n";
    String end = "-----END OPENSSH PRIVATE " + "KEY-----";
    assertThat(Secrets.redacted("Key:\n" + begin + end + "\nand on"))
        .isEqualTo("Key:\n[redacted]\nand on");
    assertThat(Secrets.redacted("Key:\n" + begin)).isEqualTo("Key:\n[redacted]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "`64cbe25`: Compute the price",
        "64cbe25f0a9b3c7d1e2f4a5b6c7d8e9f00112233",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "123e4567-e89b-12d3-a456-426614174000",
        "1001/FR-001 and @spec(1001/AC-001)",
        "The token: FR-001 names it",
        "specs/1000/1001/spec.md:12",
        "token=/run/secrets/token",
        "secret: src/main/java/keys/secret1.java",
        "PWD=/home/ada/Project",
        "https://example.org:8443/a@b",
        "git@example.org:team/project.git",
        "ssh://git@example.org/team/project.git",
        "Token: what a parser gives; tokens: 800",
        "budget_token=4000",
        "The password: must be long enough",
        "Passwords are hashed, the secret is kept",
        "TOKEN=$API_TOKEN and ${{ secrets.API_TOKEN }}",
        "password=<password> token=*** secret=%SECRET%",
        "if (token == null) token = next(1234567)",
        "the option --token is read",
        "--password-file /run/secrets/db",
        "sk-learn-like-names-are-kept",
        "Bearer certificates and basic functionality",
        "key: value, keyboard=us, monkey=1",
        "o200k_base, utf-8, gho_st",
        "-----BEGIN CERTIFICATE----- MIIB -----END CERTIFICATE-----",
      })
  void what_is_no_secret_stays(String text) {
    assertThat(Secrets.redacted(text)).isEqualTo(text);
  }

  @Test
  void a_long_hostile_text_takes_no_long_time() {
    String text =
        "password".repeat(20_000)
            + "--token".repeat(20_000)
            + " ".repeat(20_000)
            + "://a:".repeat(20_000)
            + "bearer ".repeat(20_000)
            + "-----BEGIN PRIVATE ".repeat(5_000);
    assertThatCode(() -> Secrets.redacted(text)).doesNotThrowAnyException();
  }

  @Test
  void escapes_of_json_hide_nothing() {
    assertThat(
            Secrets.redactedContent(
                "{\"a\":[\"\\u0067hp_abcdefghijklmnopqrstuvwxyz0123456789\",1]}"))
        .isEqualTo("{\"a\":[\"[redacted]\",1]}");
    assertThat(Secrets.redactedContent("{\"p\\u0061ssword\": \"hunter2hunter2\"}"))
        .isEqualTo("{\"password\":\"[redacted]\"}");
    assertThat(
            Secrets.redactedContent(
                "{\"a\":\"{\\\"b\\\":\\\"\\\\u0067hp_abcdefghijklmnopqrstuvwxyz0123456789\\\"}\"}"))
        .doesNotContain("hp_abc");
    String harmless = "{ \"a\":  \"one\\ntwo\" }";
    assertThat(Secrets.redactedContent(harmless)).isSameAs(harmless);
    assertThat(Secrets.redactedContent("{\\u0067 no JSON")).isEqualTo("{\\u0067 no JSON");
  }
}
