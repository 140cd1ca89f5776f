package dev.speckit.demo;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.Host;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The example that speckit ships: the cold-storage epic. `demo/files.txt` lists its files.
final class ExampleWorkspace {
  /// The feature that the demonstration plans.
  static final String SPEC = "1001";

  private static final Git.Identity NOBODY =
      new Git.Identity("speckit demo", "demo@speckit.invalid");

  private ExampleWorkspace() {}

  /// Copies the example into an empty or missing folder and makes it a git repository.
  static void create(Host host, Path folder) throws InterruptedException {
    if (Disk.isFile(folder)) {
      throw new Failure.Usage(
          Problem.of("not-a-folder", "a file stands where the example should go")
              .at(folder.toString())
              .remedy("name another folder"));
    }
    if (!Disk.list(folder).isEmpty()) {
      throw new Failure.Usage(
          Problem.of("folder-not-empty", "the folder holds something already; nothing was changed")
              .at(folder.toString())
              .remedy("name an empty or a new folder, or none for a temporary one"));
    }
    Git git = Git.require(host);
    List<Path> files = new ArrayList<>();
    for (String name : files()) {
      Path file = folder.resolve(name);
      Disk.write(file, resource(name));
      files.add(file);
    }
    Path ignored = folder.resolve(".gitignore");
    Disk.write(ignored, ".speckit/\n");
    files.add(ignored);
    git.init(folder);
    Optional<Git.Identity> own = git.identity(folder);
    var _ =
        git.commit(
            folder,
            files,
            "Begin with the cold-storage example",
            own.isPresent() ? Optional.empty() : Optional.of(NOBODY));
  }

  static List<String> files() {
    return new String(resource("files.txt"), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static byte[] resource(String name) {
    try (InputStream in = ExampleWorkspace.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the example lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException failure) {
      throw new IllegalStateException("the example's file " + name + " cannot be read", failure);
    }
  }
}
