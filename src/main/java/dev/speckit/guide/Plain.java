package dev.speckit.guide;

/// Texts of others, made safe to stand in one line.
final class Plain {
  private Plain() {}

  /// One line without control characters.
  ///
  /// @param lengthMax in UTF-16 units; what is longer ends in three dots
  static String line(String text, int lengthMax) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
    return line.length() <= lengthMax ? line : line.substring(0, lengthMax).strip() + "...";
  }
}
