package dev.speckit.spec.migration;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.spec.Edit;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.TextLines;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Paths of what moves that stand in texts without being links. In a trace-back comment they follow
/// the move; elsewhere nobody can tell whether the sentence is about then or now, so that they stay
/// and are named.
final class PlainPaths {
  private static final Pattern PATH =
      Pattern.compile("[^\\s`'\"<>()\\[\\]|,;*]*specs/[^\\s`'\"<>()\\[\\]|,;*#]+");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("(?i)\\b(?:href|src)\\s*=\\s*[\"']?([^\\s\"'<>#?]+)");
  private static final List<String> ATTRIBUTES = List.of("href", "src", "HREF", "SRC");
  private static final Pattern WORD = Pattern.compile(" +[^\\s`'\"<>()\\[\\]|,;*#]+");
  private static final int WORDS_MAX = 8;
  private static final Pattern TRACED =
      Pattern.compile("(?:^|[^*\\w])(?:Spec|Context|Generated from):[ \\t]*$");

  private final Places places;
  private final LinkWorld before;
  private final MovePlan moves;
  private final List<Path> files;

  private PlainPaths(Places places, LinkWorld before, MovePlan moves, List<Path> files) {
    this.places = places;
    this.before = before;
    this.moves = moves;
    this.files = files;
  }

  /// @param before the files as they are
  static PlainPaths in(Repository repository, LinkWorld before, MovePlan moves)
      throws InterruptedException {
    List<Path> files = new ArrayList<>();
    if (!moves.moves().isEmpty()) {
      String folder = Standing.name(repository.places().specs()) + "/";
      List<String> words = new ArrayList<>(ATTRIBUTES);
      words.add(folder);
      repository.tree().filesWith(words).stream()
          .map(Path::of)
          .filter(each ->
              repository.isFile(each) && repository.isSmall(each) && isText(repository, each))
          .forEach(files::add);
    }
    return new PlainPaths(repository.places(), before, moves, files);
  }

  private static boolean isText(Repository repository, Path file) {
    try {
      return repository.text(file).indexOf(0) < 0;
    } catch (Failure.Invalid _) {
      // It is named where its links are looked for.
      return false;
    }
  }

  /// A path that stays as it is written.
  ///
  /// @param place in the file where it stands from now on
  /// @param now where the file or folder is
  record Old(Place place, String written, String now) {}

  private record Found(int start, String written, String now) {}

  /// Rewrites the paths in trace-back comments.
  ///
  /// @param drafts the texts with their links changed
  void follow(Drafts drafts) {
    for (Path file : files) {
      Path there = moves.moved(file);
      TextLines lines = TextLines.of(drafts.text(there));
      List<Edit> edits = new ArrayList<>();
      for (int line = 0; line < lines.count(); line++) {
        String content = lines.content(line);
        for (Found found : found(file, content)) {
          if (isTraced(content, found)) {
            int start = lines.start(line) + found.start();
            edits.add(new Edit(start, start + found.written().length(), found.now()));
          }
        }
      }
      if (!edits.isEmpty()) {
        drafts.relink(there, Edit.apply(lines.text(), edits));
      }
    }
  }

  /// Those that stay.
  ///
  /// @param drafts the texts as they will be
  List<Old> staying(Drafts drafts) {
    List<Old> old = new ArrayList<>();
    for (Path file : files) {
      Path there = moves.moved(file);
      TextLines lines = TextLines.of(drafts.text(there));
      for (int line = 0; line < lines.count(); line++) {
        String content = lines.content(line);
        for (Found found : found(file, content)) {
          if (!isTraced(content, found)) {
            Place place = new Place(there.toString(), line + 1, found.start() + 1);
            old.add(new Old(place, found.written(), found.now()));
          }
        }
      }
    }
    return old;
  }

  private static boolean isTraced(String content, Found found) {
    return TRACED.matcher(content.substring(0, found.start())).find();
  }

  /// Attributes of HTML may stand without quotes, and lead to a place beside the file.
  private List<Found> found(Path file, String content) {
    List<Found> found = new ArrayList<>(paths(file, content));
    Matcher attribute = ATTRIBUTE.matcher(content);
    while (attribute.find()) {
      int start = attribute.start(1);
      int end = attribute.end(1);
      boolean known =
          found.stream()
              .anyMatch(
                  each -> each.start() < end && start < each.start() + each.written().length());
      if (!known) {
        known(file, content, start, end).ifPresent(found::add);
      }
    }
    return found;
  }

  private List<Found> paths(Path file, String content) {
    List<Found> found = new ArrayList<>();
    Matcher path = PATH.matcher(content);
    for (int from = 0; path.find(from); ) {
      Optional<Found> longest = longest(file, content, path.start(), path.end());
      longest.ifPresent(found::add);
      from = longest.map(each -> path.start() + each.written().length()).orElse(path.end());
    }
    return found;
  }

  /// A name may hold blanks, so that words behind may belong to it.
  private Optional<Found> longest(Path file, String content, int start, int end) {
    Matcher word = WORD.matcher(content);
    List<Integer> ends = new ArrayList<>(List.of(end));
    while (ends.size() < WORDS_MAX && word.region(ends.getFirst(), content.length()).lookingAt()) {
      ends.addFirst(word.end());
    }
    return ends.stream().flatMap(each -> known(file, content, start, each).stream()).findFirst();
  }

  private Optional<Found> known(Path file, String content, int start, int end) {
    String written = content.substring(start, end).replaceFirst("[.:!?/]+$", "");
    return now(file, written).map(now -> new Found(start, written, now));
  }

  /// Where it is from now on, counted from the same place as before.
  private Optional<String> now(Path file, String written) {
    Path workspace = places.workspace();
    for (Path top : List.of(workspace, Path.of(""), Standing.folderOf(file))) {
      try {
        Path path = top.resolve(written).normalize();
        Path now = moves.moved(path);
        if (before.isThere(path) && !now.equals(path)) {
          boolean beside = !top.equals(workspace) && !top.toString().isEmpty();
          return Optional.of(
              SpecEntry.relative(beside ? Standing.folderOf(moves.moved(file)) : top, now));
        }
      } catch (InvalidPathException _) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
