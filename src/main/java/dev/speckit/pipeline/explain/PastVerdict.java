package dev.speckit.pipeline.explain;

import dev.speckit.json.Json;
import dev.speckit.json.Json.Fields;
import dev.speckit.run.ConsensusTable;
import dev.speckit.run.VerdictTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A verdict as the store remembers it.
sealed interface PastVerdict {
  /// The part it is about: `plan`, `plan.clarify`; of an earlier program the stage as written
  /// there.
  String part();

  @Nullable Instant at();

  /// Whether it says more than that agents were asked.
  default boolean isConclusion() {
    return true;
  }

  Fields json();

  /// What is remembered of any verdict, for a list.
  Fields line();

  /// One of ours.
  ///
  /// @param part as in [Part#name], or the subject alone when the journal does not know the stage
  /// @param content as it was stored
  /// @param attempts on its input
  /// @param questions it left to a person
  record Own(
      ConsensusTable.VerdictRow row,
      String part,
      Fields content,
      List<ConsensusTable.AttemptRow> attempts,
      List<VerdictTable.QuestionRow> questions)
      implements PastVerdict {
    public Own {
      attempts = List.copyOf(attempts);
      questions = List.copyOf(questions);
    }

    @Override
    public Instant at() {
      return row.at();
    }

    /// `2 of 3`: supporters of those who answered; `2 of 2, 3 asked` when somebody did not.
    String agreement() {
      return (row.supporters() == null ? "-" : row.supporters().toString())
          + " of "
          + row.responders()
          + (row.responders() == row.roster() ? "" : ", " + row.roster() + " asked");
    }

    List<String> missing() {
      return content.object("participation").map(each -> each.texts("missing")).orElse(List.of());
    }

    /// Items or issues that enough agents stand behind.
    List<Fields> agreed() {
      return content.find("issues").isPresent() ? issues(true) : new StageVerdict(content).agreed();
    }

    List<Fields> dissent() {
      return content.find("issues").isPresent()
          ? issues(false)
          : new StageVerdict(content).dissent();
    }

    /// Issues of a gate in the form of items: the question is the title.
    private List<Fields> issues(boolean agreed) {
      return content.objects("issues").stream()
          .filter(issue -> agreed == supporters(issue) >= row.need())
          .map(issue ->
              Json.fields()
                  .with("title", issue.text("question").orElse(""))
                  .withPresent("agreement", issue.object("agreement").orElse(null))
                  .with("supporters", Json.texts(authors(issue)))
                  .with(
                      "requirements",
                      issue.text("requirement").stream()
                          .map(id -> Json.fields().with("id", id))
                          .toList()))
          .toList();
    }

    private static long supporters(Fields issue) {
      return issue.object("agreement").flatMap(each -> each.integer("supporters")).orElse(0L);
    }

    private static List<String> authors(Fields issue) {
      return issue.objects("opinions").stream()
          .flatMap(opinion -> opinion.text("agent").stream())
          .distinct()
          .toList();
    }

    /// Demands of the spec that nothing agreed covers, or that nobody rated.
    List<String> notCovered() {
      List<String> ids = new ArrayList<>(content.texts("unrated"));
      content.objects("not_covered").forEach(each -> each.text("id").ifPresent(ids::add));
      return ids;
    }

    /// Each agent with its attempts, in the order of their names.
    Map<String, List<ConsensusTable.AttemptRow>> agents() {
      Map<String, List<ConsensusTable.AttemptRow>> agents = new LinkedHashMap<>();
      for (ConsensusTable.AttemptRow attempt : attempts) {
        agents.computeIfAbsent(attempt.agent(), _ -> new ArrayList<>()).add(attempt);
      }
      return agents;
    }

    /// The attempt that counts: the one whose answer entered the verdict, else the last.
    static ConsensusTable.AttemptRow decisive(List<ConsensusTable.AttemptRow> attempts) {
      return attempts.stream()
          .filter(ConsensusTable.AttemptRow::counted)
          .findFirst()
          .orElse(attempts.getLast());
    }

    @Override
    public Fields line() {
      return Json.fields()
          .with("stage", part)
          .with("run", row.run())
          .with("at", row.at())
          .with("status", row.status())
          .with(
              "agreement",
              Json.fields()
                  .withPresent("supporters", row.supporters())
                  .with("responders", row.responders())
                  .with("roster", row.roster()))
          .with("need", row.need());
    }

    @Override
    public Fields json() {
      Fields json =
          line()
              .with("missing", Json.texts(missing()))
              .with("agents", agentsJson())
              .with("agreed", agreed().stream().map(Own::item).toList())
              .with("dissent", dissent().stream().map(Own::item).toList())
              .with("not_covered", Json.texts(notCovered()))
              .with("questions", questions.stream().map(Own::question).toList());
      return new StageVerdict(content).addTo(json);
    }

    private List<Fields> agentsJson() {
      List<Fields> agents = new ArrayList<>();
      agents()
          .forEach((agent, tried) -> {
            ConsensusTable.AttemptRow last = decisive(tried);
            agents.add(
                Json.fields()
                    .with("agent", agent)
                    .with("attempts", tried.size())
                    .with("counted", last.counted())
                    .withPresent("outcome", last.outcome())
                    .withPresent("reason", blankAsNull(last.reason()))
                    .withPresent("milliseconds", millis(last)));
          });
      return agents;
    }

    private static @Nullable String blankAsNull(@Nullable String text) {
      return text == null || text.isBlank() ? null : text;
    }

    private static @Nullable Long millis(ConsensusTable.AttemptRow attempt) {
      return attempt.endedAt() == null
          ? null
          : Duration.between(attempt.startedAt(), attempt.endedAt()).toMillis();
    }

    private static Fields item(Fields item) {
      return Json.fields()
          .with("title", item.text("title").orElse(""))
          .withPresent("agreement", item.object("agreement").orElse(null))
          .with("supporters", Json.texts(item.texts("supporters")))
          .with(
              "requirements",
              Json.texts(
                  item.objects("requirements").stream()
                      .flatMap(link -> link.text("id").stream())
                      .toList()));
    }

    private static Fields question(VerdictTable.QuestionRow question) {
      return Json.fields()
          .with("id", question.question())
          .with("state", question.state())
          .with("text", question.content().text("text").orElse(""));
    }
  }

