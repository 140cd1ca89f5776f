package dev.speckit.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A conversation with the person at a terminal. There is one only where a person can be asked.
public interface Dialogue {

  /// Asks and waits for one line.
  ///
  /// @return the line without surrounding blanks, the question's fallback for an empty one; empty
  ///   when the person ended the conversation (Ctrl-D)
  /// @throws Withdrawn on Ctrl-C
  /// @throws InterruptedException when the program is to end
  Optional<String> ask(Question question) throws InterruptedException;

  /// The person pressed Ctrl-C at a question. Whoever does not know what to take back lets it end
  /// the program, as anywhere else.
  final class Withdrawn extends InterruptedException {
    private static final long serialVersionUID = 1;
  }

  /// Shows something between two questions.
  void show(List<Block> blocks);

  /// @param text what is asked, a few words without a colon
  /// @param fallback the answer of an empty line; empty for none
  /// @param completion what the Tab key offers
  record Question(String text, String fallback, Completion completion) {}

  /// What the Tab key offers while a question is open.
  sealed interface Completion {
    record Nothing() implements Completion {}

    /// Any of these words.
    record Words(List<Word> words) implements Completion {
      public Words {
        words = List.copyOf(words);
      }
    }

    /// Files and folders.
    ///
    /// @param folder what a relative path is relative to
    record Files(Path folder) implements Completion {}
  }

  /// @param meaning what a list of offers says beside the word; may be empty
  record Word(String word, String meaning) {}
}
