package dev.speckit.guide;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.spec.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The manifest `specs/.agents.json`: which files speckit wrote for which agents. It alone gives no
/// right to change anything: a file must also stand where an [AgentForm] puts it and bear our mark.
///
/// @param files path from the workspace, with slashes, to what is known of the file
/// @param folders that were made for these files
record InstalledFiles(SortedMap<String, Entry> files, SortedSet<String> folders) {
  static final String PLACE = "specs/.agents.json";
  private static final long BYTES_MAX = 1L << 20;
  private static final int VERSION = 1;

  /// @param agents who reads the file
  /// @param hashes SHA-256 of the texts that may stand there from us; more than one only while it
  ///   is being replaced
  record Entry(SortedSet<String> agents, SortedSet<String> hashes) {
    Entry {
      agents = new TreeSet<>(agents);
      hashes = new TreeSet<>(hashes);
    }

    private Entry and(Entry other) {
      SortedSet<String> allAgents = new TreeSet<>(agents);
      allAgents.addAll(other.agents);
      SortedSet<String> allHashes = new TreeSet<>(hashes);
      allHashes.addAll(other.hashes);
      return new Entry(allAgents, allHashes);
    }
  }

  InstalledFiles {
    files = new TreeMap<>(files);
    folders = new TreeSet<>(folders);
  }

  static InstalledFiles none() {
    return new InstalledFiles(new TreeMap<>(), new TreeSet<>());
  }

  /// @throws Failure.Invalid when it is a link, no manifest, or one of a newer speckit (the user
  ///   mends it)
  static InstalledFiles read(Path workspace) {
    Path file = workspace.resolve(PLACE);
    if (!Disk.exists(file)) {
      return none();
    }
    if (Disk.isLink(file)) {
      throw broken("the manifest is a symbolic link", Place.of(PLACE));
    }
    Workspace.refuseNoFile(workspace, file);
    String text = Disk.readText(file, BYTES_MAX);
    if (ManifestConflict.isIn(text)) {
      throw new Failure.Invalid(
          Problem.of("broken-manifest", "two branches changed the manifest, and both are in it")
              .at(new Place(PLACE, ManifestConflict.line(text), 1))
              .remedy(
                  "speckit agents install with the agents you use makes one list of both, where"
                      + " both can be read"));
    }
    return read(text);
  }

  /// As [#read], with all of both sides where a merge of two branches stopped.
  static InstalledFiles mended(Path workspace) {
    Path file = workspace.resolve(PLACE);
    boolean plain = Disk.isFile(file) && !Disk.isLink(file);
    String text = plain ? Disk.readText(file, BYTES_MAX) : "";
    if (!ManifestConflict.isIn(text)) {
      return read(workspace);
    }
    InstalledFiles both = none();
    for (String side : ManifestConflict.sides(text)) {
      both = both.and(read(side));
    }
    return both;
  }

  /// Whether a merge of two branches stopped in it.
  static boolean isConflicting(Path workspace) {
    Path file = workspace.resolve(PLACE);
    return Disk.isFile(file) && ManifestConflict.isIn(Disk.readText(file, BYTES_MAX));
  }

  /// With all that another one lists; what each says of one file holds.
  private InstalledFiles and(InstalledFiles other) {
    SortedMap<String, Entry> all = new TreeMap<>(files);
    other.files.forEach((path, entry) -> all.merge(path, entry, Entry::and));
    SortedSet<String> made = new TreeSet<>(folders);
    made.addAll(other.folders);
    return new InstalledFiles(all, made);
  }

  private static InstalledFiles read(String text) {
    return switch (Json.read(text)) {
      case Json.Reading.Malformed bad ->
          throw broken(
              "the manifest is no JSON: " + bad.message(),
              new Place(PLACE, bad.line(), bad.column()));
      case Json.Reading.Value value -> of(value.json());
    };
  }

