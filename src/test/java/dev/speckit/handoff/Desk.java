package dev.speckit.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.spec.InitCommand;
import dev.speckit.spec.NewCommand;
import dev.speckit.testkit.Workspaces;
import dev.speckit.work.WorkCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A repository with epic 1000, feature 1001 and task 1014, and a clock that the test turns.
final class Desk {
  private final Path workspace;
  private final Path home;
  private final List<OpenQuestion> questions = new ArrayList<>();
  private final List<ProjectCheck> checks = new ArrayList<>();
  private final List<Problem> unproven = new ArrayList<>();
  private LocalDateTime now = LocalDateTime.of(2026, 11, 21, 14, 5);

  private Desk(Path workspace, Path home) {
    this.workspace = workspace;
    this.home = home;
  }

  static Desk with1014(Path temporary) throws Exception {
    Desk desk = withoutGit(temporary);
    desk.git("init", "--quiet", "-b", "main");
    desk.git("add", "--all");
    desk.git("commit", "--quiet", "-m", "Start");
    return desk;
  }

  static Desk withoutGit(Path temporary) throws Exception {
    Path folder = Files.createDirectories(temporary.toRealPath().resolve("ws"));
    Desk desk = new Desk(folder, Files.createDirectories(temporary.toRealPath().resolve("home")));
    new InitCommand(desk.host(), _ -> {}, () -> List.of("speckit")).run(call(Map.of()));
    desk.create("epic", "Foundation Infrastructure", "1000", "");
    desk.create("feature", "Cold Storage", "1001", "1000");
    desk.create("task", "Mount the NAS", "1014", "1001");
    return desk;
  }

  void create(String kind, String title, String id, String parent) throws Exception {
    Map<String, List<String>> values = new LinkedHashMap<>();
    values.put("kind", List.of(kind));
    values.put("title", List.of(title));
    values.put("id", List.of(id));
    if (!parent.isEmpty()) {
      values.put("parent", List.of(parent));
    }
    new NewCommand(host(), _ -> Set.of()).run(call(values));
  }

  Desk asking(OpenQuestion question) {
    questions.add(question);
    return this;
  }

  Desk checking(ProjectCheck check) {
    checks.add(check);
    return this;
  }

  Desk unproven(Problem problem) {
    unproven.add(problem);
    return this;
  }

  Path workspace() {
    return workspace;
  }

  Host host() {
    Instant at = now.atZone(ZoneId.systemDefault()).toInstant();
    return new Host(() -> at, new Random(1), environment(), workspace, home);
  }

  private Map<String, String> environment() {
    String at = now.atZone(ZoneId.systemDefault()).toInstant().toString();
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("GIT_AUTHOR_NAME", "Ada Lovelace");
    environment.put("GIT_AUTHOR_EMAIL", "ada@example.org");
    environment.put("GIT_COMMITTER_NAME", "Ada Lovelace");
    environment.put("GIT_COMMITTER_EMAIL", "ada@example.org");
    environment.put("GIT_AUTHOR_DATE", at);
    environment.put("GIT_COMMITTER_DATE", at);
    return environment;
  }

  /// `work` with words; two minutes later than the last one. `--all` alone is a flag.
  Report work(String... words) throws InterruptedException {
    now = now.plusMinutes(2);
    return new WorkCommand(host(), _ -> false).run(call(values(List.of("id", "action"), words)));
  }

  Report handoff(String... words) throws InterruptedException {
    return new HandoffCommand(host(), _ -> questions, _ -> checks, _ -> unproven)
        .run(call(values(List.of("id"), words)));
  }

  /// A hand-off while the settings cannot be read.
  Report failing(Problem problem, String id) throws InterruptedException {
    return new HandoffCommand(
            host(),
            _ -> questions,
            _ -> {
              throw new Failure.Invalid(problem);
            },
            _ -> {
              throw new Failure.Invalid(problem);
            })
        .run(call(values(List.of("id"), id)));
  }

  String text(String... words) throws InterruptedException {
    return handoff(words).data().text("text").orElseThrow();
  }

  Report progress(String... words) throws InterruptedException {
    return new ProgressCommand(host()).run(call(values(List.of(), words)));
  }

  private static Map<String, List<String>> values(List<String> names, String... words) {
    Set<String> flags = Set.of("--all", "--check", "--dry-run", "--replace");
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<String> positionals = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      String word = words[i].equals("-m") ? "--message" : words[i];
      if (!word.startsWith("--")) {
        positionals.add(word);
      } else {
        values.put(word.substring(2), List.of(flags.contains(word) ? "true" : words[++i]));
      }
    }
    for (int i = 0; i < positionals.size(); i++) {
      String name = i < names.size() ? names.get(i) : "text";
      List<String> all = new ArrayList<>(values.getOrDefault(name, List.of()));
      all.add(positionals.get(i));
      values.put(name, all);
    }
    return values;
  }

  private static Call call(Map<String, List<String>> values) {
    return new Call(new Arguments(values), Progress.silent(), Optional.empty());
  }

  void write(String path, String text) {
    Workspaces.write(workspace.resolve(path), text);
  }

  String read(String path) {
    return Workspaces.read(workspace.resolve(path));
  }

  void edit(String path, String from, String to) {
    String text = read(path);
    assertThat(text).contains(from);
    write(path, text.replace(from, to));
  }

  String git(String... words) {
    List<String> command = new ArrayList<>(List.of("git", "-c", "commit.gpgSign=false"));
    command.addAll(List.of(words));
    return shell(command);
  }

  /// What a shell in the workspace prints.
  String pasted(String command) {
    return shell(List.of("/bin/sh", "-c", command));
  }

  private String shell(List<String> command) {
    try {
      Path out = Files.createTempFile(home, "call", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(workspace.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment());
      int exit = builder.start().waitFor();
      String said = Files.readString(out);
      assertThat(exit).as("%s: %s", command, said).isZero();
      return said.stripTrailing();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /// A task in the middle: planned, half built, a test that fails, an issue that is open.
  Desk halfDone() throws InterruptedException {
    edit(
        "specs/1000/1001/1014.spec.md",
        "## Acceptance Criteria\n",
        """
        ## Acceptance Criteria

        - [x] **AC-1**: The share is mounted at boot
        - [ ] **AC-2**: The mount survives a restart of the NAS
        - [ ] **AC-3**: `df` lists the share

        """);
    write(
        "specs/1000/1001/1014.tasks.md",
        """
        # Tasks

        - [x] **T-1** Write the unit file (AC-1)
        - [ ] **T-2** Restart the NAS in a test (AC-2)
        - [ ] **T-3** Read what df prints (AC-3)
        """);
    work("1014", "--title", "First mount");
    work("1014", "plan", "-m", "Mount by NFS, with a systemd unit");
    work("1014", "approve");
    write("mount.sh", "#!/bin/sh\necho mounted\n");
    work("1014", "implement", "mount.sh", "-m", "Wrote the mount script");
    work("1014", "test", "--run", "test -f mount.sh");
    work("1014", "issue", "Too slow", "--resolution", "Larger buffers");
    work("1014", "commit", "-m", "Mount the share", "--all");
    work("1014", "decide", "NFS over SMB");
    work("1014", "deliver", "mount.sh", "--as", "scripts", "-m", "Mounts the share");
    work("1014", "test", "--run", "test -f mount.sh");
    work("1014", "issue", "Permission denied on /mnt/nas");
    work("1014", "note", "Large buffers help");
    return this;
  }
}
