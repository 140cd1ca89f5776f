package dev.speckit.agent;

import dev.speckit.host.Custody;
import dev.speckit.host.Disk;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one attempt leaves on disk: `prompt.md`, `stdout.raw`, `stderr.txt`, `answer.json` and
/// `attempt.json`, written last: it says that the process has ended and what the raw output's
/// SHA-256 is.
public final class AttemptFolder {
  private static final String FACTS = "attempt.json";
  private static final String PROMPT = "prompt.md";
  private static final String ANSWER = "answer.json";
  private static final String OUTPUT = "stdout.raw";
  private static final String TEMPORARY = "tmp";

  private AttemptFolder() {}

  /// Where the agent may write what nobody needs after it.
  static Path temporary(Path folder) {
    return folder.resolve(TEMPORARY);
  }

  /// Removes what nobody needs and what only a kill leaves.
  ///
  /// @param before nothing of the attempt runs since then
  public static void clean(Path folder, Instant before) {
    var _ = Disk.deleteTree(temporary(folder));
    Disk.sweep(folder, before);
  }

  /// How many secrets were taken out before anything was written.
  record Redactions(long prompt, long stdout, long stderr) {}

  /// @param prompt the text of `prompt.md`
  static void complete(
      AttemptResult result, Custody.Ending ending, Redactions redactions, byte[] prompt) {
    // The agent could write here: what it left in the place of our files is not followed.
    for (String name : List.of(PROMPT, ANSWER, FACTS)) {
      Disk.makeWay(result.folder().resolve(name));
    }
    if (!Disk.sha256(prompt).equals(sha256(result.folder().resolve(PROMPT)))) {
      Disk.writeLightly(result.folder().resolve(PROMPT), prompt);
    }
    String json = result.answerJson();
    if (json != null) {
      Disk.writeLightly(result.folder().resolve(ANSWER), json.getBytes(StandardCharsets.UTF_8));
    }
    ProcessIdentity process = result.process();
    Json.Fields facts =
        Json.fields()
            .with("agent", result.agent().value())
            .with("subject", result.subject().word())
            .with("attempt", result.attempt())
            .with("outcome", result.outcome().word())
            .with("reason", result.reason())
            .with("started_at", result.startedAt())
            .withPresent("first_output_at", result.firstOutputAt())
            .with("ended_at", result.endedAt())
            .withPresent("exit_code", result.exitCode())
            .withPresent("retry_at", result.retryAt())
            .withPresent("model", result.model())
            .withPresent("session", result.session())
            .with("usage", usage(result.usage()))
            .with("stdout_bytes", result.stdoutBytes())
            .with("truncated", result.truncated())
            .withPresent("pid", process == null ? null : process.pid())
            .withPresent("process_started_at", process == null ? null : process.startedAt())
            .with("prompt_sha256", result.promptSha256())
            .with(
                "redactions",
                Json.fields()
                    .with("prompt", redactions.prompt())
                    .with("stdout", redactions.stdout())
                    .with("stderr", redactions.stderr()))
            .withPresent("process_start_ms", result.processStartMillis())
            .withPresent("first_output_ms", result.firstOutputMillis())
            .with("total_ms", result.totalMillis());
    if (ending instanceof Custody.Ending.Ended ended) {
      facts =
          facts
              .with("stdout_sha256", ended.outputSha256())
              .with("left_running", ended.left().stream().map(Json::of).toList());
    }
    Disk.writeLightly(result.folder().resolve(FACTS), facts.with("complete", true).fileBytes());
  }

