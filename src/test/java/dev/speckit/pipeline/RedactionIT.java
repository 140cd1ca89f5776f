package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent that tells its key to everybody.
class RedactionIT {
  private static final String KEY = "zq81" + "XK20vv-" + "Lr77";
  private static final String BODY = "MIIEfake" + "Zx9".repeat(18);

  /// In the environment of speckit, and not in the agent's.
  private static final String OTHER = "pw4" + "Tn8Rk2cD";

  @TempDir Path folder;

  @Test
  void no_byte_of_a_secret_is_left_below_the_workspace() throws Exception {
    Journey journey = Journey.of(folder, Map.of("mallory", telling()));
    journey.settings("command = [\"/bin/sh\"", "key = \"env:SHOP_NAME\"\ncommand = [\"/bin/sh\"");
    Workspaces.write(
        journey.workspace().resolve("specs/1000/1001/spec.md"),
        Workspaces.SPEC + "\nThe password is `" + OTHER + "`.\n");
    Speckit speckit = journey.speckit().with("SHOP_NAME", KEY).with("DB_PASSWORD", OTHER);
    assertThat(speckit.run("trust").exit()).isZero();
    Speckit.Ended ended = speckit.run("run", "1001", "--on-question", "defer", "--json");
    assertThat(ended.exit()).as("%s", ended).isZero();
    assertThat(ended.out() + ended.err()).doesNotContain(KEY, BODY);
    assertThat(speckit.run("show", runId(journey)).out())
        .containsPattern("plan +mallory +answered +1 .* [0-9]+ secrets redacted");
    assertThat(Workspaces.read(journey.workspace().resolve("specs/1000/1001/plan.md")))
        .contains("redacted");
    assertThat(holding(journey.workspace(), List.of(KEY, BODY, OTHER)))
        .as("but for the spec itself and the script that prints the key's body")
        .containsExactlyInAnyOrder("agents/mallory.sh", "specs/1000/1001/spec.md");
    assertThat(holding(journey.workspace(), List.of("secrets redacted")))
        .as("what was taken out is said")
        .anyMatch(file -> file.contains("speckit.db"));
    try (Stream<Path> files = Files.walk(journey.workspace().resolve(".speckit"))) {
      List<Path> all = files.toList();
      assertThat(all).noneMatch(file -> file.getFileName().toString().startsWith(".stderr-"));
      assertThat(all)
          .filteredOn(file -> file.endsWith("stderr.txt"))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(file).content().contains("key [redacted]"));
      assertThat(all)
          .filteredOn(file -> file.endsWith("prompt.md"))
          .anySatisfy(file -> assertThat(file).content().contains("password is `[redacted]`"));
    }
  }

  private static String runId(Journey journey) throws IOException {
    try (Stream<Path> runs = Files.list(journey.workspace().resolve(".speckit/runs"))) {
      return runs.findFirst().orElseThrow().getFileName().toString();
    }
  }

  /// Prints key and PEM to stdout, stderr and into its answers.
  private static String telling() {
    String pem =
        "-----BE" + "GIN PRIVATE KEY-----\\n" + BODY + "\\n-----E" + "ND PRIVATE KEY-----\\n";
    return "printf 'key %s\\n"
        + pem
        + "' \"$SHOP_NAME\" >&2\n"
        + "printf 'I have %s and\\n"
        + pem
        + "\\n' \"$SHOP_NAME\"\n"
        + "{\n"
        + Workspaces.answering()
        + "\n} | sed \"s/each hive/each hive $SHOP_NAME/g\"\n";
  }

  private static List<String> holding(Path folder, List<String> texts) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> holds(file, texts))
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }

  private static boolean holds(Path file, List<String> texts) {
    try {
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      return texts.stream().anyMatch(bytes::contains);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
