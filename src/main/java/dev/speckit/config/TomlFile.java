package dev.speckit.config;

import static java.util.Objects.requireNonNull;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/// One settings file as a tree with places. The only class that knows the TOML library, loaded only
/// when there is a file.
final class TomlFile {
  private static final long BYTES_MAX = 1L << 20;
  private static final int PROBLEMS_MAX = 50;

  private final String shown;

  private TomlFile(String shown) {
    this.shown = shown;
  }

  /// @param shown the path as problems name it
  /// @throws Failure.Invalid with every syntax error found
  static Node.Table read(Path file, String shown) {
    if (!Disk.isFile(file) && !Disk.isFolder(file)) {
      throw new Failure.Invalid(
          Problem.of("not-a-file", "settings must be a regular file; this is none")
              .at(shown)
              .remedy("remove it, or mend the link"));
    }
    return new TomlFile(shown).parse(Disk.readText(file, BYTES_MAX));
  }

  private Node.Table parse(String whole) {
    String text = whole.startsWith("\uFEFF") ? whole.substring(1) : whole;
    try {
      TomlParseResult result = Toml.parse(text, TomlVersion.V1_1_0);
      if (result.hasErrors()) {
        throw new Failure.Invalid(problems(text, result.errors()));
      }
      return table(result, new Place(shown, 1, 1));
    } catch (StackOverflowError _) {
      throw new Failure.Invalid(
          Problem.of("too-deep", "values are nested too deeply").at(shown).remedy("flatten them"));
    }
  }

  private List<Problem> problems(String text, List<TomlParseError> errors) {
    List<Problem> problems = conflictMarkers(text);
    if (!problems.isEmpty()) {
      return problems;
    }
    for (TomlParseError error : errors.subList(0, Math.min(PROBLEMS_MAX, errors.size()))) {
      String message = error.getMessage();
      problems.add(
          Problem.of("toml-syntax", message == null ? "this is not TOML" : message)
              .at(place(error.position()))
              .remedy("mend the line; the format is described at toml.io"));
    }
    if (errors.size() > PROBLEMS_MAX) {
      problems.add(
          Problem.of("toml-syntax", (errors.size() - PROBLEMS_MAX) + " more errors follow")
              .at(shown));
    }
    return problems;
  }

  private List<Problem> conflictMarkers(String text) {
    List<Problem> problems = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.startsWith("<<<<<<< ") || line.startsWith(">>>>>>> ")) {
        problems.add(
            Problem.of("conflict-markers", "a merge conflict was left in the file")
                .at(new Place(shown, number, 1))
                .remedy("choose one side and remove the markers"));
      }
    }
    return problems;
  }

  private Node.Table table(TomlTable table, Place place) {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (String key : table.keySet()) {
      List<String> path = List.of(key);
      entries.put(key, node(requireNonNull(table.get(path)), place(table.inputPositionOf(path))));
    }
    return new Node.Table(place, entries);
  }

  private Node node(Object value, Place place) {
    return switch (value) {
      case TomlTable table -> table(table, place);
      case TomlArray array -> items(array, place);
      default -> new Node.Scalar(place, value);
    };
  }

  private Node items(TomlArray array, Place place) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      nodes.add(node(array.get(i), place(array.inputPositionOf(i))));
    }
    return new Node.Items(place, nodes);
  }

  /// @param position of something that was read, so it is somewhere
  private Place place(@Nullable TomlPosition position) {
    requireNonNull(position);
    return new Place(shown, position.line(), position.column());
  }
}
