package dev.speckit.pipeline;

import dev.speckit.candidate.Repository;
import dev.speckit.checks.CheckDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Changed files that the project's checks run: who changes them decides what the checks say.
final class CheckPrograms {
  private CheckPrograms() {}

  /// @param file relative to the workspace
  /// @param check its name
  record Program(String file, String check) {
    @Override
    public String toString() {
      return file + ", which check " + check + " runs";
    }
  }

  /// @param files relative to the root of the repository
  static List<Program> changed(
      Repository repository, List<CheckDefinition> checks, Collection<String> files) {
    List<String> inside =
        files.stream().map(repository::inWorkspace).flatMap(Optional::stream).toList();
    List<Program> changed = new ArrayList<>();
    for (CheckDefinition check : checks) {
      for (String file : check.named(inside)) {
        changed.add(new Program(file, check.name()));
      }
    }
    return changed;
  }
}
