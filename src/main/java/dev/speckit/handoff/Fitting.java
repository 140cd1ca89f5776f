package dev.speckit.handoff;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.handoff.Sheet.Choice;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Chooses what a budget has room for: the most important first, counted exactly on the text as it
/// will stand.
final class Fitting {
  /// So many tokens may stay unused without looking for a line that still fits.
  private static final int CRUMB = 6;

  private static final int TRIES_MAX = 60;

  /// A cut line tells at least this much.
  private static final int WORDS_MIN = 12;

  private final Sheet sheet;
  private final int budget;
  private final List<Integer> order;

  private Fitting(Sheet sheet, int budget) {
    this.sheet = sheet;
    this.budget = budget;
    this.order = new ArrayList<>();
    for (int i = 0; i < sheet.pieces().size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing(i -> sheet.pieces().get(i).rank()));
  }

  /// A hand-off that fits.
  ///
  /// @param count of the text's tokens
  /// @param leftOut how many lines of each chapter are not told
  record Fitted(String text, int count, Map<Chapter, Integer> leftOut) {}

  /// @param budget tokens
  /// @throws Failure.Usage when not even the core has room
  static Fitted of(Sheet sheet, int budget) {
    return new Fitting(sheet, budget).fitted();
  }

  private Fitted fitted() {
    int core = (int) sheet.pieces().stream().filter(piece -> piece.rank() == Rank.CORE).count();
    int smallest = count(first(core));
    if (smallest > budget) {
      throw new Failure.Usage(
          Problem.of(
                  "budget-too-small",
                  "what a hand-off must tell takes "
                      + smallest
                      + " tokens, and the budget is "
                      + budget)
              .remedy("--budget " + smallest + " or more"));
    }
    int fits = core;
    int tooMany = likely(core) + 1;
    while (tooMany - fits > 1) {
      int middle = (fits + tooMany) >>> 1;
      if (count(first(middle)) <= budget) {
        fits = middle;
      } else {
        tooMany = middle;
      }
    }
    Choice choice = filled(first(fits), fits);
    String text = sheet.text(choice);
    return new Fitted(text, Tokens.count(text), sheet.leftOut(choice));
  }

  /// More pieces than this can hardly have room; found without counting those behind.
  private int likely(int core) {
    long sum = 0;
    for (int i = 0; i < order.size(); i++) {
      sum += Tokens.count(sheet.pieces().get(order.get(i)).whole());
      if (i >= core && sum > budget * 5L / 4 + 100) {
        return i;
      }
    }
    return order.size();
  }

  private Choice first(int count) {
    BitSet shown = new BitSet();
    order.subList(0, count).forEach(shown::set);
    return new Choice(shown, Map.of());
  }

  /// With what still fits of the pieces behind the first ones, cut where they can be.
  private Choice filled(Choice first, int from) {
    BitSet shown = (BitSet) first.shown().clone();
    Map<Integer, Integer> cut = new HashMap<>();
    int room = budget - count(first);
    int tries = 0;
    for (int place : order.subList(from, order.size())) {
      if (room <= CRUMB || tries >= TRIES_MAX) {
        break;
      }
      Piece piece = sheet.pieces().get(place);
      boolean orphan = piece.parent() >= 0 && !shown.get(piece.parent());
      if (orphan || least(piece) > room) {
        continue;
      }
      add(piece, place, shown, cut);
      tries++;
      room = shown.get(place) ? budget - count(new Choice(shown, cut)) : room;
    }
    return new Choice(shown, cut);
  }

  /// What a piece takes at the least, but for what its chapter's heading takes.
  private int least(Piece piece) {
    boolean brief = piece.words().length() <= WORDS_MIN;
    return Tokens.count(brief ? piece.whole() : piece.cut(WORDS_MIN));
  }

  private void add(Piece piece, int place, BitSet shown, Map<Integer, Integer> cut) {
    shown.set(place);
    if (count(new Choice(shown, cut)) <= budget) {
      return;
    }
    int fits = 0;
    int tooLong = piece.words().length();
    while (tooLong - fits > 1) {
      int middle = (fits + tooLong) >>> 1;
      cut.put(place, middle);
      if (count(new Choice(shown, cut)) <= budget) {
        fits = middle;
      } else {
        tooLong = middle;
      }
    }
    cut.put(place, fits);
    if (fits < WORDS_MIN) {
      cut.remove(place);
      shown.clear(place);
    }
  }

  private int count(Choice choice) {
    return Tokens.count(sheet.text(choice));
  }
}
