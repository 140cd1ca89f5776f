package dev.speckit.spec.context;

/// What a commit became by an amendment or a rebase.
///
/// @param oldSubject its first line before, as git tells it
/// @param hash of the commit that it is now
/// @param subject of that
public record CommitRename(String oldSubject, String hash, String subject) {}
