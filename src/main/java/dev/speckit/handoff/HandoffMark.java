package dev.speckit.handoff;

import dev.speckit.host.Disk;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The last line of a hand-off that stands in a file: a hash tells whether somebody wrote in it.
/// Pure.
final class HandoffMark {
  private static final Pattern MARK =
      Pattern.compile("\\n<!-- speckit:handoff sha256 ([0-9a-f]{16}) -->\\n\\z");
  private static final int HASH_LENGTH = 16;

  private HandoffMark() {}

  static String marked(String text) {
    return text + "\n<!-- speckit:handoff sha256 " + hash(text) + " -->\n";
  }

  /// Whether a text is as it was written; other line ends are no change.
  static boolean isUnchanged(String file) {
    String text = file.replace("\r\n", "\n");
    Matcher mark = MARK.matcher(text);
    return mark.find() && mark.group(1).equals(hash(text.substring(0, mark.start())));
  }

  private static String hash(String text) {
    return Disk.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_LENGTH);
  }
}
