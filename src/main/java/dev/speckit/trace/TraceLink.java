package dev.speckit.trace;

import dev.speckit.failure.Place;
import org.jspecify.annotations.Nullable;

/// One step from what was asked towards what proves it.
///
/// @param reason what makes the link, as a clause: `the box names FR-001`
/// @param place where it stands; null when a commit says it
public record TraceLink(TraceItem from, TraceItem to, String reason, @Nullable Place place) {}
