package dev.speckit.evidence;

import dev.speckit.evidence.ArchiveManifest.Entry;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.FileStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/// Reads an archive that may come from anywhere, to its last byte. The manifest comes first; then
/// exactly its files in its order, each a plain file of the size and hash that the manifest says.
/// Nothing is believed, and no more is unpacked than the manifest announces.
final class ArchiveReader {
  private static final int PIECE_BYTES = 1 << 16;
  private static final int MANIFEST_BYTES_MAX = 64 << 20;

  /// Beside its bytes a file takes headers: some blocks and a name of at most 4 KiB, twice.
  private static final long BYTES_PER_ENTRY = 32 << 10;

  private static final String HOSTILE = "archive-hostile";
  private static final String BROKEN = "archive-broken";

  private ArchiveReader() {}

  /// What an archive turned out to be.
  sealed interface Checked {
    /// @param bytes of the archive
    record Whole(ArchiveManifest manifest, long bytes, String sha256) implements Checked {}

    /// Changed, cut off, or never an archive of ours.
    record Broken(String why) implements Checked {}

    /// Made to do harm, or by another program.
    record Hostile(String entry, String why) implements Checked {}

    /// The disk did not give it.
    record Unread(Problem problem) implements Checked {}
  }

  /// Gets the files, when they are wanted.
  @FunctionalInterface
  interface Taker {
    OutputStream take(Entry entry) throws IOException;
  }

  /// Reads all of it and keeps nothing.
  static Checked check(Path archive, LongConsumer progress) {
    return read(archive, progress, _ -> OutputStream.nullOutputStream());
  }

