package dev.speckit.spec;

import dev.speckit.host.OutputFilter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Takes secrets out of bytes on their way to the disk, in whatever pieces they come. What is no
/// secret passes byte for byte, also where it is no UTF-8.
///
/// A line is written at its line feed, one without an end in windows of 64 KiB. Windows overlap by
/// more than the longest secret, and are cut by the place in the line alone, so that the same bytes
/// in other pieces give the same result. Inside JSON a secret is replaced up to the quote or escape
/// behind it, never with it.
///
/// Each character of a text looked at is one byte: nothing is decoded, and nothing can fail to be.
public final class Redactor implements OutputFilter {
  private static final int WINDOW_BYTES = 64 << 10;
  private static final int OVERLAP_BYTES = 24 << 10;

  /// Of what was written before: a secret is known by what stands before it.
  private static final int CONTEXT_BYTES = 64;

  private final SecretFinder finder;
  private final LineRedactor lines;
  private byte[] held = new byte[0];

  /// How much of the bytes held was written before.
  private int context;

  public Redactor(KnownSecrets known) {
    this.finder = new SecretFinder(known);
    this.lines = new LineRedactor(finder);
  }

  /// A whole text at once.
  public static byte[] redacted(byte[] bytes, KnownSecrets known) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    try {
      Redactor redactor = new Redactor(known);
      redactor.pass(bytes, 0, bytes.length, out::write);
      redactor.end(out::write);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /// A whole text at once.
  public static String redacted(String text, KnownSecrets known) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = redacted(bytes, known);
    return Arrays.equals(bytes, out) ? text : new String(out, StandardCharsets.UTF_8);
  }

  /// How many secrets were taken out up to now.
  public long count() {
    return lines.count();
  }

  @Override
  public void pass(byte[] bytes, int from, int length, Sink out) throws IOException {
    int to = from + length;
    int at = from;
    if (held.length > 0) {
      int feed = lineEnd(bytes, at, to);
      int until = feed < 0 ? to : feed;
      hold(bytes, at, until);
      at = until;
      drain(feed >= 0, out);
    }
    int last = lastLineEnd(bytes, at, to);
    if (last > at) {
      whole(bytes, at, last, out);
      at = last;
    }
    if (at < to) {
      hold(bytes, at, to);
      drain(false, out);
    }
  }

  @Override
  public void end(Sink out) throws IOException {
    drain(true, out);
    write(lines.end(), out);
  }

  /// Lines that all have their end.
  private void whole(byte[] bytes, int from, int to, Sink out) throws IOException {
    if (!lines.isInKey() && !finder.mayHold(bytes, from, to)) {
      out.write(bytes, from, to - from);
      return;
    }
    for (int at = from; at < to; ) {
      int end = lineEnd(bytes, at, to);
      if (!lines.isInKey() && !finder.mayHold(bytes, at, end)) {
        out.write(bytes, at, end - at);
      } else if (end - at <= WINDOW_BYTES) {
        write(lines.line(text(bytes, at, end)), out);
      } else {
        hold(bytes, at, end);
        drain(true, out);
      }
      at = end;
    }
  }

  private void hold(byte[] bytes, int from, int to) {
    int length = held.length;
    held = Arrays.copyOf(held, length + to - from);
    System.arraycopy(bytes, from, held, length, to - from);
  }

  /// @param ended whether the line ends with what is held
  private void drain(boolean ended, Sink out) throws IOException {
    while (held.length - context > WINDOW_BYTES) {
      window(out);
    }
    if (!ended || held.length == 0) {
      return;
    }
    write(lines.line(text(held, context, held.length)), out);
    held = new byte[0];
    context = 0;
  }

  private void window(Sink out) throws IOException {
    int end = context + WINDOW_BYTES;
    String text = text(held, 0, end);
    SecretFinder.Found found = finder.find(text);
    int cut = end - OVERLAP_BYTES;
    for (SecretSpan span : found.spans().reversed()) {
      if (span.start() < cut && span.to() > cut) {
        cut = span.start();
      }
    }
    write(lines.replaced(text, context, cut, found.spans()), out);
    int kept = Math.max(0, cut - CONTEXT_BYTES);
    held = Arrays.copyOfRange(held, kept, held.length);
    context = cut - kept;
  }

  /// @return behind the first line feed, or -1
  private static int lineEnd(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n') {
        return at + 1;
      }
    }
    return -1;
  }

  private static int lastLineEnd(byte[] bytes, int from, int to) {
    int at = to;
    while (at > from && bytes[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static void write(String text, Sink out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > 0) {
      out.write(bytes, 0, bytes.length);
    }
  }
}
