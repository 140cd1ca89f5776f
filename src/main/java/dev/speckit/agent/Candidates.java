package dev.speckit.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parts of a text that could be its JSON object: the whole, then what stands in code fences, then
/// balanced braces; the last ones first, because an answer follows what leads to it.
///
/// Time is linear in the length of the text.
final class Candidates {
  private static final Pattern FENCE = Pattern.compile("(?m)^[ \\t]*(`{3,}|~{3,})[^\\n]*$");

  /// Agents that think aloud produce braces of code; the last ones are kept.
  private static final int BLOCKS_MAX = 100;

  private Candidates() {}

  static List<String> of(String text) {
    List<String> found = new ArrayList<>();
    String whole = text.strip();
    if (whole.startsWith("{")) {
      found.add(whole);
    }
    List<String> fenced = fenced(text);
    Collections.reverse(fenced);
    found.addAll(fenced);
    found.addAll(balanced(text));
    return found;
  }

  private static List<String> fenced(String text) {
    List<String> blocks = new ArrayList<>();
    Matcher fence = FENCE.matcher(text);
    int from = -1;
    while (fence.find()) {
      if (from >= 0) {
        String block = text.substring(from, fence.start()).strip();
        if (block.startsWith("{")) {
          blocks.add(block);
        }
      }
      from = fence.end();
    }
    return blocks.size() <= BLOCKS_MAX
        ? blocks
        : new ArrayList<>(blocks.subList(blocks.size() - BLOCKS_MAX, blocks.size()));
  }

  /// Outermost pairs of braces, the last first. A quote in the prose around an object may open a
  /// string that never closes; a line end closes it, because a JSON string has none.
  private static List<String> balanced(String text) {
    Deque<String> blocks = new ArrayDeque<>();
    int start = -1;
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"' || c == '\n') {
          quoted = false;
        }
        continue;
      }
      if (c == '"' && depth > 0) {
        quoted = true;
      } else if (c == '{') {
        if (depth++ == 0) {
          start = i;
        }
      } else if (c == '}' && depth > 0 && --depth == 0) {
        blocks.addFirst(text.substring(start, i + 1));
        if (blocks.size() > BLOCKS_MAX) {
          blocks.removeLast();
        }
      }
    }
    if (depth > 0) {
      // An unclosed brace of the prose hides what follows it: try again behind it, from the end.
      lastBlock(text).ifPresent(blocks::addFirst);
    }
    return List.copyOf(blocks);
  }

  /// The object that ends with the last closing brace, found backwards; quotes that are not escaped
  /// switch strings on and off.
  private static java.util.Optional<String> lastBlock(String text) {
    int end = text.lastIndexOf('}');
    int depth = 0;
    boolean quoted = false;
    for (int i = end; i >= 0; i--) {
      char c = text.charAt(i);
      if (c == '"' && !isEscaped(text, i)) {
        quoted = !quoted;
      } else if (!quoted && c == '}') {
        depth++;
      } else if (!quoted && c == '{' && --depth == 0) {
        return java.util.Optional.of(text.substring(i, end + 1));
      }
    }
    return java.util.Optional.empty();
  }

  private static boolean isEscaped(String text, int at) {
    int slashes = 0;
    while (slashes < 64 && at - slashes > 0 && text.charAt(at - slashes - 1) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }
}
