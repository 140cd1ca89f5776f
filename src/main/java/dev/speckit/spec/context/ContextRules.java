package dev.speckit.spec.context;

import dev.speckit.spec.context.Chunk.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What becomes of chunks of a context that both sides changed.
///
/// @param values for the lines that speckit itself writes
record ContextRules(OwnValues values) implements ThreeWay.Rules {
  private static final Pattern COUNTS = Pattern.compile("\\(\\+(\\d{1,9}), -(\\d{1,9})\\)");

  @Override
  public List<Piece> changed(Sides<Chunk> chunk) {
    return settled(Optional.of(chunk.base()), chunk.ours(), chunk.theirs())
        .map(List::of)
        .orElseGet(() -> Piece.conflict(chunk.map(List::of)));
  }

  /// Both sides' own items, in the order of their times; real conflicts are kept as such.
  @Override
  public List<Piece> between(Sides<List<Chunk>> chunks) {
    Sides<Map<String, Chunk>> keyed = chunks.map(ContextRules::keyed);
    if (!isUnion(keyed)) {
      return Piece.conflict(chunks);
    }
    List<Place> places = new ArrayList<>();
    for (Map.Entry<String, Chunk> ours : keyed.ours().entrySet()) {
      Chunk base = keyed.base().get(ours.getKey());
      Chunk theirs = keyed.theirs().get(ours.getKey());
      if (theirs == null && base != null) {
        if (base.text().equals(ours.getValue().text())) {
          continue;
        }
        Optional<Piece> unsure = figure(ours.getValue(), ours.getValue());
        if (unsure.isEmpty()) {
          return Piece.conflict(chunks);
        }
        places.add(new Place(ours.getKey(), ours.getValue(), unsure.get()));
        continue;
      }
      Optional<Piece> piece =
          theirs == null
              ? Optional.of(new Piece.Kept(ours.getValue().text()))
              : merged(Optional.ofNullable(base), ours.getValue(), theirs);
      if (piece.isEmpty()) {
        return Piece.conflict(chunks);
      }
      places.add(new Place(ours.getKey(), ours.getValue(), piece.get()));
    }
    return insert(chunks, keyed, places);
  }

  /// A chunk of the result.
  private record Place(String key, Chunk chunk, Piece piece) {}

  private static List<Piece> insert(
      Sides<List<Chunk>> chunks, Sides<Map<String, Chunk>> keyed, List<Place> places) {
    int after = 0;
    for (Map.Entry<String, Chunk> theirs : keyed.theirs().entrySet()) {
      String key = theirs.getKey();
      Chunk chunk = theirs.getValue();
      int known = indexOf(places, key);
      if (known >= 0) {
        after = Math.max(after, known + 1);
        continue;
      }
      Chunk base = keyed.base().get(key);
      if (base != null && base.text().equals(chunk.text())) {
        continue;
      }
      Optional<Piece> unsure = base == null ? Optional.empty() : figure(chunk, chunk);
      if (base != null && unsure.isEmpty()) {
        return Piece.conflict(chunks);
      }
      int at = after;
      while (at < places.size() && staysBefore(places.get(at), keyed.theirs(), chunk)) {
        at++;
      }
      places.add(at, new Place(key, chunk, unsure.orElseGet(() -> new Piece.Kept(chunk.text()))));
      after = at + 1;
    }
    return places.stream().map(Place::piece).toList();
  }

  private static boolean staysBefore(Place place, Map<String, Chunk> theirs, Chunk chunk) {
    if (place.chunk().isBlank() || theirs.containsKey(place.key())) {
      return false;
    }
    return place.chunk().at().isEmpty()
        || chunk.at().isEmpty()
        || !place.chunk().at().get().isAfter(chunk.at().get());
  }

