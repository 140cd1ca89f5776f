package dev.speckit.evidence;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Sizes as people read them. 1 MB is 1024 * 1024 bytes.
final class Sizes {
  static final long MB = 1L << 20;
  private static final long KB = 1L << 10;

  /// Longer than the path of any file that speckit itself writes.
  private static final int NAME_MAX = 120;

  private Sizes() {}

  /// Such as `1 file`, `2 files`.
  static String counted(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  /// A name that is longer than anybody reads, cut for a table.
  static String cut(String name) {
    int length = name.codePointCount(0, name.length());
    return length <= NAME_MAX
        ? name
        : name.substring(0, name.offsetByCodePoints(0, NAME_MAX - 1)) + "…";
  }

  /// Such as `12 B`, `3.4 KB`, `25.0 MB`.
  static String text(long bytes) {
    if (bytes < KB) {
      return bytes + " B";
    }
    return bytes < MB ? tenths(bytes, KB) + " KB" : tenths(bytes, MB) + " MB";
  }

  private static String tenths(long bytes, long unit) {
    return BigDecimal.valueOf(bytes)
        .divide(BigDecimal.valueOf(unit), 1, RoundingMode.HALF_UP)
        .toPlainString();
  }
}
