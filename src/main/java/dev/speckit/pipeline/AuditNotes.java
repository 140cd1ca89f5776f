package dev.speckit.pipeline;

import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.consensus.NativeFinding;
import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.FileStamp;
import dev.speckit.json.Json;
import dev.speckit.spec.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What speckit finds by itself in the files that a spec changed: secrets, binaries, large and
/// executable files, and whether the project names its licence. By rules, so that the same files
/// give the same findings; a secret is named by its place only.
final class AuditNotes {
  /// What is larger is not searched, and said to be so.
  static final long SEARCHED_BYTES_MAX = 20L << 20;

  private static final long LARGE_BYTES = 1L << 20;
  private static final int FILES_MAX = 5_000;
  private static final int PLACES_MAX = 50;

  private final Path workspace;
  private final Map<String, String> before;
  private final List<NativeFinding> findings = new ArrayList<>();

  private AuditNotes(Path workspace, Map<String, String> before) {
    this.workspace = workspace.normalize();
    this.before = Map.copyOf(before);
  }

  /// The note of the audit: `{"findings":[...]}`.
  ///
  /// @param changed files, relative to the workspace; those that are gone are passed over
  /// @param before texts that changed dependency manifests had, by path: see
  ///   [DependencyLines#isManifest]; one without such a text is taken for new
  static Json.Fields of(Path workspace, List<String> changed, Map<String, String> before) {
    AuditNotes notes = new AuditNotes(workspace, before);
    notes.licence();
    List<String> files = List.copyOf(new TreeSet<>(changed));
    files.stream().limit(FILES_MAX).forEach(notes::file);
    if (files.size() > FILES_MAX) {
      notes.add(
          "size",
          Magnitude.IMPORTANT,
          null,
          0,
          (files.size() - FILES_MAX)
              + " changed files beyond the first "
              + FILES_MAX
              + " were not looked at");
    }
    return NativeFinding.note(notes.findings);
  }

  /// Why a note alone ends the stage, one line; empty when nothing in it is critical.
  static Optional<String> objection(Json.Fields note) {
    List<NativeFinding> critical =
        NativeFinding.read(note).stream()
            .filter(finding -> finding.magnitude() == Magnitude.CRITICAL)
            .toList();
    if (critical.isEmpty()) {
      return Optional.empty();
    }
    NativeFinding first = critical.getFirst();
    return Optional.of(
        (critical.size() == 1 ? "" : critical.size() + " critical findings, first ")
            + first.category()
            + " at "
            + first.place()
            + ": "
            + first.text());
  }

  private void licence() {
    boolean named =
        Disk.list(workspace).stream()
            .map(file -> String.valueOf(file.getFileName()).toUpperCase(Locale.ROOT))
            .anyMatch(name ->
                name.startsWith("LICENSE")
                    || name.startsWith("LICENCE")
                    || name.startsWith("COPYING"));
    if (!named) {
      add("licence", Magnitude.MINOR, null, 0, "no file LICENSE or COPYING says who may use this");
    }
  }

  private void file(String name) {
    Path file;
    try {
      file = workspace.resolve(name).normalize();
    } catch (InvalidPathException _) {
      return;
    }
    if (!file.startsWith(workspace)) {
      return;
    }
    if (FileStamp.kindOf(file) == FileStamp.Kind.LINK) {
      add("link", Magnitude.MINOR, name, 0, "a symbolic link was added or changed");
      return;
    }
    if (FileStamp.kindOf(file) != FileStamp.Kind.FILE) {
      return;
    }
    long size = Disk.size(file);
    if (size > LARGE_BYTES) {
      add("size", Magnitude.MINOR, name, 0, "the file is larger than 1 MiB");
    }
    if (Disk.isExecutable(file)) {
      add("executable", Magnitude.MINOR, name, 0, "the file may be run as a program");
    }
    read(file, name, size);
  }

  private void read(Path file, String name, long size) {
    if (size > SEARCHED_BYTES_MAX) {
      add("size", Magnitude.IMPORTANT, name, 0, "too large to be searched for secrets");
      return;
    }
    byte[] bytes;
    try {
      bytes = Disk.read(file, SEARCHED_BYTES_MAX);
    } catch (Failure.Invalid | Failure.Unavailable _) {
      add("unreadable", Magnitude.IMPORTANT, name, 0, "could not be searched for secrets");
      return;
    }
    if (new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\0') >= 0) {
      add("binary", Magnitude.MINOR, name, 0, "a binary file, which nobody can read in a review");
      return;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    secrets(name, text);
    if (DependencyLines.isManifest(name)) {
      dependencies(name, text);
    }
  }

  private void dependencies(String name, String text) {
    List<DependencyLines.Line> added =
        DependencyLines.added(name, before.getOrDefault(name, ""), text);
    if (added.isEmpty()) {
      return;
    }
    String names =
        added.stream()
            .limit(PLACES_MAX)
            .map(DependencyLines.Line::name)
            .collect(Collectors.joining(", "));
    int more = Math.max(0, added.size() - PLACES_MAX);
    add(
        "dependency",
        Magnitude.MINOR,
        name,
        added.getFirst().line(),
        "names new dependencies, as far as its text tells: "
            + Secrets.redacted(names)
            + (more > 0 ? " and " + more + " more" : ""));
  }

  /// Line by line for the place; what only the whole text shows, such as a key of many lines, gets
  /// the place where it begins.
  private void secrets(String name, String text) {
    String redacted = Secrets.redacted(text);
    if (redacted.equals(text)) {
      return;
    }
    int before = findings.size();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size() && findings.size() - before < PLACES_MAX; i++) {
      boolean begins = lines.get(i).contains("-----BEGIN") && lines.get(i).contains("PRIVATE KEY");
      if (begins || !Secrets.redacted(lines.get(i)).equals(lines.get(i))) {
        add("secret", Magnitude.CRITICAL, name, i + 1, "what stands here looks like a secret");
      }
    }
    if (findings.size() == before) {
      int same = 0;
      while (same < Math.min(text.length(), redacted.length())
          && text.charAt(same) == redacted.charAt(same)) {
        same++;
      }
      int line = 1 + (int) text.substring(0, same).chars().filter(c -> c == '\n').count();
      add("secret", Magnitude.CRITICAL, name, line, "what stands here looks like a secret");
    }
  }

  private void add(
      String category, Magnitude magnitude, @Nullable String file, int line, String text) {
    findings.add(
        new NativeFinding(
            category, magnitude, file, line == 0 ? null : Integer.valueOf(line), text));
  }
}
