package dev.speckit.cli;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/// Reads a line as one word: an answer knows neither quotes nor escapes, and names with blanks are
/// completed as they are.
record WholeLine() implements Parser {

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    return new Answer(line, cursor);
  }

  @Override
  public boolean isEscapeChar(char unit) {
    return false;
  }

  private record Answer(String line, int cursor) implements CompletingParsedLine {
    @Override
    public String word() {
      return line;
    }

    @Override
    public int wordCursor() {
      return cursor;
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(line);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return cursor;
    }

    @Override
    public int rawWordLength() {
      return line.length();
    }
  }
}
