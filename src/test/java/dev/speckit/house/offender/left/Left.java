package dev.speckit.house.offender.left;

import dev.speckit.house.offender.right.Right;

/// Closes a circle of packages with [Right].
public final class Left {
  public static final String NAME = "left";

  private Left() {}

  static String other() {
    return Right.of(NAME);
  }
}
