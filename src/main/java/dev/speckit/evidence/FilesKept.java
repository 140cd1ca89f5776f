package dev.speckit.evidence;

import dev.speckit.evidence.EvidenceTable.ArchiveRow;
import dev.speckit.evidence.EvidenceTable.FileRow;
import dev.speckit.evidence.EvidenceTable.FileState;
import dev.speckit.evidence.EvidenceTable.Ledger;
import dev.speckit.host.Disk;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Whether the files of a run are where they can be found again: in archives that are whole. A run
/// that never had files has nothing to keep.
final class FilesKept {
  private final ArchiveStand stand;
  private final Ledger ledger;
  private final Map<String, Set<String>> archives = new HashMap<>();
  private final Map<String, Optional<String>> looked = new HashMap<>();

  FilesKept(ArchiveStand stand, Ledger ledger) {
    this.stand = stand;
    this.ledger = ledger;
    for (FileRow each : ledger.files().values()) {
      String run = each.run();
      if (run != null && each.state() == FileState.ARCHIVED) {
        archives.computeIfAbsent(run, _ -> new TreeSet<>()).add(String.valueOf(each.archive()));
      }
    }
  }

  /// Why the rows of a run stay; empty when its files keep nothing.
  Optional<String> why(String run) {
    if (EvidencePlaces.canBeArchived(run) && Disk.exists(stand.places().run(run))) {
      return Optional.of("its files are still there");
    }
    return archives.getOrDefault(run, Set.of()).stream()
        .flatMap(each -> looked.computeIfAbsent(each, this::look).stream())
        .findFirst();
  }

  private Optional<String> look(String archive) {
    ArchiveRow row = ledger.archives().get(archive);
    if (row == null) {
      return Optional.of("the store does not know the archive of its files");
    }
    return switch (stand.look(row)) {
      case ArchiveStand.Found.Whole _ -> Optional.empty();
      case ArchiveStand.Found.Missing _ -> Optional.of("the archive of its files is not there");
      case ArchiveStand.Found.Wrong _ ->
          Optional.of("the archive of its files is not what was recorded");
    };
  }
}
