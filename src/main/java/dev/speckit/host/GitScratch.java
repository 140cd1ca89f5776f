package dev.speckit.host;

import dev.speckit.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A folder inside git's own, for an index and texts that nobody else sees. What a killed owner
/// left is removed by the next one.
final class GitScratch implements AutoCloseable {
  private static final String PREFIX = "speckit-draft-";

  /// Held as long as the folder is in use.
  private static final String OWNER = "owner.lock";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Those of this process. Whoever only opened and closed such a lock again would give it up for
  /// the whole process.
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileLock owner;
  private int files;

  private GitScratch(Path folder, FileLock owner) {
    this.folder = folder;
    this.owner = owner;
  }

  /// One after the other: a folder without its lock is one that a killed owner left.
  ///
  /// @param git the folder of git
  static synchronized GitScratch open(Path git) throws InterruptedException {
    sweep(git);
    Path folder = Disk.makePrivateFolder(git, PREFIX);
    boolean _ = OPEN.add(folder);
    return new GitScratch(folder, FileLock.acquire(folder.resolve(OWNER), PATIENCE));
  }

  /// Removes those whose owner was killed: nobody holds their locks any more.
  private static void sweep(Path git) throws InterruptedException {
    for (Path each : Disk.list(git)) {
      boolean ours = String.valueOf(each.getFileName()).startsWith(PREFIX) && !Disk.isLink(each);
      if (ours && !OPEN.contains(each) && Disk.isFile(each.resolve(OWNER))) {
        removeLeft(each);
      }
    }
  }

  /// Unless somebody is at work in it, or it is not ours to remove.
  private static void removeLeft(Path folder) throws InterruptedException {
    try (FileLock _ = FileLock.acquire(folder.resolve(OWNER), Duration.ZERO)) {
      List<Path> _ = Disk.deleteTree(folder);
    } catch (Failure.Unavailable _) {
      return;
    }
  }

  Path folder() {
    return folder;
  }

  /// A new file with this text.
  Path file(String text) {
    files++;
    Path file = folder.resolve("text-" + files);
    Disk.writeLightly(file, text.getBytes(StandardCharsets.UTF_8));
    return file;
  }

  /// A new file with a path on each record, as git reads them with `-z`.
  Path list(List<String> paths) {
    StringBuilder records = new StringBuilder();
    paths.forEach(path -> records.append(path).append('\0'));
    return file(records.toString());
  }

  @Override
  public void close() {
    // What cannot be removed stays inside git's own folder and harms nobody.
    List<Path> _ = Disk.deleteTree(folder);
    owner.close();
    boolean _ = OPEN.remove(folder);
  }
}