  /// One that an earlier program wrote.
  ///
  /// @param replies the answers to its stage; empty when they were not asked for
  record Imported(ConsensusTable.ImportedRow row, List<ConsensusTable.ImportedAnswer> replies)
      implements PastVerdict {
    public Imported {
      replies = List.copyOf(replies);
    }

    @Override
    public boolean isConclusion() {
      return row.content() != null || row.status() != null;
    }

    @Override
    public String part() {
      return row.stage();
    }

    @Override
    public @Nullable Instant at() {
      return row.at();
    }

    /// The same stage in our words: that program wrote `spec-plan` where we say `plan`.
    String ownWord() {
      String word = row.stage().toLowerCase(Locale.ROOT);
      return word.startsWith("spec-") ? word.substring("spec-".length()) : word;
    }

    /// What is known of it; nothing is guessed from what is missing.
    String status() {
      if (row.status() != null) {
        return row.status();
      }
      if (row.ok() == null) {
        return "not known";
      }
      return !row.ok() ? "failed" : Boolean.TRUE.equals(row.degraded()) ? "degraded" : "full";
    }

    @Override
    public Fields line() {
      return Json.fields()
          .with("stage", row.stage())
          .with("imported", true)
          .with("imported_spec", row.spec())
          .withPresent("at", row.at())
          .with("status", status())
          .with("answers", row.answers());
    }

    @Override
    public Fields json() {
      return line().withPresent("text", row.content());
    }

    /// With the answers.
    Fields whole() {
      return json().with("imported_answers", replies.stream().map(Imported::reply).toList());
    }

    private static Fields reply(ConsensusTable.ImportedAnswer reply) {
      return Json.fields()
          .with("agent", reply.agent())
          .withPresent("model", reply.model())
          .withPresent("at", reply.at())
          .withPresent("text", reply.content())
          .withPresent("reason", reply.reason());
    }
  }
}
