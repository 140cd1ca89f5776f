package dev.speckit.spec.lint;

import java.util.Optional;
import java.util.function.Supplier;

/// What the index keeps of one file.
///
/// @param role as which it was read
/// @param changed nanoseconds since 1970, of the file before it was read
/// @param settled whether that alone tells every later change
/// @param sha256 of all the facts depend on, where it does not
/// @param facts decoded when they are asked for
record FactsEntry(
    Role role,
    long changed,
    boolean settled,
    Optional<String> sha256,
    Supplier<DocumentFacts> facts) {
  FactsEntry settle() {
    return new FactsEntry(role, changed, true, sha256, facts);
  }
}
