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

/// From a pipe to a file, up to a bound: then only the last piece is remembered and written behind
/// the first, so that the file holds head and tail.
final class OutputPump implements Runnable {
  private static final int PIECE_BYTES = 64 << 10;

  private final InputStream in;
  private final Path file;
  private final long bytesMax;
  private final Runnable wake;
  private final MessageDigest digest;
  private byte[] tail = new byte[0];
  private long kept;
  private boolean closed;
  private @Nullable OutputStream out;
  private volatile long bytes;
  private volatile @Nullable Long firstNanos;
  private volatile long lastNanos;
  private volatile boolean flooded;
  private volatile boolean ended;
  private volatile @Nullable IOException failure;

  /// @param wake called at the first byte, at the bound and at the end
  OutputPump(InputStream in, Path file, long bytesMax, Runnable wake) {
    this.in = in;
    this.file = file;
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
    int room = (int) Math.min(length, bytesMax - kept);
    try {
      write(piece, 0, room);
    } catch (IOException cause) {
      failure = cause;
      return false;
    }
    if (room < length) {
      remember(piece, room, length);
      if (!flooded) {
        flooded = true;
        wake.run();
      }
    }
    return true;
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
    tail =
        all.length <= PIECE_BYTES
            ? all
            : Arrays.copyOfRange(all, all.length - PIECE_BYTES, all.length);
  }

  /// Writes the tail; what comes later is dropped.
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (InputStream _ = in) {
      if (failure == null) {
        write(tail, 0, tail.length);
      }
      if (out != null) {
        out.close();
      }
    } catch (IOException cause) {
      failure = failure == null ? cause : failure;
    }
  }

  synchronized String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Also when every byte read was kept: what a flood is stopped in would have gone on.
  synchronized boolean truncated() {
    return flooded || kept < bytes;
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
