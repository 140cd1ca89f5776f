package dev.speckit.spec.link;

import dev.speckit.spec.Link;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Where files have gone that are no longer at their path. Pure.
///
/// @param moves oldest first, paths relative to the workspace
/// @param before a document as it was in the last commit; empty when that is not known
record Renames(List<Move> moves, Function<String, Optional<String>> before) {

  /// A file that got another path.
  public record Move(String from, String to) {}

  public Renames {
    moves = List.copyOf(moves);
  }

  /// What is known without a history: nothing.
  public static Renames unknown() {
    return new Renames(List.of(), _ -> Optional.empty());
  }

  /// The files that a dead link may have meant: those that its path led to once, from where its
  /// file stands or once stood, or else those that had its name.
  Set<String> meant(String from, Link link, Predicate<String> exists) {
    Set<String> found = ledTo(from, link, exists);
    if (found.isEmpty() && !link.target().contains("/")) {
      for (String named : named(link.target())) {
        follow(named).filter(exists).ifPresent(found::add);
      }
    }
    return found;
  }

  /// The files that the path of a link led to once.
  Set<String> ledTo(String from, Link link, Predicate<String> exists) {
    Set<String> found = new LinkedHashSet<>();
    for (String origin : origins(from)) {
      for (String place : places(LinkResolver.folder(origin), link.target())) {
        boolean moved = !origin.equals(from) && exists.test(place);
        (moved ? Optional.of(place) : follow(place)).filter(exists).ifPresent(found::add);
      }
    }
    return found;
  }

  private static List<String> places(String folder, String target) {
    List<String> places = new ArrayList<>();
    boolean fixed = target.startsWith("./") || target.startsWith("../");
    for (String each : fixed ? List.of(folder) : List.of(folder, "", "specs")) {
      LinkResolver.beside(each, target)
          .ifPresent(path -> {
            places.add(path + ".md");
            places.add(path);
          });
    }
    return places;
  }

  /// A file and the paths it had before, newest first.
  private List<String> origins(String file) {
    List<String> origins = new ArrayList<>(List.of(file));
    String now = file;
    for (Move move : moves.reversed()) {
      if (move.to().equals(now)) {
        now = move.from();
        origins.add(now);
      }
    }
    return origins;
  }

  /// Where the file that last stood at a path is now; empty when it was never renamed.
  private Optional<String> follow(String path) {
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
    return Optional.of(now);
  }

  private List<String> named(String target) {
    return moves.stream()
        .map(Move::from)
        .filter(from -> {
          String name = LinkResolver.name(from);
          return name.equalsIgnoreCase(target) || name.equalsIgnoreCase(target + ".md");
        })
        .distinct()
        .toList();
  }
}
