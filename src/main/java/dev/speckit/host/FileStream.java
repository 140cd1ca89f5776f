package dev.speckit.host;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Files of any size, a piece at a time. Symbolic links are never followed. Methods that throw
/// [IOException] leave it to their caller to say what the failure means.
public final class FileStream {
  private static final int PIECE_BYTES = 1 << 16;

  private FileStream() {}

  /// What the system tells about a plain file.
  ///
  /// @param modified milliseconds since 1970
  /// @param changed nanoseconds since 1970, as in [FileStamp#changed()]: no program can put it back
  public record Facts(long bytes, long modified, long changed) {}

  /// @return empty when no plain file stands there, or it cannot be asked
  public static Optional<Facts> facts(Path file) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isRegularFile()) {
        return Optional.empty();
      }
      return Optional.of(
          new Facts(found.size(), found.lastModifiedTime().toMillis(), FileStamp.changed(file)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Opens a file for reading from its beginning.
  public static InputStream open(Path file) throws IOException {
    return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  /// Creates a file that must not be there yet and that only this user may read. Closing it waits
  /// until the disk has all of it.
  public static OutputStream create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new Durable(channel);
  }

  /// [#create] of a file that can be made again: nobody waits for the disk.
  public static OutputStream createLightly(Path file) throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static final class Durable extends FilterOutputStream {
    private final FileChannel channel;

    Durable(FileChannel channel) {
      super(Channels.newOutputStream(channel));
      this.channel = channel;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        channel.force(true);
      }
      super.close();
    }
  }

  /// SHA-256 in lower-case hexadecimal of a file of any size.
  ///
  /// @throws dev.speckit.failure.Failure.Unavailable when it cannot be read
  public static String sha256(Path file) {
    try (InputStream in = open(file)) {
      Sha256 hash = new Sha256();
      byte[] piece = new byte[PIECE_BYTES];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        hash.add(piece, read);
      }
      return hash.hex();
    } catch (IOException failure) {
      throw Disk.unavailable(file, "could not be read", failure);
    }
  }

  /// A hash that is made a piece at a time.
  public static final class Sha256 {
    private final MessageDigest digest;

    public Sha256() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("every Java platform has SHA-256", impossible);
      }
    }

    public void add(byte[] bytes, int length) {
      add(bytes, 0, length);
    }

    public void add(byte[] bytes, int from, int length) {
      digest.update(bytes, from, length);
    }

    /// 64 characters; nothing may be added after it.
    public String hex() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /// Gives a file its place, and waits until the disk knows. Missing folders are made; what stands
  /// at the place is never replaced.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException when something stands there
  public static void moveNew(Path from, Path to) throws IOException {
    Path folder = to.toAbsolutePath().getParent();
    if (folder != null) {
      Disk.makeFolders(folder);
    }
    Files.move(from, to);
    if (folder != null) {
      flushFolder(folder);
    }
  }

  private static void flushFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // Some file systems refuse; then the move is as durable as they make it.
      return;
    }
  }

  /// Who may read, write and run a file, such as `rw-r--r--`.
  ///
  /// @return null where it cannot be asked
  public static @Nullable String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(
          Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException | UnsupportedOperationException _) {
      return null;
    }
  }

  /// @param permissions as of [#permissions]; anything else is a defect of the caller
  public static void setPermissions(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  /// The index and the disk compare times in milliseconds.
  public static void setModified(Path file, long millis) throws IOException {
    Files.setAttribute(
        file,
        "lastModifiedTime",
        FileTime.from(millis, TimeUnit.MILLISECONDS),
        LinkOption.NOFOLLOW_LINKS);
  }

  /// Removes the folders of a path that hold nothing, from the inside out.
  ///
  /// @param folder the innermost
  /// @param stop never removed, nor anything above it
  public static void removeEmptyFolders(Path folder, Path stop) {
    Path each = folder;
    while (each != null && each.startsWith(stop) && !each.equals(stop)) {
      try {
        Files.delete(each);
      } catch (IOException _) {
        return;
      }
      each = each.getParent();
    }
  }

  /// What a failure of this class's methods means to the user.
  public static dev.speckit.failure.Failure.Unavailable unavailable(
      Path path, String what, IOException cause) {
    return Disk.unavailable(path, what, cause);
  }
}
