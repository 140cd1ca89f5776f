package dev.speckit.spec;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The number of a spec. Epics are multiples of 1000; features and tasks of an epic lie inside its
/// thousand; the folder says which is which.
///
/// @param number 1000 to 999,999
public record SpecId(int number) implements Comparable<SpecId> {
  private static final int NUMBER_MIN = 1000;
  private static final int NUMBER_MAX = 999_999;

  public SpecId {
    if (number < NUMBER_MIN || number > NUMBER_MAX) {
      throw new IllegalArgumentException(
          "a spec id lies between " + NUMBER_MIN + " and " + NUMBER_MAX + ": " + number);
    }
  }

  /// The id written as plain digits; empty for anything else, so that `../1000` is never a path.
  public static Optional<SpecId> parse(String text) {
    if (text.length() < 4 || text.length() > 6) {
      return Optional.empty();
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return Optional.empty();
      }
      number = number * 10 + (digit - '0');
    }
    return number < NUMBER_MIN ? Optional.empty() : Optional.of(new SpecId(number));
  }

  /// The epic whose thousand this id lies in; itself for an epic.
  public SpecId epic() {
    return new SpecId(number / 1000 * 1000);
  }

  public boolean isEpic() {
    return number % 1000 == 0;
  }

  @Override
  public int compareTo(SpecId other) {
    return Integer.compare(number, other.number);
  }

  // Written out: those that the language would make are built at the first use of every start.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SpecId id && id.number == number;
  }

  @Override
  public int hashCode() {
    return number;
  }

  @Override
  public String toString() {
    return Integer.toString(number);
  }
}
