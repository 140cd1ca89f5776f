package dev.speckit.failure;

/// Where a problem is: a file, and inside it a line and a column.
///
/// @param file a path as the user would type it, or the name of a variable or option
/// @param line 1-based; 0 when the problem concerns the whole file
/// @param column 1-based, in UTF-16 units; 0 when the problem concerns the whole line
public record Place(String file, int line, int column) {
  public Place {
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException(
          "line and column are never negative: " + line + ":" + column);
    }
  }

  public static Place of(String file) {
    return new Place(file, 0, 0);
  }

  public static Place of(String file, int line) {
    return new Place(file, line, 0);
  }

  /// `file`, `file:line` or `file:line:column`.
  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}
