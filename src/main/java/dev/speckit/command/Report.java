package dev.speckit.command;

import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;

/// What a command has to say: blocks for people, data for programs, and the exit code.
///
/// @param blocks in reading order
/// @param data goes into the envelope's `data`
/// @param exit the exit code
/// @param warnings what went on but should be known; shown after the blocks
/// @param problems why the exit code is not 0; empty when it is
public record Report(
    List<Block> blocks,
    Json.Fields data,
    ExitCode exit,
    List<Problem> warnings,
    List<Problem> problems) {
  public Report {
    blocks = List.copyOf(blocks);
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
  }

  public static Report of(Json.Fields data, Block... blocks) {
    return new Report(List.of(blocks), data, ExitCode.OK, List.of(), List.of());
  }

  public static Report of(Json.Fields data, List<Block> blocks) {
    return new Report(blocks, data, ExitCode.OK, List.of(), List.of());
  }

  public Report warning(Problem warning) {
    List<Problem> more = new ArrayList<>(warnings);
    more.add(warning);
    return new Report(blocks, data, exit, more, problems);
  }

  public Report ending(ExitCode code, Problem... why) {
    return new Report(blocks, data, code, warnings, List.of(why));
  }
}
