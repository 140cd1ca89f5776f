package dev.speckit.cli;

import dev.speckit.command.Block;
import dev.speckit.command.Tone;
import java.util.ArrayList;
import java.util.List;

/// A table in columns. Where a person's terminal is too narrow for it, the widest columns wrap: all
/// is still there, and the narrow columns, which tell rows apart, stay as they are.
///
/// @param width cells of a line; [ReportText#UNBOUNDED] for as many as it takes
record TableText(Paint paint, int width) {
  private static final int GAP = 2;

  /// A column is never made narrower; a terminal too narrow for that breaks the lines itself.
  private static final int COLUMN_MIN = 6;

  void append(StringBuilder out, Block.Table table) {
    if (!table.title().isEmpty()) {
      appendLine(out, paint.paint(Glyphs.safe(table.title()), Tone.STRONG));
    }
    List<Block.Cell> heading = new ArrayList<>();
    table.columns().forEach(column -> heading.add(Block.Cell.of(column, Tone.MUTED)));
    List<List<Block.Cell>> rows = new ArrayList<>();
    rows.add(heading);
    rows.addAll(table.rows());
    int[] widths = widths(rows);
    boolean wraps = fit(widths);
    for (List<Block.Cell> row : rows) {
      if (wraps) {
        appendWrapped(out, row, widths);
      } else {
        appendRow(out, row, widths);
      }
    }
  }

  private static int[] widths(List<List<Block.Cell>> rows) {
    int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (List<Block.Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], Glyphs.width(Glyphs.safe(row.get(i).text())));
      }
    }
    return widths;
  }

  /// Takes from the widest column, the last one of several, until the line fits.
  ///
  /// @return whether a column has become narrower than what it holds
  private boolean fit(int[] widths) {
    int whole = GAP * (widths.length - 1);
    for (int column : widths) {
      whole += column;
    }
    boolean narrowed = false;
    while (whole > width) {
      int widest = widths.length - 1;
      for (int i = widths.length - 2; i >= 0; i--) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= COLUMN_MIN) {
        return narrowed;
      }
      widths[widest]--;
      whole--;
      narrowed = true;
    }
    return narrowed;
  }

  private void appendRow(StringBuilder out, List<Block.Cell> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      Block.Cell cell = row.get(i);
      appendCell(line, Glyphs.safe(cell.text()), cell.tone(), i == row.size() - 1 ? 0 : widths[i]);
    }
    appendLine(out, line.toString());
  }

  private void appendWrapped(StringBuilder out, List<Block.Cell> row, int[] widths) {
    List<List<String>> cells = new ArrayList<>();
    int lines = 1;
    for (int i = 0; i < row.size(); i++) {
      List<String> cell = Glyphs.wrap(Glyphs.safe(row.get(i).text()), widths[i]);
      cells.add(cell);
      lines = Math.max(lines, cell.size());
    }
    for (int at = 0; at < lines; at++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String text = at < cells.get(i).size() ? cells.get(i).get(at) : "";
        appendCell(line, text, row.get(i).tone(), i == row.size() - 1 ? 0 : widths[i]);
      }
      appendLine(out, line.toString());
    }
  }

  /// @param padded cells to fill up to before the gap; 0 for the last of a line
  private void appendCell(StringBuilder line, String safe, Tone tone, int padded) {
    line.append(paint.paint(safe, tone));
    if (padded > 0) {
      line.repeat(' ', padded - Glyphs.width(safe) + GAP);
    }
  }

  static void appendLine(StringBuilder out, String line) {
    out.append(line.stripTrailing()).append('\n');
  }
}
