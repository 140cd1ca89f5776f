package dev.speckit.spec.context;

import java.time.LocalDateTime;
import java.util.Optional;

/// An issue that nobody resolved yet.
///
/// @param session its number
/// @param at when it was recorded; empty when it has no time
/// @param lastLine 1-based, of its text
public record OpenIssue(int session, Optional<LocalDateTime> at, int lastLine) {}
