package dev.speckit.spec.lint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers in as few bytes as they need, and texts as numbers of a table.
///
/// The form: 4 bytes for where the table begins, the numbers, and the table: how many texts, then
/// the length and the UTF-8 bytes of each.
final class PackedWriter {
  private byte[] bytes = new byte[1 << 16];
  private int length = 4;
  private final Map<String, Integer> positions = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  void number(long number) {
    room(10);
    long left = (number << 1) ^ (number >> 63);
    while ((left & ~0x7fL) != 0) {
      bytes[length++] = (byte) ((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    bytes[length++] = (byte) left;
  }

  void text(String text) {
    Integer position = positions.get(text);
    if (position == null) {
      position = texts.size();
      positions.put(text, position);
      texts.add(text);
    }
    number(position);
  }

  void octet(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  /// Four bytes for a length that is known later.
  int reserve() {
    room(4);
    length += 4;
    return length;
  }

  /// @param from what [#reserve] gave
  void fill(int from) {
    fixed(from - 4, length - from);
  }

  byte[] finish() {
    fixed(0, length);
    number(texts.size());
    for (String text : texts) {
      byte[] written = text.getBytes(StandardCharsets.UTF_8);
      number(written.length);
      room(written.length);
      System.arraycopy(written, 0, bytes, length, written.length);
      length += written.length;
    }
    return Arrays.copyOf(bytes, length);
  }

  private void fixed(int at, int number) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (number >>> (8 * i));
    }
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
