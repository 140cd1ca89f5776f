package dev.speckit.store;

/// What packing did.
///
/// @param unusedBefore bytes of pages in use that held nothing
/// @param unusedAfter the same afterwards; the pages that became free count no more
/// @param rows that were taken out and put back
/// @param complete whether the time sufficed for all tables that were worth it
public record Packed(long unusedBefore, long unusedAfter, long rows, boolean complete) {}
