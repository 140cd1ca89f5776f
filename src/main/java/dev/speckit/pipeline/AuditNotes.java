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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What speckit finds by itself in the files that a spec changed: secrets, binaries, large and
/// executable files, and whether the project names its licence. By rules, so that the same files
/// give the same findings; a secret is named by its place only.
final class AuditNotes {
  /// What is larger is not searched, and said to be so.
  static final long SEARCHED_BYTES_MAX = 20L << 20;

  /// A binary file is read in several ways, so that less of it is searched.
  static final long BINARY_BYTES_MAX = 5L << 20;

  /// What separates words in a binary file.
  private static final Pattern NO_TEXT = Pattern.compile("[^\\x20-\\x7E\\r\\n\\t]+");

  private static final long LARGE_BYTES = 1L << 20;
  private static final int FILES_MAX = 5_000;
  private static final int ALL_MAX = 20_000;
  private static final int PLACES_MAX = 50;

  private final Path workspace;
  private final Changed changed;
  private final List<NativeFinding> findings = new ArrayList<>();

  private AuditNotes(Path workspace, Changed changed) {
    this.workspace = workspace.normalize();
    this.changed = changed;
  }

  /// What a spec changed.
  ///
  /// @param files relative to the workspace; those that are gone are passed over
  /// @param before texts that changed dependency manifests had, by path: see
  ///   [DependencyLines#isManifest]; one without such a text is taken for new
  /// @param programs those of the files that checks run
  /// @param all every file that git knows, to be searched for secrets, where nothing tells what of
  ///   it the spec changed; else null
  record Changed(
      List<String> files,
      Map<String, String> before,
      List<CheckPrograms.Program> programs,
      @Nullable List<String> all) {
    static final Changed NOTHING = new Changed(List.of(), Map.of(), List.of(), null);

    Changed {
      files = List.copyOf(new TreeSet<>(files));
      before = Map.copyOf(before);
      programs = List.copyOf(programs);
      all = all == null ? null : List.copyOf(all);
    }
  }

  /// The note of the audit: `{"findings":[...]}`.
  static Json.Fields of(Path workspace, Changed changed) {
    AuditNotes notes = new AuditNotes(workspace, changed);
    notes.licence();
    notes.programs();
    List<String> files = changed.files();
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
    if (changed.all() != null) {
      notes.all(changed.all());
    }
    return NativeFinding.note(notes.findings);
  }

  private void programs() {
    for (CheckPrograms.Program program : changed.programs()) {
      add(
          "check",
          Magnitude.MINOR,
          program.file(),
          0,
          "was changed, and check " + program.check() + " runs it: look at what it proves now");
    }
  }

  /// Only secrets are looked for: what else is in these files is not the spec's.
  private void all(List<String> files) {
    int before = findings.size();
    Set<String> seen = Set.copyOf(changed.files());
    List<String> others = files.stream().filter(file -> !seen.contains(file)).toList();
    others.stream().limit(ALL_MAX).forEach(this::file);
    findings
        .subList(before, findings.size())
        .removeIf(finding -> finding.magnitude() != Magnitude.CRITICAL);
    add(
        "scope",
        Magnitude.MINOR,
        null,
        0,
        "no run and no commit tells what the spec changed, so that all files that git knows were"
            + " searched for secrets");
    if (others.size() > ALL_MAX) {
      add(
          "scope",
          Magnitude.IMPORTANT,
          null,
          0,
          (others.size() - ALL_MAX) + " files beyond the first " + ALL_MAX + " were not searched");
    }
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
      binary(name, bytes);
      return;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    secrets(name, text);
    if (DependencyLines.isManifest(name)) {
      dependencies(name, text);
    }
  }

  /// A byte that is no text must not hide one: the bytes are read as single characters and as both
  /// kinds of UTF-16, from an even and from an odd place, and each as if the others were not there.
  private void binary(String name, byte[] bytes) {
    if (bytes.length > BINARY_BYTES_MAX) {
      add(
          "binary",
          Magnitude.IMPORTANT,
          name,
          0,
          "a binary file larger than "
              + (BINARY_BYTES_MAX >> 20)
              + " MiB, which was not searched for secrets");
      return;
    }
    for (String text : readings(bytes)) {
      if (!Secrets.redacted(text).equals(text)) {
        add("secret", Magnitude.CRITICAL, name, 0, "what stands here looks like a secret");
        return;
      }
    }
  }

  private static List<String> readings(byte[] bytes) {
    String single = new String(bytes, StandardCharsets.ISO_8859_1);
    return Stream.concat(
            Stream.of(single.replace('\0', '\n'), single.replace("\0", "")),
            Stream.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
                .flatMap(charset ->
                    Stream.of(0, 1)
                        .filter(start -> start <= bytes.length)
                        .map(start -> new String(bytes, start, bytes.length - start, charset))))
        .map(text -> NO_TEXT.matcher(text).replaceAll("\n"))
        .toList();
  }

  private void dependencies(String name, String text) {
    List<DependencyLines.Line> added =
        DependencyLines.added(name, changed.before().getOrDefault(name, ""), text);
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
