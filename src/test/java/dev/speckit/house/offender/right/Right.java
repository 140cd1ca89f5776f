package dev.speckit.house.offender.right;

import dev.speckit.house.offender.left.Left;
import java.util.Locale;

/// Closes a circle of packages with [Left].
public final class Right {
  private Right() {}

  public static String of(String text) {
    return text.toUpperCase(Locale.ROOT).replace(Left.class.getSimpleName(), "");
  }
}
