package dev.speckit.guide;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where an agent looks for commands, and in which form. To add an agent: one entry of [#ALL].
///
/// @param name as it is typed after `speckit agents install`
/// @param title what the agent is called
/// @param pattern the file of a word, from the top folder of the workspace; `%s` is the word's name
/// @param between what stands between the parts of a word's name: `_` where the agent allows it
/// @param syntax what such a file looks like
/// @param arguments what the agent replaces by the words that a person typed behind the command;
///   empty when it replaces nothing
/// @param call what a person types before the word's name
record AgentForm(
    String name,
    String title,
    String pattern,
    char between,
    Syntax syntax,
    String arguments,
    String call) {

  /// The forms of files.
  enum Syntax {
    /// Markdown with the front matter of Claude Code.
    HINTED_MARKDOWN,
    /// Markdown whose front matter has a description.
    MARKDOWN,
    /// Markdown without front matter.
    PLAIN_MARKDOWN,
    /// TOML with `description` and `prompt`.
    TOML,
    /// Agent Skills: a folder with `SKILL.md`, name and description in front matter.
    SKILL
  }

  private static final String SHARED_SKILLS = ".agents/skills/%s/SKILL.md";

  /// All agents that are known. Forms that share a place must agree in all but name, title and
  /// call.
  static final List<AgentForm> ALL =
      List.of(
          new AgentForm(
              "claude",
              "Claude Code",
              ".claude/commands/%s.md",
              '_',
              Syntax.HINTED_MARKDOWN,
              "$ARGUMENTS",
              "/"),
          new AgentForm("codex", "Codex CLI", SHARED_SKILLS, '-', Syntax.SKILL, "", "$"),
          new AgentForm(
              "gemini",
              "Gemini CLI",
              ".gemini/commands/%s.toml",
              '_',
              Syntax.TOML,
              "{{args}}",
              "/"),
          new AgentForm(
              "opencode",
              "OpenCode",
              ".opencode/commands/%s.md",
              '_',
              Syntax.MARKDOWN,
              "$ARGUMENTS",
              "/"),
          new AgentForm("copilot", "GitHub Copilot", SHARED_SKILLS, '-', Syntax.SKILL, "", "/"),
          new AgentForm(
              "cursor", "Cursor", ".cursor/commands/%s.md", '_', Syntax.PLAIN_MARKDOWN, "", "/"),
          // Older versions replace {{args}} and newer ones $ARGUMENTS; without either, the words
          // follow the text.
          new AgentForm(
              "qwen", "Qwen Code", ".qwen/commands/%s.md", '_', Syntax.MARKDOWN, "", "/"));

  private static final String EVERY = "all";

  /// What may be typed: the names, and `all`.
  static List<String> choices() {
    List<String> choices = new ArrayList<>(ALL.stream().map(AgentForm::name).toList());
    choices.add(EVERY);
    return choices;
  }

  /// The forms that a call names, in the order of [#ALL].
  ///
  /// @param words names parted by commas, or several words, or `all`
  /// @throws Failure.Usage when a name is none
  static List<AgentForm> named(List<String> words) {
    Set<String> names = new LinkedHashSet<>();
    for (String word : words) {
      Arrays.stream(word.split(",", -1)).map(String::strip).forEach(names::add);
    }
    names.remove("");
    for (String name : names) {
      if (!choices().contains(name)) {
        throw new Failure.Usage(
            Problem.of("unknown-agent", "no agent is called " + Plain.line(name, 60))
                .remedy("give one or more of: " + String.join(", ", choices())));
      }
    }
    return ALL.stream()
        .filter(form -> names.contains(EVERY) || names.contains(form.name()))
        .toList();
  }

  /// The name of a word as this agent has it.
  String nameOf(SpecWord word) {
    return word.name(between);
  }

  /// The file of a word, from the top folder of the workspace, with slashes.
  String pathOf(SpecWord word) {
    return pattern.formatted(nameOf(word));
  }

  /// What a person types.
  String callOf(SpecWord word) {
    return call + nameOf(word);
  }
}
