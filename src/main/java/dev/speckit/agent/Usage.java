package dev.speckit.agent;

import org.jspecify.annotations.Nullable;

/// What one attempt used. The programs count differently; these numbers mean the same for all. What
/// a program does not say is null, never 0.
///
/// @param inputTokens read by the model, those from a cache left out
/// @param cachedTokens read from a cache
/// @param cacheWriteTokens put into a cache
/// @param outputTokens written by the model, thinking included
/// @param requests to the model
/// @param costMicros millionths of a US dollar, as the program says
public record Usage(
    @Nullable Long inputTokens,
    @Nullable Long cachedTokens,
    @Nullable Long cacheWriteTokens,
    @Nullable Long outputTokens,
    @Nullable Long requests,
    @Nullable Long costMicros) {
  public static final Usage UNKNOWN = new Usage(null, null, null, null, null, null);

  /// From a program that counts cached tokens as input.
  public static Usage ofTotal(
      @Nullable Long allInput, @Nullable Long cached, @Nullable Long output) {
    Long input = allInput;
    if (allInput != null && cached != null) {
      input = Math.max(0, allInput - cached);
    }
    return new Usage(input, cached, null, output, null, null);
  }

  /// Two parts of one run; what only one of them says is taken from it.
  public Usage plus(Usage other) {
    return new Usage(
        sum(inputTokens, other.inputTokens),
        sum(cachedTokens, other.cachedTokens),
        sum(cacheWriteTokens, other.cacheWriteTokens),
        sum(outputTokens, other.outputTokens),
        sum(requests, other.requests),
        sum(costMicros, other.costMicros));
  }

  public Usage requests(@Nullable Long newRequests) {
    return new Usage(
        inputTokens, cachedTokens, cacheWriteTokens, outputTokens, newRequests, costMicros);
  }

  public Usage cost(@Nullable Long newCostMicros) {
    return new Usage(
        inputTokens, cachedTokens, cacheWriteTokens, outputTokens, requests, newCostMicros);
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Math.addExact(one, other);
  }
}
