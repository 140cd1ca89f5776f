package dev.speckit.work;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The text of a `post-commit` hook: what a person wrote stays byte for byte, ours is a marked
/// block.
final class HookFile {
  private static final String BEGIN = "# >>> speckit: records commits in the open work session";
  private static final String END = "# <<< speckit";
  private static final Pattern SHELL =
      Pattern.compile("#!\\s*\\S*(?:/|\\s)(?:sh|bash|dash|ash|ksh|zsh)(?:\\s.*)?");

  private HookFile() {}

  /// The text with the block directly behind the first line, where no `exit` of the person's own
  /// can keep it from running; a block of before is replaced.
  ///
  /// @param text empty for a new file
  /// @param folder the workspace's folder below the repository's top; empty when they are one
  /// @throws Failure.Invalid when the hook is no shell script
  static String with(String name, String text, List<String> launcher, String folder) {
    String rest = without(text);
    String block = block(launcher, folder);
    if (rest.isBlank()) {
      return "#!/bin/sh\n" + block;
    }
    int end = rest.indexOf('\n');
    String first = end < 0 ? rest : rest.substring(0, end);
    if (!SHELL.matcher(first.strip()).matches()) {
      throw new Failure.Invalid(
          Problem.of("hook-not-shell", "the hook that is there is no shell script")
              .at(name)
              .remedy("call from it yourself: " + command(launcher, folder)));
    }
    return first + "\n" + block + (end < 0 ? "" : rest.substring(end + 1));
  }

  /// The text without the block.
  static String without(String text) {
    int from = text.indexOf(BEGIN);
    int end = from < 0 ? -1 : text.indexOf(END, from);
    if (end < 0) {
      return text;
    }
    int next = text.indexOf('\n', end);
    return text.substring(0, from) + (next < 0 ? "" : text.substring(next + 1));
  }

  static boolean isIn(String text) {
    return text.contains(BEGIN) && text.contains(END);
  }

  /// Whether nothing but ours ever stood in the file.
  static boolean isEmpty(String text) {
    return text.isBlank() || text.strip().equals("#!/bin/sh");
  }

  private static String block(List<String> launcher, String folder) {
    return BEGIN
        + "\nif [ -z \"${"
        + Committing.INSIDE
        + ":-}\" ]; then\n  "
        + command(launcher, folder)
        + " </dev/null >/dev/null 2>&1 || :\nfi\n"
        + END
        + "\n";
  }

  private static String command(List<String> launcher, String folder) {
    String where = folder.isEmpty() ? "" : " -C " + quoted(folder);
    return launcher.stream().map(HookFile::quoted).collect(Collectors.joining(" "))
        + where
        + " "
        + HookRunCommand.NAME;
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
