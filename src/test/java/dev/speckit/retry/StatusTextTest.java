package dev.speckit.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      quoteCharacter = '`',
      value = {
        "HTTP 503 | 503",
        "HTTP/1.1 502 Bad Gateway | 502",
        "http/2 429 | 429",
        "API Error: 401 invalid | 401",
        "unexpected status 404 Not Found | 404",
        "status code: 529 | 529",
        "status_code=500 | 500",
        "error code 403 | 403",
        "{\"code\":429,\"message\":\"x\"} | 429",
        "429 Too Many Requests | 429",
        "503: try later | 503",
        "503 | 503",
        "HTTP 429 first, then HTTP 401 | 401",
        "read 503 files | none",
        "took 429 ms | none",
        "error 429 ms late | none",
        "request req_5031 failed | none",
        "port 5030 | none",
        "in line 401 of a.py | none",
        "version 4.0.1 | none",
        "HTTP 5031 | none",
        "HTTP 200 | none",
        "503 files were read | none",
      })
  void a_number_is_a_status_only_where_its_words_say_so(String text, Integer status) {
    assertThat(StatusText.find(text)).isEqualTo(Optional.ofNullable(status));
  }
}