  /// @param progress is told how many bytes came out, piece by piece
  /// @param taker gets each file before its bytes are known to be right: they are when the whole
  ///   archive is
  static Checked read(Path archive, LongConsumer progress, Taker taker) {
    try (InputStream file = FileStream.open(archive)) {
      Hashing hashing = new Hashing(file);
      BufferedInputStream in = new BufferedInputStream(hashing, PIECE_BYTES);
      try {
        ArchiveManifest manifest = unpack(in, progress, taker);
        if (in.read() >= 0) {
          return new Checked.Broken("something follows behind its end");
        }
        return new Checked.Whole(manifest, hashing.count, hashing.hash.hex());
      } catch (Failure.Invalid refused) {
        return refusal(refused);
      } catch (Failure.Unavailable unavailable) {
        return new Checked.Unread(unavailable.problems().getFirst());
      } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException failure) {
        return new Checked.Broken("it is damaged or was cut off");
      }
    } catch (IOException failure) {
      return new Checked.Unread(
          FileStream.unavailable(archive, "could not be read", failure).problems().getFirst());
    }
  }

  private static ArchiveManifest unpack(InputStream in, LongConsumer progress, Taker taker)
      throws IOException {
    Bounded plain = new Bounded(new GzipCompressorInputStream(in));
    plain.left = MANIFEST_BYTES_MAX + BYTES_PER_ENTRY;
    TarArchiveInputStream tar =
        new TarArchiveInputStream(
            plain,
            TarConstants.DEFAULT_BLKSIZE,
            TarConstants.DEFAULT_RCDSIZE,
            StandardCharsets.UTF_8.name(),
            false);
    ArchiveManifest manifest = manifest(tar);
    Iterator<Entry> files = manifest.files().iterator();
    while (true) {
      // Names are read into memory before anybody can look at their length.
      plain.left = BYTES_PER_ENTRY;
      TarArchiveEntry each = tar.getNextEntry();
      if (each == null) {
        break;
      }
      if (!files.hasNext()) {
        throw hostile(each.getName(), "it is not in the manifest");
      }
      Entry expected = files.next();
      plain.left = expected.bytes() + BYTES_PER_ENTRY;
      take(tar, each, expected, progress, taker);
    }
    if (files.hasNext()) {
      throw broken("it lacks the file " + files.next().path());
    }
    refuseMore(plain);
    return manifest;
  }

  private static ArchiveManifest manifest(TarArchiveInputStream tar) throws IOException {
    TarArchiveEntry first = tar.getNextEntry();
    if (first == null) {
      throw broken("it is empty");
    }
    refuseStrange(first, ArchiveManifest.ENTRY);
    if (first.getSize() > MANIFEST_BYTES_MAX) {
      throw hostile(ArchiveManifest.ENTRY, "it is too large");
    }
    String text = new String(tar.readNBytes((int) first.getSize()), StandardCharsets.UTF_8);
    return switch (ArchiveManifest.parse(text)) {
      case ArchiveManifest.Reading.Read read -> read.manifest();
      case ArchiveManifest.Reading.Refused refused -> throw hostile(refused.entry(), refused.why());
    };
  }

  private static void take(
      TarArchiveInputStream tar,
      TarArchiveEntry each,
      Entry expected,
      LongConsumer progress,
      Taker taker)
      throws IOException {
    refuseStrange(each, expected.path());
    if (each.getSize() != expected.bytes()) {
      throw hostile(expected.path(), "its size is not what the manifest says");
    }
    FileStream.Sha256 hash = new FileStream.Sha256();
    byte[] piece = new byte[PIECE_BYTES];
    long left = expected.bytes();
    try (OutputStream out = open(taker, expected)) {
      while (left > 0) {
        int read = tar.read(piece, 0, (int) Math.min(left, PIECE_BYTES));
        if (read <= 0) {
          throw broken("it was cut off within " + expected.path());
        }
        hash.add(piece, read);
        write(out, expected, piece, read);
        progress.accept(read);
        left -= read;
      }
    }
    if (!hash.hex().equals(expected.sha256())) {
      throw broken("the file " + expected.path() + " was changed in it");
    }
  }

  private static void refuseStrange(TarArchiveEntry entry, String expected) {
    String name = entry.getName();
    boolean plain = entry.getLinkFlag() == TarConstants.LF_NORMAL && !entry.isSparse();
    if (!plain) {
      throw hostile(name, "it is no plain file");
    }
    if (!name.equals(expected)) {
      throw hostile(name, "it stands where the manifest has " + expected);
    }
  }

  /// Behind the last file there are only blocks of zeros.
  private static void refuseMore(InputStream plain) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    for (int read = plain.read(piece); read >= 0; read = plain.read(piece)) {
      for (int i = 0; i < read; i++) {
        if (piece[i] != 0) {
          throw hostile("", "something hides behind its last file");
        }
      }
    }
  }

  private static OutputStream open(Taker taker, Entry entry) {
    try {
      return taker.take(entry);
    } catch (IOException failure) {
      throw FileStream.unavailable(Path.of(entry.path()), "could not be unpacked", failure);
    }
  }

  private static void write(OutputStream out, Entry entry, byte[] piece, int length) {
    try {
      out.write(piece, 0, length);
    } catch (IOException failure) {
      throw FileStream.unavailable(Path.of(entry.path()), "could not be written", failure);
    }
  }

  private static Failure.Invalid hostile(String entry, String why) {
    return new Failure.Invalid(Problem.of(HOSTILE, why).at(entry));
  }

  private static Failure.Invalid broken(String why) {
    return new Failure.Invalid(Problem.of(BROKEN, why));
  }

  /// What was thrown from deep inside the reading, as the value it is for everybody else.
  private static Checked refusal(Failure.Invalid refused) {
    Problem problem = refused.problems().getFirst();
    Place place = problem.place();
    return switch (problem.code()) {
      case HOSTILE -> new Checked.Hostile(place == null ? "" : place.file(), problem.message());
      case BROKEN -> new Checked.Broken(problem.message());
      default -> throw refused;
    };
  }

  private static final class Hashing extends FilterInputStream {
    private final FileStream.Sha256 hash = new FileStream.Sha256();
    private long count;

    Hashing(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = in.read(bytes, from, length);
      if (read > 0) {
        hash.add(bytes, from, read);
        count += read;
      }
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  /// Gives no more than was announced: a small archive could become a huge one.
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = in.read(bytes, from, length);
      left -= Math.max(0, read);
      if (left < 0) {
        throw broken("more comes out than was announced");
      }
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = 0;
      byte[] piece = new byte[PIECE_BYTES];
      while (skipped < count) {
        int read = read(piece, 0, (int) Math.min(count - skipped, PIECE_BYTES));
        if (read < 0) {
          return skipped;
        }
        skipped += read;
      }
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
