package dev.speckit.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Progress;
import dev.speckit.evidence.ArchiveReader.Checked;
import dev.speckit.failure.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that somebody made to do harm, or that were damaged: refused before anything is
/// written.
class HostileArchiveTest {
  private static final String GOOD = ".speckit/runs/r1/a.txt";
  private static final byte[] BYTES = "content".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Path archive;
  private Path workspace;

  @BeforeEach
  void make() throws IOException {
    archive = folder.resolve("x.tar.gz");
    workspace = Files.createDirectories(folder.resolve("w"));
  }

  @Test
  void a_plain_one_is_taken() throws Exception {
    pack(tar -> {
      manifest(tar, GOOD, BYTES.length, sha(BYTES));
      file(tar, GOOD, BYTES);
    });
    assertThat(check()).isInstanceOf(Checked.Whole.class);
    assertThat(restore()).isInstanceOf(Restoring.Outcome.Restored.class);
    assertThat(workspace.resolve(GOOD)).hasBinaryContent(BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        ".speckit/runs/r1/../../../evil",
        "/evil",
        "C:/evil",
        "C:\\evil",
        ".speckit/runs/r1/a\\b",
        ".speckit/runs/r1/./a",
        ".speckit/runs/r1//a",
        ".speckit/runs/r1/a\u0000b",
        ".speckit/speckit.db",
        ".speckit/runs/r2/a",
        "evidence/commands/1001/a",
        "specs/1000/epic.md",
        ""
      })
  void a_name_that_leads_elsewhere_is_refused(String path) throws Exception {
    pack(tar -> {
      manifest(tar, path, BYTES.length, sha(BYTES));
      file(tar, path.isEmpty() ? "x" : path, BYTES);
    });
    refused();
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_SYMLINK,
        TarConstants.LF_LINK,
        TarConstants.LF_DIR,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK,
        TarConstants.LF_FIFO
      })
  void what_is_no_plain_file_is_refused(byte kind) throws Exception {
    pack(tar -> {
      manifest(tar, GOOD, 0, sha(new byte[0]));
      TarArchiveEntry entry = new TarArchiveEntry(GOOD, kind);
      entry.setLinkName("/etc/passwd");
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    });
    refused();
  }

  @Test
  void an_entry_beside_the_manifest_is_refused() throws Exception {
    pack(tar -> {
      manifest(tar, GOOD, BYTES.length, sha(BYTES));
      file(tar, GOOD, BYTES);
      file(tar, ".speckit/runs/r1/b.txt", BYTES);
    });
    refused();
  }

  @Test
  void the_same_entry_twice_is_refused() throws Exception {
    pack(tar -> {
      manifest(tar, GOOD, BYTES.length, sha(BYTES));
      file(tar, GOOD, BYTES);
      file(tar, GOOD, BYTES);
    });
    refused();
  }

  @Test
  void a_manifest_that_does_not_come_first_is_refused() throws Exception {
    pack(tar -> {
      file(tar, GOOD, BYTES);
      manifest(tar, GOOD, BYTES.length, sha(BYTES));
    });
    refused();
  }

  @Test
  void a_missing_manifest_and_a_missing_file_are_refused() throws Exception {
    pack(_ -> {});
    refused();
    pack(tar -> manifest(tar, GOOD, BYTES.length, sha(BYTES)));
    refused();
  }

  @Test
  void sizes_and_hashes_that_lie_are_refused() throws Exception {
    pack(tar -> {
      manifest(tar, GOOD, BYTES.length - 1, sha(BYTES));
      file(tar, GOOD, BYTES);
    });
    refused();
    pack(tar -> {
      manifest(tar, GOOD, BYTES.length, sha(new byte[3]));
      file(tar, GOOD, BYTES);
    });
    refused();
  }

  @Test
  void a_small_archive_cannot_become_a_huge_one() throws Exception {
    byte[] zeros = new byte[1 << 20];
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
      manifest(tar, GOOD, BYTES.length, sha(BYTES));
      file(tar, GOOD, BYTES);
      tar.finish();
      tar.flush();
      for (int i = 0; i < 70; i++) {
        out.write(zeros);
      }
    }
    refused();
    // A header with a name of 70 MB, which a reader would take into memory.
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
      manifest(tar, GOOD, BYTES.length, sha(BYTES));
      TarArchiveEntry name = new TarArchiveEntry("name", TarConstants.LF_GNUTYPE_LONGNAME);
      name.setSize(70L << 20);
      tar.putArchiveEntry(name);
      for (int i = 0; i < 70; i++) {
        tar.write(zeros);
      }
      tar.closeArchiveEntry();
      tar.finish();
      tar.flush();
    }
    refused();
  }

  @Test
  void one_that_was_changed_or_cut_off_anywhere_is_never_taken() throws Exception {
    Random random = new Random(11);
    byte[] content = new byte[20_000];
    random.nextBytes(content);
    pack(tar -> {
      manifest(tar, GOOD, content.length, sha(content));
      file(tar, GOOD, content);
    });
    byte[] whole = Files.readAllBytes(archive);
    String sha256 = sha(whole);
    EvidenceTable.ArchiveRow row =
        new EvidenceTable.ArchiveRow(
            "run-r1.20260101T000000000Z-1",
            null,
            archive.toString(),
            1,
            content.length,
            whole.length,
            sha256,
            EvidenceTable.ArchiveState.KEPT,
            Instant.EPOCH);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = whole.clone();
      if (i % 3 == 0) {
        bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(archive, bytes);
      assertThatThrownBy(() ->
              new Restoring(workspace, Instant.EPOCH, Progress.silent())
                  .restore(archive, row, workspace, Optional.empty()))
          .isInstanceOf(Failure.Invalid.class);
    }
    nothingIsWritten();
    Files.write(archive, java.util.Arrays.copyOf(whole, whole.length + 3));
    refused();
  }

  @Test
  void a_link_on_the_way_leads_no_file_out() throws Exception {
    pack(tar -> {
      manifest(tar, GOOD, BYTES.length, sha(BYTES));
      file(tar, GOOD, BYTES);
    });
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.createDirectories(workspace.resolve(".speckit/runs"));
    Files.createSymbolicLink(workspace.resolve(".speckit/runs/r1"), outside);
    assertThatThrownBy(this::restore).isInstanceOf(Failure.Invalid.class);
    assertThat(outside).isEmptyDirectory();
  }

  private void refused() throws Exception {
    assertThat(check()).isInstanceOfAny(Checked.Hostile.class, Checked.Broken.class);
    assertThatThrownBy(this::restore).isInstanceOf(Failure.Invalid.class);
    nothingIsWritten();
  }

  private void nothingIsWritten() {
    assertThat(workspace).isEmptyDirectory();
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  private Checked check() {
    return ArchiveReader.check(archive, _ -> {});
  }

  private Restoring.Outcome restore() throws Exception {
    return new Restoring(workspace, Instant.EPOCH, Progress.silent())
        .restore(archive, null, workspace, Optional.empty());
  }

  private interface Filling {
    void fill(TarArchiveOutputStream tar) throws IOException;
  }

  private void pack(Filling filling) throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      filling.fill(tar);
      tar.finish();
    }
  }

  private static void manifest(TarArchiveOutputStream tar, String path, long bytes, String sha256)
      throws IOException {
    ArchiveManifest manifest =
        new ArchiveManifest(
            EvidencePlaces.ArchiveName.parse("run-r1.20260101T000000000Z-1").orElseThrow(),
            Optional.empty(),
            java.util.List.of(
                new ArchiveManifest.Entry(path, bytes, sha256, 0, Instant.EPOCH, null)));
    file(tar, "manifest.json", manifest.json().fileBytes());
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static String sha(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
