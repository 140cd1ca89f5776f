package dev.speckit.agent;

import dev.speckit.failure.Failure;
import dev.speckit.host.Custody;
import dev.speckit.host.Disk;
import dev.speckit.host.Git;
import dev.speckit.host.GitPatching;
import dev.speckit.host.Host;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.spec.Redactor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A recorded answer takes the same way as a live one: its bytes become the raw output and are read
/// like any other's. Nothing is started but git, which makes the recorded changes where there are
/// some.
final class Replaying {
  private static final long PATCH_BYTES_MAX = 32L << 20;

  private Replaying() {}

  static Custody.Ending run(
      AgentDefinition.Replay replay,
      AgentCall call,
      int attempt,
      Path folder,
      Redactor redactor,
      Host host) {
    Path recorded = recorded(replay, call, attempt, "txt");
    if (!Disk.isFile(recorded)) {
      return new Custody.Ending.NotStarted(true, "no recorded answer at " + recorded);
    }
    try {
      Optional<String> trouble = changed(replay, call, attempt, host);
      if (trouble.isPresent()) {
        return new Custody.Ending.NotStarted(
            false, "the recorded patch could not be applied: " + trouble.get());
      }
    } catch (InterruptedException _) {
      // Told to the caller as the outcome, as of every other attempt.
      return ended(Custody.Stop.CANCELLED, new byte[0]);
    }
    byte[] bytes = redactor.all(Disk.read(recorded, BatchLimits.STDOUT_BYTES_MAX));
    Disk.writeLightly(folder.resolve("stdout.raw"), bytes);
    return ended(Custody.Stop.EXITED, bytes);
  }

  private static Path recorded(
      AgentDefinition.Replay replay, AgentCall call, int attempt, String kind) {
    String subject = call.task().subject().word();
    Path exact = replay.folder().resolve(subject + "-" + attempt + "." + kind);
    return Disk.isFile(exact) ? exact : replay.folder().resolve(subject + "." + kind);
  }

  /// Makes the recorded changes in the agent's work tree.
  ///
  /// @return why that was not possible; empty when it was, and when no changes are recorded
  private static Optional<String> changed(
      AgentDefinition.Replay replay, AgentCall call, int attempt, Host host)
      throws InterruptedException {
    Path patch = recorded(replay, call, attempt, "patch");
    if (!call.task().subject().writes() || !Disk.isFile(patch)) {
      return Optional.empty();
    }
    if (Disk.size(patch) > PATCH_BYTES_MAX) {
      return Optional.of("it is larger than " + (PATCH_BYTES_MAX >> 20) + " MiB");
    }
    try {
      return new GitPatching(Git.require(host)).apply(call.task().workspace(), patch);
    } catch (Failure failure) {
      return Optional.of(failure.problems().getFirst().message());
    }
  }

  private static Custody.Ending ended(Custody.Stop stop, byte[] bytes) {
    long now = System.nanoTime();
    return new Custody.Ending.Ended(
        stop,
        stop == Custody.Stop.EXITED ? 0 : null,
        ProcessIdentity.current(),
        now,
        bytes.length == 0 ? null : now,
        bytes.length,
        false,
        Disk.sha256(bytes),
        List.of());
  }
}
