package dev.speckit.failure;

import org.jspecify.annotations.Nullable;

/// One thing that is wrong: what, where and what to do about it.
///
/// @param code stable kebab-case word for programs, such as `unknown-key`
/// @param message what is wrong and why, one sentence, in the reader's words
/// @param place where it is; null when no place is known
/// @param remedy what to do, one sentence or a command line; null when nothing can be done
public record Problem(String code, String message, @Nullable Place place, @Nullable String remedy) {

  public static Problem of(String code, String message) {
    return new Problem(code, message, null, null);
  }

  public Problem at(@Nullable Place newPlace) {
    return new Problem(code, message, newPlace, remedy);
  }

  public Problem at(String file) {
    return at(Place.of(file));
  }

  public Problem remedy(@Nullable String newRemedy) {
    return new Problem(code, message, place, newRemedy);
  }
}
