package dev.speckit.candidate;

import dev.speckit.host.Disk;
import java.nio.charset.StandardCharsets;

/// Under which names git keeps candidates.
final class References {
  private static final String START = "refs/speckit/";
  private static final int HASH_DIGITS = 8;

  private References() {}

  /// `refs/speckit/<run>/<agent>`.
  static String of(String run, String agent) {
    return START + part(run) + "/" + part(agent);
  }

  /// What an agent committed itself: `refs/speckit/<run>/<agent>.own`.
  static String ofOwnCommits(String run, String agent) {
    return of(run, agent) + ".own";
  }

  /// A text as one part of a name. Two texts never become the same.
  private static String part(String text) {
    String safe = text.replaceAll("[^A-Za-z0-9_-]", "-");
    if (safe.equals(text) && !text.isEmpty()) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return safe + "." + Disk.sha256(bytes).substring(0, HASH_DIGITS);
  }
}
