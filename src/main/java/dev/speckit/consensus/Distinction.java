package dev.speckit.consensus;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// What keeps two entries apart, or brings them together, before any degree of likeness is asked.
sealed interface Distinction {
  /// Never in one group.
  boolean apart(int left, int right);

  /// In one group whatever they refer to, unless their agents have one each there already.
  boolean same(int left, int right);

  /// Work: opposite polarity keeps apart, equal titles bring together.
  static Distinction ofWork(List<? extends Statement<?>> entries) {
    return new Work(
        each(entries.size(), i -> Wording.normal(entries.get(i).title())),
        each(entries.size(), i -> Polarity.of(entries.get(i).title(), entries.get(i).detail())));
  }

  /// Matters: that they concern one requirement is no reason to be one; their own words must be
  /// alike as well, and ids in the text must not all differ.
  static Distinction ofMatters(List<? extends Statement<?>> entries) {
    return new Matters(each(entries.size(), i -> Content.of(entries.get(i).title())));
  }

  private static <V> List<V> each(int size, IntFunction<V> value) {
    return IntStream.range(0, size).mapToObj(value).toList();
  }

  record Work(List<String> titles, List<Polarity> polarities) implements Distinction {
    public Work {
      titles = List.copyOf(titles);
      polarities = List.copyOf(polarities);
    }

    @Override
    public boolean apart(int left, int right) {
      return polarities.get(left) != polarities.get(right);
    }

    @Override
    public boolean same(int left, int right) {
      return !apart(left, right)
          && !titles.get(left).isEmpty()
          && titles.get(left).equals(titles.get(right));
    }
  }

  record Matters(List<Content> contents) implements Distinction {
    public Matters {
      contents = List.copyOf(contents);
    }

    @Override
    public boolean apart(int left, int right) {
      return !contents.get(left).mayMean(contents.get(right));
    }

    @Override
    public boolean same(int left, int right) {
      return false;
    }
  }

  /// @param ids named in the text, canonical
  /// @param words stems of what remains without them
  record Content(String normal, Set<String> ids, Set<String> words) {
    private static final double WORDS_MIN = 0.34;
    private static final Pattern ID =
        Pattern.compile(
            "(?<![\\p{L}\\d])(fr|nfr|ac|sc|us|uc|req)[-_ ]?0*(\\d+)(?!\\d)",
            Pattern.CASE_INSENSITIVE);

    public Content {
      ids = Set.copyOf(ids);
      words = Set.copyOf(words);
    }

    static Content of(String text) {
      Set<String> ids = new HashSet<>();
      ID.matcher(text)
          .results()
          .forEach(id -> ids.add(Wording.normal(id.group(1)) + "-" + id.group(2)));
      String rest = ID.matcher(text).replaceAll(" ");
      return new Content(Wording.normal(text), ids, Set.copyOf(Wording.stems(rest)));
    }

    boolean mayMean(Content other) {
      if (normal.equals(other.normal)) {
        return true;
      }
      boolean otherIds =
          !ids.isEmpty() && !other.ids.isEmpty() && ids.stream().noneMatch(other.ids::contains);
      return !otherIds && overlap(other) >= WORDS_MIN;
    }

    private double overlap(Content other) {
      double both = words.stream().filter(other.words::contains).count();
      double fewer = Math.min(words.size(), other.words.size());
      double either = words.size() + other.words.size() - both;
      return fewer == 0 ? 0 : 0.5 * both / either + 0.5 * both / fewer;
    }
  }
}
