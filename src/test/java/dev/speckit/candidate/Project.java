package dev.speckit.candidate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.host.Git;
import dev.speckit.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A repository with a workspace in it, and somebody who works there.
record Project(Path root, Path workspace, Host host) {
  static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
  static final long QUOTA = 10_000;

  /// @param inside where the workspace is in the repository; empty for its top
  static Project make(Path folder, String inside) throws IOException, InterruptedException {
    Path root = Files.createDirectories(folder.resolve("repository")).toRealPath();
    Path workspace = inside.isEmpty() ? root : Files.createDirectories(root.resolve(inside));
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.keySet().removeIf(name -> name.startsWith("GIT_AUTHOR") || name.equals("GIT_DIR"));
    Host host = new Host(InstantSource.system(), new Random(1), environment, workspace, folder);
    Project project = new Project(root, workspace, host);
    project.git("init", "--quiet", "-b", "main");
    project.git("config", "user.name", "Ada Byron");
    project.git("config", "user.email", "ada@example.org");
    project.write(".gitignore", "build/\n.speckit/\n");
    project.write("src/a.txt", "one\ntwo\nthree\n");
    project.write("src/b.txt", "b\n");
    project.write("specs/1000/epic.md", "# Epic: x\n");
    project.write("speckit.toml", "\n");
    project.git("add", "-A");
    project.git("commit", "--quiet", "-m", "Begin");
    return project;
  }

  Repository repository() throws InterruptedException {
    return Repository.around(host, workspace);
  }

  Git git() {
    return Git.require(host);
  }

  String head() throws InterruptedException {
    return git().head(root).orElseThrow();
  }

  /// Writes a file of the workspace.
  Path write(String name, String text) throws IOException {
    return write(workspace, name, text);
  }

  static Path write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /// Where an agent's work tree is.
  Path tree(String agent) {
    return workspace.resolve(".speckit/worktrees/run-1/input/" + agent);
  }

  /// @return the folder the agent works in
  Path begin(String agent) throws InterruptedException {
    return new Worktrees(repository()).make(tree(agent), head(), "run-1");
  }

  Candidate take(String agent) throws InterruptedException {
    return new Snapshot(repository()).take(request(agent, head()));
  }

  Snapshot.Request request(String agent, String base) {
    return new Snapshot.Request(
        "run-1", agent, tree(agent), base, "Greet\n\nSpec: 1001\n", AT, QUOTA);
  }

  /// Calls git as a person would, in the top folder.
  String git(String... words) throws IOException, InterruptedException {
    return git(root, words);
  }

  String git(Path folder, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(host.environment());
    Process process = builder.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.strip();
  }
}
