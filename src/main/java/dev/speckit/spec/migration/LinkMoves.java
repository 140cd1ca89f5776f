package dev.speckit.spec.migration;

import dev.speckit.failure.Place;
import dev.speckit.spec.Edit;
import dev.speckit.spec.Link;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.link.LinkResolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What becomes of links when files move. Pure but for what [LinkWorld] asks of the disk.
///
/// @param before the files as they are
/// @param after the files as they will be
/// @param ids new ids by old ones, as written
record LinkMoves(
    Places places, LinkWorld before, LinkWorld after, MovePlan plan, Map<String, String> ids) {
  private static final Pattern ID = Pattern.compile("\\d{4,6}(?![\\d.]*\\d)");

  /// @param edits of the targets, and of the ids that labels begin with; headings stay
  /// @param dead links that led nowhere, or to several files, before, and stay as they are
  record Changed(List<Edit> edits, List<Dead> dead) {}

  /// @param why one clause
  record Dead(Place place, String target, String why) {}

  /// From where a link's path counts.
  private enum Form {
    BESIDE,
    WORKSPACE,
    SPECS
  }

  /// @param file where the links stand now
  Changed of(Path file, List<WrittenLink> links) {
    List<Edit> edits = new ArrayList<>();
    List<Dead> dead = new ArrayList<>();
    for (WrittenLink written : links) {
      WrittenLink link = plain(file, written);
      switch (before.resolve(file, link.link())) {
        case LinkResolver.Resolution.Dead none -> dead.add(dead(file, link, none.why()));
        case LinkResolver.Resolution.Ambiguous several ->
            dead.add(dead(file, link, "it may mean " + several.files().size() + " files"));
        case LinkResolver.Resolution.Found found -> {
          Path meant = Path.of(found.file());
          String target = target(file, link, meant);
          if (!target.equals(link.written())) {
            edits.add(new Edit(link.start(), link.end(), target));
          }
          if (!plan.moved(meant).equals(meant)) {
            label(link).ifPresent(edits::add);
          }
        }
      }
    }
    return new Changed(apart(edits), dead);
  }

  /// Without the query, as `?raw=1`, when the link leads to a file only without it.
  private WrittenLink plain(Path file, WrittenLink link) {
    WrittenLink bare = link.withoutQuery();
    return !bare.equals(link)
            && before.resolve(file, link.link()) instanceof LinkResolver.Resolution.Dead
            && before.resolve(file, bare.link()) instanceof LinkResolver.Resolution.Found
        ? bare
        : link;
  }

  /// The new id in a label that begins with the old one.
  private Optional<Edit> label(WrittenLink link) {
    Matcher id = ID.matcher(link.label());
    String renewed = id.lookingAt() ? ids.get(id.group()) : null;
    return Optional.ofNullable(renewed)
        .map(each -> new Edit(link.labelStart(), link.labelStart() + id.end(), each));
  }

  /// Links may stand in the labels of others.
  private static List<Edit> apart(List<Edit> edits) {
    List<Edit> apart = new ArrayList<>();
    for (Edit each : edits.stream().sorted(Comparator.comparingInt(Edit::start)).toList()) {
      if (apart.isEmpty() || apart.getLast().end() <= each.start()) {
        apart.add(each);
      }
    }
    return apart;
  }

  private static Dead dead(Path file, WrittenLink link, String why) {
    return new Dead(Place.of(file.toString(), link.link().line() + 1), link.link().target(), why);
  }

  /// How the link is written afterwards: as it is where it still leads to the same, else from the
  /// same place as before, else relative.
  private String target(Path file, WrittenLink link, Path meant) {
    Path from = plan.moved(file);
    Path to = plan.moved(meant);
    Link now = link.link();
    if (leadsTo(from, now, to)) {
      return link.written();
    }
    String name = shortened(now, Standing.name(to));
    boolean named = now.wiki() && now.target().indexOf('/') < 0 && !ids.isEmpty();
    if (named && leadsTo(from, withTarget(now, name), to)) {
      return encoded(now, name);
    }
    Form form = form(file, now, meant);
    String rooted = form != Form.BESIDE && now.target().startsWith("/") ? "/" : "";
    String like = shortened(now, rooted + path(form, from, to));
    return leadsTo(from, withTarget(now, like), to)
        ? encoded(now, like)
        : encoded(now, shortened(now, path(Form.BESIDE, from, to)));
  }

  /// What was found by its name alone is written beside from now on.
  private Form form(Path file, Link link, Path meant) {
    boolean rooted = link.target().startsWith("/");
    if (!rooted && isMeantFrom(Form.BESIDE, file, link, meant)) {
      return Form.BESIDE;
    }
    return Stream.of(Form.WORKSPACE, Form.SPECS)
        .filter(each -> isMeantFrom(each, file, link, meant))
        .findFirst()
        .orElse(Form.BESIDE);
  }

  private boolean leadsTo(Path from, Link link, Path to) {
    return after.leadsTo(from, link).filter(to::equals).isPresent();
  }

  private static Link withTarget(Link link, String target) {
    return new Link(target, "", link.form(), false, 0, 0, 0, 0);
  }

  /// Whether the path in a link, counted from a place, is that of the file meant.
  private boolean isMeantFrom(Form form, Path file, Link link, Path meant) {
    Path top =
        switch (form) {
          case BESIDE -> Standing.folderOf(file);
          case WORKSPACE -> places.workspace();
          case SPECS -> places.specs();
        };
    String target = link.target().startsWith("/") ? link.target().substring(1) : link.target();
    Optional<String> path = LinkResolver.beside(SpecEntry.relative(Path.of(""), top), target);
    return path.filter(each ->
            each.equalsIgnoreCase(meant.toString())
                || (each + ".md").equalsIgnoreCase(meant.toString()))
        .isPresent();
  }

  private String path(Form form, Path from, Path to) {
    Path path =
        switch (form) {
          case WORKSPACE -> places.workspace().relativize(to);
          case SPECS -> places.specs().relativize(to);
          case BESIDE -> Standing.folderOf(from).relativize(to);
        };
    return path.toString().isEmpty() ? "." : path.toString().replace('\\', '/');
  }

  /// As long as the link was: without `.md`, with a slash behind a folder.
  private static String shortened(Link link, String path) {
    if (link.wiki()) {
      boolean bare = !link.target().endsWith(".md") && path.endsWith(".md");
      return bare ? path.substring(0, path.length() - ".md".length()) : path;
    }
    return link.target().endsWith("/") && !path.endsWith("/") ? path + "/" : path;
  }

  private static String encoded(Link link, String path) {
    return switch (link.form()) {
      case WIKI -> path;
      case BRACKETED -> path.replace("%", "%25");
      case MARKDOWN, DEFINITION ->
          path.replace("%", "%25").replace(" ", "%20").replace("(", "%28").replace(")", "%29");
    };
  }
}
