package dev.speckit.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  private static final String GOOD = "{\"issues\":[]}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        GOOD,
        "  \n" + GOOD + "\n",
        "Sure:\n```json\n" + GOOD + "\n```\nAnything else?",
        "```\n" + GOOD + "\n```",
        "thinking {about} it } \" ... " + GOOD + " tokens used: 12",
        "first {\"issues\": 1} then " + GOOD,
        "an { unclosed brace, then " + GOOD,
        "{\"issues\":[],\"note\":\"a } brace \\\" and ``` in a string\"}",
        "\uFEFF" + GOOD,
      })
  void an_answer_is_found_among_chatter(String text) {
    assertThat(AnswerReader.read(Subject.CLARIFY, text, "prompt"))
        .isInstanceOf(AnswerReader.Reading.Accepted.class);
  }

  @Test
  void the_last_valid_answer_wins_and_unknown_fields_are_kept() {
    String text = answer("first") + "\n" + answer("second");
    assertThat(AnswerReader.read(Subject.CLARIFY, text, ""))
        .isInstanceOfSatisfying(
            AnswerReader.Reading.Accepted.class,
            accepted -> {
              assertThat(((Answer.Issues) accepted.answer()).issues().getFirst().question())
                  .isEqualTo("second");
              assertThat(accepted.json()).contains("my_own");
            });
  }

  @Test
  void a_secret_that_an_escape_hid_is_taken_out() {
    String text = answer("is \\u0067hp_abcdefghijklmnopqrstuvwxyz0123456789 right?");
    assertThat(AnswerReader.read(Subject.CLARIFY, text, ""))
        .isInstanceOfSatisfying(
            AnswerReader.Reading.Accepted.class,
            accepted -> {
              assertThat(((Answer.Issues) accepted.answer()).issues().getFirst().question())
                  .isEqualTo("is [redacted] right?");
              assertThat(accepted.json()).doesNotContain("hp_abc");
            });
  }

  @Test
  void an_echo_of_the_prompt_is_no_answer() {
    String prompt = "Answer like this: " + answer("example") + " now";
    assertThat(AnswerReader.read(Subject.CLARIFY, "user: " + prompt, prompt))
        .isInstanceOfSatisfying(
            AnswerReader.Reading.Rejected.class,
            rejected -> assertThat(rejected.reasons()).first().asString().contains("copied"));
    assertThat(AnswerReader.read(Subject.CLARIFY, prompt + "\n" + GOOD, prompt))
        .isInstanceOf(AnswerReader.Reading.Accepted.class);
  }

  @Test
  void our_own_schema_is_no_answer() {
    String schema = AnswerSchema.of(Subject.CLARIFY).text();
    assertThat(AnswerReader.read(Subject.CLARIFY, schema, ""))
        .isInstanceOf(AnswerReader.Reading.Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        "{",
        "{\"issues\":",
        "{\"issues\":[{\"question\":\"q\"}]}",
        "{\"issues\":[{\"question\":\"q\",\"answer\":\"\",\"confidence\":\"certain\",\"magnitude\":\"minor\",\"resolvability\":\"auto-fix\"}]}",
        "[]",
        "{\"issues\":[],\"issues\":[]}",
      })
  void what_does_not_satisfy_the_schema_is_rejected_with_a_reason(String text) {
    assertThat(AnswerReader.read(Subject.CLARIFY, text, ""))
        .isInstanceOfSatisfying(
            AnswerReader.Reading.Rejected.class,
            rejected -> assertThat(rejected.reasons()).isNotEmpty());
  }

  @Test
  @Timeout(20)
  void megabytes_of_braces_are_read_in_reasonable_time() {
    for (String text :
        List.of(
            "{".repeat(4 << 20),
            "}".repeat(4 << 20),
            "{}".repeat(2 << 20),
            "{\"".repeat(2 << 20),
            "\\".repeat(4 << 20) + "}")) {
      assertThat(AnswerReader.read(Subject.CLARIFY, text, ""))
          .isInstanceOf(AnswerReader.Reading.Rejected.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Subject.class)
  void an_answer_written_and_read_again_is_the_same(Subject subject) {
    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      Answer answer = answer(subject, random);
      Json.Fields json = AnswerJson.write(answer);
      assertThat(AnswerJson.read(subject, json)).isEqualTo(answer);
      assertThat(AnswerReader.read(subject, json.writeIndented(), ""))
          .isInstanceOfSatisfying(
              AnswerReader.Reading.Accepted.class,
              accepted -> assertThat(accepted.answer()).isEqualTo(answer));
    }
  }

  private static Answer answer(Subject subject, Random random) {
    return switch (subject) {
      case CLARIFY, ANALYZE ->
          new Answer.Issues(
              List.of(
                  new Answer.Issue(
                      text(random),
                      "",
                      one(Answer.Confidence.values(), random),
                      one(Answer.Magnitude.values(), random),
                      one(Answer.Resolvability.values(), random),
                      maybe(random),
                      maybe(random),
                      maybe(random))));
      case CHECKLIST ->
          new Answer.Checklist(
              List.of(
                  new Answer.Rating(text(random), 0, 10, random.nextInt(11), 5, maybe(random))));
      case PLAN ->
          new Answer.Plan(
              List.of(new Answer.WorkItem(text(random), maybe(random), List.of(text(random)))),
              List.of(new Answer.Risk(text(random), one(Answer.Magnitude.values(), random))),
              List.of(text(random)),
              random.nextBoolean() ? null : Answer.Confidence.LOW);
      case TASKS ->
          new Answer.Tasks(
              List.of(
                  new Answer.Task(
                      text(random), List.of(), List.of(text(random)), text(random), List.of())),
              Answer.Confidence.HIGH);
      case IMPLEMENT ->
          new Answer.Implement(
              text(random), List.of(text(random)), List.of(), Answer.Confidence.MEDIUM);
      case VALIDATE ->
          new Answer.Validate(
              List.of(
                  new Answer.Claim(
                      text(random),
                      one(Answer.ClaimStatus.values(), random),
                      List.of(new Answer.Evidence(text(random), 7, text(random))))),
              one(Answer.Vote.values(), random),
              null);
      case AUDIT ->
          new Answer.Audit(
              List.of(
                  new Answer.AuditFinding(
                      text(random),
                      one(Answer.Magnitude.values(), random),
                      maybe(random),
                      random.nextBoolean() ? null : 3,
                      maybe(random),
                      text(random))),
              one(Answer.Vote.values(), random));
      case UNLOCK -> new Answer.Unlock(one(Answer.Vote.values(), random), List.of(text(random)));
    };
  }

  private static <E> E one(E[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  private static String maybe(Random random) {
    return random.nextBoolean() ? null : text(random);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(20); i > 0; i--) {
      text.append("a{}\"\\`\n\t\u20AC'[".charAt(random.nextInt(11)));
    }
    return text.toString();
  }

  private static String answer(String question) {
    return """
    {"issues":[{"question":"%s","answer":"","confidence":"high","magnitude":"minor",\
    "resolvability":"auto-fix","my_own":1}]}\
    """
        .formatted(question);
  }
}
