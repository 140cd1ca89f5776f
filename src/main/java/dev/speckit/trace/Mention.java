package dev.speckit.trace;

import dev.speckit.spec.SpecId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An id in a text.
///
/// @param spec the spec it is qualified with; null for an id alone
/// @param id as the specs have it
/// @param line 1-based
/// @param inName whether it stands in an identifier, such as the name of a test
record Mention(@Nullable SpecId spec, String id, int line, boolean inName) {

  /// Where ids are looked for.
  enum Form {
    /// Words alone.
    TEXT,
    /// Also identifiers right before an opening bracket.
    TEST_FILE,
    /// Also identifiers.
    TEST_NAME
  }

  /// The ids in a text, in order. One pass; only what a known id may begin with is looked at twice.
  static List<Mention> in(String text, Catalog catalog, Form form) {
    return in(text.getBytes(StandardCharsets.UTF_8), catalog, form);
  }

  /// The same for bytes in any encoding that has ASCII's letters.
  static List<Mention> in(byte[] text, Catalog catalog, Form form) {
    Scan scan = new Scan(text, catalog, form);
    scan.run();
    return scan.found == null ? List.of() : scan.found;
  }

  /// Every id has a digit in it, or stands behind a number and a slash.
  private static final class Scan {
    private static final int ID_MAX = 64;
    private static final int MENTIONS_MAX = 10_000;

    private final byte[] text;
    private final Catalog catalog;
    private final Form form;
    private int line = 1;
    private int counted;
    private @Nullable List<Mention> found;

    Scan(byte[] text, Catalog catalog, Form form) {
      this.text = text;
      this.catalog = catalog;
      this.form = form;
    }

    void run() {
      boolean inNumber = false;
      for (int i = 0; i < text.length; i++) {
        byte b = text[i];
        boolean digit = b >= '0' && b <= '9';
        if (digit && !inNumber) {
          int end = number(i);
          if (end > i) {
            i = end - 1;
          }
        }
        inNumber = digit;
      }
    }

    /// @return behind what was used up; the same place when nothing was
    private int number(int start) {
      int before = at(start - 1);
      if (before == '-') {
        return dashed(start);
      }
      int end = start;
      while (isDigit(at(end))) {
        end++;
      }
      if (at(end) == '/' && end - start >= 4 && end - start <= 6 && !isWord(before)) {
        return qualified(catalog.spec(string(start, end)), end + 1, start);
      }
      if (form != Form.TEXT && (isLetter(before) || before == '_')) {
        identifier(start, end);
        return end;
      }
      if (isLetter(before) && Catalog.isCapital(before)) {
        dashless(start, end);
      }
      return end;
    }

    private int dashed(int number) {
      int start = number - 1;
      while (start > 0 && number - start < ID_MAX && isIdPart(at(start - 1))) {
        start--;
      }
      if (!catalog.mayBegin(at(start)) || isWord(at(start - 1))) {
        return number;
      }
      int end = idEnd(number);
      if (end == number) {
        return number;
      }
      String id = string(start, end);
      if (at(start - 1) == '/') {
        Optional<SpecId> alias = alias(start - 1);
        if (alias.isPresent()) {
          return qualified(alias, start, start);
        }
      }
      if (!catalog.all(id).isEmpty()) {
        add(null, id, start);
      }
      return end;
    }

    private Optional<SpecId> alias(int slash) {
      int start = slash;
      while (start > 0
          && slash - start < ID_MAX
          && (isWord(at(start - 1)) || at(start - 1) == '-')) {
        start--;
      }
      return start == slash ? Optional.empty() : catalog.spec(string(start, slash));
    }

    /// @param from where the id begins
    private int qualified(Optional<SpecId> spec, int from, int start) {
      int end = from;
      while (isWord(at(end)) || at(end) == '-' || at(end) == '.') {
        end++;
      }
      while (end > from && !isWord(at(end - 1))) {
        end--;
      }
      if (spec.isEmpty() || end == from || end - from > ID_MAX) {
        return from;
      }
      String word = string(from, end);
      String id = catalog.item(spec.get(), word) == null ? leadingId(from, end) : word;
      if (!id.isEmpty()) {
        add(spec.get(), id, start);
        return from + id.length();
      }
      return from;
    }

    /// The id that a word begins with, known or not; empty when it begins with none.
    private String leadingId(int from, int end) {
      int at = from;
      while (at < end && isIdPart(at(at))) {
        if (at > from && at(at - 1) == '-' && isDigit(at(at))) {
          int idEnd = idEnd(at);
          return idEnd > at && Catalog.isCapital(at(from)) ? string(from, idEnd) : "";
        }
        at++;
      }
      return "";
    }

