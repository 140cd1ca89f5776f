package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a killed write left behind.
final class LeftoverFilesTest {
  private static final String FOLDER = "specs/1000/1001/";
  @TempDir private Path temporary;

  @Test
  void an_old_one_is_removed_a_young_one_stays_and_none_is_committed() throws Exception {
    Desk desk = Desk.with1014(temporary);
    desk.write(FOLDER + ".1014.context.md16785432198765.tmp", "half");
    desk.write(FOLDER + ".1014.context.md987654321.tmp", "being written");
    desk.write(FOLDER + "mine.tmp", "of a person");
    touch(desk, ".1014.context.md16785432198765.tmp", desk.now().minus(Duration.ofMinutes(5)));
    touch(desk, ".1014.context.md987654321.tmp", desk.now().plus(Duration.ofMinutes(9)));
    desk.work("1014", "commit", "-m", "All", "--all");
    Path folder = desk.workspace().resolve(FOLDER);
    assertThat(folder.resolve(".1014.context.md16785432198765.tmp")).doesNotExist();
    assertThat(folder.resolve(".1014.context.md987654321.tmp")).exists();
    assertThat(desk.git("show", "--name-only", "--format=", "HEAD"))
        .contains("mine.tmp")
        .doesNotContain("987654321");
  }

  private static void touch(Desk desk, String name, Instant at) throws Exception {
    Files.setLastModifiedTime(desk.workspace().resolve(FOLDER + name), FileTime.from(at));
  }
}
