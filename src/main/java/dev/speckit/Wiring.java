package dev.speckit;

import dev.speckit.command.Command;
import dev.speckit.host.Host;
import java.io.InputStream;
import java.util.List;

/// The only place that says `new` for services, and the list of commands.
final class Wiring {
  private Wiring() {}

  /// In the order in which help shows them. Cheap: services are made when a command needs them.
  ///
  /// @param input what was piped in, for the commands that read it
  static List<Command> commands(Host host, InputStream input) {
    return List.of();
  }
}
