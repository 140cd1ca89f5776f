package dev.speckit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `init` cannot add to is found before it makes anything.
class InitHalfwayTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({
    ".gitattributes, bytes",
    ".gitattributes, folder",
    ".gitattributes, link",
    ".gitignore, bytes",
    ".gitignore, folder",
    ".gitignore, link"
  })
  void nothing_is_made_where_a_file_cannot_be_added_to(String name, String what) throws Exception {
    Path folder = Files.createDirectories(temporary.toRealPath().resolve("ws"));
    Path file = folder.resolve(name);
    switch (what) {
      case "bytes" -> Files.write(file, new byte[] {'#', (byte) 0xFF, '\n'});
      case "folder" -> Files.createDirectory(file);
      default ->
          Files.createSymbolicLink(file, Files.writeString(temporary.resolve("out"), "out\n"));
    }
    assertThatThrownBy(() -> Calls.init(folder)).isInstanceOf(Failure.Invalid.class);
    try (java.util.stream.Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }
}
