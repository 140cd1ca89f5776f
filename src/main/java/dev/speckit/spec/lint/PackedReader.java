package dev.speckit.spec.lint;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads what [PackedWriter] wrote. Bytes that it did not write end in an exception of some kind.
final class PackedReader {
  private final byte[] bytes;
  private final Texts texts;
  private int at;

  /// The table; a text is made when it is asked for the first time.
  private static final class Texts {
    private final byte[] bytes;
    private final int[] starts;
    private final int[] lengths;
    private final @Nullable String[] made;

    Texts(byte[] bytes, int[] starts, int[] lengths) {
      this.bytes = bytes;
      this.starts = starts;
      this.lengths = lengths;
      this.made = new String[starts.length];
    }

    String text(int position) {
      String known = made[position];
      if (known == null) {
        known = new String(bytes, starts[position], lengths[position], StandardCharsets.UTF_8);
        made[position] = known;
      }
      return known;
    }
  }

  private PackedReader(byte[] bytes, Texts texts, int at) {
    this.bytes = bytes;
    this.texts = texts;
    this.at = at;
  }

  static PackedReader of(byte[] bytes) {
    Texts none = new Texts(bytes, new int[0], new int[0]);
    PackedReader table = new PackedReader(bytes, none, fixed(bytes, 0));
    int count = table.integer();
    int[] starts = new int[count];
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = table.integer();
      starts[i] = table.at;
      table.at += lengths[i];
    }
    return new PackedReader(bytes, new Texts(bytes, starts, lengths), 4);
  }

  long number() {
    long value = 0;
    int shift = 0;
    byte next = bytes[at++];
    while (next < 0) {
      value |= (long) (next & 0x7f) << shift;
      shift += 7;
      next = bytes[at++];
    }
    value |= (long) next << shift;
    return (value >>> 1) ^ -(value & 1);
  }

  int octet() {
    return bytes[at++];
  }

  /// @return where these bytes begin
  int skip(int count) {
    int from = at;
    at += count;
    return from;
  }

  int integer() {
    return Math.toIntExact(number());
  }

  String text() {
    return texts.text(integer());
  }

  /// A reader for what stands between [PackedWriter#reserve] and its filling; this one goes on
  /// behind it.
  PackedReader part() {
    int length = fixed(bytes, at);
    PackedReader part = new PackedReader(bytes, texts, at + 4);
    at += 4 + length;
    return part;
  }

  private static int fixed(byte[] bytes, int at) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value |= (bytes[at + i] & 0xff) << (8 * i);
    }
    return value;
  }
}
