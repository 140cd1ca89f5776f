package dev.speckit.upkeep;

import java.nio.file.Path;
import java.util.List;

/// A timer as one scheduler wants it.
sealed interface TimerForm {
  /// What a person is to know of it, one line.
  String told();

  /// Files of the user, and programs that make the scheduler take notice.
  ///
  /// @param told as above
  /// @param enable commands that bring it into force, in order
  /// @param disable commands that end it, before its files are removed
  record OfFiles(
      String told, List<Written> files, List<List<String>> enable, List<List<String>> disable)
      implements TimerForm {
    public OfFiles {
      files = List.copyOf(files);
      enable = List.copyOf(enable);
      disable = List.copyOf(disable);
    }

    /// A file that the scheduler reads.
    record Written(Path file, String text) {}
  }

  /// A line in the user's table of cron.
  ///
  /// @param line without line feed; it ends in the mark
  /// @param mark by which it is found again
  record OfLine(String told, String line, String mark) implements TimerForm {}
}
