package dev.speckit.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A global folder of npm with launchers and the packages behind them, as npm lays them out.
record NpmTree(Path root) {
  /// A link in `bin` to a launcher in a package's folder.
  Path launcher(String name, String target) throws IOException {
    Path link = root.resolve("bin").resolve(name);
    Path file = executable(target);
    Files.createDirectories(link.getParent());
    return Files.createSymbolicLink(link, link.getParent().relativize(file));
  }

  Path executable(String inside) throws IOException {
    Path file = root.resolve("lib/node_modules").resolve(inside);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}
