package dev.speckit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// The example project, played as it is shipped, and what a trace says of it.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TraceIT {
  private static final Path PLAY = Path.of("examples/tariff/play.sh");

  private static final Map<List<String>, Json.Fields> ANSWERS = new ConcurrentHashMap<>();

  @TempDir private static Path temporary;
  private static Path project;
  private static Speckit speckit;

  @BeforeAll
  static void play() throws Exception {
    project = temporary.toRealPath().resolve("tariff");
    Path home = Files.createDirectory(temporary.resolve("home"));
    speckit = Speckit.in(project, home);
    // As an earlier call of the script leaves it.
    Workspaces.write(project.resolve(".git/played-tariff"), "");
    Workspaces.write(project.resolve("left over.txt"), "x\n");
    Played played = play(home, project.toString());
    assertThat(played.exit()).as(played.said()).isZero();
  }

  @AfterAll
  static void leave_nothing_in_the_repository_of_the_example() {
    assertThat(PLAY.resolveSibling("project/build")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "1001/FR-001, src/price.sh, tests/price_test.sh, 1001",
    "1001/FR-002, src/price.sh, tests/price_test.sh, 1001",
    "1001/FR-003, src/day.sh, tests/price_test.sh, 1001",
    "1001/FR-004, tariff.sh, tests/minutes_test.sh, 1011",
    "1011/TR-001, src/minutes.sh, tests/minutes_test.sh, 1011",
    "1011/TR-002, src/minutes.sh, tests/minutes_test.sh, 1011",
    "1021/FR-001, src/receipt.sh, tests/receipt_test.sh, 1021",
    "1021/FR-002, src/receipt.sh, tests/receipt_test.sh, 1021",
  })
  void a_requirement_that_was_built_leads_to_commit_file_and_test_and_they_lead_back(
      String requirement, String source, String test, String committer) {
    String spec = requirement.substring(0, 4);
    Json.Fields item = items(spec).get(requirement);
    assertThat(item.text("state")).contains("proven");
    assertThat(item.texts("files")).contains(source, test);
    assertThat(item.texts("commits")).hasSize(1);
    assertThat(item.texts("commits").getFirst()).isEqualTo(commitOf(committer));
    assertThat(item.objects("tests"))
        .anySatisfy(each -> {
          assertThat(each.text("name"))
              .hasValueSatisfying(name -> assertThat(name).contains("test_"));
          assertThat(each.text("result")).contains("passed");
          assertThat(each.text("place").orElse("")).startsWith(test + ":");
        });
    for (String file : List.of(source, test)) {
      Json.Fields back = data("trace", "--file", file, "--json");
      assertThat(back.objects("links").stream().map(each -> each.text("from").orElse("")))
          .as(file)
          .contains(requirement);
      assertThat(back.objects("commits").stream().map(each -> each.text("hash").orElse("")))
          .contains(commitOf(committer));
    }
  }

  @Test
  void what_nobody_built_is_open() {
    Map<String, Json.Fields> items = items("1001");
    for (String open : List.of("1001/FR-005", "1001/FR-006", "1001/AC-005", "1001/AC-006")) {
      assertThat(items.get(open).text("state")).as(open).contains("open");
      assertThat(items.get(open).texts("commits")).isEmpty();
      assertThat(items.get(open).texts("files")).isEmpty();
    }
  }

  @Test
  void the_criterion_that_is_ticked_for_nothing_is_named_with_its_place() throws IOException {
    List<String> lines = Files.readAllLines(project.resolve("specs/1000/1001/spec.md"));
    int line = 0;
    while (!lines.get(line).contains("**AC-006**")) {
      line++;
    }
    String place = "specs/1000/1001/spec.md:" + (line + 1);
    Speckit.Ended ended = speckit.run("trace", "--json");
    assertThat(ended.exit()).isZero();
    assertThat(ended.json().objects("warnings"))
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.text("code")).contains("criterion-unproven");
          assertThat(warning.text("place")).contains(place);
          assertThat(warning.text("message").orElse("")).startsWith("1001/AC-006 is ticked");
        });
    assertThat(speckit.run("trace").err()).contains(place);
    assertThat(speckit.run("trace", "--strict").exit()).isEqualTo(1);
    assertThat(speckit.run("trace", "1021", "--strict").exit()).isZero();
  }

  @Test
  void every_file_of_the_repository_is_answered_for() throws Exception {
    List<String> files = git("ls-files", "-z");
    assertThat(files).contains("src/price.sh", "specs/1000/epic.md", ".gitignore").hasSize(23);
    for (String file : files) {
      Json.Fields data = data("trace", "--file", file, "--json");
      assertThat(data.text("file")).contains(file);
      assertThat(data.truth("known_to_git")).contains(true);
      assertThat(data.objects("commits")).as(file).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".git/HEAD", "build/junit.xml"})
  void a_file_that_git_ignores_is_answered_for(String file) {
    Speckit.Ended ended = speckit.run("trace", "--file", file);
    assertThat(ended.exit()).as(ended.toString()).isZero();
    assertThat(ended.out()).contains(file);
  }

  @Test
  void a_file_that_never_was_is_told() {
    Speckit.Ended ended = speckit.run("trace", "--file", "src/pirce.sh");
    assertThat(ended.exit()).isEqualTo(64);
    assertThat(ended.err()).contains("src/pirce.sh", "src/price.sh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1001", "1001/FR-001", "TR-001"})
  void the_page_is_well_formed_and_its_links_lead_somewhere(String asked) throws Exception {
    Document page =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(written(asked, "html"))));
    List<String> anchors = new ArrayList<>();
    NodeList articles = page.getElementsByTagName("article");
    for (int i = 0; i < articles.getLength(); i++) {
      anchors.add("#" + ((Element) articles.item(i)).getAttribute("id"));
    }
    NodeList links = page.getElementsByTagName("a");
    assertThat(links.getLength()).isPositive();
    for (int i = 0; i < links.getLength(); i++) {
      assertThat(anchors).contains(((Element) links.item(i)).getAttribute("href"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1001", "1001/FR-001"})
  void the_tables_of_the_markdown_are_whole(String asked) throws Exception {
    String markdown = written(asked, "md");
    assertThat(markdown).contains("# Traceability", "| `FR-001` |", "`src/price.sh`");
    int cells = 0;
    for (String line : markdown.lines().toList()) {
      int bars = line.startsWith("|") ? line.replace("\\|", "").split("\\|", -1).length : 0;
      assertThat(bars == 0 || cells == 0 || bars == cells).as(line).isTrue();
      cells = bars;
    }
  }

  @Test
  void the_script_starts_anew_in_its_own_folder_and_empties_no_other() throws Exception {
    assertThat(project.resolve("left over.txt")).doesNotExist();
    Path own = Files.createDirectory(temporary.resolve("own"));
    Workspaces.write(own.resolve("letter.txt"), "mine\n");
    assertThat(play(temporary.resolve("home"), own.toString()).exit()).isEqualTo(64);
    assertThat(own.resolve("letter.txt")).hasContent("mine");
  }

  private static Map<String, Json.Fields> items(String spec) {
    Map<String, Json.Fields> items = new LinkedHashMap<>();
    for (Json.Fields each : data("trace", spec, "--json").objects("specs")) {
      each.objects("items").forEach(item -> items.put(item.text("key").orElseThrow(), item));
    }
    return items;
  }

  /// The project stays as it is, so no question is asked twice.
  private static Json.Fields data(String... words) {
    return ANSWERS.computeIfAbsent(List.of(words), _ -> asked(words));
  }

  private static Json.Fields asked(String... words) {
    Speckit.Ended ended = speckit.run(words);
    assertThat(ended.exit()).as("%s: %s", List.of(words), ended).isZero();
    return ended.data();
  }

  private static String written(String asked, String format) throws IOException {
    Path file = Files.createTempFile(temporary, "trace", "." + format);
    List<String> words = new ArrayList<>(List.of("trace", "--format", format));
    words.addAll(List.of("--output", file.toString()));
    if (!asked.isEmpty()) {
      words.add(asked);
    }
    Speckit.Ended ended = speckit.run(words.toArray(String[]::new));
    assertThat(ended.exit()).as("%s: %s", words, ended).isZero();
    return Files.readString(file);
  }

  /// The one commit with a trailer of that spec.
  private static String commitOf(String spec) {
    try {
      return git("log", "-z", "--format=%H", "--grep=^Spec: " + spec + "$").getFirst();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  private static List<String> git(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", project.toString()));
    command.addAll(List.of(words));
    Path out = Files.createTempFile(temporary, "git", ".out");
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start()
            .waitFor();
    String said = Files.readString(out);
    assertThat(exit).as("git %s: %s", List.of(words), said).isZero();
    return List.of(said.split("\0", -1)).stream().filter(each -> !each.isEmpty()).toList();
  }

  private record Played(int exit, String said) {}

  /// The script calls speckit by a name, so the program of the test gets one.
  private static Played play(Path home, String folder) throws Exception {
    Path wrapper = home.resolve("speckit");
    Speckit.writeLauncher(wrapper);
    Path out = Files.createTempFile(temporary, "play", ".out");
    ProcessBuilder builder =
        new ProcessBuilder("sh", PLAY.toAbsolutePath().toString(), folder)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("SPECKIT", wrapper.toString());
    builder.environment().put("SPECKIT_JAVA_HOME", System.getProperty("java.home"));
    int exit = builder.start().waitFor();
    return new Played(exit, Files.readString(out));
  }
}
