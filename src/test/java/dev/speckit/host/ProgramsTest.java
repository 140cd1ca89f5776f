package dev.speckit.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
  @TempDir Path folder;
  private Path program;

  @BeforeEach
  void make_a_program() throws Exception {
    Files.createDirectory(folder.resolve("bin"));
    program = executable(folder.resolve("bin/tool"));
  }

  private static Path executable(Path file) throws Exception {
    return Files.setPosixFilePermissions(
        Files.createFile(file), PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void the_first_folder_of_the_search_path_wins() throws Exception {
    Files.createDirectory(folder.resolve("later"));
    Path later = executable(folder.resolve("later/tool"));
    assertThat(Programs.find("tool", folder, program.getParent() + ":" + later.getParent()))
        .contains(program);
    assertThat(Programs.find("tool", folder, later.getParent() + ":" + program.getParent()))
        .contains(later);
  }

  @Test
  void the_working_directory_is_no_place_for_programs() throws Exception {
    Path here = executable(folder.resolve("here"));
    assertThat(Programs.find("here", folder, "::.:" + folder)).contains(here);
    assertThat(Programs.find("here", folder, "::.")).isEmpty();
    assertThat(Programs.find("tool", folder, "bin")).isEmpty();
  }

  @Test
  void a_path_is_taken_as_it_stands() {
    assertThat(Programs.find("bin/tool", folder, "")).contains(program);
    assertThat(Programs.find(program.toString(), Path.of("/"), "")).contains(program);
    assertThat(Programs.find("./tool", folder, String.valueOf(program.getParent()))).isEmpty();
  }

  @Test
  void what_cannot_be_run_is_not_found() throws Exception {
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("r--------"));
    assertThat(Programs.find("tool", folder, String.valueOf(program.getParent()))).isEmpty();
    assertThat(Programs.find("no\0name", folder, String.valueOf(program.getParent()))).isEmpty();
    assertThat(Programs.find("bin", folder, folder.toString())).isEmpty();
  }
}
