package dev.speckit.agent;

import dev.speckit.host.Custody;
import dev.speckit.host.Disk;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.spec.Redactor;
import java.nio.file.Path;

/// A recorded answer takes the same way as a live one: its bytes become the raw output and are read
/// like any other's. Nothing is started.
final class Replaying {
  private Replaying() {}

  static Custody.Ending run(
      AgentDefinition.Replay replay, AgentCall call, int attempt, Path folder, Redactor redactor) {
    String subject = call.task().subject().word();
    Path exact = replay.folder().resolve(subject + "-" + attempt + ".txt");
    Path recorded = Disk.isFile(exact) ? exact : replay.folder().resolve(subject + ".txt");
    if (!Disk.isFile(recorded)) {
      return new Custody.Ending.NotStarted(true, "no recorded answer at " + recorded);
    }
    byte[] bytes = redactor.all(Disk.read(recorded, BatchLimits.STDOUT_BYTES_MAX));
    Disk.writeLightly(folder.resolve("stdout.raw"), bytes);
    long now = System.nanoTime();
    return new Custody.Ending.Ended(
        Custody.Stop.EXITED,
        0,
        ProcessIdentity.current(),
        now,
        bytes.length == 0 ? null : now,
        bytes.length,
        false,
        Disk.sha256(bytes),
        java.util.List.of());
  }
}
