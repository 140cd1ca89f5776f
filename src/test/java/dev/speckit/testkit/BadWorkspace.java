package dev.speckit.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A workspace without agents of its own, to be spoiled by a test, and speckit in it.
///
/// @param folder the workspace
/// @param outside a folder beside it
public record BadWorkspace(Path folder, Path outside, Speckit speckit) {
  public static final String SPEC = "specs/1000/1001/spec.md";

  public static BadWorkspace in(Path temporary) {
    return at(temporary.resolve("workspace"), temporary);
  }

  /// @param folder where the workspace is made
  /// @param temporary home and the folder outside are made in it
  public static BadWorkspace at(Path folder, Path temporary) {
    try {
      Path outside = Files.createDirectories(temporary.resolve("outside"));
      BadWorkspace made =
          new BadWorkspace(folder, outside, Speckit.in(folder, temporary.resolve("home")));
      made.write("specs/1000/epic.md", "# Epic: Apiary\n\n**Status**: planning\n");
      made.write(SPEC, Workspaces.SPEC);
      made.write("speckit.toml", "# nothing\n");
      return made;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Path at(String name) {
    return folder.resolve(name);
  }

  public void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  public void write(String name, byte[] bytes) {
    try {
      Files.createDirectories(at(name).getParent());
      Files.write(at(name), bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Moves a file or folder out of the workspace and leaves a link to it.
  public void linkOut(String name) {
    try {
      Path moved = outside.resolve(at(name).getFileName());
      if (Files.exists(at(name))) {
        Files.move(at(name), moved);
      }
      Files.createDirectories(at(name).getParent());
      Files.createSymbolicLink(at(name), moved);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// A folder takes the place of whatever is there.
  public void folderAt(String name) {
    try {
      Files.deleteIfExists(at(name));
      Files.createDirectories(at(name));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
