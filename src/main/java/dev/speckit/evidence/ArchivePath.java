package dev.speckit.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which names may stand in an archive. An archive may come from anywhere: no name of it may lead
/// out of the folder it is for, on any system.
final class ArchivePath {
  /// The longest path that Linux takes.
  private static final int BYTES_MAX = 4095;

  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

  private ArchivePath() {}

  /// Why a name is refused; empty when it is fine.
  static Optional<String> refusal(String path) {
    if (path.isEmpty() || path.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      return Optional.of("its name is empty or too long");
    }
    if (path.startsWith("/") || DRIVE.matcher(path).matches()) {
      return Optional.of("its name is not relative");
    }
    if (path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0 || path.indexOf('\uFFFD') >= 0) {
      return Optional.of("its name holds a character that no name may hold");
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return Optional.of("its name leads out of its folder");
      }
    }
    return Optional.empty();
  }
}
