import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Makes the relocatable folder `target/speckit-<version>/` and its archive. Run by the build with
/// the JDK that speckit is built for.
///
/// The folder is made beside its place and renamed, so that a build that fails leaves the old one.
final class Distribution {
  /// The same for training and for every start: a cache serves only the flags it was made with. One
  /// compiler and the serial collector start fastest; JVM messages must never reach stdout, and a
  /// cache that does not fit is not worth a message. Code that is compiled early and a nursery that
  /// fits the processor's cache save an eighth of a check of two thousand documents.
  ///
  /// The database driver makes a date format at every connection, for which the default locale data
  /// would be searched and loaded: 60 ms for what nobody reads. Its logger looks for a provider in
  /// all jars unless one is named.
  private static final List<String> FLAGS =
      List.of(
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "-Xlog:aot*=off:stderr",
          "-Xlog:cds*=off:stderr",
          "-XX:TieredStopAtLevel=1",
          "-XX:Tier3InvocationThreshold=100",
          "-XX:Tier3MinInvocationThreshold=50",
          "-XX:Tier3CompileThreshold=1000",
          "-XX:+UseSerialGC",
          "-Xmn16m",
          "-XX:-UsePerfData",
          "-Djava.locale.providers=SPI",
          "-Dslf4j.internal.verbosity=ERROR",
          "-Dslf4j.provider=org.slf4j.nop.NOPServiceProvider",
          "--enable-native-access=ALL-UNNAMED");

  /// In place of the example's check, which compiles: a build should not wait for it.
  private static final String QUICK_CHECK =
      """
      #!/bin/sh
      mkdir -p build/reports
      echo '<testsuite name="g"><testcase classname="g" name="a"/></testsuite>' \\
        >build/reports/TEST-g.xml
      """;

  private final Path project;
  private final Path target;
  private final String version;
  private final String name;
  private final Path stage;

  private Distribution(Path project, Path target, String version) {
    this.project = project;
    this.target = target;
    this.version = version;
    this.name = "speckit-" + version;
    this.stage = target.resolve("." + name + ".new");
  }

  /// Words: project folder, target folder, version.
  static void main(String[] words) throws IOException, InterruptedException {
    new Distribution(Path.of(words[0]), Path.of(words[1]), words[2]).make();
  }

  private void make() throws IOException, InterruptedException {
    deleteTree(stage);
    List<Path> jars = copyJars();
    String library = extractSqlite(jars);
    String build = buildId(jars);
    writeLauncher(jars, build, library);
    copy(project.resolve("LICENSE"), stage.resolve("LICENSE"));
    Path cache = stage.resolve("speckit-" + build + ".aot");
    Path runs = stage.resolve("speckit-" + build + "-runs.aot");
    if (!keptFromEarlier(cache)) {
      train(jars, cache);
    }
    if (!keptFromEarlier(runs)) {
      trainRuns(jars, runs);
    }
    putInPlace();
    archive();
  }

  private boolean keptFromEarlier(Path cache) throws IOException {
    Path earlier = target.resolve(name).resolve(cache.getFileName());
    if (!Files.exists(earlier)) {
      return false;
    }
    copy(earlier, cache);
    return true;
  }

  private List<Path> copyJars() throws IOException {
    List<Path> sources = new ArrayList<>(list(target.resolve("libraries"), ".jar"));
    sources.add(0, target.resolve(name + ".jar"));
    List<Path> jars = new ArrayList<>();
    for (Path source : sources) {
      Path jar = stage.resolve("lib").resolve(source.getFileName());
      copy(source, jar);
      jars.add(jar);
    }
    return jars;
  }

