package dev.speckit.command;

import java.util.List;

/// What a command is called, what it takes and what it is for. Help, completion, man pages and the
/// reference in `docs/` are made from it.
///
/// @param name one lower-case word
/// @param summary one line for the list of commands: a capital first, no full stop
/// @param description what a reader must know beyond the summary; paragraphs separated by an empty
///   line
/// @param parameters in the order in which help shows them
/// @param examples command lines with a sentence each; they are run by a test
/// @param hidden whether help leaves it out (for programs, not for people)
public record Declaration(
    String name,
    String summary,
    String description,
    List<Parameter> parameters,
    List<Example> examples,
    boolean hidden) {

  /// @param line the words after `speckit `
  /// @param meaning one sentence
  public record Example(String line, String meaning) {}

  public Declaration {
    parameters = List.copyOf(parameters);
    examples = List.copyOf(examples);
  }

  public static Declaration of(String name, String summary) {
    return new Declaration(name, summary, "", List.of(), List.of(), false);
  }

  public Declaration description(String text) {
    return new Declaration(name, summary, text, parameters, examples, hidden);
  }

  public Declaration parameters(Parameter... some) {
    return new Declaration(name, summary, description, List.of(some), examples, hidden);
  }

  public Declaration example(String line, String meaning) {
    List<Example> more = new java.util.ArrayList<>(examples);
    more.add(new Example(line, meaning));
    return new Declaration(name, summary, description, parameters, more, hidden);
  }

  public Declaration asHidden() {
    return new Declaration(name, summary, description, parameters, examples, true);
  }
}
