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

  /// Pieces that a budget larger by this has room for are tried before all others.
  private static final int REACH = 180;

  /// A part of the budget that may stay unused where only lines far behind would fill it: 1/25.
  private static final int UNUSED_PART = 25;

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
    int likely = likely(core);
    // All of it needs no line about what is left out, so that it may be shorter than nearly all.
    boolean all = likely == order.size() && count(first(likely)) <= budget;
    Choice choice = all ? first(likely) : filled(core, likely);
    String text = sheet.text(choice);
    return new Fitted(text, Tokens.count(text), sheet.leftOut(choice));
  }

  /// More pieces than this can hardly have room; found without counting those behind.
  private int likely(int core) {
    long sum = 0;
    for (int i = 0; i < order.size(); i++) {
      sum += Tokens.count(sheet.pieces().get(order.get(i)).whole());
      if (i >= core && sum > budget * 5L / 4 + 100 + REACH) {
        return i;
      }
    }
    return order.size();
  }

  /// How many of the first pieces have room in so many tokens.
  private int fitting(int tokens, int core, int likely) {
    int fits = core;
    int tooMany = likely + 1;
    while (tooMany - fits > 1) {
      int middle = (fits + tooMany) >>> 1;
      if (count(first(middle)) <= tokens) {
        fits = middle;
      } else {
        tooMany = middle;
      }
    }
    return fits;
  }

  private Choice first(int count) {
    BitSet shown = new BitSet();
    order.subList(0, count).forEach(shown::set);
    return new Choice(shown, new HashMap<>());
  }

  /// The first pieces, and what still fits of those behind, cut where they can be.
  ///
  /// Those that a slightly larger budget tells anyway come first, so that it tells all that this
  /// one does; what matters less fills only what would stay empty otherwise.
  private Choice filled(int core, int likely) {
    int fits = fitting(budget, core, likely);
    Choice choice = first(fits);
    int near = fitting(budget + REACH, fits, likely);
    fill(choice, order.subList(fits, near), CRUMB);
    fill(choice, order.subList(near, order.size()), Math.max(CRUMB, budget / UNUSED_PART));
    return choice;
  }

  /// @param crumb so many tokens may stay unused
  private void fill(Choice choice, List<Integer> places, int crumb) {
    int room = budget - count(choice);
    int tries = 0;
    for (int place : places) {
      if (room <= crumb || tries >= TRIES_MAX) {
        break;
      }
      Piece piece = sheet.pieces().get(place);
      boolean orphan = piece.parent() >= 0 && !choice.shown().get(piece.parent());
      if (orphan || least(piece) > room) {
        continue;
      }
      add(piece, place, choice);
      tries++;
      room = choice.shown().get(place) ? budget - count(choice) : room;
    }
  }

  /// What a piece takes at the least, but for what its chapter's heading takes.
  private int least(Piece piece) {
    boolean brief = piece.words().length() <= WORDS_MIN;
    return Tokens.count(brief ? piece.whole() : piece.cut(WORDS_MIN));
  }

  private void add(Piece piece, int place, Choice choice) {
    choice.shown().set(place);
    if (count(choice) <= budget) {
      return;
    }
    int fits = 0;
    int tooLong = piece.words().length();
    while (tooLong - fits > 1) {
      int middle = (fits + tooLong) >>> 1;
      choice.cut().put(place, middle);
      if (count(choice) <= budget) {
        fits = middle;
      } else {
        tooLong = middle;
      }
    }
    choice.cut().put(place, fits);
    if (fits < WORDS_MIN) {
      choice.cut().remove(place);
      choice.shown().clear(place);
    }
  }

  private int count(Choice choice) {
    return Tokens.count(sheet.text(choice));
  }
}
