package dev.speckit.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.speckit.host.Host;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A workspace that tests write into, with real files and real git.
record Sample(Path workspace) {
  static final SpecId FEATURE = new SpecId(1001);

  /// One epic and one feature with two requirements and a ticked criterion.
  static Sample in(Path folder) throws IOException {
    Sample sample = new Sample(Files.createDirectories(folder));
    sample.write("specs/1000/epic.md", "# Epic: Doors\n");
    sample.spec(
        "1001",
        """
        - **FR-001**: Locks MUST open.
        - **FR-002**: Locks MUST close.

        ## Acceptance Criteria

        - [x] **AC-001**: A lock opens.
        """);
    return sample;
  }

  void spec(String id, String requirements) throws IOException {
    write("specs/1000/" + id + "/spec.md", "# Spec: Locks\n\n## Requirements\n\n" + requirements);
  }

  void write(String path, String text) throws IOException {
    Path file = workspace.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  void context(String id, String sessions, String deliverables) throws IOException {
    write(
        "specs/1000/" + id + "/context.md",
        "# Context: Locks\n\n## Implementation Timeline\n\n"
            + sessions
            + "\n## Deliverables\n\n"
            + deliverables);
  }

  /// A report whose one case has a name and a result.
  void report(String group, String name, String inside) throws IOException {
    write(
        "build/TEST-a.xml",
        "<testsuite name='a'><testcase classname='%s' name='%s'>%s</testcase></testsuite>"
            .formatted(group, name, inside));
  }

  void age(String path, int seconds) throws IOException {
    Files.setLastModifiedTime(
        workspace.resolve(path), FileTime.from(Instant.now().minusSeconds(seconds)));
  }

  String commit(String message) throws Exception {
    if (!Files.exists(workspace.resolve(".git"))) {
      git("init", "-q", "-b", "main");
      git("config", "user.email", "a@example.org");
      git("config", "user.name", "A");
    }
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "--no-verify", "-m", message);
    return git("rev-parse", "--short=7", "HEAD").strip();
  }

  String git(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).directory(workspace.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(out);
    }
    return out;
  }

  /// @param path what the programs are looked for in; empty for a machine without git
  Host host(String path) {
    Host system = Host.system();
    return new Host(
        system.clock(),
        system.random(),
        Map.of("PATH", path, "HOME", workspace.toString()),
        workspace,
        workspace);
  }

  Host host() {
    return host(System.getenv("PATH"));
  }

  TraceGraph graph() throws InterruptedException {
    return graph(host());
  }

  TraceGraph graph(Host host) throws InterruptedException {
    return tracing(host).graph(Set.of(FEATURE));
  }

  Tracing tracing(Host host) {
    return Tracing.of(host, SpecTree.open(workspace), List.of("build/*.xml"));
  }

  /// `from -> to: reason` of every link that leads from an item.
  List<String> links(String key) throws InterruptedException {
    TraceGraph graph = graph();
    return graph.find(key).stream()
        .flatMap(item -> graph.forward(item).stream())
        .map(link ->
            link.to().key().replaceFirst("^commit:.*", "commit")
                + " | "
                + link.reason()
                + " | "
                + link.place())
        .toList();
  }

  List<String> missing() throws InterruptedException {
    return graph().unproven().stream().map(Unproven::missing).toList();
  }
}
