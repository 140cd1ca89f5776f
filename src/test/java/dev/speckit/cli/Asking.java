package dev.speckit.cli;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Dialogue;
import dev.speckit.command.Dialogue.Completion;
import dev.speckit.command.Dialogue.Question;
import dev.speckit.command.Dialogue.Word;
import dev.speckit.command.Parameter;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.ExitCode;
import dev.speckit.json.Json;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A program that asks, for tests that type: its commands are the cases.
final class Asking {
  private Asking() {}

  static void main(String[] words) throws InterruptedException {
    Thread main = Thread.currentThread();
    boolean[] ended = new boolean[1];
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              if (!ended[0]) {
                System.err.println("signalled");
                main.interrupt();
              }
            }));
    Console console =
        new Console(
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            System.getenv(),
            true,
            true,
            true,
            80);
    Cli cli =
        new Cli(
            console,
            new Cli.Version("1", ""),
            _ -> List.of(new Ask()),
            new InFolder(Path.of("history")));
    List<String> before = threads();
    ExitCode code = cli.run(List.of(words));
    ended[0] = true;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("JLine")) {
        // It has been told to end and may be on its way.
        boolean _ = thread.join(java.time.Duration.ofSeconds(5));
      }
    }
    List<String> left = new ArrayList<>(threads());
    left.removeAll(before);
    System.out.println("threads=" + left);
    System.exit(code.number());
  }

  /// Those of the machine's own pools come and go.
  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.matches("(ForkJoinPool|VirtualThread|Attach|Common|process).*"))
        .toList();
  }

  private record InFolder(Path file) implements DialogueFiles {
    @Override
    public List<String> earlier() {
      try {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public void keep(String answer) {
      try {
        Files.writeString(
            file, answer + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public List<String> names(Path folder) {
      try (Stream<Path> entries = Files.list(folder)) {
        return entries
            .map(path -> path.getFileName() + (Files.isDirectory(path) ? "/" : ""))
            .sorted()
            .toList();
      } catch (IOException _) {
        return List.of();
      }
    }
  }

  private record Ask() implements Command {
    @Override
    public Declaration declaration() {
      return Declaration.of("ask", "Ask")
          .parameters(
              Parameter.required("how", "What is offered"),
              Parameter.option("text", "TEXT", "The question"));
    }

    @Override
    public Report run(Call call) throws InterruptedException {
      if (call.dialogue().isEmpty()) {
        return said("nobody can be asked");
      }
      Dialogue dialogue = call.dialogue().get();
      return switch (call.arguments().get("how")) {
        case "lanes" -> withLanes(call.progress(), dialogue);
        case "twice" -> twice(dialogue);
        case "fails" -> fails(dialogue);
        case "signal" -> untilSignal(dialogue);
        default -> once(dialogue, call);
      };
    }

    private static Report once(Dialogue dialogue, Call call) throws InterruptedException {
      Completion completion =
          switch (call.arguments().get("how")) {
            case "words" ->
                new Completion.Words(
                    List.of(
                        new Word("plan", "say what will be done"),
                        new Word("plant", "make a garden"),
                        new Word("test", "run the tests")));
            case "files" -> new Completion.Files(Path.of("").toAbsolutePath());
            default -> new Completion.Nothing();
          };
      String text = call.arguments().find("text").orElse("Why");
      Optional<String> answer = dialogue.ask(new Question(text, "because", completion));
      return said("answer=<" + answer.orElse("ENDED") + ">");
    }

    private static Report twice(Dialogue dialogue) throws InterruptedException {
      Question question = new Question("Again", "", new Completion.Nothing());
      Optional<String> first = dialogue.ask(question);
      dialogue.show(
          List.of(new Block.Notes(List.of(Block.Cell.of("between\u001b[2J", Tone.GOOD)))));
      Optional<String> second = dialogue.ask(question);
      return said("answers=<" + first.orElse("ENDED") + "," + second.orElse("ENDED") + ">");
    }

    private static Report fails(Dialogue dialogue) throws InterruptedException {
      Optional<String> _ = dialogue.ask(new Question("Fail", "", new Completion.Nothing()));
      throw new IllegalStateException("as wanted");
    }

    /// After a question Ctrl-C must reach the program as if nobody had asked.
    private static Report untilSignal(Dialogue dialogue) throws InterruptedException {
      Optional<String> _ = dialogue.ask(new Question("Ready", "", new Completion.Nothing()));
      System.err.println("working");
      new java.util.concurrent.CountDownLatch(1).await();
      return said("never");
    }

    private static Report withLanes(Progress progress, Dialogue dialogue)
        throws InterruptedException {
      Progress.Lane lane = progress.lane("busy-lane");
      Thread noisy =
          Thread.ofVirtual()
              .start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                  lane.phase("phase" + System.nanoTime());
                  Thread.onSpinWait();
                }
              });
      Optional<String> answer =
          dialogue.ask(new Question("With lanes", "", new Completion.Nothing()));
      progress.note("note-after");
      noisy.interrupt();
      noisy.join();
      lane.end(Tone.GOOD, "done-lane");
      return said("answer=<" + answer.orElse("ENDED") + ">");
    }

    private static Report said(String text) {
      return Report.of(Json.fields(), Block.Notes.of(text));
    }
  }
}
