package dev.speckit.pipeline.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTextTest {
  @TempDir Path folder;
  Path file;

  @BeforeEach
  void begin() {
    file = folder.resolve("stdout.raw");
  }

  @Test
  void the_end_of_a_hundred_megabytes_is_read_without_the_rest() throws Exception {
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(100L << 20);
      large.seek(large.length() - 5);
      large.write("\nend\n".getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(LogText.tail(file, 3)).endsWith("end").hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void the_end_of_a_file_has_no_half_line() throws Exception {
    Files.writeString(file, "a".repeat(70_000) + "\nb\nc\n");
    assertThat(LogText.tail(file, 20)).containsExactly("b", "c");
    assertThat(LogText.tail(file, 1)).containsExactly("c");
    assertThat(LogText.tail(folder.resolve("none"), 1)).isEmpty();
    assertThat(LogText.cut("🐝".repeat(3000))).hasSize(2 * 2000 + 1).endsWith("🐝…");
  }
}
