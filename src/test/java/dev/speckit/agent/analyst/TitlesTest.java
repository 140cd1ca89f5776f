package dev.speckit.agent.analyst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.quality.Demand;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TitlesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Every host MUST mount the export at `/mnt/nas` over NFS version 4. | Mount the export at /mnt/nas over NFS version 4
          The mount MUST be configured by `/etc/fstab`, and an example MUST be kept. | Configure the mount by /etc/fstab
          Data older than 90 days MUST be moved to the cold tier. | Move data older than 90 days to the cold tier
          A host MUST finish booting within 90 seconds. | Make a host finish booting within 90 seconds
          Members of `staff` MUST be able to read; others MUST NOT write. | Let members of staff read
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
          A file MUST be removed from the warm tier only after its copy on the cold tier has the same checksum. | Remove a file from the warm tier
          A write that fails because of a network interruption MUST be tried again, at most 5 times, with waits that double. | Retry a write that fails because of a network interruption, at most 5 times
          """)
  void a_long_title_ends_with_a_clause_and_no_word_waits_for_another(String text, String title) {
    assertThat(Titles.of(requirement(text))).isEqualTo(title);
    assertThat(title.length()).isLessThanOrEqualTo(Titles.TITLE_MAX);
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
