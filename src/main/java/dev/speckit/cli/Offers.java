package dev.speckit.cli;

import dev.speckit.command.Dialogue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

/// What the Tab key offers for the start of a line.
///
/// @param names what stands in a folder, folders with a `/` at their end
record Offers(Dialogue.Completion completion, Function<Path, List<String>> names)
    implements Completer {

  static Offers of(Dialogue.Completion completion, Function<Path, List<String>> names) {
    return new Offers(completion, names);
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    candidates.addAll(candidates(line.word().substring(0, line.wordCursor())));
  }

  List<Candidate> candidates(String start) {
    return switch (completion) {
      case Dialogue.Completion.Nothing _ -> List.of();
      case Dialogue.Completion.Words(List<Dialogue.Word> words) ->
          words.stream().map(word -> candidate(word.word(), word.word(), word.meaning())).toList();
      case Dialogue.Completion.Files(Path folder) -> files(folder, start);
    };
  }

  private List<Candidate> files(Path folder, String start) {
    String above = start.substring(0, start.lastIndexOf('/') + 1);
    boolean hidden = start.startsWith(".", above.length());
    try {
      return names.apply(folder.resolve(above)).stream()
          .filter(name -> hidden || !name.startsWith("."))
          // What a terminal would obey can be typed or pasted, never offered.
          .filter(name -> Glyphs.safe(name).equals(name))
          .map(name -> candidate(above + name, name, ""))
          .toList();
    } catch (InvalidPathException _) {
      return List.of();
    }
  }

  /// Not "complete", so that no blank follows a name.
  private static Candidate candidate(String value, String shown, String meaning) {
    @Nullable String description = meaning.isEmpty() ? null : Glyphs.safe(meaning);
    return new Candidate(value, Glyphs.safe(shown), null, description, null, null, false);
  }
}
