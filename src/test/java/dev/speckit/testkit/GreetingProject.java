package dev.speckit.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A copy of the example project of a greeting, committed in a git repository of its own.
///
/// @param workspace its top folder
public record GreetingProject(Path workspace) {
  private static final Path EXAMPLE = Path.of("examples/greeting");

  /// Says of each test of the example, without a compiler, what the sources say of it.
  private static final String QUICK_CHECK =
      """
      #!/bin/sh
      cd "$(dirname "$0")/.." || exit 2
      mkdir -p build/reports
      source=src/greeting/Greeting.java
      failed=0
      shows() { grep -q "$1" "$source"; }
      {
        echo '<testsuite name="greeting.GreetingTest">'
        for name in $(sed -n 's/^  public void \\([a-z_]*\\)().*/\\1/p' test/greeting/*.java); do
          case $name in
            before_noon_it_is_morning) shows 'hour <=* *12' ;;
            from_noon_on_it_is_afternoon) shows 'hour < 12' ;;
            from_six_on_it_is_evening) shows 'hour < 18' ;;
            blanks_around_a_name_are_dropped) shows 'strip()' || shows 'trim()' ;;
            who_gives_no_name_is_greeted_as_a_friend) shows '"friend"' ;;
            a_person_is_greeted_by_name) true ;;
            *) false ;;
          esac && failure= || { failure='<failure message="wrong"/>'; failed=1; }
          echo "<testcase classname=\\"greeting.GreetingTest\\" name=\\"$name\\">$failure</testcase>"
        done
        echo '</testsuite>'
      } > build/reports/TEST-greeting.xml
      exit $failed
      """;

  /// As it is shipped: its check needs a JDK.
  public static GreetingProject shipped(Path folder) {
    GreetingProject project = new GreetingProject(folder);
    copy(EXAMPLE, folder);
    project.git("init", "--quiet", "--initial-branch=main");
    return project.commit("Begin with the greeting");
  }

  /// With a check that takes milliseconds, and with nobody who asks anything.
  public static GreetingProject quick(Path folder) {
    GreetingProject project = shipped(folder);
    project.write("tools/test.sh", QUICK_CHECK);
    project.write("recorded/bob/clarify.txt", "{\"issues\": []}\n");
    return project.commit("Check quickly");
  }

  public Path file(String path) {
    return workspace.resolve(path);
  }

  public String read(String path) {
    return Workspaces.read(file(path));
  }

  public GreetingProject write(String path, String text) {
    Workspaces.write(file(path), text);
    return this;
  }

  /// Replaces a text that is there.
  public GreetingProject edit(String path, String old, String now) {
    String text = read(path);
    if (!text.contains(old)) {
      throw new AssertionError("`" + old + "` is not in " + path);
    }
    return write(path, text.replace(old, now));
  }

  public GreetingProject delete(String path) {
    try {
      Files.delete(file(path));
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Commits everything.
  public GreetingProject commit(String message) {
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "-m", message);
    return this;
  }

  public String head() {
    return git("rev-parse", "HEAD").strip();
  }

  /// What git says of the commits since one, a line each.
  public List<String> since(String commit) {
    return git("rev-list", commit + "..HEAD").lines().toList();
  }

  /// Names of what git keeps for speckit.
  public List<String> kept() {
    return git("for-each-ref", "--format=%(refname)", "refs/speckit").lines().toList();
  }

  /// Changed paths that are not speckit's own.
  public List<String> changes() {
    return git("status", "--porcelain", "--untracked-files=all")
        .lines()
        .map(line -> line.substring(3))
        .filter(path -> !path.startsWith("specs/") && !path.startsWith("evidence/"))
        .toList();
  }

  /// Work trees besides the user's own.
  public List<String> workTrees() {
    return git("worktree", "list", "--porcelain")
        .lines()
        .filter(line -> line.startsWith("worktree "))
        .skip(1)
        .toList();
  }

  /// Runs git and expects that it succeeds.
  public String git(String... words) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("git", "-c", "user.name=Una", "-c", "user.email=una@example.org"));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(workspace.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + out);
      }
      return out;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
