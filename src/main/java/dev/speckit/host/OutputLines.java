package dev.speckit.host;

/// Told of each line of a program's output while it comes, as the filter leaves it, on the thread
/// that reads the pipe. For programs that speak in lines, one event each.
public interface OutputLines {
  /// What a line means for the program that wrote it.
  enum Signal {
    GO_ON,
    /// It said all it has to say: from now on only the grace counts.
    FINISHED,
    /// It repeats itself without end and is to be stopped.
    LOOPING
  }

  /// Bytes of one line that are given; of a longer one only its beginning.
  int LINE_BYTES_MAX = 32 << 20;

  /// What it throws ends the program.
  ///
  /// @param line without its line feed; a byte that is no UTF-8 has become U+FFFD
  Signal line(String line);
}
