package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.host.Host;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/reference/commands.md` is what the registry says. `-Dspeckit.update=true` writes it anew.
class CommandReferenceTest {
  private static final Path PAGE = Path.of("docs/reference/commands.md");

  @Test
  void the_page_of_commands_is_what_the_registry_says() throws Exception {
    String page = page();
    if (Boolean.getBoolean("speckit.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  private static String page() {
    StringBuilder page = new StringBuilder();
    page.append("# Commands\n\nMade from the commands' own declarations; a test compares.\n");
    page.append("Every command also takes `--json`, `--no-color`, `-C DIR` and `--help`.\n");
    for (Command command : Wiring.commands(Host.system(), InputStream.nullInputStream(), "test")) {
      Declaration declaration = command.declaration();
      if (!declaration.hidden()) {
        append(page, declaration);
      }
    }
    return page.toString();
  }

  private static void append(StringBuilder page, Declaration declaration) {
    page.append("\n## speckit ").append(declaration.name()).append("\n\n");
    page.append(declaration.summary()).append(".\n");
    if (!declaration.description().isEmpty()) {
      page.append('\n').append(declaration.description().strip()).append('\n');
    }
    if (!declaration.parameters().isEmpty()) {
      page.append("\n| parameter | meaning |\n|---|---|\n");
      declaration.parameters().forEach(parameter -> append(page, parameter));
    }
    if (!declaration.examples().isEmpty()) {
      page.append("\n| example | meaning |\n|---|---|\n");
      declaration
          .examples()
          .forEach(example ->
              page.append("| `speckit ")
                  .append(example.line())
                  .append("` | ")
                  .append(cell(example.meaning()))
                  .append(" |\n"));
    }
  }

  private static void append(StringBuilder page, Parameter parameter) {
    String form =
        switch (parameter) {
          case Parameter.Positional positional ->
              (positional.required() ? "%s" : "[%s]")
                      .formatted(positional.name().toUpperCase(java.util.Locale.ROOT))
                  + (positional.many() ? "..." : "");
          case Parameter.Option option ->
              (option.letter() == null ? "" : "-" + option.letter() + ", ")
                  + "--"
                  + option.name()
                  + " "
                  + option.value();
          case Parameter.OptionalValue optional ->
              "--" + optional.name() + " [" + optional.value() + "]";
          case Parameter.Flag flag ->
              (flag.letter() == null ? "" : "-" + flag.letter() + ", ") + "--" + flag.name();
        };
    page.append("| `").append(form).append("` | ").append(cell(parameter.summary()));
    List<String> choices =
        switch (parameter) {
          case Parameter.Positional positional -> positional.choices();
          case Parameter.Option option -> option.choices();
          case Parameter.OptionalValue optional -> optional.choices();
          case Parameter.Flag _ -> List.of();
        };
    if (!choices.isEmpty()) {
      page.append(": `").append(String.join("`, `", choices)).append('`');
    }
    page.append(" |\n");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