  private static InstalledFiles of(Json json) {
    if (!(json instanceof Json.Fields fields) || fields.integer("schema_version").isEmpty()) {
      throw broken("the manifest has no schema_version", Place.of(PLACE));
    }
    if (fields.integer("schema_version").get() != VERSION) {
      throw new Failure.Invalid(
          Problem.of("newer-manifest", "the manifest was written by another version of speckit")
              .at(PLACE)
              .remedy("use the version of speckit that your project uses"));
    }
    SortedMap<String, Entry> files = new TreeMap<>();
    for (Json.Fields each : fields.objects("files")) {
      Optional<String> path = each.text("path");
      path.ifPresent(found ->
          files.put(
              found,
              new Entry(new TreeSet<>(each.texts("agents")), new TreeSet<>(each.texts("sha256")))));
    }
    return new InstalledFiles(files, new TreeSet<>(fields.texts("folders")));
  }

  private static Failure.Invalid broken(String message, Place place) {
    return new Failure.Invalid(
        Problem.of("broken-manifest", message)
            .at(place)
            .remedy(
                "restore it from git, or remove it: speckit agents install takes over files that"
                    + " hold our text"));
  }

  /// Writes it; an empty one is removed.
  void write(Path workspace) {
    Path file = workspace.resolve(PLACE);
    if (files.isEmpty() && folders.isEmpty()) {
      Disk.delete(file);
      return;
    }
    List<String> rows = new ArrayList<>();
    files.forEach((path, entry) ->
        rows.add(
            Json.fields()
                .with("path", path)
                .with("agents", Json.texts(entry.agents()))
                .with("sha256", Json.texts(entry.hashes()))
                .write()));
    List<String> names = folders.stream().map(each -> new Json.Text(each).write()).toList();
    String text =
        "{\n  \"schema_version\": "
            + VERSION
            + ",\n  \"about\": \"Files of speckit agents install; commit this file with them\","
            + "\n  \"files\": "
            + lines(rows)
            + ",\n  \"folders\": "
            + lines(names)
            + "\n}\n";
    Disk.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Each entry in a line of its own, so that git merges what two branches changed at two places.
  private static String lines(List<String> entries) {
    return entries.isEmpty() ? "[]" : "[\n    " + String.join(",\n    ", entries) + "\n  ]";
  }

  Optional<Entry> find(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /// Whether a file that bears our mark stands at one of our places and the manifest, which may
  /// have been lost, does not name it.
  boolean isUnlisted(Path workspace, Target target) {
    if (files.containsKey(target.path())) {
      return false;
    }
    return switch (Standing.of(workspace, target.path(), new TreeSet<>(), target.text())) {
      case Standing.Current _, Standing.Outdated _, Standing.Edited _ -> true;
      case Standing.Absent _, Standing.Foreign _, Standing.Obstructed _ -> false;
    };
  }

  InstalledFiles with(String path, Entry entry) {
    SortedMap<String, Entry> more = new TreeMap<>(files);
    more.put(path, entry);
    return new InstalledFiles(more, folders);
  }

  InstalledFiles without(String path) {
    SortedMap<String, Entry> fewer = new TreeMap<>(files);
    fewer.remove(path);
    return new InstalledFiles(fewer, folders);
  }

  InstalledFiles withFolders(SortedSet<String> made) {
    return new InstalledFiles(files, made);
  }

  /// The agents that some file was written for.
  SortedSet<String> agents() {
    SortedSet<String> agents = new TreeSet<>();
    files.values().forEach(entry -> agents.addAll(entry.agents()));
    return agents;
  }

  /// Paths that no agent of ours has. They are kept in the manifest and never touched.
  List<Problem> strange() {
    SortedSet<String> known = Target.paths();
    return files.keySet().stream()
        .filter(path -> !known.contains(path))
        .map(path ->
            Problem.of(
                    "foreign-path",
                    "the manifest names a file that is none of ours: " + Plain.line(path, 80))
                .at(PLACE)
                .remedy("take the entry out of the manifest; speckit never touches that file"))
        .toList();
  }
}
