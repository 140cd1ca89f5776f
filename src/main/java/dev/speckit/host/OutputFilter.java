package dev.speckit.host;

import java.io.IOException;

/// What stands between the output of a program and the disk. Used by one thread; it may hold bytes
/// back until it knows more. What it throws stops the program: nothing is kept unfiltered.
public interface OutputFilter {
  /// Where filtered bytes go.
  interface Sink {
    void write(byte[] bytes, int from, int length) throws IOException;
  }

  /// Takes the next piece; the array is the caller's again afterwards.
  void pass(byte[] bytes, int from, int length, Sink out) throws IOException;

  /// Gives what was held back. Nothing is passed afterwards.
  void end(Sink out) throws IOException;

  /// Every byte as it is.
  static OutputFilter none() {
    return new OutputFilter() {
      @Override
      public void pass(byte[] bytes, int from, int length, Sink out) throws IOException {
        out.write(bytes, from, length);
      }

      @Override
      public void end(Sink out) {}
    };
  }
}
