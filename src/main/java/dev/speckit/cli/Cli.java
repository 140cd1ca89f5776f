package dev.speckit.cli;

import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Dialogue;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.util.List;
import java.util.Optional;

/// The face in a terminal: words in, text or JSON out, an exit code at the end.
public final class Cli {
  private final Console console;
  private final Version version;
  private final Registry registry;
  private final DialogueFiles files;

  /// @param files for the questions a command may ask
  public Cli(Console console, Version version, Registry registry, DialogueFiles files) {
    this.console = console;
    this.version = version;
    this.registry = registry;
    this.files = files;
  }

  /// Where the commands come from.
  public interface Registry {
    /// The commands as they act in a directory.
    ///
    /// @param directory as the caller typed it; empty for the working directory
    List<Command> commands(Optional<String> directory);
  }

  /// @param number of the release
  /// @param build which bytes exactly; empty when run outside a distribution
  public record Version(String number, String build) {
    Report report() {
      return Report.of(
          Json.fields()
              .with("version", number)
              .withPresent("build", build.isEmpty() ? null : build),
          new dev.speckit.command.Block.Verbatim("speckit " + number + "\n"));
    }
  }

  /// One call, from words to exit code. Never throws for what a command does.
  public ExitCode run(List<String> words) {
    Output output = new Output(console);
    Words cut = Words.cut(words);
    String name = cut.command().orElse("");
    output.json(cut.askForJson());
    try {
      return output.report(name, report(cut, output));
    } catch (Failure failure) {
      return output.failure(name, failure);
    } catch (InterruptedException _) {
      return output.failure(name, interrupted());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
      return output.failure(name, bug(defect));
    }
  }

  private Report report(Words words, Output output) throws InterruptedException {
    if (words.command().isEmpty()) {
      return withoutCommand(words);
    }
    List<Command> commands = OwnCommands.addedTo(registry.commands(Optional.empty()));
    Command command = OwnCommands.named(commands, words.command().get());
    Understood understood = understand(command, words.others());
    Globals globals = understood.globals();
    output.json(globals.json() || globals.events());
    output.events(globals.events());
    output.colour(!globals.noColour());
    if (globals.version()) {
      return version.report();
    }
    if (globals.help()) {
      return OwnCommands.text(OwnCommands.Help.of(command.declaration()));
    }
    if (globals.directory().isPresent()) {
      commands = OwnCommands.addedTo(registry.commands(globals.directory()));
      command = OwnCommands.named(commands, words.command().get());
    }
    return run(command, understood, output);
  }

  private Report run(Command command, Understood understood, Output output)
      throws InterruptedException {
    try (LiveProgress progress = output.progress()) {
      Optional<Dialogue> dialogue = output.dialogue(progress, files);
      return command.run(new Call(understood.arguments(), progress.progress(), dialogue));
    }
  }

  private static Understood understand(Command command, List<String> words) {
    return DirectWords.read(command.declaration().parameters(), words)
        .orElseGet(() -> PicocliWords.read(command.declaration(), words));
  }

  private Report withoutCommand(Words words) {
    Optional<Understood> plain = DirectWords.read(List.of(), words.others());
    if (plain.isPresent() && plain.get().globals().version()) {
      return version.report();
    }
    Understood understood =
        plain.orElseGet(() ->
            PicocliWords.read(dev.speckit.command.Declaration.of("", "speckit"), words.others()));
    return understood.globals().version()
        ? version.report()
        : OwnCommands.text(
            OwnCommands.Help.overview(OwnCommands.addedTo(registry.commands(Optional.empty()))));
  }

  private static Failure interrupted() {
    return new Failure.Interrupted(
        Problem.of("interrupted", "interrupted; everything started has been ended")
            .remedy("call the same command again; what it had finished is kept"));
  }

  private static Failure bug(Throwable defect) {
    String what =
        switch (defect) {
          case OutOfMemoryError _ -> "the memory given to speckit was used up";
          case StackOverflowError _ -> "a text was nested too deeply for speckit";
          default -> "a defect of speckit: " + defect;
        };
    return new Failure.Bug(
        Problem.of("defect", what)
            .remedy("report it with the lines below; nothing that was saved is lost"),
        defect);
  }
}
