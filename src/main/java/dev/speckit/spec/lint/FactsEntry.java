package dev.speckit.spec.lint;

import dev.speckit.host.FileStamp;
import java.util.function.Supplier;

/// What the index keeps of one file.
///
/// @param role as which it was read
/// @param stamp of the file before it was read
/// @param lookedAt nanoseconds since 1970, when the stamp was taken
/// @param sha256 of the content, when the stamp alone cannot tell a later change; empty otherwise
/// @param facts decoded when they are asked for
record FactsEntry(
    String role, FileStamp stamp, long lookedAt, String sha256, Supplier<DocumentFacts> facts) {}
