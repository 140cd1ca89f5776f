package dev.speckit.spec.context;

/// How a conflict is written into a text.
///
/// @param withBase whether what both sides came from stands there too
/// @param size how many characters a marker has
public record ConflictForm(boolean withBase, int size) {
  private static final int SIZE = 7;

  /// As git writes it unless it is told otherwise.
  public static final ConflictForm USUAL = new ConflictForm(false, SIZE);

  String written(Sides<String> texts, String lineEnd) {
    StringBuilder out = new StringBuilder();
    out.append("<".repeat(size)).append(" ours").append(lineEnd);
    side(out, texts.ours(), lineEnd);
    if (withBase) {
      out.append("|".repeat(size)).append(" base").append(lineEnd);
      side(out, texts.base(), lineEnd);
    }
    out.append("=".repeat(size)).append(lineEnd);
    side(out, texts.theirs(), lineEnd);
    out.append(">".repeat(size)).append(" theirs").append(lineEnd);
    return out.toString();
  }

  private static void side(StringBuilder out, String text, String lineEnd) {
    boolean ended = text.isEmpty() || text.endsWith("\n") || text.endsWith("\r");
    out.append(text).append(ended ? "" : lineEnd);
  }
}
