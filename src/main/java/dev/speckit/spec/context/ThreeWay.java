package dev.speckit.spec.context;

import java.util.ArrayList;
import java.util.List;

/// Three versions of a list of chunks made one. What only one side changed is taken; the rest is up
/// to rules.
final class ThreeWay {
  private final Sides<List<Chunk>> sides;
  private final Rules rules;
  private final List<Piece> merged = new ArrayList<>();

  private ThreeWay(Sides<List<Chunk>> sides, Rules rules) {
    this.sides = sides;
    this.rules = rules;
  }

  interface Rules {
    /// A chunk that is in all versions and that both sides changed, each in its own way.
    List<Piece> changed(Sides<Chunk> chunk);

    /// What stands between two chunks that are in all versions, changed by both sides, each in its
    /// own way.
    List<Piece> between(Sides<List<Chunk>> chunks);
  }

  static List<Piece> merge(Sides<List<Chunk>> sides, Rules rules) {
    ThreeWay merge = new ThreeWay(sides, rules);
    merge.all();
    return merge.merged;
  }

  private void all() {
    Sides<List<String>> keys = sides.map(list -> list.stream().map(Chunk::key).toList());
    int[] ours = Matching.of(keys.base(), keys.ours());
    int[] theirs = Matching.of(keys.base(), keys.theirs());
    Sides<Integer> done = new Sides<>(0, 0, 0);
    for (int base = 0; base < ours.length; base++) {
      if (ours[base] >= 0 && theirs[base] >= 0) {
        Sides<Integer> here = new Sides<>(base, ours[base], theirs[base]);
        between(cut(done, here));
        chunk(
            new Sides<>(
                sides.base().get(here.base()),
                sides.ours().get(here.ours()),
                sides.theirs().get(here.theirs())));
        done = here.map(at -> at + 1);
      }
    }
    between(cut(done, sides.map(List::size)));
  }

  private Sides<List<Chunk>> cut(Sides<Integer> from, Sides<Integer> to) {
    return new Sides<>(
        sides.base().subList(from.base(), to.base()),
        sides.ours().subList(from.ours(), to.ours()),
        sides.theirs().subList(from.theirs(), to.theirs()));
  }

  private void chunk(Sides<Chunk> chunk) {
    Sides<String> texts = chunk.map(Chunk::text);
    if (texts.ours().equals(texts.theirs()) || texts.theirs().equals(texts.base())) {
      merged.add(new Piece.Kept(texts.ours()));
    } else if (texts.ours().equals(texts.base())) {
      merged.add(new Piece.Kept(texts.theirs()));
    } else {
      merged.addAll(rules.changed(chunk));
    }
  }

  private void between(Sides<List<Chunk>> chunks) {
    Sides<String> texts = chunks.map(Piece::text);
    if (texts.ours().equals(texts.theirs()) || texts.theirs().equals(texts.base())) {
      merged.add(new Piece.Kept(texts.ours()));
    } else if (texts.ours().equals(texts.base())) {
      merged.add(new Piece.Kept(texts.theirs()));
    } else {
      merged.addAll(rules.between(chunks));
    }
  }
}
