package dev.speckit.consensus;

/// How many of a roster must answer, and how many must support an item. Integers, never a rounded
/// fraction: `2/3` of 3 is 2, not `ceil(3 x 0.67) = 3`.
///
/// @param need 1 to `of`
/// @param of the size of the roster, at least 1
public record Quorum(int need, int of) {
  public Quorum {
    if (of < 1 || need < 1 || need > of) {
      throw new IllegalArgumentException("not a quorum: " + need + " of " + of);
    }
  }

  /// The quorum that `part/whole` asks of a roster: `(size * part + whole - 1) / whole`.
  public static Quorum of(int part, int whole, int size) {
    return new Quorum((size * part + whole - 1) / whole, size);
  }

  @Override
  public String toString() {
    return need + " of " + of;
  }
}
