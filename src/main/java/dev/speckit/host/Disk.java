package dev.speckit.host;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Files and folders: bounded reading, writing that a crash cannot tear. Every method that fails
/// says which path, why, and what to do.
public final class Disk {
  private static final Pattern TEMPORARY = Pattern.compile("\\..+\\d{5,}\\.tmp");

  /// The largest text file that is read whole. A spec of this size has about a million lines.
  public static final long TEXT_BYTES_MAX = 64L << 20;

  private Disk() {}

  public static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  public static boolean isFile(Path path) {
    return Files.isRegularFile(path);
  }

  public static boolean isFolder(Path path) {
    return Files.isDirectory(path);
  }

  public static boolean isLink(Path path) {
    return Files.isSymbolicLink(path);
  }

  public static boolean isExecutable(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }

  /// Bytes of a file; 0 when it cannot be asked.
  public static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0;
    }
  }

  /// Bytes of a file, and of a link itself; 0 for what is not there.
  static long ownSize(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .size();
    } catch (IOException _) {
      return 0;
    }
  }

  /// Last change in milliseconds since 1970, and 0 when it cannot be asked.
  public static long modifiedMillis(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException _) {
      return 0;
    }
  }

  /// Cuts a file to its first bytes; a shorter one stays.
  public static void truncate(Path file, long bytes) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    } catch (IOException failure) {
      throw unavailable(file, "could not be cut", failure);
    }
  }

  public static void setModifiedMillis(Path file, long millis) {
    try {
      Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    } catch (IOException failure) {
      throw unavailable(file, "could not be touched", failure);
    }
  }

  /// The whole file.
  ///
  /// @throws Failure.Invalid when it is a folder or larger than `bytesMax` (the user mends it)
  /// @throws Failure.Unavailable when it cannot be read
  public static byte[] read(Path file, long bytesMax) {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(Math.toIntExact(Math.min(bytesMax + 1, Integer.MAX_VALUE - 8)));
      if (bytes.length > bytesMax) {
        throw new Failure.Invalid(
            Problem.of(
                    "file-too-large",
                    "the file is larger than the " + (bytesMax >> 20) + " MiB that are read")
                .at(file.toString())
                .remedy("split it, or move what is not text out of it"));
      }
      return bytes;
    } catch (IOException failure) {
      if (isFolder(file)) {
        throw new Failure.Invalid(
            Problem.of("folder-not-file", "a folder stands where a file is expected")
                .at(file.toString())
                .remedy("move the folder away or name another file"));
      }
      throw unavailable(file, "could not be read", failure);
    }
  }

  /// The quick way, and where it fails the one that says why: half of reading a thousand small
  /// files would be the opening of channels.
  private static InputStream open(Path file) throws IOException {
    try {
      return new FileInputStream(file.toFile());
    } catch (FileNotFoundException _) {
      return Files.newInputStream(file);
    }
  }

  /// The end of a file as text, whatever its bytes are: what is no UTF-8 becomes U+FFFD.
  ///
  /// @param bytesMax how much of the end; 0 bytes for a file that is not there
  public static String readTail(Path file, int bytesMax) {
    if (!isFile(file)) {
      return "";
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long from = Math.max(0, channel.size() - bytesMax);
      ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes, from + bytes.position());
      }
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw unavailable(file, "could not be read", failure);
    }
  }

  /// A piece of a file that may be growing. Also for a thread that is being interrupted.
  ///
  /// @param from byte to begin at
  /// @param bytesMax of the piece
  /// @return empty at the end, and for a file that is not there
  public static byte[] readPart(Path file, long from, int bytesMax) {
    if (!isFile(file)) {
      return new byte[0];
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long length = Math.clamp(in.length() - from, 0, bytesMax);
      byte[] piece = new byte[(int) length];
      in.seek(from);
      int read = 0;
      while (read < piece.length) {
        int more = in.read(piece, read, piece.length - read);
        if (more < 0) {
          return Arrays.copyOf(piece, read);
        }
        read += more;
      }
      return piece;
    } catch (IOException failure) {
      throw unavailable(file, "could not be read", failure);
    }
  }

  /// The beginning of a file as text, whatever its bytes are: what is no UTF-8 becomes U+FFFD.
  ///
  /// @param bytesMax how much of the beginning
  /// @return empty for a file that is not there or cannot be read
  public static String readHead(Path file, int bytesMax) {
    if (!isFile(file)) {
      return "";
    }
    try (InputStream in = open(file)) {
      return new String(in.readNBytes(bytesMax), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }

  /// Writes a file that its reader can check, without waiting for the disk: a crash of the machine
  /// may lose it or leave a part of it. Missing folders are made.
  public static void writeLightly(Path file, byte[] bytes) {
    makeFolders(folderOf(file));
    try {
      Files.write(file, bytes);
    } catch (IOException failure) {
      throw unavailable(file, "could not be written", failure);
    }
  }

  /// The whole file as UTF-8 text, a byte order mark kept.
  ///
  /// @throws Failure.Invalid when a byte sequence is not UTF-8, with the line
  public static String readText(Path file) {
    return readText(file, TEXT_BYTES_MAX);
  }

  /// [#readText(Path)] with a bound of its own.
  public static String readText(Path file, long bytesMax) {
    byte[] bytes = read(file, bytesMax);
    try {
      return decode(bytes);
    } catch (CharacterCodingException _) {
      throw new Failure.Invalid(
          Problem.of("not-utf-8", "the file is not UTF-8 text")
              .at(Place.of(file.toString(), lineOfFirstBadByte(bytes)))
              .remedy("save it as UTF-8"));
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    // What cannot be read becomes this character, which may also stand in a text on purpose.
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }

  private static int lineOfFirstBadByte(byte[] bytes) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    var out = java.nio.CharBuffer.allocate(8192);
    while (decoder.decode(in, out, true).isOverflow()) {
      out.clear();
    }
    int line = 1;
    for (int i = 0; i < in.position(); i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }

  /// Replaces or creates the file so that a reader, or a crash at any moment, sees the old bytes or
  /// the new ones, never a mixture. Missing folders are made; the old file's permissions are kept.
  public static void write(Path file, byte[] bytes) {
    write(file, bytes, "rw-r--r--");
  }

  /// [#write(Path, byte[])] of a file that from its birth only this user may read.
  public static void writePrivately(Path file, byte[] bytes) {
    write(file, bytes, "rw-------");
  }

  private static void write(Path file, byte[] bytes, String permissions) {
    Path target = target(file);
    Path folder = folderOf(target);
    makeFolders(folder);
    try {
      Path temporary = Files.createTempFile(folder, "." + target.getFileName(), ".tmp");
      try {
        writeDurably(temporary, bytes, StandardOpenOption.WRITE);
        if (Files.exists(target)) {
          Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(target));
        } else {
          Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(permissions));
        }
        move(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
      flushFolder(folder);
    } catch (IOException failure) {
      throw unavailable(file, "could not be written", failure);
    }
  }

  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Creates the file with all its bytes, or says that it is already there; never replaces.
  ///
  /// @return false when the file was already there
  public static boolean create(Path file, byte[] bytes) {
    return create(
        file,
        temporary -> {
          writeDurably(temporary, bytes, StandardOpenOption.WRITE);
          Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
        });
  }

  /// [#create(Path, byte[])] with the permissions of another file, the executable bit among them.
  public static boolean createLike(Path file, byte[] bytes, Path model) {
    return create(
        file,
        temporary -> {
          writeDurably(temporary, bytes, StandardOpenOption.WRITE);
          Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(model));
        });
  }

  /// Copies a file of any size with its permissions; never replaces.
  ///
  /// @return false when the target was already there
  public static boolean copy(Path from, Path to) {
    return create(
        to,
        temporary -> {
          Files.copy(from, temporary, StandardCopyOption.REPLACE_EXISTING);
          try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.READ)) {
            channel.force(true);
          }
          Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(from));
        });
  }

  /// Copies the bytes of a file of any size into a new one that only this user may read.
  public static void copyPrivately(Path from, Path to) {
    createPrivateFile(to);
    try (OutputStream out = Files.newOutputStream(to)) {
      Files.copy(from, out);
    } catch (IOException failure) {
      throw unavailable(from, "could not be copied", failure);
    }
  }

  /// An empty file that only this user may read, beside the one that it is to become by
  /// [#putInPlace] or [#putIfAbsent]. Missing folders are made.
  public static Path createTemporary(Path file) {
    Path folder = folderOf(file);
    makeFolders(folder);
    try {
      return Files.createTempFile(
          folder,
          "." + file.getFileName(),
          ".tmp",
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException failure) {
      throw unavailable(file, "could not be written", failure);
    }
  }

  /// Lets a file that another program wrote take the place of the target, or become it, in one step
  /// and after its bytes have reached the disk.
  public static void putInPlace(Path temporary, Path target) {
    try {
      flush(temporary);
      move(temporary, target);
      flushFolder(folderOf(target));
    } catch (IOException failure) {
      throw unavailable(target, "could not be replaced", failure);
    }
  }

  /// As [#putInPlace], but never replaces.
  ///
  /// @return false when the target was already there; then the temporary stays
  public static boolean putIfAbsent(Path temporary, Path target) {
    try {
      flush(temporary);
      Files.createLink(target, temporary);
      Files.delete(temporary);
      flushFolder(folderOf(target));
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    } catch (IOException failure) {
      throw unavailable(target, "could not be created", failure);
    }
  }

  /// Gives a file one more name in its folder, so that its bytes stay when something else takes its
  /// place.
  ///
  /// @return false when the name was already taken
  public static boolean link(Path file, Path name) {
    try {
      Files.createLink(name, file);
      flushFolder(folderOf(name));
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    } catch (IOException failure) {
      throw unavailable(name, "could not be created", failure);
    }
  }

  /// How many names a file has; 0 when it cannot be asked.
  public static int linkCount(Path file) {
    try {
      return Files.getAttribute(file, "unix:nlink") instanceof Integer count ? count : 0;
    } catch (IOException | UnsupportedOperationException _) {
      return 0;
    }
  }

  /// Whether two paths lead to one and the same file; false when one of them leads nowhere.
  public static boolean isOneFile(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException _) {
      return false;
    }
  }

  private static void flush(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /// Whether two files hold the same bytes.
  public static boolean isSame(Path one, Path other) {
    try {
      return Files.mismatch(one, other) < 0;
    } catch (IOException failure) {
      throw unavailable(one, "could not be compared with " + other, failure);
    }
  }

  /// Lets everybody run a file who may read it.
  public static void makeExecutable(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      for (PosixFilePermission each : List.copyOf(permissions)) {
        switch (each) {
          case OWNER_READ -> permissions.add(PosixFilePermission.OWNER_EXECUTE);
          case GROUP_READ -> permissions.add(PosixFilePermission.GROUP_EXECUTE);
          case OTHERS_READ -> permissions.add(PosixFilePermission.OTHERS_EXECUTE);
          case OWNER_WRITE,
              OWNER_EXECUTE,
              GROUP_WRITE,
              GROUP_EXECUTE,
              OTHERS_WRITE,
              OTHERS_EXECUTE -> {
            continue;
          }
        }
      }
      Files.setPosixFilePermissions(file, permissions);
    } catch (IOException failure) {
      throw unavailable(file, "could not be made executable", failure);
    }
  }

  @FunctionalInterface
  private interface Filling {
    void fill(Path temporary) throws IOException;
  }

  private static boolean create(Path file, Filling filling) {
    Path folder = folderOf(file);
    makeFolders(folder);
    try {
      Path temporary = Files.createTempFile(folder, "." + file.getFileName(), ".tmp");
      try {
        filling.fill(temporary);
        Files.createLink(file, temporary);
      } finally {
        Files.deleteIfExists(temporary);
      }
      flushFolder(folder);
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    } catch (IOException failure) {
      throw unavailable(file, "could not be created", failure);
    }
  }

  /// Creates one folder, or says that something is already there.
  public static boolean createFolder(Path folder) {
    makeFolders(folderOf(folder));
    try {
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    } catch (IOException failure) {
      throw unavailable(folder, "could not be created", failure);
    }
  }

  public static void makeFolders(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException failure) {
      throw new Failure.Invalid(
          Problem.of("file-not-folder", "a file stands where a folder is needed")
              .at(failure.getFile())
              .remedy("move the file away"));
    } catch (IOException failure) {
      refuseFileAbove(folder);
      throw unavailable(folder, "could not be created", failure);
    }
  }

  private static void refuseFileAbove(Path folder) {
    Path standing = folder.toAbsolutePath();
    while (standing != null && !Files.exists(standing)) {
      standing = standing.getParent();
    }
    if (standing != null && !isFolder(standing)) {
      throw new Failure.Invalid(
          Problem.of("file-not-folder", "a file stands where a folder is needed")
              .at(standing.toString())
              .remedy("move the file away"));
    }
  }

  /// Creates an empty file that only this user may read or write, or says that something is already
  /// there.
  ///
  /// @return false when the file was already there
  public static boolean createPrivateFile(Path file) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    } catch (IOException failure) {
      throw unavailable(file, "could not be created", failure);
    }
  }

  /// A folder of its own that only this user may enter.
  public static Path makePrivateFolder(Path parent, String prefix) {
    makeFolders(parent);
    try {
      return Files.createTempDirectory(
          parent,
          prefix,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException failure) {
      throw unavailable(parent, "could not be written to", failure);
    }
  }

  /// What stands in a folder, sorted by name; empty when the folder is not there.
  public static List<Path> list(Path folder) {
    if (!isFolder(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException | UncheckedIOException failure) {
      throw unavailable(folder, "could not be listed", asIo(failure));
    }
  }

  /// What stands in a folder, sorted by name. Cheaper than [#list], and for folders only.
  static List<Path> names(Path folder) {
    String[] names = folder.toFile().list();
    if (names == null) {
      return listed(folder);
    }
    Path[] found = new Path[names.length];
    for (int i = 0; i < found.length; i++) {
      if (!isAscii(names[i])) {
        // In some locales the quick way loses such a name.
        return listed(folder);
      }
      found[i] = folder.resolve(names[i]);
    }
    Arrays.sort(found);
    return List.of(found);
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  /// Slower, but it says why it fails.
  private static List<Path> listed(Path folder) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      List<Path> found = new ArrayList<>();
      entries.forEach(found::add);
      found.sort(null);
      return found;
    } catch (DirectoryIteratorException failure) {
      throw unavailable(folder, "could not be listed", new IOException(failure.getMessage()));
    } catch (IOException failure) {
      throw unavailable(folder, "could not be listed", failure);
    }
  }

  /// All files below a folder, sorted; symbolic links are not followed.
  public static List<Path> filesBelow(Path folder) {
    if (!isFolder(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException failure) {
      throw unavailable(folder, "could not be listed", asIo(failure));
    }
  }

  /// Whether a file is named as those are from which a write of this class is moved into place. One
  /// that is more than moments old was left by a write that was killed.
  ///
  /// @param path with slashes
  static boolean isTemporary(String path) {
    return TEMPORARY.matcher(path.substring(path.lastIndexOf('/') + 1)).matches();
  }

  /// Whether a file was left by a write of this class that was killed.
  ///
  /// @param before as of [#sweep]
  public static boolean isLeftover(Path file, Instant before) {
    return isTemporary(String.valueOf(file.getFileName())) && isOlder(file, before);
  }

  /// Removes what killed writes left in a folder.
  ///
  /// @param before only what was last written before then: a younger one may be of a write that is
  ///   still going on
  public static void sweep(Path folder, Instant before) {
    for (Path file : list(folder)) {
      if (isTemporary(file.getFileName().toString()) && isOlder(file, before)) {
        delete(file);
      }
    }
  }

  private static boolean isOlder(Path file, Instant before) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
              .toInstant()
              .isBefore(before);
    } catch (IOException _) {
      return false;
    }
  }

  public static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (DirectoryNotEmptyException _) {
      throw new IllegalArgumentException("a folder that holds something: " + file);
    } catch (IOException failure) {
      throw unavailable(file, "could not be removed", failure);
    }
  }

  /// Lets a plain file be written at a place: folders above are made, and anything there that is no
  /// plain file, a link, a pipe, a folder with all it holds, is removed.
  public static void makeWay(Path file) {
    makeFolders(folderOf(file));
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      for (Path stuck : deleteTree(file)) {
        throw unavailable(stuck, "could not be removed", new IOException("it is in the way"));
      }
    }
  }

  /// Removes a folder with all it holds; links are removed, not followed. What cannot be removed is
  /// left and returned, because a leftover must never hide the result of the work before it.
  public static List<Path> deleteTree(Path folder) {
    return TreeRemoval.of(folder);
  }

  /// Free bytes of the file system that holds the path; empty when it cannot be asked.
  public static Optional<Long> freeBytes(Path path) {
    Path existing = path.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      return Optional.of(Files.getFileStore(existing).getUsableSpace());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  public static boolean isWritable(Path path) {
    return Files.isWritable(path);
  }

  /// What a symbolic link leads to, as written; empty for anything else.
  static Optional<Path> linkTarget(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link));
    } catch (IOException | UnsupportedOperationException _) {
      return Optional.empty();
    }
  }

  /// The path with all links resolved; empty when it does not lead anywhere.
  public static Optional<Path> realPath(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// SHA-256 in lower-case hexadecimal, 64 characters.
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /// A link that stands where a file is to be written is followed, so that the link stays.
  private static Path target(Path file) {
    return isLink(file) ? realPath(file).orElse(file) : file;
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  private static void writeDurably(Path file, byte[] bytes, StandardOpenOption option)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, option)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// After a rename the folder entry itself must reach the disk. Some file systems refuse; then the
  /// rename is as durable as they make it.
  private static void flushFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      return;
    }
  }

  private static IOException asIo(Exception failure) {
    return failure instanceof UncheckedIOException unchecked
        ? Objects.requireNonNull(unchecked.getCause())
        : (IOException) failure;
  }

  /// One sentence for the reader in place of a class name, and the path exactly once.
  ///
  /// @throws Failure.Interrupted when not the disk is in the way, but the end of the program
  static Failure.Unavailable unavailable(Path path, String what, IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      throw new Failure.Interrupted(
          Problem.of("interrupted", "interrupted while a file was read or written")
              .at(path.toString())
              .remedy("call the same command again"));
    }
    String why =
        switch (cause) {
          case NoSuchFileException _ -> "it does not exist";
          case AccessDeniedException _ -> "permission is denied";
          case NotDirectoryException _ -> "a part of the path is no folder";
          case FileSystemException system when system.getReason() != null -> system.getReason();
          default -> {
            String message = cause.getMessage();
            yield message == null ? cause.getClass().getSimpleName() : message;
          }
        };
    String remedy =
        switch (cause) {
          case AccessDeniedException _ -> "check the owner and the permissions of the path";
          case NoSuchFileException _ -> "check the path";
          default ->
              why.contains("No space")
                  ? "free some space and run the command again"
                  : "mend the path or the disk and run the command again";
        };
    return new Failure.Unavailable(
        Problem.of("file-unavailable", "the path " + what + ": " + why)
            .at(path.toString())
            .remedy(remedy),
        cause);
  }
}
