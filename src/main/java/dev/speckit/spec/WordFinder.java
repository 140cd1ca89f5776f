package dev.speckit.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/// Finds many words in one pass over a text: time in proportion to the text, whatever the words
/// are. Looks at bytes, or at characters of which only the first 256 can be in a word.
final class WordFinder {
  private static final int ENDS = Integer.MIN_VALUE;

  /// Column of a unit in a row of [#next]; units in no word share column 0.
  private final int[] column = new int[256];

  private final int columns;

  /// From the start of a row and a column to the start of the next row; with the sign bit set where
  /// a word ends.
  private final int[] next;

  /// The words that end in a row, longest first.
  private final int[][] ending;

  private final int[] lengths;

  /// What is told of a word that was found.
  interface Found {
    /// @param word its index in the list of words
    /// @param start of it in the text
    void at(int word, int start);
  }

  /// @param words of characters below 256, none empty
  /// @param anyCase whether letters a to z are found in both cases; the words are in lower case
  WordFinder(List<String> words, boolean anyCase) {
    lengths = words.stream().mapToInt(String::length).toArray();
    columns = columns(words, anyCase);
    List<int[]> rows = new ArrayList<>();
    List<List<Integer>> ends = new ArrayList<>();
    plant(words, rows, ends);
    connect(rows, ends);
    next = new int[rows.size() * columns];
    ending = new int[rows.size()][];
    for (int row = 0; row < rows.size(); row++) {
      ending[row] = ends.get(row).stream().mapToInt(Integer::intValue).toArray();
      for (int unit = 0; unit < columns; unit++) {
        int to = rows.get(row)[unit];
        next[row * columns + unit] = to * columns | (ends.get(to).isEmpty() ? 0 : ENDS);
      }
    }
  }

  private int columns(List<String> words, boolean anyCase) {
    int count = 1;
    for (String word : words) {
      for (int at = 0; at < word.length(); at++) {
        char unit = word.charAt(at);
        if (column[unit] == 0) {
          column[unit] = count++;
        }
      }
    }
    if (anyCase) {
      for (char letter = 'a'; letter <= 'z'; letter++) {
        column[String.valueOf(letter).toUpperCase(Locale.ROOT).charAt(0)] = column[letter];
      }
    }
    return count;
  }

  private void plant(List<String> words, List<int[]> rows, List<List<Integer>> ends) {
    rows.add(empty());
    ends.add(new ArrayList<>());
    for (int word = 0; word < words.size(); word++) {
      int row = 0;
      for (int at = 0; at < words.get(word).length(); at++) {
        int unit = column[words.get(word).charAt(at)];
        if (rows.get(row)[unit] < 0) {
          rows.get(row)[unit] = rows.size();
          rows.add(empty());
          ends.add(new ArrayList<>());
        }
        row = rows.get(row)[unit];
      }
      ends.get(row).add(word);
    }
  }

  private int[] empty() {
    int[] row = new int[columns];
    Arrays.fill(row, -1);
    return row;
  }

  /// Where a word breaks off, what was read may still be the beginning of a shorter one.
  private void connect(List<int[]> rows, List<List<Integer>> ends) {
    int[] shorter = new int[rows.size()];
    Deque<Integer> open = new ArrayDeque<>();
    open.add(0);
    while (!open.isEmpty()) {
      int row = open.remove();
      for (int unit = 0; unit < columns; unit++) {
        int to = rows.get(row)[unit];
        int other = row == 0 ? 0 : rows.get(shorter[row])[unit];
        if (to < 0) {
          rows.get(row)[unit] = other;
        } else {
          shorter[to] = other;
          ends.get(to).addAll(ends.get(other));
          open.add(to);
        }
      }
    }
  }

  boolean isEmpty() {
    return lengths.length == 0;
  }

  /// Whether any of the words is in a piece of the bytes.
  boolean isIn(byte[] bytes, int from, int to) {
    int row = 0;
    for (int at = from; at < to; at++) {
      row = next[row + column[bytes[at] & 0xff]];
      if (row < 0) {
        return true;
      }
    }
    return false;
  }

  /// Tells of every word in the text, also of those within others, in the order of their ends.
  void find(String text, Found found) {
    int row = 0;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      row = next[row + (unit < 256 ? column[unit] : 0)];
      if (row < 0) {
        row &= ~ENDS;
        for (int word : ending[row / columns]) {
          found.at(word, at + 1 - lengths[word]);
        }
      }
    }
  }
}
