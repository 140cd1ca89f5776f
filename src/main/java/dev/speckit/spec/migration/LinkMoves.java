package dev.speckit.spec.migration;

import dev.speckit.failure.Place;
import dev.speckit.spec.Edit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What becomes of links when files move. Pure but for what [FileWorld] asks of the disk.
///
/// @param before the files as they are
/// @param after the files as they will be
record LinkMoves(FileWorld before, FileWorld after, MovePlan plan) {

  /// @param edits only of the targets; labels and headings stay
  /// @param dead links that led nowhere before, and stay as they are
  record Changed(List<Edit> edits, List<Dead> dead) {}

  record Dead(Place place, String target) {}

  /// @param file where the links stand now
  Changed of(Path file, List<WrittenLink> links) {
    List<Edit> edits = new ArrayList<>();
    List<Dead> dead = new ArrayList<>();
    List<WrittenLink> sorted =
        links.stream().sorted(Comparator.comparingInt(WrittenLink::start)).toList();
    for (WrittenLink link : sorted) {
      Optional<FileWorld.Hit> hit = before.resolve(file, link.target(), link.wiki());
      if (hit.isEmpty()) {
        dead.add(new Dead(Place.of(file.toString(), link.line() + 1), link.target()));
        continue;
      }
      String target = target(file, link, hit.get());
      boolean apart = edits.isEmpty() || edits.getLast().end() <= link.start();
      if (apart && !target.equals(link.target())) {
        edits.add(new Edit(link.start(), link.end(), target));
      }
    }
    return new Changed(edits, dead);
  }

  /// How the link is written afterwards: as it is where it still leads to the same, else from the
  /// same place as before, else relative.
  private String target(Path file, WrittenLink link, FileWorld.Hit hit) {
    Path from = plan.moved(file);
    Path to = plan.moved(hit.path());
    if (leadsTo(from, link.target(), link.wiki(), to)) {
      return link.target();
    }
    String like = written(link, after.written(from, to, hit.form()));
    boolean same = hit.form() != FileWorld.Form.BESIDE && leadsTo(from, like, link.wiki(), to);
    String rooted = link.target().startsWith("/") ? "/" + like : like;
    return same ? rooted : written(link, after.written(from, to, FileWorld.Form.BESIDE));
  }

  private boolean leadsTo(Path from, String target, boolean wiki, Path to) {
    return after.resolve(from, target, wiki).filter(each -> each.path().equals(to)).isPresent();
  }

  private static String written(WrittenLink link, String path) {
    if (link.wiki()) {
      boolean short_ = !link.target().endsWith(".md") && path.endsWith(".md");
      return short_ ? path.substring(0, path.length() - ".md".length()) : path;
    }
    String slash = link.target().endsWith("/") && !path.endsWith("/") ? path + "/" : path;
    return link.bracketed()
        ? slash
        : slash.replace("%", "%25").replace(" ", "%20").replace("(", "%28").replace(")", "%29");
  }
}
