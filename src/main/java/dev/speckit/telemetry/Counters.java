package dev.speckit.telemetry;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts of things that happened, by name. May be used by many threads.
public final class Counters {
  private final Map<String, Long> counts = new TreeMap<>();

  public void increment(String name) {
    add(name, 1);
  }

  /// @param amount at least 0: what happened does not unhappen
  public synchronized void add(String name, long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("a counter never falls: " + name + " by " + amount);
    }
    counts.merge(name, amount, Math::addExact);
  }

  /// All counters that were touched, sorted by name; a copy.
  public synchronized SortedMap<String, Long> snapshot() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }
}
