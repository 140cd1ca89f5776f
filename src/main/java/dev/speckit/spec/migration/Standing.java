package dev.speckit.spec.migration;

import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A spec where it stands now, in the old layout or in the new one. Paths are relative to the
/// repository's root.
///
/// @param word `epic`, `feature` or `task` as the name says it; empty when it does not
/// @param folder the spec's own folder; empty for a document that lies by itself
/// @param old whether it has to move
record Standing(
    SpecId id, Optional<SpecKind> word, Path document, Optional<Path> folder, boolean old) {
  private static final Pattern DOCUMENT = Pattern.compile("(\\d{4,6})(-.+)?\\.spec\\.md");
  private static final Pattern FOLDER = Pattern.compile("(\\d{4,6})(-.+)?");
  private static final Pattern WORD = Pattern.compile("\\d+-(epic|feature|task)(?:[-.].*)?");

  /// What a file below `specs/` is the document of; empty when of nothing.
  ///
  /// @param specs the folder of all specs, relative to the root
  static Optional<Standing> of(Path specs, Path file) {
    Path inside = specs.relativize(file);
    for (Path part : inside) {
      if (part.toString().equals("deliverables")) {
        return Optional.empty();
      }
    }
    return current(file, inside).or(() -> former(specs, file));
  }

  /// A document in its new place.
  private static Optional<Standing> current(Path file, Path inside) {
    int count = inside.getNameCount();
    String name = name(file);
    Optional<SpecId> first = SpecId.parse(inside.getName(0).toString());
    if (first.isEmpty() || count < 2 || count > 3) {
      return Optional.empty();
    }
    if (count == 2) {
      return name.equals("epic.md")
          ? Optional.of(present(first.get(), SpecKind.EPIC, file, true))
          : Optional.empty();
    }
    Optional<SpecId> second = SpecId.parse(inside.getName(1).toString());
    if (second.isEmpty()) {
      return Optional.empty();
    }
    if (name.equals("spec.md")) {
      return Optional.of(present(second.get(), SpecKind.FEATURE, file, true));
    }
    Matcher matcher = DOCUMENT.matcher(name);
    boolean task = matcher.matches() && matcher.group(2) == null;
    return task
        ? SpecId.parse(matcher.group(1))
            .filter(id -> !id.equals(second.get()))
            .map(id -> present(id, SpecKind.TASK, file, false))
        : Optional.empty();
  }

  private static Standing present(SpecId id, SpecKind kind, Path file, boolean folder) {
    Optional<Path> own = folder ? Optional.ofNullable(file.getParent()) : Optional.empty();
    return new Standing(id, Optional.of(kind), file, own, false);
  }

  /// A document in a place of the old layout.
  private static Optional<Standing> former(Path specs, Path file) {
    Path folder = folderOf(file);
    String name = name(file);
    Optional<SpecId> around = folder.equals(specs) ? Optional.empty() : idOf(folder);
    boolean plain = name.equals("spec.md") || name.equals("epic.md");
    if (plain && around.isPresent() && name(folder).indexOf('-') > 0) {
      return around.map(
          id -> new Standing(id, word(name(folder)), file, Optional.of(folder), true));
    }
    Matcher matcher = DOCUMENT.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return SpecId.parse(matcher.group(1))
        .map(id -> {
          boolean own = around.filter(id::equals).isPresent();
          Optional<SpecKind> word =
              word(name).or(() -> own ? word(name(folder)) : Optional.empty());
          return new Standing(id, word, file, own ? Optional.of(folder) : Optional.empty(), true);
        });
  }

  /// The id in a folder's name, such as `1001-feature-storage` or `1001`.
  static Optional<SpecId> idOf(Path folder) {
    Matcher matcher = FOLDER.matcher(name(folder));
    return matcher.matches() ? SpecId.parse(matcher.group(1)) : Optional.empty();
  }

  private static Optional<SpecKind> word(String name) {
    Matcher matcher = WORD.matcher(name);
    return matcher.matches()
        ? Optional.of(SpecKind.valueOf(matcher.group(1).toUpperCase(java.util.Locale.ROOT)))
        : Optional.empty();
  }

  static Path folderOf(Path file) {
    Path folder = file.getParent();
    return folder == null ? Path.of("") : folder;
  }

  static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
