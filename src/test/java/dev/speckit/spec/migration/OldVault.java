package dev.speckit.spec.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.host.Host;
import dev.speckit.testkit.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A repository with specs in the old layout.
record OldVault(Path root) {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  static OldVault in(Path folder) throws Exception {
    Files.createDirectories(folder);
    OldVault vault = new OldVault(folder.toRealPath());
    vault.git("init", "-q", "-b", "main");
    vault.git("config", "user.name", "Ada Lovelace");
    vault.git("config", "user.email", "ada@example.org");
    return vault;
  }

  OldVault write(String file, String text) {
    Workspaces.write(root.resolve(file), text);
    return this;
  }

  String read(String file) {
    return Workspaces.read(root.resolve(file));
  }

  OldVault commit(String message) throws Exception {
    git("add", "-A");
    git("commit", "-q", "-m", message);
    return this;
  }

  OldVault commitAs(String name, String date, String message) throws Exception {
    git("add", "-A");
    git(
        "commit",
        "-q",
        "--author=" + name + " <" + name + "@example.org>",
        "--date=" + date,
        "-m",
        message);
    return this;
  }

  /// Three epics, their nine features and eighteen tasks.
  OldVault thirty() {
    new OldTree(this).write();
    return this;
  }

  Report migrate(String... flags) throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String flag : flags) {
      values.put(flag, List.of("true"));
    }
    return new MigrateCommand(host())
        .run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
  }

  Host host() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", root.getParent().toString());
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    return new Host(() -> NOW, new Random(1), environment, root, root.getParent());
  }

  String git(String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("git");
    builder.command().addAll(List.of(words));
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.directory(root.toFile()).redirectErrorStream(true);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", words) + "\n" + out).isZero();
    return out.strip();
  }

  /// The documents of specs in the new layout.
  List<String> specs() {
    return filesOrFail().keySet().stream()
        .filter(name -> name.matches("specs/.*(/epic|/spec|\\.spec)\\.md"))
        .toList();
  }

  Map<String, String> filesOrFail() {
    try {
      return files();
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  /// Every file outside of git's own folder, with its bytes.
  Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(root.resolve(".git"))) {
          byte[] bytes = Files.readAllBytes(file);
          files.put(
              root.relativize(file).toString(),
              new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
      }
    }
    return files;
  }
}
