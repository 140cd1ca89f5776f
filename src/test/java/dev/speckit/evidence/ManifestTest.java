package dev.speckit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.evidence.Manifest.Difference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path workspace;

  @Test
  void it_lists_every_file_of_the_run_but_itself() throws Exception {
    RunFolder folder = filled();
    Manifest written = Manifest.write(folder, NOW);
    assertThat(written.files().stream().map(Manifest.Entry::path))
        .containsExactly("plan-12345678/alice-1/prompt.md", "plan-12345678/alice-1/stdout.raw");
    assertThat(Manifest.read(folder)).contains(written);
    assertThat(Manifest.write(folder, NOW)).isEqualTo(written);
  }

  @Test
  void it_tells_what_was_changed_removed_and_added_since() throws Exception {
    RunFolder folder = filled();
    Manifest before = Manifest.write(folder, NOW);
    Path attempt = folder.attempts("plan", "1234567890").resolve("alice-1");
    Files.writeString(attempt.resolve("stdout.raw"), "changed");
    Files.delete(attempt.resolve("prompt.md"));
    Files.writeString(attempt.resolve("new.txt"), "new");
    assertThat(before.differences(Manifest.of(folder)))
        .containsExactlyInAnyOrder(
            new Difference("plan-12345678/alice-1/stdout.raw", Difference.Kind.CHANGED),
            new Difference("plan-12345678/alice-1/prompt.md", Difference.Kind.MISSING),
            new Difference("plan-12345678/alice-1/new.txt", Difference.Kind.ADDED));
  }

  @Test
  void the_hash_is_the_one_that_other_programs_compute() throws Exception {
    RunFolder folder = filled();
    assertThat(Manifest.write(folder, NOW).files().getLast().sha256())
        .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  }

  @Test
  void a_torn_manifest_is_none() throws Exception {
    RunFolder folder = filled();
    Manifest.write(folder, NOW);
    String whole = Files.readString(folder.manifest());
    Files.writeString(folder.manifest(), whole.substring(0, whole.length() / 2));
    assertThat(Manifest.read(folder)).isEmpty();
  }

  private RunFolder filled() throws Exception {
    RunFolder folder = new RunFolder(workspace, "20261121-100000-abcdef");
    Path attempt = folder.attempts("plan", "1234567890").resolve("alice-1");
    Files.createDirectories(attempt);
    Files.writeString(attempt.resolve("prompt.md"), "question");
    Files.writeString(attempt.resolve("stdout.raw"), "hello");
    return folder;
  }
}
