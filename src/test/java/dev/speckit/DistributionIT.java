package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program: wherever it stands, however it is called, whatever became of its cache.
class DistributionIT {
  private static final Path PACKAGED = Path.of(System.getProperty("speckit.dist"));
  private static final String NAME = PACKAGED.getFileName().toString();
  private static final String VERSION = "speckit " + NAME.substring("speckit-".length()) + "\n";

  @TempDir Path scratch;
  private Path workspace;

  private record Ended(int exit, String out, String err) {}

  @BeforeEach
  void makeWorkspace() throws Exception {
    workspace = Files.createDirectories(scratch.resolve("work space"));
    run(PACKAGED.resolve("bin/speckit"), "init");
    run(PACKAGED.resolve("bin/speckit"), "new", "epic", "Cold storage");
  }

  @Test
  void it_holds_everything_it_needs() {
    assertThat(PACKAGED.resolve("bin/speckit")).isExecutable();
    assertThat(PACKAGED.resolve("lib/" + NAME + ".jar")).isRegularFile();
    assertThat(PACKAGED.resolve("lib/native")).isNotEmptyDirectory();
    assertThat(PACKAGED.resolve("LICENSE")).isRegularFile();
    assertThat(cache(PACKAGED)).isRegularFile();
  }

  @Test
  void it_runs_from_a_moved_folder_with_spaces_in_its_path() throws Exception {
    Path moved = copyTo(scratch.resolve("some where/else where"));
    assertThat(run(moved.resolve("bin/speckit"), "--version")).isEqualTo(new Ended(0, VERSION, ""));
    assertThat(run(moved.resolve("bin/speckit"), "list").out()).contains("Cold storage");
  }

