package dev.speckit.command;

import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What a command has to say: blocks for people, data for programs, and the exit code.
///
/// @param blocks in reading order
/// @param content makes what goes into the envelope's `data`; asked only when somebody wants it
/// @param exit the exit code
/// @param warnings what went on but should be known; shown after the blocks
/// @param problems why the exit code is not 0; empty when it is
public record Report(
    List<Block> blocks,
    Supplier<Json.Fields> content,
    ExitCode exit,
    List<Problem> warnings,
    List<Problem> problems) {
  public Report {
    blocks = List.copyOf(blocks);
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
  }

  public static Report of(Json.Fields data, Block... blocks) {
    return new Report(List.of(blocks), () -> data, ExitCode.OK, List.of(), List.of());
  }

  public static Report of(Json.Fields data, List<Block> blocks) {
    return of(() -> data, blocks);
  }

  /// For data that is large beside what people see.
  public static Report of(Supplier<Json.Fields> data, List<Block> blocks) {
    return new Report(blocks, data, ExitCode.OK, List.of(), List.of());
  }

  public Json.Fields data() {
    return content.get();
  }

  public Report warning(Problem warning) {
    List<Problem> more = new ArrayList<>(warnings);
    more.add(warning);
    return new Report(blocks, content, exit, more, problems);
  }

  public Report ending(ExitCode code, Problem... why) {
    return new Report(blocks, content, code, warnings, List.of(why));
  }
}
