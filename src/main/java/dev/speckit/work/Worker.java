package dev.speckit.work;

import dev.speckit.host.Git;
import dev.speckit.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who works.
///
/// @param person the address of git's settings; without git the login name
/// @param participants as they stand in a session: the person, then an agent that acts for it
record Worker(String person, List<String> participants) {
  /// Names the agent that calls in the person's place.
  private static final String AGENT = "SPECKIT_AGENT";

  Worker {
    participants = List.copyOf(participants);
  }

  static Worker of(Host host, Optional<Repository> repository) throws InterruptedException {
    Optional<Git.Identity> identity = Optional.empty();
    if (repository.isPresent()) {
      identity = repository.get().git().identity(repository.get().root());
    }
    String person = identity.map(Git.Identity::email).orElseGet(() -> login(host));
    List<String> participants = new ArrayList<>();
    participants.add(
        identity.map(known -> known.name() + " <" + known.email() + ">").orElse(person));
    host.variable(AGENT).ifPresent(participants::add);
    return new Worker(person, participants);
  }

  private static String login(Host host) {
    return host.variable("USER")
        .or(() -> host.variable("LOGNAME"))
        .orElseGet(() -> System.getProperty("user.name", "unknown"));
  }
}
