package dev.speckit.cli;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/// The commands that are about the command line itself.
final class OwnCommands {
  private OwnCommands() {}

  /// The features' commands, and after them these.
  static List<Command> addedTo(List<Command> features) {
    List<Command> all = new ArrayList<>(features);
    all.add(new Help(all));
    all.add(new Completion(all));
    all.add(new Manual(all));
    return all;
  }

  /// @throws Failure.Usage when there is no such command; it names the nearest
  static Command named(List<Command> commands, String name) {
    List<String> names = new ArrayList<>();
    for (Command command : commands) {
      if (command.declaration().name().equals(name)) {
        return command;
      }
      if (!command.declaration().hidden()) {
        names.add(command.declaration().name());
      }
    }
    throw new Failure.Usage(
        Problem.of("unknown-command", "there is no command '" + name + "'")
            .remedy(
                Nearest.to(name, names)
                    .map(near -> "did you mean: speckit " + near)
                    .orElse("see: speckit help")));
  }

  static Report text(String text) {
    return Report.of(Json.fields().with("text", text), new Block.Verbatim(text));
  }

  /// Help for one command, or the list of all.
  record Help(List<Command> all) implements Command {
    @Override
    public Declaration declaration() {
      return Declaration.of("help", "Show what speckit can do, or how one command is used")
          .parameters(Parameter.optional("command", "The command to explain"))
          .example("help", "Lists all commands.");
    }

    @Override
    public Report run(Call call) {
      return call.arguments()
          .find("command")
          .map(name -> text(of(named(all, name).declaration())))
          .orElseGet(() -> text(overview(all)));
    }

    static String of(Declaration declaration) {
      return new CommandLine(PicocliSpecs.named("speckit " + declaration.name(), declaration))
          .getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    static String overview(List<Command> all) {
      return new CommandLine(PicocliSpecs.all(all)).getUsageMessage(CommandLine.Help.Ansi.OFF);
    }
  }

  /// A script that completes words in a shell.
  record Completion(List<Command> all) implements Command {
    @Override
    public Declaration declaration() {
      return Declaration.of("completion", "Print a script that completes words in a shell")
          .parameters(Parameter.choice("shell", "The shell", List.of("bash", "zsh")))
          .example("completion bash", "Prints the script; load it with: source <(...)");
    }

    @Override
    public Report run(Call call) {
      String script = AutoComplete.bash("speckit", new CommandLine(PicocliSpecs.all(all)));
      boolean zsh = call.arguments().get("shell").equals("zsh");
      return text(zsh ? "autoload -U +X bashcompinit && bashcompinit\n" + script : script);
    }
  }

  /// A page for the `man` program.
  record Manual(List<Command> all) implements Command {
    @Override
    public Declaration declaration() {
      return Declaration.of("man", "Print a manual page")
          .parameters(Parameter.optional("command", "The command; all of them when left out"))
          .example("man", "Prints the page; read it with: speckit man | man -l -");
    }

    @Override
    public Report run(Call call) {
      return text(
          call.arguments()
              .find("command")
              .map(name -> ManualPage.of(named(all, name).declaration()))
              .orElseGet(() -> ManualPage.overview(all)));
    }
  }
}
