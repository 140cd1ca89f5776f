package dev.speckit.house.offender;

import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import picocli.CommandLine;

/// Not final, badly named, public without need, and does everything in the wrong room.
public class OffenceHelper implements Command {
  private Optional<Connection> connection = Optional.empty();

  @Override
  public Declaration declaration() {
    return Declaration.of(new CommandLine(this).getCommandName(), "Offends");
  }

  @Override
  public Report run(Call call) {
    Thread thread = new Thread(() -> System.err.println(connection));
    thread.start();
    connection = Optional.empty();
    if (Files.exists(Path.of(System.getenv("HOME") + Instant.now()))) {
      System.exit(1);
    }
    throw new EndOfFileException(Offended.class.getName());
  }

  static void fail() throws IOException {
    throw new IOException(Offended.NAME);
  }
}
