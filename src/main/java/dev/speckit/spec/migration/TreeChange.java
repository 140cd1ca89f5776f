package dev.speckit.spec.migration;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Files that move, and every text that changes with them.
///
/// @param drafts texts of changed and new files
/// @param retargeted symbolic links, by their new paths, with the targets they have from now on
/// @param relinked how many files have links that changed
/// @param left what was not moved, and why
/// @param dead links that led nowhere before
/// @param old places where an old path stands that is no link
record TreeChange(
    MovePlan moves,
    Drafts drafts,
    Map<Path, String> retargeted,
    int relinked,
    List<String> left,
    List<LinkMoves.Dead> dead,
    List<PlainPaths.Old> old) {
  boolean isEmpty() {
    return moves.moves().isEmpty() && drafts.paths().isEmpty();
  }
}
