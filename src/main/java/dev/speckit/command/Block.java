package dev.speckit.command;

import java.util.List;

/// A piece of a report. Faces render every kind; a face that needs a new shape adds a kind here.
/// Texts may come from agents and files: faces must neutralise control characters.
public sealed interface Block {

  /// @param text without line feeds
  record Cell(String text, Tone tone) {
    public static Cell of(String text) {
      return new Cell(text, Tone.PLAIN);
    }

    public static Cell of(String text, Tone tone) {
      return new Cell(text, tone);
    }
  }

  /// Label and value pairs.
  record Facts(List<Fact> facts) implements Block {
    public Facts {
      facts = List.copyOf(facts);
    }

    public record Fact(String label, Cell value) {}

    public static Fact fact(String label, String value) {
      return new Fact(label, Cell.of(value));
    }

    public static Fact fact(String label, String value, Tone tone) {
      return new Fact(label, Cell.of(value, tone));
    }
  }

  /// @param title shown above; empty for none
  /// @param columns headings; every row has as many cells
  record Table(String title, List<String> columns, List<List<Cell>> rows) implements Block {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /// Lines of running text.
  record Notes(List<Cell> lines) implements Block {
    public Notes {
      lines = List.copyOf(lines);
    }

    public static Notes of(String... lines) {
      return new Notes(java.util.Arrays.stream(lines).map(Cell::of).toList());
    }
  }

  /// A unified diff, line by line.
  record Diff(List<String> lines) implements Block {
    public Diff {
      lines = List.copyOf(lines);
    }
  }

  /// Text for another program (a script, a document): written as it is, without colour.
  record Verbatim(String text) implements Block {}
}
