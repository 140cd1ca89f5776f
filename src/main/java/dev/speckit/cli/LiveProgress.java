package dev.speckit.cli;

import dev.speckit.command.Progress;

/// What is shown while a command runs, and taken away when it ends.
interface LiveProgress extends AutoCloseable {
  Progress progress();

  @Override
  void close();

  static LiveProgress of(Progress progress) {
    return new LiveProgress() {
      @Override
      public Progress progress() {
        return progress;
      }

      @Override
      public void close() {}
    };
  }
}