  /// The result of an attempt that ended and whose raw output is whole; empty when there is no such
  /// attempt in the folder. A cancelled attempt is not adopted: it can be asked again.
  public static Optional<AttemptResult> adopt(Path folder) {
    if (!Disk.isFile(folder.resolve(FACTS)) || !Disk.isFile(folder.resolve(OUTPUT))) {
      return Optional.empty();
    }
    String text =
        new String(Disk.read(folder.resolve(FACTS), Disk.TEXT_BYTES_MAX), StandardCharsets.UTF_8);
    if (!(Json.read(text).value().orElse(null) instanceof Json.Fields facts)
        || !facts.truth("complete").orElse(false)) {
      return Optional.empty();
    }
    byte[] output = Disk.read(folder.resolve(OUTPUT), Disk.TEXT_BYTES_MAX);
    if (!facts.text("stdout_sha256").equals(Optional.of(Disk.sha256(output)))) {
      return Optional.empty();
    }
    try {
      return result(folder, facts).filter(found -> found.outcome() != Outcome.CANCELLED);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Optional<AttemptResult> result(Path folder, Json.Fields facts) {
    Optional<Outcome> outcome = Outcome.parse(facts.text("outcome").orElse(""));
    Optional<Subject> subject = facts.text("subject").flatMap(Subject::parse);
    if (outcome.isEmpty() || subject.isEmpty()) {
      return Optional.empty();
    }
    @Nullable String json = null;
    @Nullable Answer answer = null;
    if (outcome.get() == Outcome.ANSWERED) {
      json = Disk.isFile(folder.resolve(ANSWER)) ? Disk.readText(folder.resolve(ANSWER)) : "";
      if (!(Json.read(json).value().orElse(null) instanceof Json.Fields fields)
          || !AnswerValidation.check(subject.get(), json).isEmpty()) {
        return Optional.empty();
      }
      answer = AnswerJson.read(subject.get(), fields);
    }
    return Optional.of(
        new AttemptResult(
            new AgentName(facts.text("agent").orElse("")),
            subject.get(),
            Math.toIntExact(facts.integer("attempt").orElse(0L)),
            outcome.get(),
            answer,
            json,
            facts.text("reason").orElse(""),
            folder,
            Instant.parse(facts.text("started_at").orElse("")),
            facts.text("first_output_at").map(Instant::parse).orElse(null),
            Instant.parse(facts.text("ended_at").orElse("")),
            facts.integer("exit_code").map(Math::toIntExact).orElse(null),
            facts.integer("stdout_bytes").orElse(0L),
            facts.truth("truncated").orElse(false),
            process(facts),
            facts.text("prompt_sha256").orElse(""),
            facts.integer("process_start_ms").orElse(null),
            facts.integer("first_output_ms").orElse(null),
            facts.integer("total_ms").orElse(0L),
            usage(facts.object("usage").orElse(Json.fields())),
            facts.text("model").orElse(null),
            facts.text("session").orElse(null),
            facts.text("retry_at").map(Instant::parse).orElse(null)));
  }

  private static String sha256(Path file) {
    return Disk.isFile(file) ? Disk.sha256(Disk.read(file, Disk.TEXT_BYTES_MAX)) : "";
  }

  private static Json.Fields usage(Usage usage) {
    return Json.fields()
        .withPresent("input_tokens", usage.inputTokens())
        .withPresent("cached_tokens", usage.cachedTokens())
        .withPresent("cache_write_tokens", usage.cacheWriteTokens())
        .withPresent("output_tokens", usage.outputTokens())
        .withPresent("requests", usage.requests())
        .withPresent("cost_micros", usage.costMicros());
  }

  private static Usage usage(Json.Fields facts) {
    return new Usage(
        facts.integer("input_tokens").orElse(null),
        facts.integer("cached_tokens").orElse(null),
        facts.integer("cache_write_tokens").orElse(null),
        facts.integer("output_tokens").orElse(null),
        facts.integer("requests").orElse(null),
        facts.integer("cost_micros").orElse(null));
  }

  private static @Nullable ProcessIdentity process(Json.Fields facts) {
    Optional<Long> pid = facts.integer("pid");
    Optional<String> started = facts.text("process_started_at");
    return pid.isPresent() && started.isPresent()
        ? new ProcessIdentity(pid.get(), Instant.parse(started.get()))
        : null;
  }
}
