package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Dialogue;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.host.Host;
import dev.speckit.spec.InitCommand;
import dev.speckit.spec.NewCommand;
import dev.speckit.testkit.Workspaces;
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

/// A repository with specs, a person who works in it, and a clock that the test turns.
final class Desk {
  private final Path workspace;
  private final Path home;
  private LocalDateTime now = LocalDateTime.of(2026, 11, 21, 14, 5);
  private String name = "Ada Lovelace";
  private String email = "ada@example.org";
  private String agent = "";
  private boolean trusted;

  private Desk(Path workspace, Path home) {
    this.workspace = workspace;
    this.home = home;
  }

  /// A repository with a workspace, and in it epic 1000, feature 1001 and task 1014; all committed.
  static Desk with1014(Path temporary) {
    try {
      Path folder = Files.createDirectories(temporary.toRealPath().resolve("ws"));
      Desk desk = new Desk(folder, Files.createDirectories(temporary.toRealPath().resolve("home")));
      desk.git("init", "--quiet");
      new InitCommand(desk.host(), _ -> {}, () -> List.of("/opt/speckit"))
          .run(call(Map.of(), Optional.empty()));
      desk.create("epic", "Foundation Infrastructure", "1000", "");
      desk.create("feature", "Cold Storage", "1001", "1000");
      desk.create("task", "Mount the NAS", "1014", "1001");
      desk.commitAll("Start");
      desk.pass(1);
      return desk;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  void create(String kind, String title, String id, String parent) throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    values.put("kind", List.of(kind));
    values.put("title", List.of(title));
    values.put("id", List.of(id));
    if (!parent.isEmpty()) {
      values.put("parent", List.of(parent));
    }
    new NewCommand(host(), _ -> Set.of()).run(call(values, Optional.empty()));
  }

  Path workspace() {
    return workspace;
  }

  Desk as(String person, String address) {
    name = person;
    email = address;
    return this;
  }

  Desk agent(String acting) {
    agent = acting;
    return this;
  }

  Desk trusting() {
    trusted = true;
    return this;
  }

  /// Lets minutes pass.
  void pass(int minutes) {
    now = now.plusMinutes(minutes);
  }

  Instant now() {
    return now.atZone(ZoneId.systemDefault()).toInstant();
  }

  Host host() {
    Map<String, String> environment = new LinkedHashMap<>(git(now()));
    if (!agent.isEmpty()) {
      environment.put("SPECKIT_AGENT", agent);
    }
    Instant at = now();
    return new Host(() -> at, new Random(1), environment, workspace, home);
  }

  private Map<String, String> git(Instant at) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("GIT_AUTHOR_NAME", name);
    environment.put("GIT_AUTHOR_EMAIL", email);
    environment.put("GIT_COMMITTER_NAME", name);
    environment.put("GIT_COMMITTER_EMAIL", email);
    environment.put("GIT_AUTHOR_DATE", at.toString());
    environment.put("GIT_COMMITTER_DATE", at.toString());
    return environment;
  }

  /// `work` with words: `1014 plan -m Text --run true --all`; two minutes later than the last one.
  Report work(String... words) throws InterruptedException {
    return work(Optional.empty(), words);
  }

  Report work(Optional<Dialogue> dialogue, String... words) throws InterruptedException {
    pass(2);
    return new WorkCommand(host(), _ -> trusted).run(call(values(words), dialogue));
  }

  private static Map<String, List<String>> values(String... words) {
    Set<String> flags = Set.of("resume", "deliverables", "copy", "generate", "all", "status-alone");
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<String> positionals = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      String word = words[i].equals("-m") ? "--message" : words[i];
      if (!word.startsWith("--")) {
        positionals.add(word);
      } else if (flags.contains(word.substring(2))) {
        values.put(word.substring(2).replace("-alone", ""), List.of("true"));
      } else {
        values.put(word.substring(2), List.of(words[++i]));
      }
    }
    values.put("id", List.of(positionals.getFirst()));
    if (positionals.size() > 1) {
      values.put("action", List.of(positionals.get(1)));
    }
    if (positionals.size() > 2) {
      values.put("text", positionals.subList(2, positionals.size()));
    }
    return values;
  }

  private static Call call(Map<String, List<String>> values, Optional<Dialogue> dialogue) {
    return new Call(new Arguments(values), Progress.silent(), dialogue);
  }

  void write(String path, String text) {
    Workspaces.write(workspace.resolve(path), text);
  }

  String read(String path) {
    return Workspaces.read(workspace.resolve(path));
  }

  String context() {
    return read("specs/1000/1001/1014.context.md");
  }

  void commitAll(String message) {
    git("add", "--all");
    git("commit", "--quiet", "-m", message);
  }

  /// git as the person would call it now; an amendment keeps the author's date.
  String git(String... words) {
    return gitAt(now().toString(), words);
  }

  /// The same with a committer's date of its own.
  String gitAt(String committed, String... words) {
    List<String> command = new ArrayList<>(List.of("git", "-c", "commit.gpgSign=false"));
    command.addAll(List.of(words));
    try {
      Path out = Files.createTempFile(home, "git", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(workspace.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile());
      builder.environment().clear();
      builder.environment().putAll(git(now()));
      builder.environment().put("GIT_COMMITTER_DATE", committed);
      boolean rewriting = List.of(words).contains("--amend") || words[0].equals("rebase");
      if (rewriting) {
        builder.environment().remove("GIT_AUTHOR_DATE");
      }
      int exit = builder.start().waitFor();
      String said = Files.readString(out);
      assertThat(exit).as("git %s: %s", List.of(words), said).isZero();
      return said.strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
