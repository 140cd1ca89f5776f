package dev.speckit.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Starts programs by Java's own means, through `setsid` where there is one.
///
/// @param why why this way and not [PosixSpawn]
record BuilderSpawn(String why) implements Spawner {
  @Override
  public Process start(Program program) throws IOException {
    List<String> command = new ArrayList<>();
    Programs.session().map(Path::toString).ifPresent(command::add);
    command.add(program.executable().toString());
    command.addAll(program.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(program.directory().toFile())
            .redirectInput(program.input().toFile())
            .redirectError(program.errors().toFile());
    builder.environment().clear();
    builder.environment().putAll(program.environment());
    return builder.start();
  }

  @Override
  public boolean ownSession() {
    return Programs.session().isPresent();
  }

  /// Java waits for its children by itself.
  @Override
  public void attend(Process process) {}

  /// Java takes exit codes at once.
  @Override
  public void release(Process process) {}

  @Override
  public String description() {
    Optional<Path> session = Programs.session();
    return "by ProcessBuilder and " + session.map(Path::toString).orElse("no setsid") + ": " + why;
  }
}