  private static int indexOf(List<Place> places, String key) {
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i).key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /// Whether both sides can have what they added: items of lists and header lines, or lines of a
  /// person on one side and header lines alone on the other. What took the place of something that
  /// the other side removed or replaced too is for a person to decide.
  private static boolean isUnion(Sides<Map<String, Chunk>> keyed) {
    List<Chunk> ours = added(keyed.base(), keyed.ours());
    List<Chunk> theirs = added(keyed.base(), keyed.theirs());
    boolean listed =
        (!has(ours, Kind.TEXT) && !has(theirs, Kind.TEXT)) || isHeader(ours) || isHeader(theirs);
    long gone =
        keyed.base().entrySet().stream()
            .filter(each ->
                !each.getValue().isBlank()
                    && !keyed.ours().containsKey(each.getKey())
                    && !keyed.theirs().containsKey(each.getKey()))
            .count();
    long alike =
        keyed.ours().entrySet().stream()
            .filter(each ->
                !each.getValue().isBlank()
                    && !keyed.base().containsKey(each.getKey())
                    && keyed.theirs().containsKey(each.getKey()))
            .count();
    boolean own = ours.size() > alike || theirs.size() > alike;
    return listed && !(gone > alike && own);
  }

  private static List<Chunk> added(Map<String, Chunk> base, Map<String, Chunk> side) {
    return side.entrySet().stream()
        .filter(each -> !each.getValue().isBlank() && !base.containsKey(each.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static boolean has(List<Chunk> chunks, Kind kind) {
    return chunks.stream().anyMatch(each -> each.kind() == kind);
  }

  private static boolean isHeader(List<Chunk> chunks) {
    return !chunks.isEmpty() && chunks.stream().allMatch(each -> each.kind() == Kind.HEADER);
  }

  private static Map<String, Chunk> keyed(List<Chunk> chunks) {
    Map<String, Chunk> keyed = new LinkedHashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Chunk chunk : chunks) {
      int count = counts.merge(chunk.key(), 1, Integer::sum);
      keyed.put(chunk.key() + "#" + count, chunk);
    }
    return keyed;
  }

  private Optional<Piece> merged(Optional<Chunk> base, Chunk ours, Chunk theirs) {
    if (ours.text().equals(theirs.text())) {
      return Optional.of(new Piece.Kept(ours.text()));
    }
    if (base.isPresent() && base.get().text().equals(ours.text())) {
      return Optional.of(new Piece.Kept(theirs.text()));
    }
    if (base.isPresent() && base.get().text().equals(theirs.text())) {
      return Optional.of(new Piece.Kept(ours.text()));
    }
    return settled(base, ours, theirs);
  }

  private Optional<Piece> settled(Optional<Chunk> base, Chunk ours, Chunk theirs) {
    return switch (ours.kind()) {
      case HEADER ->
          values
              .line(ours.key(), base.map(Chunk::text), ours.text(), theirs.text())
              .map(Piece.Kept::new);
      case FIGURE -> figure(ours, theirs);
      case ITEM -> item(ours, theirs).map(Piece.Kept::new);
      case BLANK -> Optional.of(new Piece.Kept(ours.text()));
      case TEXT -> Optional.empty();
    };
  }

  /// Also where one side's merge left the figure out, since nobody knew it.
  private static Optional<Piece> figure(Chunk ours, Chunk theirs) {
    if (ours.kind() != Kind.FIGURE) {
      return Optional.empty();
    }
    for (Figure figure : Figure.values()) {
      if (figure.isIn(ours.text()) && figure.isIn(theirs.text())) {
        return Optional.of(new Piece.Unsure(figure, ours.text()));
      }
    }
    return Optional.empty();
  }

  /// A commit that one side no longer found, and the lines that a section of the spec grew by: the
  /// next action of the session writes both anew.
  private static Optional<String> item(Chunk ours, Chunk theirs) {
    String found = ours.text().replace(ListedCommit.LOST, "");
    if (ours.key().startsWith("commit ")
        && found.equals(theirs.text().replace(ListedCommit.LOST, ""))) {
      return Optional.of(found);
    }
    if (ours.key().startsWith("change ")) {
      return Optional.of(
          counts(ours.text()) >= counts(theirs.text()) ? ours.text() : theirs.text());
    }
    return Optional.empty();
  }

  private static long counts(String text) {
    Matcher counts = COUNTS.matcher(text);
    return counts.find() ? Long.parseLong(counts.group(1)) + Long.parseLong(counts.group(2)) : -1;
  }
}
