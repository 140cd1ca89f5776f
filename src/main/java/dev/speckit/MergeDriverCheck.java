package dev.speckit;

import dev.speckit.doctor.Check;
import dev.speckit.failure.Failure;
import dev.speckit.host.Host;
import dev.speckit.spec.MergeDriver;
import dev.speckit.spec.Workspace;
import java.nio.file.Path;
import java.util.Optional;

/// What the doctor says of git's merge driver: a clone has the attribute that asks for it, and not
/// the setting that starts it.
final class MergeDriverCheck {
  private static final String NAME = "merge driver";

  private MergeDriverCheck() {}

  static Check of(Host host) throws InterruptedException {
    try {
      Optional<Path> workspace = Workspace.search(host);
      Optional<MergeDriver> driver =
          workspace.isEmpty() ? Optional.empty() : MergeDriver.of(host, workspace.get());
      if (driver.isEmpty()) {
        return Check.absent(NAME, "no workspace in a git repository here", null);
      }
      boolean wanted = MergeDriver.isWanted(workspace.get());
      return switch (driver.get().state()) {
        case SET ->
            wanted
                ? Check.ok(NAME, "git merges specs by speckit")
                : Check.warning(
                    NAME, "set, and no line of .gitattributes asks for it", "speckit init");
        case NOT_SET ->
            Check.warning(
                NAME,
                "not set in this clone; git merges specs line by line",
                "speckit hook install");
        case OF_ANOTHER ->
            Check.warning(
                NAME,
                "git's setting merge.speckit.driver starts no speckit",
                "git config --unset merge.speckit.driver, then speckit hook install");
      };
    } catch (Failure failure) {
      return Check.warning(
          NAME, failure.problems().getFirst().message(), "look at the repository with git status");
    }
  }
}
