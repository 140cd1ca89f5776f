package dev.speckit.store;

import java.time.Duration;

/// What a vacuum did, as measured before and after it.
///
/// @param freeBefore pages that held nothing
/// @param freeAfter the same afterwards; others may have freed more meanwhile
/// @param bytesBefore of the file
/// @param bytesAfter of the file
/// @param slices in which the writer was asked
/// @param elapsed from the first look to the last
/// @param complete whether no more pages are free than were to be left
public record Vacuumed(
    long freeBefore,
    long freeAfter,
    long bytesBefore,
    long bytesAfter,
    long slices,
    Duration elapsed,
    boolean complete) {
  /// Pages by which the free list fell; 0 when it did not.
  public long freed() {
    return Math.max(0, freeBefore - freeAfter);
  }

  /// This vacuum and one after it as one.
  public Vacuumed and(Vacuumed later) {
    return new Vacuumed(
        freeBefore,
        later.freeAfter,
        bytesBefore,
        later.bytesAfter,
        slices + later.slices,
        elapsed.plus(later.elapsed),
        later.complete);
  }
}
