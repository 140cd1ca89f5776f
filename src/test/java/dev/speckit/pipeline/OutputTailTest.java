package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTailTest {
  @TempDir Path folder;
  Path file;
  OutputTail tail;

  @BeforeEach
  void begin() {
    file = folder.resolve("stdout.raw");
    tail = new OutputTail(file);
  }

  @Test
  void a_line_is_told_once_it_is_whole_and_the_last_one_at_the_end() throws Exception {
    assertThat(tail.lines()).isEmpty();
    add("one\ntw");
    assertThat(tail.lines()).containsExactly("one");
    assertThat(tail.lines()).isEmpty();
    add("o\n\nthr\u001B[31mee");
    assertThat(tail.lines()).containsExactly("two");
    assertThat(tail.rest()).containsExactly("three");
    assertThat(tail.rest()).isEmpty();
  }

  @Test
  void a_character_that_comes_in_two_pieces_stays_whole() throws Exception {
    byte[] bee = "🐝\n".getBytes(StandardCharsets.UTF_8);
    Files.write(file, new byte[] {bee[0], bee[1]});
    assertThat(tail.lines()).isEmpty();
    Files.write(file, new byte[] {bee[2], bee[3], bee[4]}, StandardOpenOption.APPEND);
    assertThat(tail.lines()).containsExactly("🐝");
  }

  @Test
  void a_line_without_an_end_is_told_in_parts() throws Exception {
    add("x".repeat(OutputTail.LINE_BYTES_MAX * 2 + 5));
    assertThat(tail.lines()).extracting(String::length).containsOnly(OutputTail.LINE_BYTES_MAX);
    assertThat(tail.rest()).containsExactly("xxxxx");
  }

  @Test
  void who_falls_behind_a_hundred_megabytes_is_told_the_end_only() throws Exception {
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(100L << 20);
      large.seek(large.length() - 5);
      large.write("\nend\n".getBytes(StandardCharsets.US_ASCII));
    }
    List<String> lines = tail.lines();
    assertThat(lines.getFirst()).contains("bytes left out");
    assertThat(lines.getLast()).isEqualTo("end");
    assertThat(lines).hasSizeLessThan(10);
  }

  private void add(String text) throws Exception {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