  @Test
  void it_runs_through_links_to_links() throws Exception {
    Path first =
        Files.createSymbolicLink(scratch.resolve("first"), PACKAGED.resolve("bin/speckit"));
    Path folder = Files.createDirectories(scratch.resolve("links"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("../first"));
    assertThat(run(first, "--version").out()).isEqualTo(VERSION);
    assertThat(run(second, "--version").out()).isEqualTo(VERSION);
  }

  @Test
  void it_runs_by_a_relative_path_and_from_the_search_path() throws Exception {
    Path moved = copyTo(workspace.resolve("tool"));
    Files.move(moved, moved.resolveSibling("it"));
    moved = moved.resolveSibling("it");
    assertThat(shell("tool/it/bin/speckit --version").out()).isEqualTo(VERSION);
    assertThat(shell("cd tool/it/bin && ./speckit --version").out()).isEqualTo(VERSION);
    assertThat(shell("cd tool/it/lib && ../bin/speckit --version").out()).isEqualTo(VERSION);
    assertThat(shell("PATH=\"" + moved + "/bin:$PATH\" && speckit --version").out())
        .isEqualTo(VERSION);
  }

  @Test
  void the_archive_holds_the_same_program() throws Exception {
    Path archive = PACKAGED.resolveSibling(NAME + ".tar.gz");
    assertThat(shell("mkdir unpacked && tar -C unpacked -xzf '" + archive + "'").exit()).isZero();
    Path unpacked = workspace.resolve("unpacked").resolve(NAME);
    assertThat(run(unpacked.resolve("bin/speckit"), "--version").out()).isEqualTo(VERSION);
    assertThat(cache(unpacked)).hasSameBinaryContentAs(cache(PACKAGED));
  }

  @Test
  void a_lost_or_broken_cache_changes_nothing_that_is_printed() throws Exception {
    Path copy = copyTo(scratch.resolve("copy"));
    Path program = copy.resolve("bin/speckit");
    Path cache = cache(copy);
    byte[] whole = Files.readAllBytes(cache);
    Ended expected = run(program, "list");
    Ended expectedJson = run(program, "list", "--json");
    assertThat(expected.out()).contains("Cold storage");

    byte[] halved = Arrays.copyOf(whole, whole.length / 2);
    byte[] garbage = "not a cache at all".repeat(5000).getBytes(StandardCharsets.UTF_8);
    for (byte[] broken : List.of(new byte[0], garbage, halved)) {
      Files.write(cache, broken);
      assertThat(run(program, "list")).isEqualTo(expected);
      assertThat(run(program, "list", "--json")).isEqualTo(expectedJson);
    }
    Files.delete(cache);
    assertThat(run(program, "list")).isEqualTo(expected);
    assertThat(run(program, "list", "--json")).isEqualTo(expectedJson);
  }

  @Test
  void what_carries_runs_has_a_cache_of_its_own_and_needs_none() throws Exception {
    Path copy = copyTo(scratch.resolve("copy"));
    Path program = copy.resolve("bin/speckit");
    Path other = cache(copy);
    Files.delete(other);
    Ended expected = run(program, "run", "--help");
    assertThat(expected.exit()).isZero();
    assertThat(run(program, "--no-color", "auto", "nothing").exit()).isNotZero();

    Files.delete(other.resolveSibling(other.getFileName().toString().replace(".aot", "-runs.aot")));
    assertThat(run(program, "run", "--help")).isEqualTo(expected);
  }

  @Test
  void an_upgrade_in_place_runs_the_new_code() throws Exception {
    Path copy = copyTo(scratch.resolve("copy"));
    assertThat(run(copy.resolve("bin/speckit"), "help", "list").out())
        .contains("Show all specs with their status");

    Path newer =
        packageWith("Show all specs with their status", "Show any specs with their status");
    shell("cp -R '" + newer + "/.' '" + copy + "'");

    Ended help = run(copy.resolve("bin/speckit"), "help", "list");
    assertThat(help.out()).contains("Show any specs with their status");
    try (Stream<Path> files = Files.list(copy)) {
      assertThat(files.filter(file -> file.toString().endsWith(".aot"))).hasSize(4);
    }
  }

  @Test
  void without_a_java_it_says_what_is_missing_and_what_to_do() throws Exception {
    Path copy = copyTo(scratch.resolve("copy"));
    Path finder = copy.resolve("share/find-java.sh");
    // The search, turned away from where this machine has one.
    Files.writeString(finder, Files.readString(finder).replace("JAVA_VERSION=\"25", "VERSION=\"0"));
    Ended ended = run(copy.resolve("bin/speckit"), "--version");
    assertThat(ended.exit()).isEqualTo(3);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("no JDK 25 was found").contains("SPECKIT_JAVA_HOME");
  }

  /// Packages this program anew with one text in its code changed to another of the same length.
  private Path packageWith(String text, String other) throws Exception {
    Path target = Files.createDirectories(scratch.resolve("newer"));
    Path libraries = Files.createDirectories(target.resolve("libraries"));
    try (Stream<Path> jars = Files.list(PACKAGED.resolve("lib"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        Files.copy(jar, libraries.resolve(jar.getFileName()));
      }
    }
    Path old = libraries.resolve(NAME + ".jar");
    changeText(old, target.resolve(NAME + ".jar"), text, other);
    Files.delete(old);
    Ended made =
        run(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            Path.of("src/build/Distribution.java").toAbsolutePath().toString(),
            Path.of("").toAbsolutePath().toString(),
            target.toString(),
            NAME.substring("speckit-".length()));
    assertThat(made).isEqualTo(new Ended(0, "", ""));
    return target.resolve(NAME);
  }

  private static void changeText(Path from, Path to, String text, String other) throws IOException {
    int changed = 0;
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(from));
        OutputStream file = Files.newOutputStream(to);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        // One character a byte: class files come out as they went in.
        String bytes = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        changed += bytes.contains(text) ? 1 : 0;
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(bytes.replace(text, other).getBytes(StandardCharsets.ISO_8859_1));
        out.closeEntry();
      }
    }
    assertThat(changed).isEqualTo(1);
  }

  private static Path cache(Path distribution) {
    try (Stream<Path> files = Files.list(distribution)) {
      return files
          .filter(file -> file.toString().endsWith(".aot") && !isOfRuns(file))
          .findFirst()
          .orElseThrow();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static boolean isOfRuns(Path cache) {
    return cache.toString().endsWith("-runs.aot");
  }

  private Path copyTo(Path folder) throws Exception {
    Path copy = Files.createDirectories(folder).resolve(NAME);
    try (Stream<Path> files = Files.walk(PACKAGED)) {
      for (Path file : files.toList()) {
        Path place = copy.resolve(PACKAGED.relativize(file).toString());
        Files.copy(file, place, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return copy;
  }

  private Ended shell(String script) throws Exception {
    return run(Path.of("/bin/sh"), "-c", script);
  }

  private Ended run(Path program, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(workspace.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("HOME", scratch.toString());
    environment.put("SPECKIT_JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
