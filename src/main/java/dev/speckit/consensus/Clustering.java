package dev.speckit.consensus;

/// placeholder
final class Clustering {
  static final int ITEMS_MAX = 200;

  private Clustering() {}
}
