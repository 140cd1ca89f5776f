package dev.speckit.pipeline;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.AnswerJson;
import dev.speckit.consensus.Given;
import dev.speckit.consensus.Quorum;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.run.AttemptTable;
import dev.speckit.run.Journal;
import dev.speckit.run.Part;
import dev.speckit.run.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The answers that the store holds for one part of a run.
///
/// @param rows in the order of the roster
public record Answers(Run.PartState state, List<Row> rows) {
  public Answers {
    rows = List.copyOf(rows);
  }

  /// @param id of the row in the store
  /// @param intact whether it is what was stored once, by its SHA-256
  public record Row(long id, AgentName agent, Answer answer, boolean intact) {}

  /// Of those who have answered as far as the run knows.
  public static Answers read(Journal journal, Run run, Part part) throws InterruptedException {
    Run.PartState state = run.part(part).orElseThrow();
    List<AttemptTable.AnswerRow> stored =
        journal
            .store()
            .read(transaction ->
                AttemptTable.answers(
                    transaction, run.id(), part.subject().word(), state.entered().input()));
    List<Row> rows = new ArrayList<>();
    for (AgentName agent : state.entered().roster()) {
      for (AttemptTable.AnswerRow row : stored) {
        if (row.agent().equals(agent.value()) && state.hasAnswered(agent)) {
          String sha256 = Disk.sha256(row.content().getBytes(StandardCharsets.UTF_8));
          rows.add(new Row(row.answer(), agent, answer(part, row), sha256.equals(row.sha256())));
        }
      }
    }
    return new Answers(state, rows);
  }

  private static Answer answer(Part part, AttemptTable.AnswerRow row) {
    Json json =
        Json.read(row.content())
            .value()
            .orElseThrow(() -> new IllegalStateException("answer " + row.answer() + " is no JSON"));
    return AnswerJson.read(part.subject(), (Json.Fields) json);
  }

  Quorum quorum() {
    return new Quorum(state.entered().need(), state.entered().roster().size());
  }

  List<AgentName> roster() {
    return state.entered().roster();
  }

  List<Long> ids() {
    return rows.stream().map(Row::id).toList();
  }

  /// The answers of one kind with their authors.
  <A extends Answer> List<Given<A>> given(Class<A> kind) {
    return rows.stream().map(row -> new Given<>(row.agent(), kind.cast(row.answer()))).toList();
  }
}
