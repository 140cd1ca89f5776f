package dev.speckit.spec;

import java.util.ArrayList;
import java.util.List;

/// Takes secrets out of a text that comes line by line, and remembers when a private key goes on in
/// the next line.
final class LineRedactor {
  /// A private key has fewer lines; more are no key, whatever the first one said.
  private static final int KEY_LINES_MAX = 1_000;

  private final SecretFinder finder;
  private PrivateKeyText.Open open = PrivateKeyText.Open.NO;

  /// What is written when no more of the key comes: its first line, or the line feed after it.
  private String held = "";

  private int keyLines;
  private long count;

  LineRedactor(SecretFinder finder) {
    this.finder = finder;
  }

  /// How many secrets were taken out.
  long count() {
    return count;
  }

  boolean isInKey() {
    return open != PrivateKeyText.Open.NO;
  }

  /// @param line with its line feed, if it has one
  /// @return what is to be written now
  String line(String line) {
    return switch (open) {
      case NO -> rest(line, 0);
      case BEGUN -> second(line);
      case GOING_ON -> further(line);
      case QUOTED -> quoted(line);
    };
  }

  /// A key that does not go on.
  ///
  /// @return what is to be written before anything else
  String leave() {
    String rest = held;
    open = PrivateKeyText.Open.NO;
    held = "";
    return rest;
  }

  /// @return what is still to be written when nothing more comes
  String end() {
    boolean header = open == PrivateKeyText.Open.BEGUN;
    String rest = leave();
    return header ? rest : "";
  }

  /// The end of a line whose beginning was written before.
  ///
  /// @param from how much of the text that is
  String rest(String line, int from) {
    SecretFinder.Found found = finder.find(line);
    open = found.open();
    return switch (open) {
      case NO, QUOTED -> replaced(line, from, line.length(), found.spans());
      case BEGUN -> {
        int start = Math.max(from, found.openStart());
        held = line.substring(start);
        yield replaced(line, from, start, found.spans());
      }
      case GOING_ON -> {
        int end = Math.max(from, PrivateKeyText.contentEnd(line));
        held = line.substring(end);
        keyLines = 0;
        yield replaced(line, from, end, found.spans());
      }
    };
  }

  private String second(String line) {
    if (line.isBlank() || !PrivateKeyText.isLine(line, true)) {
      return end() + rest(line, 0);
    }
    open = PrivateKeyText.Open.GOING_ON;
    boolean ours = held.startsWith("-");
    String before = ours ? "" : held;
    held = line.substring(PrivateKeyText.contentEnd(line));
    keyLines = 0;
    count++;
    return before + SecretSpan.MARK;
  }

  private String further(String line) {
    int end = PrivateKeyText.end(line, 0, line.length());
    if (end >= 0 && end < KEY_LINES_MAX) {
      open = PrivateKeyText.Open.NO;
      held = "";
      return rest(line.substring(end), 0);
    }
    if (++keyLines < KEY_LINES_MAX && PrivateKeyText.isLine(line, false)) {
      held = line.substring(PrivateKeyText.contentEnd(line));
      return "";
    }
    return leave() + rest(line, 0);
  }

  private String quoted(String line) {
    int end = PrivateKeyText.end(line, 0, line.length());
    List<SecretSpan> runs = PrivateKeyText.runs(line, 0, end < 0 ? line.length() : end);
    if (end < 0 && runs.isEmpty()) {
      return rest(line, 0);
    }
    SecretFinder.Found found = finder.find(line);
    open = end < 0 ? PrivateKeyText.Open.QUOTED : PrivateKeyText.Open.NO;
    List<SecretSpan> all = new ArrayList<>(found.spans());
    all.addAll(runs);
    return replaced(line, 0, line.length(), SecretFinder.joined(all));
  }

  /// A part of a text with the mark in place of each span that begins in it. Of one that began
  /// before, whose mark was written, the rest is left out.
  String replaced(String text, int from, int to, List<SecretSpan> spans) {
    StringBuilder out = new StringBuilder(to - from);
    int done = from;
    for (SecretSpan span : spans) {
      if (span.to() <= from || span.from() >= to) {
        continue;
      }
      if (span.from() >= from) {
        out.append(text, done, span.from()).append(SecretSpan.MARK);
        count++;
      }
      done = Math.min(to, span.to());
    }
    return out.append(text, done, to).toString();
  }
}
