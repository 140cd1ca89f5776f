package dev.speckit.host;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What the machine gives a program that is not a file or a process: time, chance, environment.
/// Passed in everywhere, so that tests turn the clock and seed chance.
///
/// @param clock the time of day
/// @param random chance
/// @param environment variables by name
/// @param directory the working directory, absolute
/// @param home the user's home directory, absolute
public record Host(
    InstantSource clock,
    RandomGenerator random,
    Map<String, String> environment,
    Path directory,
    Path home) {
  public Host {
    environment = Map.copyOf(environment);
  }

  /// The machine this program runs on.
  public static Host system() {
    Map<String, String> environment = System.getenv();
    String home = environment.get("HOME");
    return new Host(
        InstantSource.system(),
        new LateRandom(),
        environment,
        Path.of("").toAbsolutePath(),
        Path.of(home == null || home.isBlank() ? System.getProperty("user.home", "/") : home)
            .toAbsolutePath());
  }

  /// A variable; empty when it is not set or blank.
  public Optional<String> variable(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
  }
}
