package dev.speckit.spec;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// The file that a command writes for `--output`. It is new, or empty, or an earlier output of the
/// same command, which it tells by a mark in the first bytes: nothing else is ever written over.
///
/// @param path absolute
/// @param workspace in which the call was made
public record OutputFile(Path path, Path workspace, Kind kind) {
  /// A mark stands in so many bytes at the beginning of a file.
  public static final int HEAD_BYTES = 512;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /// What every command prints for `--json`, when somebody kept it.
  private static final Pattern ANSWER =
      Pattern.compile("\\{\"schema_version\":\\d+,\"tool\":\"speckit\"");

  /// Whose output it is.
  public enum Kind {
    CHECK(
        "speckit check",
        "|\\{\\s*\"\\$schema\"[^{}]*\\{\\s*\"tool\"\\s*:\\s*\\{\\s*\"driver\"\\s*:\\s*\\{"
            + "\\s*\"name\"\\s*:\\s*\"speckit\""),
    TRACE("speckit trace", ""),
    HANDOFF("speckit handoff", "|# Hand-off: \\d+ ");

    private final String tool;
    private final Pattern mark;

    Kind(String tool, String ownForms) {
      this.tool = tool;
      this.mark =
          Pattern.compile(
              "(?:<!DOCTYPE html>\\s*)?<!-- %1$s -->|%1$s\\R|\\{\\s*\"tool\"\\s*:\\s*\"%1$s\"|<\\?xml[^>]*>\\s*<testsuites name=\"%1$s\""
                      .formatted(tool)
                  + ownForms);
    }

    /// The mark as the name of a tool: the first line of a text, the field `tool` of JSON, the name
    /// of the suites of JUnit XML. SARIF names its driver `speckit`.
    public String tool() {
      return tool;
    }

    /// The mark of Markdown, and of HTML behind the type of the document.
    public String comment() {
      return "<!-- " + tool + " -->";
    }

    private boolean isIn(String head) {
      String text = head.startsWith(BYTE_ORDER_MARK) ? head.substring(1) : head;
      return mark.matcher(text).lookingAt();
    }
  }

  /// The file as it is named on the command line.
  ///
  /// @throws Failure.Usage when the words are no path
  public static OutputFile of(Host host, Path workspace, String written, Kind kind) {
    try {
      Path path = host.directory().resolve(written).toAbsolutePath().normalize();
      return new OutputFile(path, workspace, kind);
    } catch (InvalidPathException _) {
      throw new Failure.Usage(
          Problem.of("bad-path", "this is no path").remedy("name a file after --output"));
    }
  }

  /// Whether the first bytes of a file say that speckit wrote it for a reader: what it names is
  /// told from other files.
  public static boolean isOurs(byte[] file) {
    if (file.length == 0 || "<{#s\u00EF".indexOf(file[0] & 0xff) < 0) {
      return false;
    }
    String head = new String(file, 0, Math.min(file.length, HEAD_BYTES), StandardCharsets.UTF_8);
    for (Kind each : Kind.values()) {
      if (each.isIn(head)) {
        return true;
      }
    }
    return ANSWER.matcher(head).lookingAt();
  }

  /// To be called before the work, so that no work is done in vain.
  ///
  /// @throws Failure.NeedsApproval when something else stands there (the user names another file)
  /// @throws Failure.Usage when there is no folder for it
  /// @throws Failure.Invalid when a link leads out of the workspace, or nowhere
  public void refuseForeign() {
    refuseStrangeFolder();
    refuseOutside();
    if (!Disk.exists(path)) {
      return;
    }
    if (Disk.isFolder(path)) {
      throw taken("a folder stands there");
    }
    if (!Disk.isFile(path)) {
      throw taken("what stands there is no plain file");
    }
    if (Disk.size(path) > 0 && !kind.isIn(Disk.readHead(path, HEAD_BYTES))) {
      throw taken("a file that is no output of " + kind.tool() + " stands there already");
    }
  }

  /// Writes all of it, or nothing.
  ///
  /// @throws Failure as [#refuseForeign] does
  public void write(String text) {
    refuseForeign();
    Disk.write(path, text);
  }

  private Failure.NeedsApproval taken(String message) {
    return new Failure.NeedsApproval(
        Problem.of("not-ours", message)
            .at(path.toString())
            .remedy("name another file after --output, or move this one away"));
  }

  private void refuseStrangeFolder() {
    Path folder = path.getParent();
    if (folder == null || Disk.isFolder(folder)) {
      return;
    }
    if (Disk.exists(folder)) {
      throw new Failure.Usage(
          Problem.of("file-not-folder", "a file stands where a folder is needed")
              .at(folder.toString())
              .remedy("name a file in a folder after --output"));
    }
    throw new Failure.Usage(
        Problem.of("no-folder", "the folder of the file is not there")
            .at(folder.toString())
            .remedy("make the folder, or name another file after --output"));
  }

  private void refuseOutside() {
    Optional<Path> real = Disk.realPath(Disk.isLink(path) ? path : path.resolveSibling(""));
    Optional<Path> root = Disk.realPath(workspace);
    boolean inside =
        !path.startsWith(workspace)
            || (real.isPresent() && root.isPresent() && real.get().startsWith(root.get()));
    if (real.isEmpty() || !inside) {
      throw new Failure.Invalid(
          Problem.of("outside-link", "a link leads out of the workspace, or nowhere")
              .at(path.toString())
              .remedy("name another file after --output, or remove the link"));
    }
  }
}
