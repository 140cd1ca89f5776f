package dev.speckit.cli;

import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Declarations in the terms of the option library.
final class PicocliSpecs {
  private PicocliSpecs() {}

  /// One command, alone: building all of them costs a start several times as much.
  static CommandSpec of(Declaration declaration) {
    CommandSpec spec = CommandSpec.create().name(declaration.name());
    spec.interpolateVariables(false);
    int index = 0;
    for (Parameter parameter : declaration.parameters()) {
      switch (parameter) {
        case Parameter.Positional positional -> spec.addPositional(positional(positional, index++));
        case Parameter.Option _, Parameter.Flag _, Parameter.OptionalValue _ ->
            spec.addOption(option(parameter));
      }
    }
    Globals.ALL.forEach(global -> spec.addOption(option(global)));
    usage(spec.usageMessage(), declaration);
    return spec;
  }

  /// The same under another name, such as `speckit run` at the head of help.
  static CommandSpec named(String name, Declaration declaration) {
    return of(declaration).name(name);
  }

  /// All commands under `speckit`, for help and completion.
  static CommandSpec all(List<Command> commands) {
    CommandSpec top =
        of(
            Declaration.of("speckit", "Work driven by written specifications, with proof")
                .description(
                    "Carries written specifications from idea to verified work: several coding"
                        + " agents answer, code compares their answers, gates decide."));
    for (Command command : commands) {
      Declaration declaration = command.declaration();
      CommandSpec spec = of(declaration);
      spec.usageMessage().hidden(declaration.hidden());
      top.addSubcommand(declaration.name(), spec);
    }
    return top;
  }

  /// What a reader calls the parameter: `--from STAGE`, `ID`.
  static String label(Parameter parameter) {
    return switch (parameter) {
      case Parameter.Positional positional -> word(positional);
      case Parameter.Option option -> "--" + option.name();
      case Parameter.Flag flag -> "--" + flag.name();
      case Parameter.OptionalValue optional -> "--" + optional.name();
    };
  }

  static String word(Parameter.Positional positional) {
    return positional.name().toUpperCase(Locale.ROOT);
  }

  /// The summary with what the reader must also know: choices and default.
  static String summary(Parameter parameter) {
    return switch (parameter) {
      case Parameter.Positional positional ->
          positional.summary() + among(positional.choices(), null);
      case Parameter.Option option -> option.summary() + among(option.choices(), option.fallback());
      case Parameter.Flag flag -> flag.summary();
      case Parameter.OptionalValue optional -> optional.summary() + among(optional.choices(), null);
    };
  }

  private static String among(List<String> choices, @Nullable String fallback) {
    List<String> known = new ArrayList<>();
    if (!choices.isEmpty()) {
      known.add("one of: " + String.join(", ", choices));
    }
    if (fallback != null) {
      known.add("default: " + fallback);
    }
    return known.isEmpty() ? "" : "; " + String.join("; ", known);
  }

  private static PositionalParamSpec positional(Parameter.Positional positional, int index) {
    String least = positional.required() ? "1" : "0";
    PositionalParamSpec.Builder builder =
        PositionalParamSpec.builder()
            .userObject(positional.name())
            .required(positional.required())
            .paramLabel(word(positional))
            .description(escape(summary(positional)))
            .index(positional.many() ? index + "..*" : Integer.toString(index))
            .arity(positional.many() ? least + "..*" : least + "..1")
            .completionCandidates(positional.choices());
    return positional.many()
        ? builder.type(List.class).auxiliaryTypes(String.class).build()
        : builder.type(String.class).build();
  }

  private static OptionSpec option(Parameter parameter) {
    return switch (parameter) {
      case Parameter.Flag flag ->
          OptionSpec.builder(names(flag.name(), flag.letter()))
              .type(boolean.class)
              .arity("0")
              .usageHelp(flag.equals(Globals.HELP))
              .versionHelp(flag.equals(Globals.VERSION))
              .description(escape(summary(flag)))
              .build();
      case Parameter.Option option -> {
        OptionSpec.Builder builder =
            OptionSpec.builder(names(option.name(), option.letter()))
                .arity("1")
                .paramLabel(option.value())
                .description(escape(summary(option)))
                .completionCandidates(option.choices());
        yield option.many()
            ? builder.type(List.class).auxiliaryTypes(String.class).build()
            : builder.type(String.class).build();
      }
      case Parameter.OptionalValue optional ->
          OptionSpec.builder(names(optional.name(), null))
              .arity("0..1")
              .type(String.class)
              .fallbackValue("true")
              .preprocessor((words, _, _, details) -> {
                boolean attached = "=".equals(details.get("separator"));
                if (!attached && !words.isEmpty() && !optional.choices().contains(words.peek())) {
                  words.push("true");
                }
                return false;
              })
              .paramLabel(optional.value())
              .description(escape(summary(optional)))
              .completionCandidates(optional.choices())
              .build();
      case Parameter.Positional _ -> throw new IllegalArgumentException("a positional");
    };
  }

  private static String[] names(String name, @Nullable String letter) {
    return letter == null ? new String[] {"--" + name} : new String[] {"-" + letter, "--" + name};
  }

  private static void usage(UsageMessageSpec usage, Declaration declaration) {
    usage.header(escape(declaration.summary()));
    if (!declaration.description().isEmpty()) {
      usage.description(("%n" + escape(declaration.description())).split("\n", -1));
    }
    usage.abbreviateSynopsis(true);
    usage.sortOptions(false);
    usage.parameterListHeading("%n");
    usage.optionListHeading("%nOptions:%n");
    usage.commandListHeading("%nCommands:%n");
    if (!declaration.examples().isEmpty()) {
      List<String> lines = new ArrayList<>();
      for (Declaration.Example example : declaration.examples()) {
        lines.add("  speckit " + escape(example.line()));
        lines.add("      " + escape(example.meaning()));
      }
      usage.footerHeading("%nExamples:%n");
      usage.footer(lines.toArray(String[]::new));
    }
  }

  /// The library reads these texts as formats and as markup.
  private static String escape(String text) {
    return text.replace("%", "%%").replace("@|", "@ |");
  }
}
