package dev.speckit.guide;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;

/// What stands where a file of ours belongs.
sealed interface Standing {
  /// A file of ours has a few hundred bytes.
  long BYTES_MAX = 1L << 20;

  /// Nothing.
  record Absent() implements Standing {}

  /// Exactly what belongs there.
  record Current() implements Standing {}

  /// What an earlier speckit wrote, and nobody changed.
  ///
  /// @param hash of its bytes
  record Outdated(String hash) implements Standing {}

  /// A file of ours that somebody changed.
  record Edited() implements Standing {}

  /// A file that speckit did not write: our mark is not in it.
  record Foreign() implements Standing {}

  /// No plain file can stand there.
  record Obstructed(Problem problem) implements Standing {}

  /// Looks, and writes nothing.
  ///
  /// @param known hashes of what we wrote there
  /// @param text what belongs there
  static Standing of(Path workspace, String path, SortedSet<String> known, String text) {
    Optional<Problem> obstacle = obstacle(workspace, path);
    if (obstacle.isPresent()) {
      return new Obstructed(obstacle.get());
    }
    Path file = workspace.resolve(path);
    if (!Disk.exists(file)) {
      return new Absent();
    }
    byte[] bytes;
    try {
      bytes = Disk.read(file, BYTES_MAX);
    } catch (Failure.Invalid _) {
      return new Foreign();
    } catch (Failure.Unavailable failure) {
      return new Obstructed(failure.problems().getFirst().at(path));
    }
    String found = new String(bytes, StandardCharsets.UTF_8);
    if (withoutReturns(found).equals(text)) {
      return new Current();
    }
    if (!found.contains(WordFile.MARK)) {
      return new Foreign();
    }
    return known.contains(hash(found)) ? new Outdated(hash(found)) : new Edited();
  }

  /// The hash of a text of ours; git may have changed its line ends.
  static String hash(String text) {
    return Disk.sha256(withoutReturns(text).getBytes(StandardCharsets.UTF_8));
  }

  private static String withoutReturns(String text) {
    return text.replace("\r\n", "\n");
  }

  /// Why nothing may be written to a path or removed from it: something of others stands in the
  /// way.
  static Optional<Problem> obstacle(Path workspace, String path) {
    for (String folder : Target.foldersAbove(path)) {
      Path above = workspace.resolve(folder);
      if (Disk.isLink(above)) {
        return Optional.of(link(folder));
      }
      if (Disk.exists(above) && !Disk.isFolder(above)) {
        return Optional.of(
            Problem.of("file-not-folder", "a file stands where a folder is needed")
                .at(folder)
                .remedy("move the file away, then run the command again"));
      }
    }
    Path file = workspace.resolve(path);
    if (Disk.isLink(file)) {
      return Optional.of(link(path));
    }
    if (Disk.exists(file) && !Disk.isFile(file)) {
      return Optional.of(
          Problem.of("folder-not-file", "a folder, pipe or device stands where a file is expected")
              .at(path)
              .remedy("move it away, then run the command again"));
    }
    return Optional.empty();
  }

  private static Problem link(String path) {
    return Problem.of("link-in-the-way", "a symbolic link stands here, and it is not followed")
        .at(path)
        .remedy("put a folder or file in place of the link, then run the command again");
  }
}
