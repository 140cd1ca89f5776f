package dev.speckit.spec.context;

import dev.speckit.spec.TextLines;
import java.util.Optional;

/// Three texts in a form in which their lines can be compared: each line has the same line end, the
/// last one too, and no byte order mark stands in front.
///
/// @param mark the byte order mark of the result, or nothing
/// @param ended whether the last line of the result has a line end
record MergeText(Sides<String> texts, String mark, String lineEnd, boolean ended) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /// Empty when the versions have different line ends, or one has several kinds of them.
  static Optional<MergeText> of(Sides<String> given) {
    Sides<Boolean> marks = given.map(text -> text.startsWith(BYTE_ORDER_MARK));
    Sides<Boolean> ends = given.map(text -> text.isEmpty() || text.endsWith("\n"));
    String lineEnd = TextLines.of(given.ours()).lineEnd();
    Sides<String> texts =
        given
            .map(text -> text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
            .map(text -> text.isEmpty() || text.endsWith("\n") ? text : text + lineEnd);
    Sides<Boolean> alike = texts.map(text -> isOf(text, lineEnd));
    if (!alike.base() || !alike.ours() || !alike.theirs()) {
      return Optional.empty();
    }
    String mark = merged(marks) ? BYTE_ORDER_MARK : "";
    return Optional.of(new MergeText(texts, mark, lineEnd, merged(ends)));
  }

  /// As it is written.
  String result(String text) {
    boolean cut = !ended && text.endsWith(lineEnd);
    return mark + (cut ? text.substring(0, text.length() - lineEnd.length()) : text);
  }

  private static boolean merged(Sides<Boolean> each) {
    return each.ours().equals(each.base()) ? each.theirs() : each.ours();
  }

  private static boolean isOf(String text, String lineEnd) {
    String bare = text.replace(lineEnd, "");
    return bare.indexOf('\n') < 0 && bare.indexOf('\r') < 0;
  }
}
