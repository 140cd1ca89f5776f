package dev.speckit.pipeline.explain;

import dev.speckit.failure.Failure;
import dev.speckit.run.ConsensusTable;
import dev.speckit.run.RunTable;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecTree;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whose verdicts are wanted. The spec may have left the tree, or may never have stood in it.
///
/// @param shown how it is called towards the reader
/// @param number of our runs; empty for one that only an earlier program knew
/// @param names by which an earlier program may have known it
record ConsensusSpec(String shown, Optional<Integer> number, List<String> names) {
  ConsensusSpec {
    names = List.copyOf(names);
  }

  /// Without a store.
  static ConsensusSpec find(Path workspace, String reference) {
    return of(SpecTree.open(workspace).find(reference), reference);
  }

  /// @throws Failure.Usage when neither the tree nor the store knows the reference
  static ConsensusSpec find(Path workspace, Store store, String reference)
      throws InterruptedException {
    try {
      return find(workspace, reference);
    } catch (Failure.Usage unknown) {
      Optional<Integer> number =
          store.read(RunTable::newestPerSpec).stream()
              .map(RunTable.RunRow::spec)
              .filter(spec -> Integer.toString(spec).equals(reference))
              .findFirst();
      boolean imported = store.read(t -> ConsensusTable.isImported(t, reference));
      if (number.isEmpty() && !imported) {
        throw unknown;
      }
      return new ConsensusSpec(reference, number, List.of(reference));
    }
  }

  private static ConsensusSpec of(SpecEntry entry, String reference) {
    Set<String> names = new LinkedHashSet<>(List.of(entry.id().toString(), reference));
    names.addAll(entry.aliases());
    return new ConsensusSpec(
        entry.id().toString(), Optional.of(entry.id().number()), List.copyOf(names));
  }
}
