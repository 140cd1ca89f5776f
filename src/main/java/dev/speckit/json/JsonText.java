package dev.speckit.json;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/// Text to values and back, on the library's streaming API only: its object binding costs a start
/// that asks for it several times as much.
final class JsonText {
  /// Deeper texts are hostile or broken; the deepest answer schema has six levels.
  private static final int LEVELS_MAX = 200;

  /// One answer is at most 32 MiB of raw output, so one string can never be longer.
  private static final int STRING_MAX = 32 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(LEVELS_MAX)
                  .maxStringLength(STRING_MAX)
                  .build())
          .characterEscapes(new Unseen())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonText() {}

  /// Characters that a terminal obeys, or that show a text in another order than it has, are
  /// escaped: JSON goes to terminals too.
  private static final class Unseen extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int[] ASCII = ascii();

    private static int[] ascii() {
      int[] codes = standardAsciiEscapesForJSON();
      codes[0x7F] = ESCAPE_STANDARD;
      return codes;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ASCII;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      boolean control = c >= 0x7F && c <= 0x9F;
      boolean order =
          c == 0x061C
              || c == 0x200E
              || c == 0x200F
              || (c >= 0x202A && c <= 0x202E)
              || (c >= 0x2066 && c <= 0x2069);
      return control || order
          ? new SerializedString(String.format(Locale.ROOT, "\\u%04X", c))
          : null;
    }
  }

  static Json.Reading read(String text) {
    try (JsonParser parser =
        FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return new Json.Reading.Malformed("the text is empty", 1, 1);
      }
      Json value = value(parser, first);
      if (parser.nextToken() != null) {
        TokenStreamLocation at = parser.currentTokenLocation();
        return new Json.Reading.Malformed("text after the value", at.getLineNr(), at.getColumnNr());
      }
      return new Json.Reading.Value(value);
    } catch (JacksonException failure) {
      TokenStreamLocation at = failure.getLocation();
      return new Json.Reading.Malformed(
          failure.getOriginalMessage(),
          at == null ? 1 : Math.max(1, at.getLineNr()),
          at == null ? 1 : Math.max(1, at.getColumnNr()));
    }
  }

  private static Json value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> fields(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> new Json.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(number(parser));
      case VALUE_TRUE -> new Json.Truth(true);
      case VALUE_FALSE -> new Json.Truth(false);
      case VALUE_NULL -> new Json.Null();
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("the parser gave " + token + " for a value");
    };
  }

  private static BigDecimal number(JsonParser parser) {
    return parser.getDecimalValue();
  }

  private static Json fields(JsonParser parser) {
    Map<String, Json> values = new LinkedHashMap<>();
    for (JsonToken token = parser.nextToken();
        token == JsonToken.PROPERTY_NAME;
        token = parser.nextToken()) {
      String name = parser.currentName();
      values.put(name, value(parser, parser.nextToken()));
    }
    return new Json.Fields(values);
  }

  private static Json items(JsonParser parser) {
    List<Json> values = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      values.add(value(parser, token));
    }
    return new Json.Items(values);
  }

  static String write(Json value, boolean indented) {
    StringWriter out = new StringWriter();
    ObjectWriteContext context =
        indented
            ? new ObjectWriteContext.Base() {
              @Override
              public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
                DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
                return new DefaultPrettyPrinter(
                        Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(indenter)
                    .withArrayIndenter(indenter);
              }
            }
            : ObjectWriteContext.empty();
    try (JsonGenerator generator = FACTORY.createGenerator(context, out)) {
      write(generator, value);
    }
    return out.toString();
  }

  private static void write(JsonGenerator generator, Json value) {
    switch (value) {
      case Json.Fields fields -> {
        generator.writeStartObject();
        fields
            .values()
            .forEach((name, field) -> {
              generator.writeName(wellFormed(name));
              write(generator, field);
            });
        generator.writeEndObject();
      }
      case Json.Items items -> {
        generator.writeStartArray();
        items.values().forEach(item -> write(generator, item));
        generator.writeEndArray();
      }
      case Json.Text text -> generator.writeString(wellFormed(text.value()));
      case Json.Numeral numeral -> generator.writeNumber(numeral.value());
      case Json.Truth truth -> generator.writeBoolean(truth.value());
      case Json.Null _ -> generator.writeNull();
    }
  }

  /// An unpaired surrogate cannot be written as UTF-8; agents do produce them by cutting text.
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaceUnpaired(text);
      }
    }
    return text;
  }

  private static String replaceUnpaired(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point ->
            out.appendCodePoint(
                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                    ? 0xFFFD
                    : point));
    return out.toString();
  }
}
