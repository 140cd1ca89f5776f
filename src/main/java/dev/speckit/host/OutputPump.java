package dev.speckit.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
  private final KeptFile file;
  private final OutputFilter filter;
  private final long bytesMax;
  private final @Nullable OutputLines lines;
  private final long linesMax;
  private final Runnable wake;
  private final MessageDigest digest;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long lineCount;
  private byte[] tail = new byte[0];
  private long kept;
  private long passed;
  private boolean dropped;
  private boolean closed;
  private volatile long bytes;
  private volatile @Nullable Long firstNanos;
  private volatile long lastNanos;
  private volatile boolean flooded;
  private volatile boolean looping;
  private volatile @Nullable Long finishedNanos;
  private volatile boolean ended;
  private volatile @Nullable IOException failure;

  /// @param lines told of each line, or null
  /// @param wake called at the first sign of life, at a bound and at the final event
  OutputPump(
      InputStream in,
      KeptFile file,
      OutputFilter filter,
      long bytesMax,
      @Nullable OutputLines lines,
      long linesMax,
      Runnable wake) {
    this.in = in;
    this.file = file;
    this.filter = filter;
    this.bytesMax = bytesMax;
    this.lines = lines;
    this.linesMax = linesMax;
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
      if (first || lines == null) {
        alive();
      }
      total += length;
      bytes = total;
      if (!keep(piece, length)) {
        wake.run();
        return;
      }
      if (first) {
        wake.run();
      }
    }
  }

  private void alive() {
    long now = System.nanoTime();
    lastNanos = now;
    if (firstNanos == null) {
      firstNanos = now;
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
    split(piece, from, length);
    int room = (int) Math.min(length, bytesMax - kept);
    write(piece, from, room);
    if (room < length) {
      remember(piece, from + room, from + length);
    }
  }

  private void split(byte[] piece, int from, int length) {
    if (lines == null) {
      return;
    }
    int start = from;
    for (int i = from; i < from + length; i++) {
      if (piece[i] == '\n') {
        hold(piece, start, i);
        endLine();
        start = i + 1;
      }
    }
    hold(piece, start, from + length);
  }

  private void hold(byte[] piece, int from, int to) {
    int room = Math.min(to - from, OutputLines.LINE_BYTES_MAX - line.size());
    line.write(piece, from, room);
  }

  private void endLine() {
    if (lines == null || looping) {
      return;
    }
    alive();
    OutputLines.Signal signal = lines.line(line.toString(StandardCharsets.UTF_8));
    line.reset();
    switch (signal) {
      case GO_ON -> looping = ++lineCount > linesMax;
      case FINISHED -> finishedNanos = System.nanoTime();
      case LOOPING -> looping = true;
    }
    if (looping || signal != OutputLines.Signal.GO_ON) {
      wake.run();
    }
  }

  private void write(byte[] piece, int from, int length) throws IOException {
    file.write(piece, from, length);
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
        if (line.size() > 0) {
          endLine();
        }
        write(tail, 0, tail.length);
      }
      file.settle();
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

  /// `System.nanoTime` of the final event, or null.
  @Nullable Long finishedNanos() {
    return finishedNanos;
  }

  boolean isLooping() {
    return looping;
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
