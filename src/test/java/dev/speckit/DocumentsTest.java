package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.speckit.host.Host;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the project's own documents promise.
class DocumentsTest {
  private static final Path ROOT = root();
  private static final Path DEMO = ROOT.resolve("src/main/resources/demo");
  private static final int README_LINES_MAX = 120;

  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern INLINE_CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]\\[]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern VAULT_LINK = Pattern.compile("\\[\\[([^\\]|#]+)[^\\]]*\\]\\]");
  private static final Pattern CALL =
      Pattern.compile("(?m)(?:^ *\\$ |`)(?:\\./)?speckit ([a-z][a-z-]*)");

  @Test
  void the_readme_is_short() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThan(README_LINES_MAX);
  }

  @Test
  void the_readme_has_one_place_for_the_output_of_the_demo() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    assertThat(readme.split("<!-- demo output: begin -->", -1)).hasSize(2);
    assertThat(readme.split("<!-- demo output: end -->", -1)).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void relative_links_lead_to_files(String name) throws IOException {
    Path document = ROOT.resolve(name);
    List<String> dead = new ArrayList<>();
    for (String target : links(Files.readString(document))) {
      if (!Files.exists(document.resolveSibling(target))) {
        dead.add(target);
      }
    }
    assertThat(dead).as("links of " + name).isEmpty();
  }

  @Test
  void a_dead_link_is_seen_and_an_example_is_not() {
    String text = "[a](gone.md#x) `[b](no.md)` [c](https://example.org)\n```\n[d](no.md)\n```\n";
    assertThat(links(text + "[[gone|label]]")).containsExactly("gone.md", "gone.md");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void commands_in_documents_exist(String name) throws IOException {
    assumeFalse(declaredCommands().isEmpty(), "no command is wired yet");
    assertThat(declaredCommands())
        .as("commands that " + name + " names")
        .containsAll(calls(Files.readString(ROOT.resolve(name))));
  }

  @Test
  void calls_are_found_in_console_blocks_and_in_running_text() {
    assertThat(calls("```console\n$ speckit init\n```\nthen `speckit run 1001`, a speckit person"))
        .containsExactly("init", "run");
  }

  @Test
  void the_list_of_the_example_names_all_its_files() throws IOException {
    List<String> listed = Files.readAllLines(DEMO.resolve("files.txt"));
    List<String> there =
        filesBelow(DEMO).map(file -> DEMO.relativize(file).toString()).sorted().toList();
    assertThat(there).containsExactlyInAnyOrderElementsOf(with(listed, "files.txt"));
  }

  static List<String> documents() throws IOException {
    try (Stream<Path> top = Files.list(ROOT)) {
      return Stream.of(top, filesBelow(ROOT.resolve("docs")), filesBelow(DEMO))
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> ROOT.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static Set<String> calls(String text) {
    Set<String> calls = new TreeSet<>();
    Matcher matcher = CALL.matcher(text);
    while (matcher.find()) {
      calls.add(matcher.group(1));
    }
    return calls;
  }

  private static Set<String> declaredCommands() {
    return Wiring.commands(Host.system(), InputStream.nullInputStream(), "test").stream()
        .map(command -> command.declaration().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> links(String text) {
    String prose = INLINE_CODE.matcher(FENCE.matcher(text).replaceAll("")).replaceAll("");
    List<String> targets = new ArrayList<>();
    Matcher link = LINK.matcher(prose);
    while (link.find()) {
      String target = link.group(1).split("#", 2)[0];
      if (!target.isEmpty() && !target.matches("[a-z]+:.*")) {
        targets.add(target);
      }
    }
    Matcher vaultLink = VAULT_LINK.matcher(prose);
    while (vaultLink.find()) {
      targets.add(vaultLink.group(1).strip() + ".md");
    }
    return targets;
  }

  private static List<String> with(List<String> names, String more) {
    List<String> all = new ArrayList<>(names);
    all.add(more);
    return all;
  }

  private static Stream<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("pom.xml"))) {
      folder = folder.getParent();
    }
    return folder == null ? Path.of("").toAbsolutePath() : folder;
  }
}
