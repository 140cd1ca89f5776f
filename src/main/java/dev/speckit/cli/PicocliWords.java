package dev.speckit.cli;

import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// Reads words with the option library: every legal form of options, and a message for every
/// illegal one.
final class PicocliWords {
  private PicocliWords() {}

  /// @throws Failure.Usage when the words do not fit the declaration
  static Understood read(Declaration declaration, List<String> words) {
    ParseResult parsed = parse(declaration, words);
    Understood understood = DirectWords.understood(values(parsed));
    if (!understood.globals().help() && !understood.globals().version()) {
      checkChoices(declaration, understood);
    }
    return understood;
  }

  private static ParseResult parse(Declaration declaration, List<String> words) {
    CommandLine line = new CommandLine(PicocliSpecs.of(declaration));
    line.setExpandAtFiles(false);
    try {
      return line.parseArgs(words.toArray(String[]::new));
    } catch (CommandLine.ParameterException refused) {
      throw new Failure.Usage(problem(declaration, refused));
    }
  }

  private static Map<String, List<String>> values(ParseResult parsed) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (ArgSpec matched : parsed.matchedArgs()) {
      given.put(name(matched), List.copyOf(matched.stringValues()));
    }
    return given;
  }

  /// A flag has the value `true`, as in [DirectWords].
  private static String name(ArgSpec matched) {
    return switch (matched) {
      case OptionSpec option -> option.longestName().substring(2);
      case PositionalParamSpec positional -> positional.userObject().toString();
      default -> throw new IllegalStateException("neither option nor positional: " + matched);
    };
  }

  private static void checkChoices(Declaration declaration, Understood understood) {
    for (Parameter parameter : declaration.parameters()) {
      List<String> choices =
          switch (parameter) {
            case Parameter.Option option -> option.choices();
            case Parameter.Positional positional -> positional.choices();
            case Parameter.OptionalValue optional -> optional.choices();
            case Parameter.Flag _ -> List.of();
          };
      for (String value : understood.arguments().all(parameter.name())) {
        boolean alone = parameter instanceof Parameter.OptionalValue && value.equals("true");
        if (!alone && !choices.isEmpty() && !choices.contains(value)) {
          throw new Failure.Usage(
              Problem.of(
                      "not-a-choice",
                      "'"
                          + value
                          + "' is not possible for "
                          + PicocliSpecs.label(parameter)
                          + ": it takes "
                          + String.join(", ", choices))
                  .remedy(
                      Nearest.to(value, choices)
                          .map(near -> "did you mean " + near + "?")
                          .orElse(helpRemedy(declaration))));
        }
      }
    }
  }

  private static Problem problem(Declaration declaration, CommandLine.ParameterException refused) {
    String code =
        switch (refused) {
          case CommandLine.UnmatchedArgumentException unmatched ->
              unmatched.isUnknownOption() ? "unknown-option" : "too-many-words";
          case CommandLine.MissingParameterException _ -> "missing-word";
          case CommandLine.OverwrittenOptionException _ -> "option-given-twice";
          default -> "wrong-words";
        };
    String message = refused.getMessage();
    return Problem.of(code, message == null ? "the words are wrong" : oneLine(message))
        .remedy(suggestion(declaration, refused));
  }

  private static String suggestion(
      Declaration declaration, CommandLine.ParameterException refused) {
    if (refused instanceof CommandLine.UnmatchedArgumentException unmatched
        && unmatched.isUnknownOption()) {
      String word = unmatched.getUnmatched().getFirst();
      int equals = word.indexOf('=');
      List<String> names = new ArrayList<>();
      for (Parameter parameter : declaration.parameters()) {
        names.add("--" + parameter.name());
      }
      Globals.ALL.forEach(global -> names.add("--" + global.name()));
      return Nearest.to(equals < 0 ? word : word.substring(0, equals), names)
          .map(near -> "did you mean " + near + "? " + helpRemedy(declaration))
          .orElse(helpRemedy(declaration));
    }
    return helpRemedy(declaration);
  }

  private static String helpRemedy(Declaration declaration) {
    return "see: speckit help" + (declaration.name().isEmpty() ? "" : " " + declaration.name());
  }

  private static String oneLine(String message) {
    return message.replace('\n', ' ').replace("\r", "").strip();
  }
}
