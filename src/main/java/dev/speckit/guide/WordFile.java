package dev.speckit.guide;

/// The text that is installed for one word and one agent. It is small: what an agent must know is
/// printed by the program, so that it is never older than the program.
final class WordFile {
  /// Stands in every file that speckit wrote.
  static final String MARK = "speckit:owned";

  private static final String OWNER =
      MARK + ", written by `speckit agents install`, which keeps your edits";

  private WordFile() {}

  static String text(AgentForm form, SpecWord word) {
    return switch (form.syntax()) {
      case HINTED_MARKDOWN -> hinted(word) + markdown(form, word);
      case MARKDOWN ->
          "---\ndescription: " + word.description() + "\n---\n\n" + markdown(form, word);
      case PLAIN_MARKDOWN -> "# " + word.description() + "\n\n" + markdown(form, word);
      case TOML -> toml(form, word);
      case SKILL -> skill(form, word) + markdown(form, word);
    };
  }

  private static String hinted(SpecWord word) {
    return """
    ---
    description: %s
    argument-hint: "%s"
    allowed-tools: Bash(speckit guide:*)
    ---

    """
        .formatted(word.description(), word.hint());
  }

  private static String skill(AgentForm form, SpecWord word) {
    return """
    ---
    name: %s
    description: %s
    ---

    """
        .formatted(form.nameOf(word), word.description());
  }

  private static String markdown(AgentForm form, SpecWord word) {
    return body(form, word) + "\n<!-- " + OWNER + " -->\n";
  }

  private static String toml(AgentForm form, SpecWord word) {
    return "# "
        + OWNER
        + "\ndescription = \""
        + word.description()
        + "\"\nprompt = '''\n"
        + body(form, word)
        + "'''\n";
  }

  private static String body(AgentForm form, SpecWord word) {
    String without =
        word.needsId() ? "- Without an id run `speckit list` and ask which spec is meant.\n" : "";
    return order(form, word)
        + "\n\n"
        + without
        + """
        - A call that fails says what to do; do not edit files of `specs/` to get around it.
        - When there is no `speckit`, say so and stop.
        """;
  }

  private static String order(AgentForm form, SpecWord word) {
    String call = "speckit guide " + word.topic();
    if (form.arguments().isEmpty()) {
      return "Run `"
          + call
          + " WORDS` in the top folder of the workspace and follow what it prints. WORDS is what"
          + " the\n"
          + "person typed with this command: the id of a spec, and options.";
    }
    return "Run `"
        + call
        + " "
        + form.arguments()
        + "` in the top folder of the workspace and follow what it prints.";
  }
}
