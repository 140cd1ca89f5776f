package dev.speckit.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From a pipe through a filter to a file, up to a bound: then only the last piece is remembered
/// and written behind the first, so that the file holds head and tail.
final class OutputPump implements Runnable {
  private static final int PIECE_BYTES = 64 << 10;

  private final InputStream in;
  private final Path file;
  private final OutputFilter filter;
  private final long bytesMax;
  private final Runnable wake;
  private final MessageDigest digest;
  private byte[] tail = new byte[0];
  private long kept;
  private long passed;
  private boolean dropped;
  private boolean closed;
  private @Nullable OutputStream out;
  private volatile long bytes;
  private volatile @Nullable Long firstNanos;
  private volatile long lastNanos;
  private volatile boolean flooded;
  private volatile boolean ended;
  private volatile @Nullable IOException failure;

  /// @param wake called at the first byte, at the bound and at the end
  OutputPump(InputStream in, Path file, OutputFilter filter, long bytesMax, Runnable wake) {
    this.in = in;
    this.file = file;
    this.filter = filter;
    this.bytesMax = bytesMax;
    this.wake = wake;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  @Override
  public void run() {
    try {
      copy();
    } finally {
      ended = true;
      wake.run();
    }
  }

  private void copy() {
    byte[] piece = new byte[PIECE_BYTES];
    long total = 0;
    while (true) {
      int length;
      try {
        length = in.read(piece);
      } catch (IOException _) {
        // The pipe was closed because the program is over.
        return;
      }
      if (length < 0) {
        return;
      }
      boolean first = firstNanos == null;
      long now = System.nanoTime();
      lastNanos = now;
      if (first) {
        firstNanos = now;
      }
      total += length;
      bytes = total;
      if (!keep(piece, length)) {
        return;
      }
      if (first) {
        wake.run();
      }
    }
  }

  private synchronized boolean keep(byte[] piece, int length) {
    if (closed || failure != null) {
      return false;
    }
    passed += length;
    try {
      filter.pass(piece, 0, length, this::put);
    } catch (IOException cause) {
      failure = cause;
      return false;
    } catch (RuntimeException | StackOverflowError defect) {
      failure = new IOException("the output could not be filtered: " + defect, defect);
      return false;
    }
    if (passed > bytesMax && !flooded) {
      flooded = true;
      wake.run();
    }
    return true;
  }

  private void put(byte[] piece, int from, int length) throws IOException {
    int room = (int) Math.min(length, bytesMax - kept);
    write(piece, from, room);
    if (room < length) {
      remember(piece, from + room, from + length);
    }
  }

  private void write(byte[] piece, int from, int length) throws IOException {
    if (out == null) {
      out = Files.newOutputStream(file);
    }
    out.write(piece, from, length);
    digest.update(piece, from, length);
    kept += length;
  }

  private void remember(byte[] piece, int from, int to) {
    byte[] all = Arrays.copyOf(tail, tail.length + to - from);
    System.arraycopy(piece, from, all, tail.length, to - from);
    dropped |= all.length > PIECE_BYTES;
    tail =
        all.length <= PIECE_BYTES
            ? all
            : Arrays.copyOfRange(all, all.length - PIECE_BYTES, all.length);
  }

  /// Writes what the filter holds back, and the tail; what comes later is dropped.
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (InputStream _ = in) {
      if (failure == null) {
        filter.end(this::put);
        write(tail, 0, tail.length);
      }
      if (out != null) {
        out.close();
      }
    } catch (IOException cause) {
      failure = failure == null ? cause : failure;
    } catch (RuntimeException | StackOverflowError defect) {
      failure = new IOException("the output could not be filtered: " + defect, defect);
    }
  }

  synchronized String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Also when every byte read was kept: what a flood is stopped in would have gone on.
  synchronized boolean truncated() {
    return flooded || dropped || passed < bytes;
  }

  long bytes() {
    return bytes;
  }

  @Nullable Long firstNanos() {
    return firstNanos;
  }

  long lastNanos() {
    return lastNanos;
  }

  boolean isFlooded() {
    return flooded;
  }

  boolean isEnded() {
    return ended;
  }

  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }
}
