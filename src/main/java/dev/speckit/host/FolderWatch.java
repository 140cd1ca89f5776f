package dev.speckit.host;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Waits until something is written in one of some folders. Where the system has no such events, or
/// none left, every wait lasts as long as it may.
public final class FolderWatch implements AutoCloseable {
  private final WatchService service;
  private final Map<Path, WatchKey> watched = new HashMap<>();

  public FolderWatch() {
    try {
      service = FileSystems.getDefault().newWatchService();
    } catch (IOException failure) {
      throw Disk.unavailable(Path.of("."), "could not be watched", failure);
    }
  }

  /// Watches one more folder; one that is watched already, or is not there, changes nothing.
  public void add(Path folder) {
    if (watched.containsKey(folder)) {
      return;
    }
    try {
      watched.put(
          folder,
          folder.register(
              service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY));
    } catch (IOException _) {
      // The next wait is bounded all the same.
    }
  }

  /// Watches a folder no more.
  public void remove(Path folder) {
    WatchKey key = watched.remove(folder);
    if (key != null) {
      key.cancel();
    }
  }

  /// Returns when something was written, at the latest after `most`.
  public void await(Duration most) throws InterruptedException {
    WatchKey key = service.poll(most.toMillis(), TimeUnit.MILLISECONDS);
    while (key != null) {
      var _ = key.pollEvents();
      boolean _ = key.reset();
      key = service.poll();
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException failure) {
      throw new IllegalStateException("a watch cannot be closed", failure);
    }
  }
}
