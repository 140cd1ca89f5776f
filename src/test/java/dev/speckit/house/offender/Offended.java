package dev.speckit.house.offender;

/// Closes a circle of files with [OffenceHelper].
final class Offended {
  static final String NAME = "offended";

  private Offended() {}

  static OffenceHelper other() {
    return new OffenceHelper();
  }
}
