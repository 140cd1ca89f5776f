package dev.speckit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordsTest {
  private static final Declaration RUN =
      Declaration.of("run", "Run stages")
          .parameters(
              Parameter.required("id", "The spec."),
              Parameter.option("to", "STAGE", "Last stage.", List.of("plan", "tasks")),
              new Parameter.Option("agent", "a", "NAME", "Who.", null, true, List.of()),
              new Parameter.OptionalValue("state", "S", "State.", List.of("on")),
              Parameter.flag("strict", "Strict."));

  @Test
  void both_readers_understand_the_same_by_the_same_words() {
    Random random = new Random(25);
    int understood = 0;
    for (int round = 0; round < 3000; round++) {
      List<Parameter> parameters = parameters(random);
      List<String> words = words(random, parameters);
      Optional<Understood> direct = DirectWords.read(parameters, words);
      if (direct.isPresent()) {
        understood++;
        Declaration declaration =
            Declaration.of("made", "Made").parameters(parameters.toArray(Parameter[]::new));
        assertThat(PicocliWords.read(declaration, words)).as("%s", words).isEqualTo(direct.get());
      }
    }
    assertThat(understood).isGreaterThan(500);
  }

  private static List<Parameter> parameters(Random random) {
    List<Parameter> parameters = new ArrayList<>();
    int positionals = random.nextInt(3);
    for (int i = 0; i < positionals; i++) {
      boolean last = i == positionals - 1;
      boolean required = i == 0 && random.nextBoolean();
      parameters.add(
          new Parameter.Positional(
              "p" + i, "P.", required, last && random.nextBoolean(), List.of()));
    }
    parameters.add(Parameter.flag("flag", "F."));
    parameters.add(
        new Parameter.Option(
            "option", "o", "X", "O.", null, random.nextBoolean(), List.of("1", "2", "a=b")));
    parameters.add(Parameter.option("free", "X", "Free."));
    parameters.add(new Parameter.OptionalValue("state", "WORD", "State.", List.of("2", "word")));
    return parameters;
  }

  private static List<String> words(Random random, List<Parameter> parameters) {
    List<String> vocabulary =
        List.of(
            "--flag",
            "--option",
            "-o",
            "--option=1",
            "--option=a=b",
            "--free",
            "--free=x y",
            "--state",
            "--state=2",
            "1",
            "2",
            "word",
            "ä$",
            "--json",
            "-C",
            "--no-color",
            "--",
            "-",
            "--unknown",
            "");
    List<String> words = new ArrayList<>();
    int count = random.nextInt(parameters.size() + 3);
    for (int i = 0; i < count; i++) {
      words.add(vocabulary.get(random.nextInt(vocabulary.size())));
    }
    return words;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1001 --status", "--status 1001", "-C . --status 1001", "-C . 1001 --status"})
  void an_optional_value_takes_no_word_that_is_not_one_of_its_own(String line) {
    Understood understood = understood(line);
    assertThat(understood.arguments().all("status")).containsExactly("true");
    assertThat(understood.arguments().all("id")).containsExactly("1001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1001 --status blocked", "--status blocked 1001", "1001 --status=blocked"})
  void an_optional_value_takes_a_word_of_its_own(String line) {
    Understood understood = understood(line);
    assertThat(understood.arguments().all("status")).containsExactly("blocked");
    assertThat(understood.arguments().all("id")).containsExactly("1001");
  }

  private static Understood understood(String line) {
    Declaration work =
        Declaration.of("work", "Work")
            .parameters(
                Parameter.required("id", "The spec."),
                new Parameter.OptionalValue(
                    "status", "WORD", "State.", List.of("done", "blocked")));
    List<String> words = List.of(line.split(" ", -1));
    Understood slow = PicocliWords.read(work, words);
    DirectWords.read(work.parameters(), words)
        .ifPresent(direct -> assertThat(direct).isEqualTo(slow));
    return slow;
  }

  @Test
  void global_options_may_stand_before_the_name() {
    Words words = Words.cut(List.of("-C", "list", "--json", "run", "1001"));
    assertThat(words.command()).contains("run");
    assertThat(words.others()).containsExactly("-C", "list", "--json", "1001");
    assertThat(words.askForJson()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1001 --unknown",
        "",
        "1001 1002",
        "1001 --to",
        "1001 --to=shop",
        "1001 --state=shop",
        "1001 --to plan --to tasks",
        "1001 --strict=perhaps"
      })
  void words_that_do_not_fit_are_refused_with_a_remedy(String line) {
    List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
    assertThat(DirectWords.read(RUN.parameters(), words)).isEmpty();
    assertThatThrownBy(() -> PicocliWords.read(RUN, words))
        .isInstanceOfSatisfying(
            Failure.Usage.class,
            failure -> assertThat(failure.problems().getFirst().remedy()).isNotBlank());
  }

  @Test
  void help_wins_over_missing_words() {
    assertThat(PicocliWords.read(RUN, List.of("--help")).globals().help()).isTrue();
  }

  @Test
  void the_nearest_word_is_named_and_a_far_one_is_not() {
    List<String> known = List.of("list", "run", "resume");
    assertThat(Nearest.to("lsit", known)).contains("list");
    assertThat(Nearest.to("resum", known)).contains("resume");
    assertThat(Nearest.to("xyzzy", known)).isEmpty();
  }
}
