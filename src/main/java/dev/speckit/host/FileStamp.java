package dev.speckit.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the system tells about a path without reading it. Two equal stamps of one path mean the
/// same content, unless it was changed within the clock's grain of the look: see [#isSettledAt].
///
/// @param changed nanoseconds since 1970 of the last change of content or attributes, of a folder
///   also of the names in it. The system alone sets it: no program can put it back
public record FileStamp(Kind kind, long changed) {
  private static final long GRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

  /// The part of a mode that says what something is (inode(7)).
  private static final int KIND_MASK = 0170000;

  /// What stands there. A symbolic link is not followed.
  public enum Kind {
    FILE,
    FOLDER,
    LINK,
    OTHER,
    NOTHING
  }

  private static final FileStamp NOTHING = new FileStamp(Kind.NOTHING, 0);

  public static FileStamp of(Path path) {
    try {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:mode,ctime", LinkOption.NOFOLLOW_LINKS);
      int mode = found.get("mode") instanceof Integer number ? number : 0;
      return new FileStamp(kind(mode), nanoseconds(found.get("ctime")));
    } catch (IOException _) {
      return NOTHING;
    }
  }

  /// Only what stands there: a fraction of the cost of the whole stamp.
  public static Kind kindOf(Path path) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (found.isRegularFile()) {
        return Kind.FILE;
      }
      if (found.isDirectory()) {
        return Kind.FOLDER;
      }
      return found.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
    } catch (IOException _) {
      return Kind.NOTHING;
    }
  }

  /// Only when something was last changed: half the cost of the whole stamp.
  ///
  /// @return 0 when nothing stands there
  public static long changed(Path path) {
    try {
      return nanoseconds(Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS));
    } catch (IOException _) {
      return 0;
    }
  }

  private static long nanoseconds(@Nullable Object time) {
    return time instanceof FileTime found ? found.to(TimeUnit.NANOSECONDS) : 0;
  }

  private static Kind kind(int mode) {
    return switch (mode & KIND_MASK) {
      case 0100000 -> Kind.FILE;
      case 0040000 -> Kind.FOLDER;
      case 0120000 -> Kind.LINK;
      default -> Kind.OTHER;
    };
  }

  /// Whether a later change must show in the stamp: the last one lies so far before the look that
  /// the clock of the file system has moved on.
  ///
  /// @param lookNanos since 1970, when the file was looked at
  public boolean isSettledAt(long lookNanos) {
    return changed < lookNanos - GRAIN_NANOS;
  }
}
