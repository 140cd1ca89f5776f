package dev.speckit.checks;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Numbers as reports write them.
final class Figures {
  private static final int DIGITS_MAX = 18;
  private static final int TIME_CHARACTERS_MAX = 40;
  private static final double SECONDS_MAX = 1e9;

  private Figures() {}

  /// A whole number of at most 18 digits; empty for anything else.
  static OptionalLong whole(@Nullable String text) {
    String digits = text == null ? "" : text.strip();
    boolean isWhole =
        !digits.isEmpty()
            && digits.length() <= DIGITS_MAX
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isWhole ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
  }

  /// Seconds such as `0.012`, `1,234.5` or `5e-7`; what is no time takes none.
  static Duration seconds(@Nullable String text) {
    if (text == null || text.length() > TIME_CHARACTERS_MAX) {
      return Duration.ZERO;
    }
    try {
      double seconds = Double.parseDouble(text.strip().replace(",", ""));
      boolean isTime = seconds > 0 && seconds < SECONDS_MAX;
      return isTime ? Duration.ofNanos(Math.round(seconds * 1e9)) : Duration.ZERO;
    } catch (NumberFormatException _) {
      return Duration.ZERO;
    }
  }
}
