package dev.speckit.agent;

import dev.speckit.host.Custody;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.spec.KnownSecrets;
import dev.speckit.spec.Redactor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/// The record of an attempt that was not made, because its provider would have refused it: an agent
/// that is missing always says why.
final class NotAsked {
  private NotAsked() {}

  /// Tells the listener that it starts; the caller tells that it ended.
  static AttemptResult record(
      AgentCall call,
      int number,
      Outcome outcome,
      String why,
      Host host,
      KnownSecrets secrets,
      AttemptListener listener) {
    Path folder = call.attemptFolder(number);
    listener.starting(call, number, folder);
    Instant now = host.clock().instant();
    byte[] prompt =
        Redactor.redacted(call.task().prompt(), secrets).text().getBytes(StandardCharsets.UTF_8);
    AttemptResult result =
        new AttemptResult(
            call.agent(),
            call.task().subject(),
            number,
            outcome,
            null,
            null,
            why,
            folder,
            now,
            null,
            now,
            null,
            0,
            false,
            null,
            Disk.sha256(prompt),
            null,
            null,
            0,
            Usage.UNKNOWN,
            null,
            null,
            null);
    Disk.makeFolders(folder);
    AttemptFolder.complete(
        result,
        new Custody.Ending.NotStarted(false, why),
        new AttemptFolder.Redactions(0, 0, 0),
        prompt);
    return result;
  }
}
