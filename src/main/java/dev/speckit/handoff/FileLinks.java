package dev.speckit.handoff;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// Markdown links that lead to files of the workspace.
///
/// @param from the folder in which they will be read
record FileLinks(Path from) {
  String to(Path file) {
    String label = String.valueOf(file.getFileName());
    String target = from.relativize(file).toString();
    return "["
        + Plain.line(label).replace("[", "\\[").replace("]", "\\]")
        + "]("
        + encoded(target)
        + ")";
  }

  /// As a target of a link is written: what would end it, or mean something, in percent.
  private static String encoded(String path) {
    StringBuilder target = new StringBuilder();
    for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xFF);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "/._-~+@,=".indexOf(c) >= 0);
      target.append(plain ? String.valueOf(c) : percent(each));
    }
    return target.toString();
  }

  private static String percent(byte each) {
    return "%" + String.format(Locale.ROOT, "%02X", each & 0xFF);
  }
}
