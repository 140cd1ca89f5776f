package dev.speckit.checks;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The bytes of an XML file as text. Decoded here and not by the parser, which prints what it
/// cannot decode to the terminal and does not say where it stands.
final class XmlText {
  private static final int DECLARATION_BYTES_MAX = 256;
  private static final Pattern ENCODING =
      Pattern.compile("^<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']");

  private XmlText() {}

  /// @throws Failure.Invalid when the encoding is unknown or the bytes are not in it
  static String of(byte[] bytes, String file) {
    Charset charset = charset(bytes, file);
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      CharBuffer text = decoder.decode(in);
      boolean hasMark = text.hasRemaining() && text.get(0) == '\uFEFF';
      return hasMark ? text.subSequence(1, text.length()).toString() : text.toString();
    } catch (CharacterCodingException _) {
      throw new Failure.Invalid(
          Problem.of("wrong-encoding", "the report holds bytes that are not " + charset.name())
              .at(Place.of(file, lineAt(bytes, in.position())))
              .remedy("let the tool write the encoding that the report declares"));
    }
  }

  private static int lineAt(byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  /// By the byte order mark or the zero bytes of the first character, else as declared, else UTF-8.
  private static Charset charset(byte[] bytes, String file) {
    int first = bytes.length > 1 ? (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF) : 0;
    return switch (first) {
      case 0xFEFF, 0xFFFE -> StandardCharsets.UTF_16;
      case 0x003C -> StandardCharsets.UTF_16BE;
      case 0x3C00 -> StandardCharsets.UTF_16LE;
      case 0xEFBB -> StandardCharsets.UTF_8;
      default -> declared(bytes, file);
    };
  }

  private static Charset declared(byte[] bytes, String file) {
    String start =
        new String(
            bytes, 0, Math.min(bytes.length, DECLARATION_BYTES_MAX), StandardCharsets.ISO_8859_1);
    Matcher declaration = ENCODING.matcher(start);
    if (!declaration.find()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(declaration.group(1));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      throw new Failure.Invalid(
          Problem.of(
                  "wrong-encoding",
                  "the report declares an encoding that is not known: " + declaration.group(1))
              .at(Place.of(file, 1))
              .remedy("let the tool write UTF-8"));
    }
  }
}
