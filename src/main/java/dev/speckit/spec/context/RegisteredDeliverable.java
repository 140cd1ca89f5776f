package dev.speckit.spec.context;

/// A deliverable as the context registers it.
///
/// @param target the link's target as written, relative to the context; the path in the project for
///   code
/// @param label empty for code and for a link without one
/// @param description empty when none is given
/// @param line 1-based
public record RegisteredDeliverable(
    DeliverableKind kind, String target, String label, String description, int line) {}
