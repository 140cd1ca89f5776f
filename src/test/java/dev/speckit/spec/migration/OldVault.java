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

  /// An epic, its features and their tasks, nested or beside each other, each with the links that
  /// the old layout had.
  OldVault thirty() {
    for (int epic = 1000; epic <= 3000; epic += 1000) {
      String epicName = epic + "-epic-part" + epic;
      String top = "specs/" + epicName + "/";
      StringBuilder features = new StringBuilder();
      for (int f = 1; f <= 3; f++) {
        int feature = epic + f;
        String name = feature + "-feature-thing" + f;
        // The third feature of each epic lies beside it.
        String folder = f == 3 ? "specs/" + name + "/" : top + name + "/";
        String up = f == 3 ? "../" + epicName + "/" + epicName : "../" + epicName;
        String down = f == 3 ? "../" + name + "/" + name : name + "/" + name;
        features.append("- [[").append(down).append(".spec|Thing ").append(f).append("]]\n");
        StringBuilder tasks = new StringBuilder();
        for (int t = 1; t <= 2; t++) {
          int task = epic + f * 10 + t;
          String taskName = task + "-task-step" + t;
          tasks
              .append("- [Step](")
              .append(taskName)
              .append("/")
              .append(taskName)
              .append(".spec.md#goal)\n");
          write(
              folder + taskName + "/" + taskName + ".spec.md",
              "# Spec: Step "
                  + task
                  + "\n\n**Status**: planning  \n**Parent**: [[../"
                  + name
                  + ".spec|Thing]]\n\n## Goal\nThis step does its part of the whole work, number "
                  + task
                  + ".\n\n## Acceptance Criteria\n- [ ] **AC-1**: The step "
                  + task
                  + " is done.\n");
        }
        write(
            folder + name + ".spec.md",
            "# Spec: Thing "
                + feature
                + "\n\n**Status**: implementing  \n**Parent**: [["
                + up
                + ".spec#purpose|Epic]]  \n**Context**: [["
                + feature
                + ".context|Journal]]\n\n## Purpose\nA thing that is needed, number "
                + feature
                + ".\n\n## Tasks\n"
                + tasks);
        write(
            folder + feature + ".context.md",
            "# Context: Thing "
                + feature
                + "\n\n**Spec**: [["
                + name
                + ".spec|Spec]]\n**Status**: implementing\n\n## Summary\nSome work was done for "
                + feature
                + ".\n");
      }
      write(
          top + epicName + ".spec.md",
          "# Epic: Part "
              + epic
              + "\n\n**Status**: implementing\n\n## Purpose\nWhy it is.\n\n## Features\n"
              + features);
    }
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
