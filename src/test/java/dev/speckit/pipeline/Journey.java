package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// A workspace with script agents and the speckit that acts in it, for tests of whole runs.
record Journey(Path workspace, Speckit speckit) {
  /// What a report of `run --json` says of one agent at one part.
  record Asked(String outcome, long attempts, String folder, String reason) {}

  /// A trusted workspace.
  static Journey of(Path folder, Map<String, String> agents) {
    Journey journey = untrusted(folder, agents);
    Speckit.Ended trusted = journey.run("trust");
    assertThat(trusted.exit()).as("%s", trusted).isZero();
    return journey;
  }

  static Journey untrusted(Path folder, Map<String, String> agents) {
    Path workspace = Workspaces.create(folder.resolve("workspace"), agents);
    return new Journey(workspace, Speckit.in(workspace, folder.resolve("home")));
  }

  /// Three agents that answer and leave a line for each call.
  static Map<String, String> counting() {
    return Workspaces.threeOf(Workspaces.counting());
  }

  Speckit.Ended run(String... words) {
    return speckit.run(words);
  }

  /// Changes the settings file.
  Journey settings(String old, String now) {
    return edit("speckit.toml", old, now);
  }

  /// Changes who is asked.
  Journey roster(String subject, String... agents) {
    Path file = workspace.resolve("speckit.toml");
    String text = Workspaces.read(file);
    String line = subject + " = [\"" + String.join("\", \"", agents) + "\"]";
    String changed = text.replaceAll("(?m)^" + subject + " = .*$", line);
    assertThat(changed).isNotEqualTo(text);
    Workspaces.write(file, changed);
    return this;
  }

  /// Replaces the first place of a text in a file.
  Journey edit(String path, String old, String now) {
    Path file = workspace.resolve(path);
    String text = Workspaces.read(file);
    int at = text.indexOf(old);
    assertThat(at).as("`%s` in %s", old, path).isNotNegative();
    Workspaces.write(file, text.substring(0, at) + now + text.substring(at + old.length()));
    return this;
  }

  /// Gives an agent another script.
  Journey mend(String agent, String script) {
    Workspaces.write(workspace.resolve("agents/" + agent + ".sh"), "#!/bin/sh\n" + script);
    return this;
  }

  Path plan() {
    return workspace.resolve("specs/1000/1001/plan.md");
  }

  Path tasks() {
    return workspace.resolve("specs/1000/1001/tasks.md");
  }

  Path newPlan() {
    return workspace.resolve("specs/1000/1001/plan.new.md");
  }

  /// `<subject> <agent> <attempt>` of all calls so far.
  List<String> calls() {
    Path log = workspace.resolve("calls.log");
    return Files.exists(log) ? Workspaces.read(log).lines().toList() : List.of();
  }

  List<String> query(String sql) {
    List<String> rows = new ArrayList<>();
    Path store = workspace.resolve(".speckit/speckit.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  static Asked asked(Json.Fields run, String stage, String agent) {
    return agents(stage(run, stage)).stream()
        .filter(one -> one.text("agent").orElseThrow().equals(agent))
        .findFirst()
        .map(one ->
            new Asked(
                one.text("outcome").orElse("none"),
                one.integer("attempts").orElseThrow(),
                one.text("folder").orElse(""),
                one.text("reason").orElse("")))
        .orElseThrow();
  }

  static Json.Fields stage(Json.Fields run, String stage) {
    return run.objects("stages").stream()
        .filter(one -> one.text("stage").orElseThrow().equals(stage))
        .findFirst()
        .orElseThrow();
  }

  static List<Json.Fields> agents(Json.Fields part) {
    return part.objects("agents");
  }

  static List<String> codes(Speckit.Ended ended, String list) {
    return ended.json().objects(list).stream().map(one -> one.text("code").orElseThrow()).toList();
  }

  /// Waits for something that another process does; fails when it never comes.
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never came: " + what);
      }
      Thread.sleep(20);
    }
  }
}