    /// Behind the number of an id; the same place when a longer word goes on there.
    private int idEnd(int number) {
      int end = number;
      while (isDigit(at(end)) || (at(end) == '.' && isDigit(at(end + 1)))) {
        end++;
      }
      if (at(end) >= 'a' && at(end) <= 'z' && !isWord(at(end + 1))) {
        end++;
      }
      boolean longer = isWord(at(end)) || (at(end) == '-' && isDigit(at(end + 1)));
      return longer ? number : end;
    }

    /// `T003`, and an id of a spec's own that has no dash.
    private void dashless(int number, int end) {
      int start = number;
      while (start > 0 && number - start < ID_MAX && Catalog.isCapital(at(start - 1))) {
        start--;
      }
      boolean alone = !isWord(at(start - 1)) && at(start - 1) != '-' && !isWord(at(end));
      if (alone && catalog.isDashless(string(start, end))) {
        add(null, string(start, end), start);
      }
    }

    /// `FR_001`, `FR001`, `fr001`, `mountsFr001` and the like.
    private void identifier(int number, int end) {
      List<Catalog.Plain> candidates = catalog.numbered(string(number, end));
      if (candidates.isEmpty() || (form == Form.TEST_FILE && !isCalled(end))) {
        return;
      }
      for (Catalog.Plain each : candidates) {
        int start = startOf(number, each.letters());
        if (start < 0) {
          continue;
        }
        Optional<SpecId> spec = specBefore(start);
        if (spec.isPresent()) {
          add(spec.get(), within(spec.get(), number, candidates, each), number, true);
          return;
        }
        if (begins(start)) {
          add(null, each.id(), number, true);
          return;
        }
      }
    }

    /// Of ids that look alike in a name the one that the spec has.
    private String within(
        SpecId spec, int number, List<Catalog.Plain> candidates, Catalog.Plain first) {
      for (Catalog.Plain each : candidates) {
        if (catalog.item(spec, each.id()) != null && startOf(number, each.letters()) >= 0) {
          return each.id();
        }
      }
      return first.id();
    }

    /// `1001_FR_001`, `test1001Fr001`.
    private Optional<SpecId> specBefore(int start) {
      int end = start;
      while (at(end - 1) == '_') {
        end--;
      }
      int from = end;
      while (isDigit(at(from - 1))) {
        from--;
      }
      return end - from >= 4 && end - from <= 6
          ? catalog.spec(string(from, end))
          : Optional.empty();
    }

    private boolean isCalled(int from) {
      int end = from;
      while (isWord(at(end))) {
        end++;
      }
      while (at(end) == ' ') {
        end++;
      }
      return at(end) == '(';
    }

    /// Where the letters before a number begin; -1 when others stand there.
    private int startOf(int number, String letters) {
      int at = number;
      for (int i = letters.length() - 1; i >= 0; i--) {
        at--;
        while (at(at) == '_') {
          at--;
        }
        if (at < 0 || Character.toLowerCase(at(at)) != letters.charAt(i)) {
          return -1;
        }
      }
      return at;
    }

    /// Whether a word of an identifier begins there.
    private boolean begins(int start) {
      int before = at(start - 1);
      boolean hump = Catalog.isCapital(at(start)) && before >= 'a' && before <= 'z';
      return hump || !(isLetter(before) || isDigit(before));
    }

    private void add(@Nullable SpecId spec, String id, int offset) {
      add(spec, id, offset, false);
    }

    private void add(@Nullable SpecId spec, String id, int offset, boolean inName) {
      for (; counted < offset; counted++) {
        line += text[counted] == '\n' ? 1 : 0;
      }
      List<Mention> all = found == null ? new ArrayList<>() : found;
      Mention mention = new Mention(spec, id, line, inName);
      if (all.size() < MENTIONS_MAX && !isLast(all, mention)) {
        all.add(mention);
      }
      found = all;
    }

    /// Whether the line has it already.
    private static boolean isLast(List<Mention> all, Mention mention) {
      for (int i = all.size() - 1; i >= 0 && all.get(i).line() == mention.line(); i--) {
        if (all.get(i).equals(mention)) {
          return true;
        }
      }
      return false;
    }

    private int at(int index) {
      return index < 0 || index >= text.length ? -1 : text[index];
    }

    private String string(int from, int to) {
      return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static boolean isIdPart(int c) {
      return Catalog.isCapital(c) || isDigit(c) || c == '-' || c == '_';
    }

    private static boolean isWord(int c) {
      return isLetter(c) || isDigit(c) || c == '_';
    }

    private static boolean isLetter(int c) {
      return (c >= 'a' && c <= 'z') || Catalog.isCapital(c);
    }

    private static boolean isDigit(int c) {
      return c >= '0' && c <= '9';
    }
  }

  /// As a person writes it.
  String shown() {
    return spec == null ? id : String.format(Locale.ROOT, "%s/%s", spec, id);
  }
}
