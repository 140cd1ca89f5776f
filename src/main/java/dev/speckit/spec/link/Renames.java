package dev.speckit.spec.link;

import dev.speckit.host.GitTrail;
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
/// @param trail paths relative to the workspace
/// @param before a document as it was in the last commit; empty when that is not known
record Renames(GitTrail trail, Function<String, Optional<String>> before) {

  /// What is known without a history: nothing.
  public static Renames unknown() {
    return new Renames(new GitTrail(List.of()), _ -> Optional.empty());
  }

  /// The files that a dead link may have meant: those that its path led to once, from where its
  /// file stands or once stood, or else those that had its name.
  Set<String> meant(String from, Link link, Predicate<String> exists) {
    Set<String> found = ledTo(from, link, exists);
    if (found.isEmpty() && !link.target().contains("/")) {
      for (String named : named(link.target())) {
        trail.follow(named).filter(exists).ifPresent(found::add);
      }
    }
    return found;
  }

  /// The files that the path of a link led to once.
  Set<String> ledTo(String from, Link link, Predicate<String> exists) {
    Set<String> found = new LinkedHashSet<>();
    for (String origin : trail.origins(from)) {
      for (String place : places(LinkResolver.folder(origin), link.target())) {
        boolean moved = !origin.equals(from) && exists.test(place);
        (moved ? Optional.of(place) : trail.follow(place)).filter(exists).ifPresent(found::add);
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

  private List<String> named(String target) {
    return trail.moves().stream()
        .map(GitTrail.Move::from)
        .filter(from -> {
          String name = LinkResolver.name(from);
          return name.equalsIgnoreCase(target) || name.equalsIgnoreCase(target + ".md");
        })
        .distinct()
        .toList();
  }
}
