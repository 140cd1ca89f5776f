package dev.speckit.handoff;

import dev.speckit.json.Json;
import dev.speckit.spec.SpecEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The table of all specs.
final class TrackerTable {
  private static final int CELL_MAX = 200;
  private static final int COLUMNS = 6;
  private static final int BRANCH = 4;
  private static final String HEAD =
      "| Spec | Title | Status | Priority | Branch | Progress |\n|---|---|---|---|---|---|";
  private static final Pattern BETWEEN_CELLS = Pattern.compile("(?<!\\\\) \\| ");
  private static final Pattern LINK = Pattern.compile("\\[\\d+]\\(([^)]*)\\)");

  private final List<Row> rows;

  private TrackerTable(List<Row> rows) {
    this.rows = rows;
  }

  /// @param branch empty when none is known
  /// @param written whether the document names the branch
  private record Row(SpecEntry entry, Standing standing, Optional<String> branch, boolean written) {
    private String target() {
      return SpecEntry.relative(entry.workspace().resolve("specs"), entry.documentPath());
    }

    private String line(String branchCell) {
      List<String> cells = new ArrayList<>();
      cells.add("[" + entry.id() + "](" + target().replace(" ", "%20") + ")");
      cells.add(cell(entry.shownTitle()));
      cells.add(cell(entry.status()));
      cells.add(cell(entry.document().find("priority").orElse("")));
      cells.add(branchCell);
      cells.add(standing.shown());
      return "| " + String.join(" | ", cells) + " |";
    }

    private String branchCell() {
      return cell(branch.orElse(""));
    }
  }

  static TrackerTable of(Family family, Branches branches) {
    return new TrackerTable(
        family.entries().stream()
            .map(entry ->
                new Row(
                    entry,
                    family.standing(entry),
                    branches.of(entry),
                    Branches.written(entry).isPresent()))
            .toList());
  }

  /// One line for each spec, sorted by id.
  List<String> lines() {
    return lines(Map.of());
  }

  /// The same with branches as an earlier table has them where no document names one: which local
  /// branches there are differs from clone to clone.
  ///
  /// @param earlier the lines of that table
  List<String> linesWithBranchesOf(List<String> earlier) {
    Map<String, String> branches = new HashMap<>();
    for (String line : earlier) {
      String[] cells = BETWEEN_CELLS.split(line, -1);
      Matcher link = LINK.matcher(line);
      if (cells.length == COLUMNS && link.find()) {
        branches.put(link.group(1), cells[BRANCH]);
      }
    }
    return lines(branches);
  }

  private List<String> lines(Map<String, String> branches) {
    if (rows.isEmpty()) {
      return List.of("No specs yet.");
    }
    List<String> lines = new ArrayList<>(HEAD.lines().toList());
    for (Row row : rows) {
      String known = row.written() ? null : branches.get(row.target().replace(" ", "%20"));
      lines.add(row.line(known == null ? row.branchCell() : known));
    }
    return lines;
  }

  private static String cell(String text) {
    return Plain.cell(Plain.cut(text, CELL_MAX));
  }

  List<Json.Fields> json() {
    return rows.stream()
        .map(row ->
            Json.fields()
                .with("id", row.entry().id().toString())
                .with("title", row.entry().shownTitle())
                .with("status", row.entry().status())
                .withPresent("priority", row.entry().document().find("priority").orElse(null))
                .withPresent("branch", row.branch().orElse(null))
                .with("progress", row.standing().json()))
        .toList();
  }
}
