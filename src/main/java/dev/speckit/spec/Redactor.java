package dev.speckit.spec;

import dev.speckit.host.OutputFilter;
import dev.speckit.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

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

  private int length;

  /// How much of the bytes held was written before.
  private int context;

  public Redactor(KnownSecrets known) {
    this.finder = new SecretFinder(known);
    this.lines = new LineRedactor(finder);
  }

  /// A text without its secrets.
  ///
  /// @param count how many were taken out
  public record Redacted(String text, long count) {}

  /// A whole text at once.
  public static Redacted redacted(String text, KnownSecrets known) {
    Redactor redactor = new Redactor(known);
    byte[] out = redactor.all(text.getBytes(StandardCharsets.UTF_8));
    return new Redacted(
        redactor.count() == 0 ? text : new String(out, StandardCharsets.UTF_8), redactor.count());
  }

  /// A value of JSON without its secrets, also those that escapes hid.
  public static Json redacted(Json json, KnownSecrets known) {
    return new JsonSecrets(text -> redacted(text, known).text()).value(json);
  }

  /// Passes a whole text and ends.
  public byte[] all(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    try {
      pass(bytes, 0, bytes.length, out::write);
      end(out::write);
    } catch (IOException impossible) {
      throw new IllegalStateException("writing to memory cannot fail", impossible);
    }
    return out.toByteArray();
  }

  /// How many secrets were taken out up to now.
  public long count() {
    return lines.count();
  }

  @Override
  public void pass(byte[] bytes, int from, int length, Sink out) throws IOException {
    int to = from + length;
    for (int at = from; at < to; at += WINDOW_BYTES) {
      piece(bytes, at, Math.min(to, at + WINDOW_BYTES), out);
    }
  }

  @Override
  public void end(Sink out) throws IOException {
    line(out);
    write(lines.end(), out);
  }

  private void piece(byte[] bytes, int from, int to, Sink out) throws IOException {
    int at = from;
    if (length > 0) {
      int feed = lineEnd(bytes, from, to);
      at = feed < 0 ? to : feed;
      hold(bytes, from, at, out);
      if (feed < 0) {
        return;
      }
      line(out);
    }
    int last = lastLineEnd(bytes, at, to);
    whole(bytes, at, last, out);
    hold(bytes, last, to, out);
  }

  /// Lines that all have their end.
  private void whole(byte[] bytes, int from, int to, Sink out) throws IOException {
    if (!lines.isInKey() && !finder.mayHold(bytes, from, to)) {
      out.write(bytes, from, to - from);
      return;
    }
    for (int at = from; at < to; ) {
      int end = lineEnd(bytes, at, to);
      if (lines.isInKey() || finder.mayHold(bytes, at, end)) {
        write(lines.line(text(bytes, at, end)), out);
      } else {
        out.write(bytes, at, end - at);
      }
      at = end;
    }
  }

  private void hold(byte[] bytes, int from, int to, Sink out) throws IOException {
    if (from == to) {
      return;
    }
    if (length + to - from > held.length) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, length + to - from));
    }
    System.arraycopy(bytes, from, held, length, to - from);
    length += to - from;
    while (length - context > WINDOW_BYTES) {
      window(out);
    }
  }

  /// What is held is a line, or the end of one.
  private void line(Sink out) throws IOException {
    if (length > 0) {
      String text = text(held, 0, length);
      write(context == 0 ? lines.line(text) : lines.rest(text, context), out);
    }
    length = 0;
    context = 0;
  }

  private void window(Sink out) throws IOException {
    if (context == 0 && lines.isInKey()) {
      write(lines.leave(), out);
    }
    int end = context + WINDOW_BYTES;
    String text = text(held, 0, end);
    List<SecretSpan> spans = finder.find(text).spans();
    int sure = end - OVERLAP_BYTES;
    int cut = cut(spans, sure);
    write(lines.replaced(text, context, cut, spans), out);
    int kept = Math.max(0, Math.min(sure, cut) - CONTEXT_BYTES);
    System.arraycopy(held, kept, held, 0, length - kept);
    length -= kept;
    context = cut - kept;
  }

  /// Before a secret that goes on in the next window. Secrets without anything between them may
  /// fill a window: then behind them, and those that were not seen whole are looked at again.
  private int cut(List<SecretSpan> spans, int sure) {
    for (SecretSpan span : spans) {
      if (span.start() < sure && span.to() > sure) {
        return span.start() > context ? span.start() : span.to();
      }
    }
    return sure;
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
