package dev.speckit.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where files went, told from what a repository knows of renamed and deleted ones. Pure.
///
/// @param moves oldest first
public record GitTrail(List<Move> moves) {

  /// A file that got another path, or was deleted.
  ///
  /// @param from with slashes
  /// @param to the same; empty for a deleted file
  public record Move(String from, String to) {}

  public GitTrail {
    moves = List.copyOf(moves);
  }

  /// Where the file that last stood at a path went; empty when it was never renamed, or was deleted
  /// since, also when another file stands now where it went.
  public Optional<String> follow(String path) {
    int last = -1;
    for (int i = 0; i < moves.size(); i++) {
      last = moves.get(i).from().equals(path) ? i : last;
    }
    if (last < 0) {
      return Optional.empty();
    }
    String now = moves.get(last).to();
    for (Move move : moves.subList(last + 1, moves.size())) {
      now = move.from().equals(now) ? move.to() : now;
    }
    return Optional.of(now).filter(each -> !each.isEmpty());
  }

  /// Whether a file once stood at a path and left it.
  public boolean isLeft(String path) {
    return moves.stream().anyMatch(move -> move.from().equals(path));
  }

  /// What was known before a file left a path for the last time; all of it when none ever did.
  public GitTrail untilLeft(String path) {
    for (int i = moves.size(); i > 0; i--) {
      if (moves.get(i - 1).from().equals(path)) {
        return new GitTrail(moves.subList(0, i - 1));
      }
    }
    return this;
  }

  /// A file's path and those it had before, newest first. What stood at one of them before it and
  /// was deleted is another file.
  public List<String> origins(String path) {
    List<String> origins = new ArrayList<>(List.of(path));
    String now = path;
    for (Move move : moves.reversed()) {
      if (move.from().equals(now) && move.to().isEmpty()) {
        break;
      }
      if (move.to().equals(now)) {
        now = move.from();
        origins.add(now);
      }
    }
    return origins;
  }
}
