package dev.speckit.store;

/// What became of the log of commits.
///
/// @param walBytesBefore of the log
/// @param walBytesAfter of the log; 0 when `whole`
/// @param whole whether every commit is in the file now; a reader that still looks at an old
///   snapshot keeps the log
public record Checkpointed(long walBytesBefore, long walBytesAfter, boolean whole) {}
