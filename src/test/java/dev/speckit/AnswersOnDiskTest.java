package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnswersOnDiskTest {
  @TempDir Path home;

  private AnswersOnDisk answers() {
    return new AnswersOnDisk(new Host(InstantSource.system(), new Random(1), Map.of(), home, home));
  }

  private Path file() {
    return home.resolve(".local/state/speckit/history");
  }

  @Test
  void an_answer_is_kept_once_and_for_its_user_alone() throws IOException {
    answers().keep("one");
    answers().keep("two");
    answers().keep("one");
    assertThat(answers().earlier()).containsExactly("two", "one");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void the_oldest_answers_go_first() throws IOException {
    Files.createDirectories(file().getParent());
    Files.write(file(), IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList());
    answers().keep("last");
    assertThat(answers().earlier()).hasSize(1000).startsWith("line 1").endsWith("last");
  }

  @Test
  void a_file_that_is_no_text_is_left_as_it_is() throws IOException {
    Files.createDirectories(file().getParent());
    Files.write(file(), new byte[] {(byte) 0xFF, 10});
    answers().keep("lost");
    assertThat(answers().earlier()).isEmpty();
    assertThat(Files.readAllBytes(file())).containsExactly((byte) 0xFF, (byte) 10);
  }
}
