package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.GreetingProject;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs what the documents tell a reader to type, in the order in which they tell it.
@Timeout(600)
class DocumentsIT {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /// Calls that end with another code than 0, and why that is right.
  private static final Map<String, List<Integer>> OTHER_ENDS =
      Map.of(
          "run 1001 --on-question stop --json", List.of(0, 10, 11),
          "auto 1001 --on-question stop", List.of(10),
          "validate 1001", List.of(0, 2));

  /// From this line on a page is about a copy of the example.
  private static final String COPIES = "$ cp -r examples/greeting ";

  @TempDir Path folder;

  @Test
  void the_readme_works_as_it_stands() throws Exception {
    runAll(Path.of("README.md"), folder.resolve("readme"));
  }

  @Test
  void the_tutorial_works_as_it_stands() throws Exception {
    Path workspace = folder.resolve("tutorial");
    runAll(Path.of("docs/tutorial.md"), workspace);
    assertThat(workspace.resolve("specs/1000/1001/plan.md")).content().contains("FR-001", "AC-001");
    Path greeting = workspace.resolveSibling("tutorial-greeting");
    assertThat(greeting.resolve("specs/1000/1001/unlock.md")).content().contains("3 of 3");
    assertThat(Files.readString(greeting.resolve("src/greeting/Greeting.java")))
        .isNotEqualTo(Files.readString(Path.of("examples/greeting/src/greeting/Greeting.java")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "take-a-spec-to-unlock",
        "let-agents-change-code",
        "prove-with-checks",
        "choose-stages",
        "listen-to-a-run"
      })
  void the_how_tos_about_stages_work_on_the_example(String name) throws Exception {
    runAll(Path.of("docs/how-to/" + name + ".md"), folder.resolve(name));
  }

  @Test
  void the_how_tos_work_in_a_workspace_that_was_planned() throws Exception {
    Path workspace = Workspaces.createSpecs(folder.resolve("how-to"));
    Speckit speckit = Speckit.in(workspace, folder.resolve("home"));
    assertThat(speckit.run("run", "1001", "--on-question", "defer").exit()).isZero();
    for (String page :
        List.of(
            "read-the-evidence",
            "keep-the-store-whole",
            "look-back",
            "answer-questions",
            "look-into-an-agent",
            "measure-agents",
            "keep-evidence-small",
            "run-in-ci",
            "trust-a-clone",
            "hand-off",
            "use-from-your-agent",
            "renumber-a-spec",
            "try-agents-in-the-lab",
            "daily-upkeep",
            "keep-to-a-budget",
            "see-what-runs")) {
      runAll(Path.of("docs/how-to/" + page + ".md"), workspace);
    }
  }

  private void runAll(Path page, Path workspace) throws Exception {
    Files.createDirectories(workspace);
    Speckit speckit = Speckit.in(workspace, folder.resolve("home"));
    List<String> lines = Files.readAllLines(page);
    int calls = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith(COPIES)) {
        Path copy = workspace.resolveSibling(workspace.getFileName() + "-greeting");
        speckit =
            Speckit.in(GreetingProject.shipped(copy).workspace(), folder.resolve("home"))
                .with("PATH", jdkFirst());
      } else if (line.equals("```markdown")) {
        write(workspace, lines, i + 1);
      } else if (line.startsWith("$ speckit ")) {
        String words = line.substring("$ speckit ".length());
        Speckit.Ended ended = speckit.run(words(words));
        assertThat(OTHER_ENDS.getOrDefault(words, List.of(0)))
            .as("%s:%d %s: %s", page, i + 1, line, ended)
            .contains(ended.exit());
        calls++;
      }
    }
    assertThat(calls).as("calls of %s", page).isPositive();
  }

  /// The example's tests need a compiler.
  private static String jdkFirst() {
    return Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
  }

  /// What a page shows as Markdown is what it asks the reader to write into the feature's spec.
  private static void write(Path workspace, List<String> lines, int from) throws Exception {
    Path spec = workspace.resolve("specs/1000/1001/spec.md");
    int end = lines.subList(from, lines.size()).indexOf("```") + from;
    String head = Files.readString(spec);
    String kept = head.substring(0, head.indexOf("## Requirements"));
    Files.writeString(spec, kept + String.join("\n", lines.subList(from, end)) + "\n");
  }

  private static String[] words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words.toArray(String[]::new);
  }
}
