package dev.speckit.pipeline.logs;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Outcome;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.pipeline.Harmless;
import dev.speckit.run.AttemptTable;
import dev.speckit.run.EventTable;
import dev.speckit.run.Part;
import dev.speckit.run.RunEvent;
import dev.speckit.store.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An attempt of a run as its journal tells it, also one whose question was asked anew later, and
/// where its files are.
///
/// @param folder relative to the workspace
/// @param outcome null while it runs, and when nobody saw its end
/// @param facts null before its end
record LoggedAttempt(
    Part part,
    AgentName agent,
    int number,
    String folder,
    Instant startedAt,
    @Nullable Outcome outcome,
    String reason,
    @Nullable Long millis,
    AttemptTable.@Nullable FactsRow facts) {

  /// In the order in which they were started.
  static List<LoggedAttempt> all(Transaction transaction, String run) {
    Map<String, AttemptTable.FactsRow> facts = new HashMap<>();
    AttemptTable.facts(transaction, run).forEach(row -> facts.put(row.folder(), row));
    Map<List<Object>, LoggedAttempt> attempts = new LinkedHashMap<>();
    for (EventTable.StoredEvent stored : EventTable.read(transaction, run)) {
      stored
          .recorded()
          .ifPresent(recorded -> {
            switch (recorded.event()) {
              case RunEvent.AttemptStarted(
                      Part part,
                      String input,
                      AgentName agent,
                      int number,
                      String folder,
                      _) ->
                  attempts.put(
                      List.of(part, input, agent, number),
                      new LoggedAttempt(
                          part, agent, number, folder, recorded.at(), null, "", null, null));
              case RunEvent.AttemptEnded ended ->
                  attempts.computeIfPresent(
                      List.of(ended.part(), ended.input(), ended.agent(), ended.number()),
                      (_, attempt) -> attempt.ended(ended, facts.get(attempt.folder())));
              case RunEvent.Started _,
                  RunEvent.Resumed _,
                  RunEvent.PartEntered _,
                  RunEvent.PartAsked _,
                  RunEvent.PartDecided _,
                  RunEvent.CheckpointDecided _,
                  RunEvent.ArtifactIntended _,
                  RunEvent.ArtifactWritten _,
                  RunEvent.StageEnded _,
                  RunEvent.WorktreeIntended _,
                  RunEvent.CandidateTaken _,
                  RunEvent.ChecksIntended _,
                  RunEvent.CheckEnded _,
                  RunEvent.ChecksEnded _,
                  RunEvent.CandidateKept _,
                  RunEvent.FilesChanged _,
                  RunEvent.CandidateChosen _,
                  RunEvent.ApplyIntended _,
                  RunEvent.Applied _,
                  RunEvent.Noted _,
                  RunEvent.QuestionAnswered _,
                  RunEvent.QuestionReopened _,
                  RunEvent.EditIntended _,
                  RunEvent.Edited _,
                  RunEvent.CancelRequested _,
                  RunEvent.Stopped _ -> {}
            }
          });
    }
    return List.copyOf(attempts.values());
  }

  private LoggedAttempt ended(RunEvent.AttemptEnded ended, AttemptTable.@Nullable FactsRow row) {
    return new LoggedAttempt(
        part,
        agent,
        number,
        folder,
        startedAt,
        ended.outcome(),
        ended.reason(),
        ended.elapsedMillis(),
        row);
  }

  boolean isEnded() {
    return outcome != null;
  }

  Path file(Path workspace, String name) {
    return workspace.resolve(folder).resolve(name);
  }

  /// One line: who, how it ended, and what is known of it.
  String head() {
    List<String> words = new ArrayList<>();
    words.add(part.name());
    words.add(agent.value());
    words.add("attempt " + number);
    words.add(outcome == null ? "no end yet" : outcome.word());
    if (facts != null && facts.exitCode() != null) {
      words.add("exit " + facts.exitCode());
    }
    if (facts != null && facts.stdoutBytes() != null) {
      words.add(facts.stdoutBytes() + " bytes" + (facts.truncated() ? " (not all kept)" : ""));
    }
    if (millis != null) {
      words.add(millis + " ms");
    }
    if (!reason.isEmpty() && outcome != Outcome.ANSWERED) {
      words.add(reason);
    }
    return Harmless.text(String.join("  ", words)).replace('\n', ' ');
  }

  Json.Fields json(Path workspace) {
    Json.Fields fields =
        Json.fields()
            .with("stage", part.name())
            .with("agent", agent.value())
            .with("attempt", number)
            .with("started_at", startedAt)
            .withPresent("outcome", outcome == null ? null : outcome.word())
            .withPresent("reason", reason.isEmpty() ? null : reason)
            .withPresent("elapsed_ms", millis)
            .withPresent("exit_code", facts == null ? null : facts.exitCode())
            .withPresent("stdout_bytes", facts == null ? null : facts.stdoutBytes())
            .with("folder", folder);
    Json.Fields files = Json.fields();
    for (String name : List.of("prompt.md", "stdout.raw", "stderr.txt", "attempt.json")) {
      if (Disk.isFile(file(workspace, name))) {
        files = files.with(name.substring(0, name.indexOf('.')), folder + "/" + name);
      }
    }
    return fields.with("files", files);
  }
}
