package dev.speckit.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.AuditFinding;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.Vote;
import dev.speckit.consensus.AuditAgreement.Item;
import dev.speckit.consensus.Lookup.Found;
import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AuditConsensusTest {
  private static final AgentName ANN = new AgentName("ann");
  private static final AgentName BEN = new AgentName("ben");
  private static final AgentName CAT = new AgentName("cat");
  private static final List<AgentName> ROSTER = List.of(ANN, BEN, CAT);

  /// A quote `there` is found in every file.
  private static final Lookup LOOKUP =
      evidence -> evidence.quote().equals("there") ? Found.FOUND : Found.NO_TEXT;

  @Test
  void one_agent_is_enough_where_the_place_is_found() {
    AuditAgreement audit =
        of(
            given(
                ANN,
                finding(
                    "security", Magnitude.CRITICAL, "src/A.java", 7, "there", "Escape the query")),
            given(BEN),
            given(CAT));
    assertThat(audit.verified())
        .singleElement()
        .satisfies(item -> {
          assertThat(item.id()).isEqualTo("A001");
          assertThat(item.place()).isEqualTo("src/A.java:7");
          assertThat(item.agreement()).isEqualTo(new Agreement(1, 3, 3));
        });
    assertThat(audit.objection()).contains("1 critical finding: A001 security at src/A.java:7");
  }

  @Test
  void a_place_that_is_not_found_weighs_nothing_however_many_name_it() {
    AuditFinding invented =
        finding("security", Magnitude.CRITICAL, "src/A.java", 7, "gone", "Escape the query");
    AuditAgreement audit = of(given(ANN, invented), given(BEN, invented), given(CAT, invented));
    assertThat(audit.verified()).isEmpty();
    assertThat(audit.notVerified())
        .singleElement()
        .satisfies(item -> assertThat(item.supporters()).hasSize(3));
    assertThat(audit.objection()).isEmpty();
  }

  @Test
  void what_has_no_place_weighs_when_enough_say_it() {
    AuditFinding vague =
        finding("licence", Magnitude.CRITICAL, null, null, null, "Name the licence of the project");
    assertThat(of(given(ANN, vague), given(BEN)).verified()).isEmpty();
    AuditAgreement audit = of(given(ANN, vague), given(BEN, vague));
    assertThat(audit.verified()).hasSize(1);
    assertThat(audit.objection()).contains("1 critical finding: A001 licence");
  }

  @Test
  void the_magnitude_is_the_worst_of_those_that_weigh() {
    AuditAgreement audit =
        of(
            given(
                ANN,
                finding(
                    "security", Magnitude.IMPORTANT, "src/A.java", 7, "there", "Escape the query")),
            given(
                BEN,
                finding(
                    "security", Magnitude.CRITICAL, "./src/A.java", 7, "gone", "Escape the query")),
            given(
                CAT,
                finding(
                    "Security", Magnitude.MINOR, "src/A.java", null, "there", "Escape the query")));
    assertThat(audit.findings())
        .singleElement()
        .satisfies(item -> {
          assertThat(item.magnitude()).isEqualTo(Magnitude.IMPORTANT);
          assertThat(item.weighs()).isTrue();
          assertThat(item.supporters()).containsExactly(ANN, BEN, CAT);
          assertThat(item.provenance()).hasSize(3);
        });
    assertThat(audit.objection()).isEmpty();
  }

  @Test
  void the_same_words_about_another_file_are_another_matter() {
    AuditAgreement audit =
        of(
            given(ANN, finding("style", Magnitude.MINOR, "a.txt", 1, "there", "Remove the mark")),
            given(BEN, finding("style", Magnitude.MINOR, "b.txt", 1, "there", "Remove the mark")));
    assertThat(audit.findings()).extracting(Item::file).containsExactly("a.txt", "b.txt");
  }

  @Test
  void a_file_without_a_quote_is_not_verified() {
    AuditAgreement audit =
        of(
            given(ANN, finding("security", Magnitude.CRITICAL, "a.txt", null, null, "Mend it")),
            given(BEN, finding("security", Magnitude.CRITICAL, "a.txt", null, null, "Mend it")));
    assertThat(audit.verified()).isEmpty();
    assertThat(audit.notVerified()).hasSize(1);
  }

  @Test
  void an_objection_is_one_harmless_line() {
    AuditAgreement audit =
        of(
            given(
                ANN,
                finding("bad\u001b[31m\nthing", Magnitude.CRITICAL, "a\nb.txt", 1, "there", "x y")),
            given(BEN));
    assertThat(audit.objection()).contains("1 critical finding: A001 bad thing at a b.txt:1");
  }

  @Test
  void the_order_of_answers_never_matters_and_what_is_stored_reads_back() {
    Random random = new Random(7);
    List<String> texts =
        List.of("Escape the query", "Escape the SQL query", "Close the stream", "Close streams");
    for (int round = 0; round < 60; round++) {
      List<Given<Answer.Audit>> given = new ArrayList<>();
      for (AgentName agent : ROSTER) {
        List<AuditFinding> findings = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          boolean placed = random.nextBoolean();
          findings.add(
              finding(
                  random.nextBoolean() ? "security" : "reliability",
                  Magnitude.values()[random.nextInt(3)],
                  placed ? "src/" + random.nextInt(2) + ".java" : null,
                  placed && random.nextBoolean() ? Integer.valueOf(1 + random.nextInt(9)) : null,
                  placed ? List.of("there", "gone").get(random.nextInt(2)) : null,
                  texts.get(random.nextInt(4))));
        }
        given.add(given(agent, findings.toArray(AuditFinding[]::new)));
      }
      AuditAgreement first = of(given);
      Collections.shuffle(given, random);
      assertThat(of(given)).isEqualTo(first);
      Json.Fields stored = (Json.Fields) Json.read(first.json().write()).value().orElseThrow();
      assertThat(AuditAgreement.read(stored)).isEqualTo(first);
    }
  }

  @Test
  void the_document_keeps_what_was_verified_apart_from_what_was_not() {
    AuditAgreement audit =
        of(
            given(
                ANN,
                finding("security", Magnitude.CRITICAL, "src/A.java", 7, "there", "Escape <it>")),
            given(BEN, finding("privacy", Magnitude.MINOR, "src/B.java", 2, "gone", "Hide it")));
    List<NativeFinding> found =
        List.of(new NativeFinding("secret", Magnitude.CRITICAL, "a.env", 3, "looks like a token"));
    String text = AuditDocument.markdown(head(), found, "", Optional.of(audit));
    assertThat(text)
        .contains("- found by rules and critical: 1")
        .contains("- **critical** secret: a.env:3: looks like a token")
        .contains("- A001 **critical** security at src/A.java:7 (1 of 2: ann)")
        .contains("  - Escape &lt;it&gt;")
        .contains(
            "  - ben, minor: src/B.java:2 (not found: the file does not hold this text): gone")
        .contains("| cat | missing");
    assertThat(text.indexOf("A001")).isLessThan(text.indexOf("## Not verified"));
    assertThat(text.indexOf("A002")).isGreaterThan(text.indexOf("## Not verified"));
    assertThat(NativeFinding.read(NativeFinding.note(found))).isEqualTo(found);
  }

  @Test
  void nothing_found_passes() {
    assertThat(
            AuditDocument.markdown(head(), List.of(), "", Optional.of(of(given(ANN), given(BEN)))))
        .contains("**Passed.** Nothing critical was found.");
  }

  private static DocumentHead head() {
    return new DocumentHead("Sums", "[[spec|1001]]", "run-1", Map.of(), List.of(), List.of());
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static AuditAgreement of(Given<Answer.Audit>... given) {
    return of(List.of(given));
  }

  private static AuditAgreement of(List<Given<Answer.Audit>> given) {
    return AuditConsensus.of(given, new Quorum(2, 3), ROSTER, LOOKUP);
  }

  private static Given<Answer.Audit> given(AgentName agent, AuditFinding... findings) {
    return new Given<>(agent, new Answer.Audit(List.of(findings), Vote.FAIL));
  }

  private static AuditFinding finding(
      String category,
      Magnitude magnitude,
      @Nullable String file,
      @Nullable Integer line,
      @Nullable String quote,
      String recommendation) {
    return new AuditFinding(category, magnitude, file, line, quote, recommendation);
  }
}
