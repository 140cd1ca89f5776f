package dev.speckit.upkeep;

import dev.speckit.evidence.JsonEntries;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.spec.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the upkeeps of a day did: `evidence/cleanup/<day>_summary.json`. The folder keeps itself
/// out of git, because every day would be a change to commit.
final class DailySummary {
  private static final int SCHEMA_VERSION = 1;
  private static final String ENDING = "_summary.json";

  private DailySummary() {}

  static Path folder(Path workspace) {
    return workspace.resolve("evidence").resolve("cleanup");
  }

  static Path file(Path workspace, LocalDate day) {
    return folder(workspace).resolve(day + ENDING);
  }

  /// Nothing may be written or removed through a link.
  ///
  /// @throws dev.speckit.failure.Failure.Invalid when one leads out of the workspace, or nowhere
  static void refuseLinks(Path workspace, LocalDate day) {
    Workspace.refuseOutside(workspace, folder(workspace));
    Workspace.refuseOutside(workspace, folder(workspace).resolve(".gitignore"));
    Workspace.refuseOutside(workspace, file(workspace, day));
  }

  /// The day of a summary's file; the reverse of [#file].
  static Optional<LocalDate> day(Path file) {
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(ENDING)) {
      return Optional.empty();
    }
    try {
      String text = name.substring(0, name.length() - ENDING.length());
      return Optional.of(LocalDate.parse(text)).filter(day -> day.toString().equals(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// Adds an upkeep to its day. A file that is not ours any more is kept under another name.
  static void add(Path workspace, LocalDate day, Json.Fields upkeep) {
    Path file = file(workspace, day);
    boolean _ =
        Disk.create(
            folder(workspace).resolve(".gitignore"),
            "# Remove this file to keep the summaries in git.\n*\n"
                .getBytes(StandardCharsets.UTF_8));
    List<Json> upkeeps = new ArrayList<>(JsonEntries.earlier(file, "upkeeps"));
    upkeeps.add(upkeep);
    Json.Fields content =
        Json.fields()
            .with("schema_version", SCHEMA_VERSION)
            .with("day", day.toString())
            .with("upkeeps", upkeeps);
    Disk.write(file, content.fileBytes());
  }

  /// Removes summaries of days before one.
  ///
  /// @return how many
  static int forget(Path workspace, LocalDate before) {
    int removed = 0;
    for (Path file : Disk.list(folder(workspace))) {
      if (day(file).filter(day -> day.isBefore(before)).isPresent()) {
        Disk.delete(file);
        removed++;
      }
    }
    return removed;
  }
}
