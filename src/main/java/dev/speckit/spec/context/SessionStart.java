package dev.speckit.spec.context;

import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a work session begins.
///
/// @param at local time
/// @param title any text; control characters and what would be markup are taken out of it
/// @param participant `Name <address>`, or a login name
/// @param commit the commit checked out when it began, 7 or more hexadecimal digits; empty without
///   git or commits
public record SessionStart(
    LocalDateTime at, String title, String participant, Optional<String> commit) {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{7,64}");
  private static final int HASH_SHOWN = 12;

  public SessionStart {
    commit.ifPresent(hash -> {
      if (!HASH.matcher(hash).matches()) {
        throw new IllegalArgumentException("no commit: " + hash);
      }
    });
    commit = commit.map(hash -> hash.substring(0, Math.min(hash.length(), HASH_SHOWN)));
  }
}
