package dev.speckit.upkeep;

import dev.speckit.json.Json;

/// What became of the rows of one table.
final class ImportCount {
  final String table;
  long found;
  long imported;

  /// Known before, and something was added to it.
  long filled;

  long there;
  long withoutTime;

  /// Answers whose run is not there.
  long withoutRun;

  /// Contents that are no JSON.
  long notJson;

  /// Contents with bytes that are no text.
  long damaged;

  /// Contents out of which a secret was taken.
  long redacted;

  ImportCount(String table) {
    this.table = table;
  }

  Json.Fields json() {
    return Json.fields()
        .with("table", table)
        .with("found", found)
        .with("imported", imported)
        .with("completed", filled)
        .with("already_there", there)
        .with("without_time", withoutTime)
        .with("without_run", withoutRun)
        .with("not_json", notJson)
        .with("damaged", damaged)
        .with("redacted", redacted);
  }
}
