package dev.speckit.upkeep;

import dev.speckit.store.Parameters;
import dev.speckit.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rows of `work_session` and `deliverable`: a cache of what the contexts say.
final class WorkIndexTable {
  private WorkIndexTable() {}

  /// `<spec>/<number>` of every session.
  static List<String> sessions(Transaction transaction) {
    return transaction.query(
        "SELECT spec, session FROM work_session",
        Parameters.none(),
        row -> row.integer("spec") + "/" + row.integer("session"));
  }

  /// `<spec>/<path>` of every deliverable, and whether its file was there.
  static Map<String, Boolean> deliverables(Transaction transaction) {
    Map<String, Boolean> found = new HashMap<>();
    transaction
        .query(
            "SELECT spec, path, present FROM deliverable",
            Parameters.none(),
            row -> Map.entry(row.integer("spec") + "/" + row.text("path"), row.truth("present")))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  static void replace(Transaction transaction, WorkIndex index) {
    transaction.update("DELETE FROM work_session", Parameters.none());
    transaction.update("DELETE FROM deliverable", Parameters.none());
    for (WorkIndex.Session each : index.sessions()) {
      transaction.update(
          """
          INSERT INTO work_session (spec, session, person, started_at, last_at, open, minutes)
          VALUES (:spec, :session, :person, :started_at, :last_at, :open, :minutes)
          """,
          Parameters.of("spec", each.spec())
              .and("session", each.number())
              .and("person", each.person())
              .and("started_at", each.startedAt())
              .and("last_at", each.lastAt())
              .and("open", each.open())
              .and("minutes", each.minutes()));
    }
    for (WorkIndex.Delivered each : index.deliverables()) {
      transaction.update(
          "INSERT INTO deliverable (spec, path, present) VALUES (:spec, :path, :present)",
          Parameters.of("spec", each.spec())
              .and("path", each.path())
              .and("present", each.present()));
    }
  }
}