  /// The driver would unpack this library at every start.
  ///
  /// @return its file name
  private String extractSqlite(List<Path> jars) throws IOException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean mac = system.contains("mac");
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    String file = mac ? "libsqlitejdbc.dylib" : "libsqlitejdbc.so";
    String entry = "org/sqlite/native/" + (mac ? "Mac/" : "Linux/") + machine + "/" + file;
    for (Path jar : jars) {
      if (jar.getFileName().toString().startsWith("sqlite-jdbc")) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
          ZipEntry found = zip.getEntry(entry);
          try (InputStream in = zip.getInputStream(found)) {
            Path library = stage.resolve("lib/native").resolve(file);
            Files.createDirectories(library.getParent());
            Files.copy(in, library);
            return file;
          }
        }
      }
    }
    throw new IOException("no native library for this platform: " + entry);
  }

  /// Twelve hexadecimal digits that change with every byte that a cache depends on.
  private static String buildId(List<Path> jars) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(String.join(" ", FLAGS).getBytes(StandardCharsets.UTF_8));
      digest.update(System.getProperty("java.runtime.version").getBytes(StandardCharsets.UTF_8));
      for (Path jar : jars) {
        digest.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(jar));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void writeLauncher(List<Path> jars, String build, String library) throws IOException {
    Path from = project.resolve("src/main/dist");
    List<String> classPath = new ArrayList<>();
    jars.forEach(jar -> classPath.add("$lib/" + jar.getFileName()));
    String launcher =
        Files.readString(from.resolve("bin/speckit"))
            .replace("@version@", version)
            .replace("@build@", build)
            .replace("@flags@", String.join(" ", FLAGS).replace("*", "\\*"))
            .replace("@sqlite@", library)
            .replace("@classpath@", String.join(":", classPath));
    Path file = stage.resolve("bin/speckit");
    Files.createDirectories(file.getParent());
    Files.writeString(file, launcher);
    if (!file.toFile().setExecutable(true, false)) {
      throw new IOException("cannot be made executable: " + file);
    }
    copy(from.resolve("share/find-java.sh"), stage.resolve("share/find-java.sh"));
  }

  /// Runs the hottest commands in one process and keeps what it loaded. Only those: every start
  /// maps and links the whole cache, so what a rare command alone needs would slow all others.
  /// Without a cache speckit only starts slower, so a training that fails is told and forgiven.
  private void train(List<Path> jars, Path cache) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("speckit-training");
    Path workspace = scratch.resolve("demo");
    Path log = target.resolve("training.log");
    Path example = target.resolve("training-example.log");
    boolean trained =
        run(List.of(launcher(), "demo", workspace.toString()), scratch, scratch, example) == 0
            && copyPrompts(workspace)
            && trained(jars, cache, workspace, "training.txt", log);
    deleteTree(scratch);
    if (!trained) {
      System.err.println("no start-up cache was made (starts are slower, nothing else): " + log);
    }
  }

  /// A cache of its own for commands that carry runs: they need twice the classes of all others,
  /// which would slow every start. It knows a run of all stages with recorded agents. Without it
  /// such a command has the other cache.
  private void trainRuns(List<Path> jars, Path cache) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("speckit-training");
    Path workspace = scratch.resolve("greeting");
    Path log = target.resolve("training-runs.log");
    Path example = target.resolve("training-runs-example.log");
    copyTree(project.resolve("examples/greeting"), workspace);
    Files.writeString(workspace.resolve("tools/test.sh"), QUICK_CHECK);
    Path alice = workspace.resolve("recorded/alice");
    Files.writeString(alice.resolve("clarify.txt"), "{\"issues\": []}\n");
    // Nobody objects, so that the run comes to its last stage.
    copyTree(alice, alice.resolveSibling("bob"));
    copyTree(alice, alice.resolveSibling("carol"));
    String prepared =
        "git init -q && git add -A && git -c user.name=a -c user.email=a@example.org commit -qm a"
            + " && '"
            + launcher()
            + "' init && '"
            + launcher()
            + "' trust";
    boolean trained =
        run(List.of("sh", "-c", prepared), workspace, scratch, example) == 0
            && trained(jars, cache, workspace, "training-runs.txt", log);
    deleteTree(scratch);
    if (!trained) {
      System.err.println("no cache for runs was made (they are slower, nothing else): " + log);
    }
  }

  /// @param lines name of the file with the commands to run in the workspace
  /// @return whether the cache was made
  private boolean trained(List<Path> jars, Path cache, Path workspace, String lines, Path log)
      throws IOException, InterruptedException {
    Path unfinished = stage.resolve("unfinished.aot");
    List<String> command = new ArrayList<>(java());
    command.add("-XX:AOTCacheOutput=" + unfinished);
    command.add("-Dspeckit.launcher=" + launcher());
    command.add("-Dspeckit.version=" + version);
    command.add("-Dspeckit.build=training");
    Path natives = stage.resolve("lib/native");
    command.add("-Dorg.sqlite.tmpdir=" + natives);
    command.add("-Dorg.sqlite.lib.path=" + natives);
    command.add("-Dorg.sqlite.lib.name=" + list(natives, "").getFirst().getFileName());
    command.add("-cp");
    command.add(String.join(":", jars.stream().map(Path::toString).toList()));
    command.add("dev.speckit.Training");
    command.add(workspace.toString());
    command.add(project.resolve("src/build").resolve(lines).toString());
    Path scratch = workspace.getParent();
    if (run(command, scratch, scratch, log) != 0 || !Files.exists(unfinished)) {
      return false;
    }
    Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    return command;
  }

  private String launcher() {
    return stage.resolve("bin/speckit").toString();
  }

  /// Prompts of the example's run lie in the workspace, named for what they ask: `plan.md`.
  private static boolean copyPrompts(Path workspace) throws IOException {
    try (Stream<Path> files = Files.walk(workspace.resolve(".speckit/runs"))) {
      for (Path prompt : files.filter(file -> file.endsWith("prompt.md")).toList()) {
        String asked = prompt.getParent().getParent().getFileName().toString();
        Path copy = workspace.resolve(asked.substring(0, asked.lastIndexOf('-')) + ".md");
        Files.copy(prompt, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return true;
  }

  /// Away from the user's own settings and from variables that every Java reads.
  private static int run(List<String> command, Path folder, Path home, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(folder.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("SPECKIT_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return builder.start().waitFor();
  }

  private void putInPlace() throws IOException {
    Path place = target.resolve(name);
    Path old = target.resolve("." + name + ".old");
    deleteTree(old);
    if (Files.exists(place)) {
      Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(stage, place, StandardCopyOption.ATOMIC_MOVE);
    deleteTree(old);
  }

  private void archive() throws IOException, InterruptedException {
    Path archive = target.resolve(name + ".tar.gz");
    int exit =
        new ProcessBuilder("tar", "-C", target.toString(), "-czf", archive.toString(), name)
            .inheritIO()
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException("tar ended with " + exit);
    }
  }

  private static List<Path> list(Path folder, String ending) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> entries = Files.walk(from)) {
      for (Path file : entries.filter(Files::isRegularFile).toList()) {
        copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path path : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
