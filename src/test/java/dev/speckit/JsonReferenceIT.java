package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.GreetingProject;
import dev.speckit.testkit.Speckit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/reference/json.md` names each field of `data` that these commands write.
class JsonReferenceIT {
  private static final Path PAGE = Path.of("docs/reference/json.md");
  private static final Pattern WORD = Pattern.compile("[a-z]+(?:_[a-z]+)*");

  @TempDir Path folder;
  private Path workspace;

  @BeforeEach
  void make() throws Exception {
    workspace = Files.createDirectories(folder.resolve("w"));
    git("init", "-q", "-b", "main");
    git("config", "user.email", "a@example.org");
    git("config", "user.name", "A");
    call("init");
    call("new", "epic", "Doors");
    call("new", "feature", "Locks");
    commit();
  }

  @Test
  void check_and_link() throws Exception {
    Path spec = workspace.resolve("specs/1000/1001/spec.md");
    Path epic = workspace.resolve("specs/1000/epic.md");
    Files.writeString(spec, Files.readString(spec) + "[[nowhere]]\n");
    Files.writeString(epic, Files.readString(epic).replace("- [[1001/spec|Locks]]\n", ""));
    documented("check", "check");
    documented("check", "check", "--fix", "--dry-run");
    documented("check", "check", "--rules");
    documented("link check", "link", "check");
    documented("link fix", "link", "fix", "--dry-run");
    documented("link graph", "link", "graph");
    documented("check", "check", "--fix");
    documented("link fix", "link", "fix");
  }

  @Test
  void work_and_hook() throws Exception {
    Files.writeString(workspace.resolve("open.sh"), "#!/bin/sh\ntrue\n");
    Files.writeString(
        workspace.resolve("TEST-a.xml"),
        "<testsuite><testcase name='a'><failure message='no'/></testcase></testsuite>");
    documented("hook", "hook", "install");
    documented("work", "work", "1001", "plan", "-m", "A plan");
    documented("work", "work", "1001", "deliver", "open.sh", "--as", "scripts");
    documented("work", "work", "1001", "test", "--run", "true", "--junit", "TEST-*.xml");
    documented("work", "work", "1001", "commit", "--all", "-m", "Open");
    documented("hook", "hook", "status");
    documented("work", "work", "1001", "--status");
    documented("work", "work", "1001", "--deliverables");
    documented("work", "work", "1001", "done", "--status", "partial");
    documented("hook", "hook", "remove");
  }

  @Test
  void handoff_and_progress() throws Exception {
    Files.writeString(
        workspace.resolve("specs/1000/1001/tasks.md"), "# Tasks\n\n- [ ] Forge a key\n");
    documented("work", "work", "1001", "issue", "No steel");
    documented("handoff", "handoff", "1001", "--output", "next.md");
    documented("handoff", "handoff", "1000", "--budget", "400");
    documented("progress", "progress", "--dry-run");
    documented("progress", "progress");
    documented("progress", "progress", "--check");
  }

  @Test
  void lab() throws Exception {
    documented("lab scenarios", "lab", "scenarios");
    documented("lab serve", "lab", "serve", "--for", "1");
    documented("lab card", "lab", "card", "--scenario", "good");
  }

  @Test
  void trace() throws Exception {
    Path spec = workspace.resolve("specs/1000/1001/spec.md");
    Files.writeString(
        spec,
        "# Spec: Locks\n\n## Requirements\n\n- **FR-001**: It opens.\n\n## Acceptance Criteria\n\n"
            + "- [x] It opens (FR-001).\n");
    Files.writeString(workspace.resolve("open_test.sh"), "# 1001/FR-001 and 1001/FR-777\n");
    commit();
    documented("trace", "trace");
    documented("trace", "trace", "1001");
    documented("trace", "trace", "1001/FR-001");
    documented("trace --file", "trace", "--file", "open_test.sh");
    documented("trace --file", "trace", "--file", "specs/1000/1001/spec.md");
  }

  @Test
  void migrate() throws Exception {
    documented("migrate", "migrate");
    Path old = workspace.resolve("specs/2001-keys/2001-keys.spec.md");
    Files.createDirectories(old.getParent());
    Files.writeString(old, "# Spec: Keys\n\n**Status**: completed\n\n[[nowhere]]\n");
    commit();
    documented("migrate", "migrate", "--make-epics", "--dry-run");
    documented("migrate", "migrate", "--make-epics");
  }

  @Test
  void upkeep() throws Exception {
    documented("upkeep", "upkeep");
    call("run", "1001", "--on-question", "defer");
    documented("upkeep", "upkeep", "--dry-run");
    documented("upkeep", "upkeep");
    documented("upkeep status", "upkeep", "status");
    documented("upkeep install", "upkeep", "install", "--scheduler", "systemd", "--dry-run");
  }

  @Test
  void cost_and_dry_run() throws Exception {
    Files.writeString(
        workspace.resolve("speckit.toml"),
        "[budget]\nrun = 5\nday = \"$20\"\n[checks.test]\ncommand = ['true']\n");
    documented("run --dry-run", "run", "1001", "--dry-run");
    documented("run --dry-run", "run", "1001", "--to", "validate", "--dry-run");
    documented("cost", "cost");
    call("run", "1001", "--on-question", "defer");
    documented("cost", "cost", "last");
    documented("cost", "cost", "1001", "--day", "2026-01-31");
    documented("metrics cost", "metrics", "cost");
  }

  @Test
  void renumber() throws Exception {
    documented("renumber", "renumber", "1001", "--dry-run");
    Path branch = folder.resolve("branch");
    git("worktree", "add", "-q", branch.toString());
    Files.createDirectories(branch.resolve("specs/1000/1002"));
    Files.writeString(branch.resolve("specs/1000/1002/spec.md"), "# Spec: Handles\n");
    Path own = Files.createDirectories(workspace.resolve("specs/1000/1002"));
    Files.writeString(own.resolve("spec.md"), "# Spec: Keys\n");
    documented("renumber", "renumber");
    commit();
    documented("renumber", "renumber", "1002");
  }

  @Test
  void agents_and_guide() throws Exception {
    documented("agents", "agents", "install", "all");
    documented("agents", "agents", "status");
    documented("agents", "agents", "uninstall");
    documented("guide", "guide");
    documented("work", "work", "1001", "plan", "-m", "A plan");
    documented("guide", "guide", "work", "1001");
  }

  @Test
  void db() throws Exception {
    documented("db stats", "db", "stats");
    call("run", "1001", "--on-question", "defer");
    documented("db stats", "db", "stats");
    documented("db check", "db", "check");
    documented("db vacuum", "db", "vacuum", "--dry-run");
    documented("db vacuum", "db", "vacuum");
    documented("db backup", "db", "backup", "copy.db");
    documented("db restore", "db", "restore", "copy.db");
    documented("db migrate", "db", "migrate", "--dry-run");
    documented("db migrate", "db", "migrate");
  }

  @Test
  void consensus_and_import() throws Exception {
    Path earlier = folder.resolve("earlier.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + earlier);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          CREATE TABLE agent_executions (agent_id TEXT, spec_id TEXT, stage TEXT, agent_name TEXT,
            spawned_at TEXT, response_text TEXT, extraction_error TEXT)
          """);
      statement.executeUpdate(
          """
          INSERT INTO agent_executions
          VALUES ('a', 'OLD-1', 'audit', 'claude', '2025-11-21 10:00:00', 'said', 'no JSON')
          """);
    }
    documented("db import", "db", "import", "../earlier.db", "--dry-run");
    documented("db import", "db", "import", "../earlier.db");
    documented("consensus", "consensus", "1001");
    call("run", "1001", "--on-question", "defer");
    documented("consensus", "consensus", "1001");
    documented("consensus", "consensus", "1001", "--history");
    documented("questions", "questions", "1001");
    documented("explain", "explain", "last");
    documented("answer", "answer", "last", "--accept", "all");
    documented("questions", "questions");
    documented("consensus", "consensus", "OLD-1");
    documented("consensus", "consensus", "OLD-1", "audit");
    documented("consensus", "consensus", "OLD-1", "--history");
  }

  @Test
  void logs_and_metrics() throws Exception {
    call("run", "1001", "--on-question", "defer");
    documented("logs", "logs", "last");
    documented("metrics spawn", "metrics", "spawn");
    documented("metrics retry", "metrics", "retry");
    documented("metrics cost", "metrics", "cost");
  }

  @Test
  void all_stages_of_the_example() throws Exception {
    workspace = GreetingProject.quick(folder.resolve("greeting")).workspace();
    call("trust");
    documented("run", "auto", "1001", "--skip", "audit", "--because", "no time");
    documented("run", "auto", "1001", "--only", "audit");
    documented("run", "unlock", "1001");
    documented("run", "show", "last");
    documented("run", "wait", "last");
    documented("consensus", "consensus", "1001");
    documented("metrics agents", "metrics", "agents");
    documented("metrics agents", "metrics", "agents", "--spec", "1001");
    for (String stage : List.of("implement", "validate", "audit", "unlock")) {
      Json.Fields verdict = call("consensus", "1001", stage).objects("verdicts").getFirst();
      assertThat(verdict.object("content")).as(stage).isPresent();
    }
    List<String> lines =
        Speckit.in(workspace, folder.resolve("home"))
            .run("validate", "1001", "--events")
            .out()
            .lines()
            .toList();
    Set<String> kinds = new TreeSet<>();
    for (String line : lines.subList(0, lines.size() - 1)) {
      Json.Fields event = (Json.Fields) Json.read(line).value().orElseThrow();
      event.text("kind").ifPresent(kinds::add);
      event.text("event").ifPresent(kinds::add);
    }
    assertThat(kinds).contains("run-event", "lane", "check-ended", "stopped");
    String listening = Files.readString(Path.of("docs/how-to/listen-to-a-run.md"));
    assertThat(kinds).allMatch(kind -> listening.contains("`" + kind + "`"));
  }

  @Test
  void ps_and_reap() throws Exception {
    documented("ps", "ps");
    documented("reap", "reap");
    call("run", "1001", "--on-question", "defer");
    String run = call("runs").objects("runs").getFirst().text("run").orElseThrow();
    ProcessBuilder builder = new ProcessBuilder("/bin/sleep", "300");
    builder
        .environment()
        .putAll(
            Map.of(
                "SPECKIT_RUN", run,
                "SPECKIT_STAGE", "plan",
                "SPECKIT_AGENT", "alice",
                "SPECKIT_ATTEMPT", "1"));
    Process left = builder.start();
    try {
      documented("ps", "ps");
      documented("reap", "reap", "--dry-run");
      documented("reap", "reap");
      assertThat(left.waitFor()).isNotZero();
    } finally {
      left.destroyForcibly();
    }
  }

  @Test
  void evidence() throws Exception {
    Path run = workspace.resolve(".speckit/runs/stranger/x");
    Files.createDirectories(run.getParent());
    Files.writeString(run, "x");
    documented("evidence clean", "evidence", "clean");
    documented("evidence archive", "evidence", "archive", "stranger", "--dry-run");
    documented("evidence archive", "evidence", "archive", "stranger");
    documented("evidence stats", "evidence", "stats");
    documented("evidence purge", "evidence", "purge");
    documented("evidence verify", "evidence", "verify");
    documented("evidence restore", "evidence", "restore", "stranger");
  }

  private void documented(String command, String... words) throws Exception {
    Set<String> fields = new TreeSet<>();
    collect(call(words), fields);
    assertThat(fields).as(String.join(" ", words)).isNotEmpty();
    Set<String> named = row(command);
    if (Set.of("run", "consensus").contains(command)) {
      named.addAll(words(chapter("## What stages have of their own")));
    }
    assertThat(named).as(String.join(" ", words)).containsAll(fields);
  }

  private static void collect(Json json, Set<String> fields) {
    switch (json) {
      case Json.Fields object ->
          object
              .values()
              .forEach((name, value) -> {
                fields.add(name);
                collect(value, fields);
              });
      case Json.Items items -> items.values().forEach(each -> collect(each, fields));
      case Json.Text _, Json.Numeral _, Json.Truth _, Json.Null _ -> {}
    }
  }

  /// The words of the row of a command.
  private static Set<String> row(String command) throws IOException {
    String line =
        Files.readAllLines(PAGE).stream()
            .filter(each -> each.startsWith("| `" + command + "` |"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no row for " + command));
    return words(line.substring(line.indexOf('|', 2)));
  }

  private static String chapter(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(heading + "\n");
    assertThat(from).as(heading).isNotNegative();
    int to = page.indexOf("\n## ", from + 1);
    return page.substring(from, to < 0 ? page.length() : to);
  }

  private static Set<String> words(String text) {
    Set<String> words = new TreeSet<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  private Json.Fields call(String... words) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = "--json";
    return Speckit.in(workspace, folder.resolve("home")).run(all).data();
  }

  private void commit() throws Exception {
    git("add", "-A");
    git("commit", "-qm", "Something");
  }

  private void git(String... words) throws Exception {
    String[] all = new String[words.length + 3];
    System.arraycopy(new String[] {"git", "-C", workspace.toString()}, 0, all, 0, 3);
    System.arraycopy(words, 0, all, 3, words.length);
    assertThat(new ProcessBuilder(all).inheritIO().start().waitFor()).isZero();
  }
}
