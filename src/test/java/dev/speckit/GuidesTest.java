package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.host.Host;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The guides for agents name only calls that this program takes.
class GuidesTest {
  private static final Pattern CALL = Pattern.compile("`speckit ([^`]+)`");
  private static final Pattern OPTION = Pattern.compile("(?<= )-(?:-([a-z-]+)|([a-z])\\b)");
  private static final Set<String> EVERYWHERE = Set.of("json", "help");

  static List<Path> guides() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/guide"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void calls_of_a_guide_exist_with_their_options(Path guide) throws IOException {
    List<String> wrong = new ArrayList<>();
    Matcher calls = CALL.matcher(Files.readString(guide));
    int found = 0;
    while (calls.find()) {
      found++;
      wrong.addAll(wrong(calls.group(1)));
    }
    assertThat(found).isPositive();
    assertThat(wrong).isEmpty();
  }

  @Test
  void a_call_or_option_that_is_none_is_seen() {
    assertThat(wrong("work {id} --nowhere")).hasSize(1);
    assertThat(wrong("wrok {id}")).hasSize(1);
    assertThat(wrong("work {id} build")).hasSize(1);
    assertThat(wrong("work {id} plan -m \"TEXT\" -x")).hasSize(1);
    assertThat(wrong("work {id} --status")).isEmpty();
  }

  private static List<String> wrong(String call) {
    String[] words = call.split(" ", -1);
    Declaration declaration = declarations().get(words[0]);
    if (declaration == null) {
      return List.of("no command: " + call);
    }
    List<String> wrong = new ArrayList<>();
    Matcher options = OPTION.matcher(call.replaceAll("\"[^\"]*\"", "TEXT"));
    while (options.find()) {
      String name = options.group(1) == null ? options.group(2) : options.group(1);
      if (!EVERYWHERE.contains(name) && !names(declaration).contains(name)) {
        wrong.add("no option " + name + ": " + call);
      }
    }
    wrong.addAll(wrongChoices(declaration, words, call));
    return wrong;
  }

  /// A lower-case word where only some words are allowed.
  private static List<String> wrongChoices(Declaration declaration, String[] words, String call) {
    List<String> wrong = new ArrayList<>();
    int place = 1;
    for (Parameter parameter : declaration.parameters()) {
      if (parameter instanceof Parameter.Positional positional && place < words.length) {
        String word = words[place++];
        boolean free = positional.choices().isEmpty() || !word.matches("[a-z]+");
        if (!free && !positional.choices().contains(word)) {
          wrong.add("no choice " + word + ": " + call);
        }
      }
    }
    return wrong;
  }

  private static Set<String> names(Declaration declaration) {
    return declaration.parameters().stream()
        .flatMap(parameter ->
            parameter instanceof Parameter.Option option && option.letter() != null
                ? Stream.of(option.name(), option.letter())
                : Stream.of(parameter.name()))
        .collect(Collectors.toSet());
  }

  private static Map<String, Declaration> declarations() {
    return Wiring.commands(Host.system(), InputStream.nullInputStream(), "").stream()
        .map(Command::declaration)
        .collect(Collectors.toMap(Declaration::name, Function.identity()));
  }
}
