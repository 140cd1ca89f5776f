package dev.speckit.pipeline;

import dev.speckit.host.Git;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.util.Optional;

/// Who answers.
final class Person {
  /// Names the agent that calls in a person's place.
  private static final String AGENT = "SPECKIT_AGENT";

  private Person() {}

  /// The address of git's settings, else the login name; with the agent that acts for it.
  static String name(Host host, Path workspace) throws InterruptedException {
    Optional<Git> git = Git.find(host);
    Optional<Git.Identity> identity =
        git.isEmpty() ? Optional.empty() : git.get().identity(workspace);
    String person = identity.map(Git.Identity::email).orElseGet(() -> login(host));
    return host.variable(AGENT).map(agent -> agent + " for " + person).orElse(person);
  }

  private static String login(Host host) {
    return host.variable("USER")
        .or(() -> host.variable("LOGNAME"))
        .orElseGet(() -> System.getProperty("user.name", "unknown"));
  }
}
