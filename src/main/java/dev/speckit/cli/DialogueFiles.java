package dev.speckit.cli;

import java.nio.file.Path;
import java.util.List;

/// What a dialogue reads and keeps on this machine.
public interface DialogueFiles {

  /// Answers of earlier dialogues, the newest last; empty when there are none or they cannot be
  /// read.
  List<String> earlier();

  /// Keeps an answer for later dialogues. A dialogue goes on when that fails.
  void keep(String answer);

  /// What stands in a folder, sorted, names of folders with a `/` at their end; empty when it
  /// cannot be listed.
  List<String> names(Path folder);
}
