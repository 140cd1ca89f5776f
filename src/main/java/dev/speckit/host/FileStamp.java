package dev.speckit.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What the system tells about a path without reading it. Two equal stamps mean the same content,
/// unless the file was written within the clock's grain of the look: see [#isSettledAt].
///
/// @param modified nanoseconds since 1970 of the last change of the content, as the owner may set
/// @param changed nanoseconds since 1970 of the last change of content or attributes; nobody can
///   set it
/// @param inode 0 where the system has none
public record FileStamp(Kind kind, long size, long modified, long changed, long inode) {
  private static final long GRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

  /// What stands there. A symbolic link is not followed.
  public enum Kind {
    FILE,
    FOLDER,
    LINK,
    OTHER,
    NOTHING
  }

  private static final FileStamp NOTHING = new FileStamp(Kind.NOTHING, 0, 0, 0, 0);

  public static FileStamp of(Path path) {
    try {
      Map<String, Object> found =
          Files.readAttributes(
              path,
              "unix:isRegularFile,isDirectory,isSymbolicLink,size,lastModifiedTime,ctime,ino",
              LinkOption.NOFOLLOW_LINKS);
      return new FileStamp(
          kind(found),
          number(found, "size"),
          number(found, "lastModifiedTime"),
          number(found, "ctime"),
          number(found, "ino"));
    } catch (IOException _) {
      return NOTHING;
    }
  }

  /// A size, or a time in nanoseconds since 1970.
  private static long number(Map<String, Object> found, String name) {
    Object value = found.get(name);
    if (value instanceof FileTime time) {
      return time.to(TimeUnit.NANOSECONDS);
    }
    return value instanceof Long number ? number : 0;
  }

  private static Kind kind(Map<String, Object> found) {
    if (Boolean.TRUE.equals(found.get("isRegularFile"))) {
      return Kind.FILE;
    }
    if (Boolean.TRUE.equals(found.get("isDirectory"))) {
      return Kind.FOLDER;
    }
    return Boolean.TRUE.equals(found.get("isSymbolicLink")) ? Kind.LINK : Kind.OTHER;
  }

  /// Whether a later change must show in the stamp: the last one lies so far before the look that
  /// the clock of the file system has moved on.
  ///
  /// @param lookNanos since 1970, when the file was looked at
  public boolean isSettledAt(long lookNanos) {
    return Math.max(modified, changed) < lookNanos - GRAIN_NANOS;
  }
}
