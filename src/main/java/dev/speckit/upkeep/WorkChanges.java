package dev.speckit.upkeep;

import dev.speckit.json.Json;
import dev.speckit.store.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the contexts say that they did not say at the upkeep before.
///
/// @param sessions how many began since
/// @param delivered paths registered since
/// @param gone paths whose file was there and is not any more
record WorkChanges(long sessions, List<String> delivered, List<String> gone) {
  static final WorkChanges NONE = new WorkChanges(0, List.of(), List.of());

  WorkChanges {
    delivered = List.copyOf(delivered);
    gone = List.copyOf(gone);
  }

  /// Puts an index in place of the one that the store had.
  ///
  /// @return what differs; nothing when the store had none yet
  static WorkChanges replacing(Transaction transaction, WorkIndex index) {
    Set<String> sessionsBefore = new HashSet<>(WorkIndexTable.sessions(transaction));
    Map<String, Boolean> deliveredBefore = WorkIndexTable.deliverables(transaction);
    WorkIndexTable.replace(transaction, index);
    if (sessionsBefore.isEmpty() && deliveredBefore.isEmpty()) {
      return NONE;
    }
    long begun =
        index.sessions().stream()
            .filter(each -> !sessionsBefore.contains(each.spec() + "/" + each.number()))
            .count();
    Set<String> added = new TreeSet<>();
    Set<String> gone = new TreeSet<>();
    for (WorkIndex.Delivered each : index.deliverables()) {
      Boolean before = deliveredBefore.get(each.spec() + "/" + each.path());
      if (before == null) {
        added.add(each.path());
      } else if (before && !each.present()) {
        gone.add(each.path());
      }
    }
    return new WorkChanges(begun, List.copyOf(added), List.copyOf(gone));
  }

  Json.Fields json() {
    return Json.fields()
        .with("sessions_begun", sessions)
        .with("delivered", Json.texts(delivered))
        .with("deliverables_gone", Json.texts(gone));
  }
}
