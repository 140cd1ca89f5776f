package dev.speckit.spec.context;

import java.util.function.Function;

/// The three versions of one thing that a merge starts from.
///
/// @param base what both sides came from
/// @param ours what the merge goes into
record Sides<T>(T base, T ours, T theirs) {
  <R> Sides<R> map(Function<? super T, ? extends R> change) {
    return new Sides<>(change.apply(base), change.apply(ours), change.apply(theirs));
  }
}
