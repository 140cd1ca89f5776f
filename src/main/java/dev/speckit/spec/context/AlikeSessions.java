package dev.speckit.spec.context;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells sessions from each other that one person started at one minute and commit: by their text,
/// by entries that only one of them has, by their numbers. Where these do not say it, nobody can.
final class AlikeSessions {
  /// The number in the heading of a session.
  static final Pattern NUMBER =
      Pattern.compile("(?i)((?:^|[#\\s])session\\s+)\\d{1,9}", Pattern.DOTALL);

  private static final int NONE = -1;
  private static final int SEVERAL = -2;

  private final List<Node> olds;
  private final List<Node> news;
  private final int[] pairs;
  private final boolean[] taken;

  private AlikeSessions(List<Node> olds, List<Node> news) {
    this.olds = olds;
    this.news = news;
    this.pairs = new int[news.size()];
    Arrays.fill(pairs, NONE);
    this.taken = new boolean[olds.size()];
  }

  /// Which sessions of the base those of a side are. Others are new; some of the base may be gone.
  ///
  /// @return for each of the second ones the place of the first one that it is, -1 for none; empty
  ///   when that is uncertain
  static Optional<int[]> changed(List<Node> base, List<Node> side) {
    AlikeSessions alike = new AlikeSessions(base, side);
    return alike.pairChanged() ? Optional.of(alike.pairs) : Optional.empty();
  }

  /// Which sessions that came to one side those are that came to the other one: the same on two
  /// ways, or different ones of one person in one minute, which have different entries.
  ///
  /// @return as [#changed]
  static Optional<int[]> arrived(List<Node> ours, List<Node> theirs) {
    AlikeSessions alike = new AlikeSessions(ours, theirs);
    return alike.pairArrived() ? Optional.of(alike.pairs) : Optional.empty();
  }

  private boolean pairChanged() {
    pairUnchanged();
    if (!isOpen()) {
      return true;
    }
    if (olds.size() == 1 && news.size() == 1) {
      WorkSession old = session(olds.getFirst());
      WorkSession now = session(news.getFirst());
      boolean other =
          old.number() != now.number()
              && !old.entries().isEmpty()
              && !now.entries().isEmpty()
              && !sharesOwn(0, 0);
      return !other && pair(0, 0);
    }
    for (int now = 0; now < news.size(); now++) {
      int found = pairs[now] == NONE ? known(now) : NONE;
      if (found == SEVERAL || (found >= 0 && !pair(now, found))) {
        return false;
      }
    }
    return !isOpen();
  }

  private boolean pairArrived() {
    pairUnchanged();
    boolean certain = true;
    for (int now = 0; now < news.size() && certain; now++) {
      int found = NONE;
      for (int old = 0; old < olds.size() && pairs[now] == NONE; old++) {
        if (!taken[old] && isSame(session(olds.get(old)), session(news.get(now)))) {
          found = found == NONE ? old : SEVERAL;
        }
      }
      int numbered = found == SEVERAL ? numbered(now) : found;
      boolean rival = numbered >= 0 && isSameForAnother(now, numbered);
      certain = found == NONE || (numbered >= 0 && !rival && pair(now, numbered));
    }
    return certain;
  }

  private boolean isSameForAnother(int now, int old) {
    for (int other = 0; other < news.size(); other++) {
      boolean rival = other != now && pairs[other] == NONE;
      if (rival
          && isSame(session(olds.get(old)), session(news.get(other)))
          && session(olds.get(old)).number() != session(news.get(now)).number()) {
        return true;
      }
    }
    return false;
  }

  /// Sessions that nobody changed; of several with one text those with one number first.
  private void pairUnchanged() {
    for (boolean numbered : List.of(true, false)) {
      for (int now = 0; now < news.size(); now++) {
        for (int old = 0; old < olds.size() && pairs[now] == NONE; old++) {
          boolean number = session(olds.get(old)).number() == session(news.get(now)).number();
          if (!taken[old] && (number || !numbered) && isUnchanged(olds.get(old), news.get(now))) {
            boolean _ = pair(now, old);
          }
        }
      }
    }
  }

  private static boolean isUnchanged(Node old, Node now) {
    return old.rest().strip().equals(now.rest().strip())
        && unnumbered(old.heading()).equals(unnumbered(now.heading()));
  }

  /// A text in which the numbers of session headings do not count.
  static String unnumbered(String text) {
    return NUMBER.matcher(text).replaceFirst("$1");
  }

  /// By entries that only this one has had; else by its number.
  private int known(int now) {
    int found = NONE;
    for (int old = 0; old < olds.size(); old++) {
      if (!taken[old] && sharesOwn(now, old)) {
        found = found == NONE ? old : SEVERAL;
      }
    }
    return found == NONE ? told(now, numbered(now)) : found;
  }

  /// A number says little where entries are others and there are not as many sessions as before.
  private int told(int now, int numbered) {
    boolean silent =
        numbered < 0
            || olds.size() == news.size()
            || entries(olds.get(numbered)).isEmpty()
            || entries(news.get(now)).isEmpty();
    return silent ? numbered : SEVERAL;
  }

  private int numbered(int now) {
    int found = NONE;
    for (int old = 0; old < olds.size(); old++) {
      if (!taken[old] && session(olds.get(old)).number() == session(news.get(now)).number()) {
        found = found == NONE ? old : SEVERAL;
      }
    }
    return found;
  }

  private boolean sharesOwn(int now, int old) {
    Set<Object> shared = entries(olds.get(old));
    shared.retainAll(entries(news.get(now)));
    for (int other = 0; other < olds.size(); other++) {
      if (other != old) {
        shared.removeAll(entries(olds.get(other)));
      }
    }
    return !shared.isEmpty();
  }

  private static Set<Object> entries(Node node) {
    Set<Object> entries = new HashSet<>();
    for (WorkSession.Entry each : session(node).entries()) {
      entries.add(List.of(each.part(), each.text(), each.at()));
    }
    return entries;
  }

  private static boolean isSame(WorkSession one, WorkSession other) {
    if (!one.title().equals(other.title())) {
      return false;
    }
    return one.entries().isEmpty()
        || other.entries().isEmpty()
        || sameText(one.entries().getFirst(), other.entries().getFirst());
  }

  private static boolean sameText(WorkSession.Entry one, WorkSession.Entry other) {
    return one.part() == other.part()
        && one.text().equals(other.text())
        && one.at().equals(other.at());
  }

  private boolean pair(int now, int old) {
    if (taken[old]) {
      return false;
    }
    taken[old] = true;
    pairs[now] = old;
    return true;
  }

  /// Whether there is something left on both sides.
  private boolean isOpen() {
    boolean old = false;
    for (boolean each : taken) {
      old |= !each;
    }
    return old && Arrays.stream(pairs).anyMatch(each -> each == NONE);
  }

  private static WorkSession session(Node node) {
    return node.session().orElseThrow();
  }
}
