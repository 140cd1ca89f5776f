package dev.speckit.evidence;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Sizes as people read them. 1 MB is 1024 * 1024 bytes.
final class Sizes {
  static final long MB = 1L << 20;
  private static final long KB = 1L << 10;

  private Sizes() {}

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
