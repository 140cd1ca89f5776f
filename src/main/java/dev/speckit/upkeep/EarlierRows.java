package dev.speckit.upkeep;

import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import dev.speckit.spec.Secrets;
import dev.speckit.store.ForeignFile.Line;
import dev.speckit.store.ForeignFile.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads rows of an earlier store's tables into ours, and counts what was lost on the way.
final class EarlierRows {
  /// What makes a row that one row; it never changes after it was written.
  private static final List<String> IDENTITY =
      List.of(
          "spec_id",
          "stage",
          "agent_name",
          "run_timestamp",
          "output_timestamp",
          "created_at",
          "spawned_at");

  private final String table;
  private final ImportCount count;

  EarlierRows(String table, ImportCount count) {
    this.table = table;
    this.count = count;
  }

  /// A row of `consensus_runs` (second schema) or `consensus_synthesis` (first schema).
  ImportTable.RunRow run(Line line) {
    Optional<String> synthesis = content(line, "synthesis_json");
    return new ImportTable.RunRow(
        origin(line),
        text(line, "spec_id").orElse(""),
        text(line, "stage").orElse(""),
        time(line, table.equals("consensus_runs") ? "run_timestamp" : "created_at"),
        truth(line.value("consensus_ok")),
        truth(line.value("degraded")),
        text(line, "status").or(() -> status(synthesis)).orElse(null),
        table.equals("consensus_runs") ? synthesis.orElse(null) : synthesis(line));
  }

  /// In the form that the second schema keeps it in.
  private @Nullable String synthesis(Line line) {
    Json.Fields fields = Json.fields();
    for (String name :
        List.of(
            "output_markdown",
            "output_path",
            "status",
            "artifacts_count",
            "agreements",
            "conflicts")) {
      fields = fields.withPresent(name, content(line, name).orElse(null));
    }
    return fields.values().isEmpty() ? null : fields.write();
  }

  private static Optional<String> status(Optional<String> synthesis) {
    return synthesis
        .flatMap(text -> Json.read(text).value())
        .flatMap(
            json -> json instanceof Json.Fields fields ? fields.text("status") : Optional.empty());
  }

  /// A row of `agent_outputs`, whose spec and stage stand in its run.
  ///
  /// @param run the run it names, when that is there
  ImportTable.AnswerRow output(Line line, Optional<ImportedRun> run) {
    return new ImportTable.AnswerRow(
        origin(line),
        run.map(ImportedRun::id).orElse(null),
        run.map(ImportedRun::spec).orElse(""),
        run.map(ImportedRun::stage).orElse(""),
        null,
        text(line, "agent_name").orElse(""),
        text(line, "model_version").orElse(null),
        time(line, "output_timestamp"),
        null,
        told(content(line, "content")),
        null);
  }

  /// A run that was imported, or found there.
  record ImportedRun(long id, String spec, String stage) {}

  /// A row of `consensus_artifacts`.
  ImportTable.AnswerRow artifact(Line line, Optional<ImportedRun> run) {
    Optional<String> json = content(line, "content_json");
    Optional<String> response = content(line, "response_text");
    String content = json.or(() -> response).orElse(null);
    if (json.isPresent() && response.isPresent() && !json.equals(response)) {
      content =
          Json.fields()
              .with("content_json", json.get())
              .with("response_text", response.get())
              .write();
    }
    return new ImportTable.AnswerRow(
        origin(line),
        run.map(ImportedRun::id).orElse(null),
        text(line, "spec_id").orElse(""),
        text(line, "stage").orElse(""),
        null,
        text(line, "agent_name").orElse(""),
        text(line, "model_version").orElse(null),
        time(line, "created_at"),
        null,
        told(Optional.ofNullable(content)),
        null);
  }

  /// A row of `agent_executions`.
  ImportTable.AnswerRow execution(Line line) {
    return new ImportTable.AnswerRow(
        origin(line),
        null,
        text(line, "spec_id").orElse(""),
        text(line, "stage").orElse(""),
        text(line, "phase_type").orElse(null),
        text(line, "agent_name").orElse(""),
        null,
        time(line, "spawned_at"),
        EarlierTime.read(line.value("completed_at")).orElse(null),
        told(content(line, "response_text")),
        content(line, "extraction_error").orElse(null));
  }

  private ImportTable.Origin origin(Line line) {
    String key = table.equals("agent_executions") ? "agent_id" : "id";
    String id = written(line.value(key)).orElse("row " + line.number());
    StringBuilder identity = new StringBuilder(table).append('\n').append(id);
    for (String column : IDENTITY) {
      // An answer's run is not of its identity: it may have been deleted since.
      identity.append('\n').append(written(line.value(column)).orElse("\0"));
    }
    return new ImportTable.Origin(
        Disk.sha256(identity.toString().getBytes(StandardCharsets.UTF_8)),
        table,
        counted(id, Secrets.redacted(id)));
  }

  static Optional<String> written(Value value) {
    return switch (value) {
      case Value.Absent _ -> Optional.empty();
      case Value.Whole whole -> Optional.of(Long.toString(whole.number()));
      case Value.Text text -> Optional.of(text.text());
    };
  }

  private Optional<String> text(Line line, String column) {
    return written(line.value(column)).map(text -> counted(text, Secrets.redacted(text)));
  }

  /// Nobody checked it before.
  private Optional<String> content(Line line, String column) {
    Value value = line.value(column);
    if (value instanceof Value.Text text && text.damaged()) {
      count.damaged++;
    }
    return written(value).map(text -> counted(text, Secrets.redactedContent(text)));
  }

  private String counted(String text, String redacted) {
    if (!redacted.equals(text)) {
      count.redacted++;
    }
    return redacted;
  }

  private @Nullable String told(Optional<String> content) {
    if (content.isPresent() && Json.read(content.get()).value().isEmpty()) {
      count.notJson++;
    }
    return content.orElse(null);
  }

  private @Nullable Instant time(Line line, String column) {
    Optional<Instant> time = EarlierTime.read(line.value(column));
    if (time.isEmpty()) {
      count.withoutTime++;
    }
    return time.orElse(null);
  }

  private static @Nullable Boolean truth(Value value) {
    return switch (written(value).orElse("").strip().toLowerCase(Locale.ROOT)) {
      case "1", "true", "yes", "t" -> true;
      case "0", "false", "no", "f" -> false;
      default -> null;
    };
  }
}
