package dev.speckit.store;

/// Starts the store's threads. Platform threads, because calls into the database hold the thread
/// that makes them; daemons, because a commit is durable or undone whenever the program ends.
final class StoreThread {
  private StoreThread() {}

  static Thread start(String name, Runnable loop) {
    return Thread.ofPlatform().daemon().name(name).start(loop);
  }
}
