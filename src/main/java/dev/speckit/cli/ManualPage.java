package dev.speckit.cli;

import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import java.util.List;
import java.util.Locale;

/// Declarations as manual pages (man macros of troff).
final class ManualPage {
  private ManualPage() {}

  static String overview(List<Command> all) {
    StringBuilder out = new StringBuilder();
    head(out, "speckit", "work driven by written specifications, with proof");
    out.append(".SH SYNOPSIS\n.B speckit\n.I COMMAND\n[words]\n.SH COMMANDS\n");
    for (Command command : all) {
      Declaration declaration = command.declaration();
      if (!declaration.hidden()) {
        item(out, declaration.name(), declaration.summary());
      }
    }
    out.append(".SH OPTIONS\n");
    Globals.ALL.forEach(global -> item(out, names(global), PicocliSpecs.summary(global)));
    return out.toString();
  }

  static String of(Declaration declaration) {
    StringBuilder out = new StringBuilder();
    head(out, "speckit-" + declaration.name(), declaration.summary());
    out.append(".SH SYNOPSIS\n.B speckit ").append(escape(declaration.name())).append('\n');
    for (Parameter parameter : declaration.parameters()) {
      out.append(synopsis(parameter)).append('\n');
    }
    if (!declaration.description().isEmpty()) {
      out.append(".SH DESCRIPTION\n")
          .append(escape(declaration.description()).replace("\n\n", "\n.PP\n"))
          .append('\n');
    }
    out.append(".SH OPTIONS\n");
    declaration
        .parameters()
        .forEach(parameter -> item(out, names(parameter), PicocliSpecs.summary(parameter)));
    Globals.ALL.forEach(global -> item(out, names(global), PicocliSpecs.summary(global)));
    if (!declaration.examples().isEmpty()) {
      out.append(".SH EXAMPLES\n");
      declaration
          .examples()
          .forEach(example -> item(out, "speckit " + example.line(), example.meaning()));
    }
    return out.toString();
  }

  private static void head(StringBuilder out, String name, String summary) {
    out.append(".TH ")
        .append(escape(name.toUpperCase(Locale.ROOT)))
        .append(" 1\n.SH NAME\n")
        .append(escape(name))
        .append(" \\- ")
        .append(escape(summary))
        .append('\n');
  }

  private static void item(StringBuilder out, String term, String text) {
    out.append(".TP\n.B ").append(escape(term)).append('\n').append(escape(text)).append('\n');
  }

  private static String synopsis(Parameter parameter) {
    return switch (parameter) {
      case Parameter.Positional positional -> {
        String word = ".I " + PicocliSpecs.word(positional) + (positional.many() ? "..." : "");
        yield positional.required() ? word : ".RI [ " + word.substring(3) + " ]";
      }
      case Parameter.Option option ->
          ".RB [ " + escape("--" + option.name()) + "\n.IR " + option.value() + " ]";
      case Parameter.OptionalValue optional ->
          ".RB [ " + escape("--" + optional.name()) + "\n.IR [" + optional.value() + "] ]";
      case Parameter.Flag flag -> ".RB [ " + escape("--" + flag.name()) + " ]";
    };
  }

  private static String names(Parameter parameter) {
    return switch (parameter) {
      case Parameter.Positional positional -> PicocliSpecs.word(positional);
      case Parameter.Option option ->
          letter(option.letter()) + "--" + option.name() + " " + option.value();
      case Parameter.OptionalValue optional ->
          "--" + optional.name() + " [" + optional.value() + "]";
      case Parameter.Flag flag -> letter(flag.letter()) + "--" + flag.name();
    };
  }

  private static String letter(@org.jspecify.annotations.Nullable String letter) {
    return letter == null ? "" : "-" + letter + ", ";
  }

  /// A backslash, and a dot or an apostrophe at the start of a line, are commands to troff; an
  /// unescaped minus becomes a hyphen that cannot be copied.
  private static String escape(String text) {
    return text.replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("\n.", "\n\\&.")
        .replace("\n'", "\n\\&'");
  }
}
