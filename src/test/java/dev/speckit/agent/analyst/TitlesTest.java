package dev.speckit.agent.analyst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.quality.Demand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TitlesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Every host MUST mount the export at `/mnt/nas` over NFS version 4. | Mount the export at /mnt/nas over NFS version 4
          The mount MUST be configured by `/etc/fstab`, and an example MUST be kept. | Configure the mount by /etc/fstab …
          Data older than 90 days MUST be moved to the cold tier. | Move data older than 90 days to the cold tier
          A host MUST finish booting within 90 seconds. | Make a host finish booting within 90 seconds
          Members of `staff` MUST be able to read; others MUST NOT write. | Let members of staff read; others MUST NOT write
          The loss of the lamp MUST NOT stop the door. | Do not let the loss of the lamp stop the door
          When a loan ends, the system SHALL send a letter. | Send a letter when a loan ends
          IF the room is cold THEN THE SYSTEM SHALL switch the relay on. | Switch the relay on if the room is cold
          Records MUST be encrypted and signed by the worker. | Encrypt and sign records by the worker
          NAS folders MUST be created. | Create NAS folders
          The import MUST be fast. | Make sure that the import is fast
          Ein Kran hebt Boote. | Ein Kran hebt Boote
          """)
  void a_requirement_becomes_a_short_order_in_its_own_words(String text, String title) {
    assertThat(Titles.of(requirement(text))).isEqualTo(title);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A patient MUST NOT be assigned to a bed that another patient holds in the same period. | Do not let a patient be assigned to a bed that another patient holds in the same period
          A file MUST be removed from the warm tier only after its copy on the cold tier has the same SHA-256 checksum. | Remove a file from the warm tier only after its copy on the cold tier has the same SHA-256 checksum
          A file MUST only be removed after its copy has the same checksum. | Only remove a file after its copy has the same checksum
          A member who has paid MUST borrow at most 5 books. | Make a member who has paid borrow at most 5 books
          No guest MAY borrow a book. | Make no guest borrow a book
          Data that can be lost MUST be copied. | Copy data that can be lost
          Unless the guard leaves, the door MUST lock. | Make the door lock unless the guard leaves
          When loans end librarians MUST print letters. | When loans end librarians MUST print letters
          The door MUST lock and MUST beep, only while the guard is away. | Make the door lock and MUST beep, only while the guard is away
          The door MUST lock. Only the guard may open it. | Make the door lock …
          A write that fails because of a network interruption MUST be tried again, at most 5 times, with waits that double. | Retry a write that fails because of a network interruption, at most 5 times, with waits that double
          """)
  void a_title_keeps_every_restriction(String text, String title) {
    assertThat(Titles.of(requirement(text))).isEqualTo(title);
  }

  @Test
  void what_does_not_fit_is_cut_at_a_word_and_says_so() {
    String text =
        "A discharge letter MUST NOT be sent to a practice outside of the region where the patient"
            + " is registered, unless the patient has agreed in writing.";
    assertThat(Titles.of(requirement(text)))
        .isEqualTo(
            "Do not let a discharge letter be sent to a practice outside of the region where the"
                + " patient is registered, unless the …")
        .hasSizeLessThanOrEqualTo(Titles.TITLE_MAX);
    assertThat(
            Titles.of(requirement("The lamp MUST glow " + "x".repeat(89) + " after 1000 seconds")))
        .endsWith("x after …");
    assertThat(Titles.of(requirement("The lamp MUST glow " + "x".repeat(300))))
        .endsWith(" …")
        .hasSizeLessThanOrEqualTo(Titles.TITLE_MAX);
  }

  @ParameterizedTest
  @CsvSource({
    "mounted,mount",
    "moved,move",
    "configured,configure",
    "stored,store",
    "stopped,stop",
    "retried,retry",
    "created,create",
    "deleted,delete",
    "kept,keep",
    "passed,pass",
    "called,call",
    "validated,validate",
    "encoded,encode",
    "explained,explain",
    "rendered,render",
    "scheduled,schedule",
    "developed,develop",
    "uploaded,upload",
    "shared,share",
    "limited,limit",
    "logged,log",
    "required,require",
    "repeated,repeat"
  })
  void a_participle_is_led_back_to_its_verb(String participle, String verb) {
    assertThat(Verbs.base(participle)).contains(verb);
  }

  @ParameterizedTest
  @CsvSource({"fast", "red", "able", "available"})
  void what_is_no_participle_has_no_verb(String word) {
    assertThat(Verbs.base(word)).isEmpty();
  }

  private static Demand requirement(String text) {
    return Demand.of(
            SpecDocument.parse("spec.md", "# T\n\n## Requirements\n\n- **FR-1**: " + text + "\n"),
            1)
        .getFirst();
  }
}
