package dev.speckit.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.agent.Answer.WorkItem;
import dev.speckit.consensus.PlanAgreement.Item;
import dev.speckit.consensus.PlanAgreement.Original;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanConsensusTest {
  private static final AgentName ANN = new AgentName("ann");
  private static final AgentName BEN = new AgentName("ben");
  private static final AgentName CAT = new AgentName("cat");
  private static final List<AgentName> ROSTER = List.of(BEN, ANN, CAT);
  private static final Quorum TWO_OF_THREE = new Quorum(2, 3);

  /// Titles name their agent's item as `a1`, `b2`; the cluster of a title is its originals.
  private static final List<Given<Answer.Plan>> COLD_STORAGE =
      List.of(
          plan(
              ANN,
              item("Build the archive writer for compressed blocks", "FR-1"),
              item("Add a restore command with checksum verification", "FR-2", "FR-3"),
              item("Write an index of archived objects in SQLite", "FR-4"),
              item("Implement the retention policy job", "FR-5"),
              item("Write integration tests for archive and restore", "FR-1", "FR-2"),
              item("Document operation of the archive", "FR-6")),
          plan(
              BEN,
              item("Zstd block compression and archiving", "FR-1"),
              item("Restoring objects: CLI and hash check", "FR-2", "FR-3"),
              item("Object index", "FR-4"),
              item("Retention: delete expired objects", "FR-5"),
              item("Integration test suite (archive, restore)", "FR-1", "FR-2"),
              item("Grafana dashboard")),
          plan(
              CAT,
              item("Create archiver", "FR-1"),
              item("Retrieve archived data", "FR-2"),
              item("Verify checksums upon restore", "FR-3"),
              item("Searchable SQLite index", "FR-4"),
              item("Apply retention rules nightly", "FR-5"),
              item("Operator documentation", "FR-6")));

  private static final List<Demand> COLD_DEMANDS =
      IntStream.rangeClosed(1, 7).mapToObj(i -> new Demand("FR-" + i, "Demand " + i)).toList();

  @Test
  void plans_of_cold_storage_fall_into_the_groups_a_reader_would_make() {
    PlanAgreement plan = PlanConsensus.of(COLD_STORAGE, TWO_OF_THREE, ROSTER, COLD_DEMANDS);
    assertThat(groups(plan.agreed()))
        .contains(
            Set.of(
                "Build the archive writer for compressed blocks",
                "Zstd block compression and archiving",
                "Create archiver"),
            Set.of(
                "Write an index of archived objects in SQLite",
                "Object index",
                "Searchable SQLite index"),
            Set.of(
                "Implement the retention policy job",
                "Retention: delete expired objects",
                "Apply retention rules nightly"),
            Set.of(
                "Write integration tests for archive and restore",
                "Integration test suite (archive, restore)"),
            Set.of("Document operation of the archive", "Operator documentation"));
    assertThat(groups(plan.agreed()))
        .anySatisfy(group ->
            assertThat(group)
                .contains(
                    "Add a restore command with checksum verification",
                    "Restoring objects: CLI and hash check",
                    "Retrieve archived data"));
    assertThat(titles(plan.dissent())).contains("Grafana dashboard");
    assertThat(plan.coverage().notCovered())
        .containsExactly(new Coverage.NotCovered("FR-7", false));
  }

  @Test
  void agents_who_cite_requirements_and_criteria_of_the_same_work_are_brought_together() {
    List<Given<Answer.Plan>> given =
        List.of(
            plan(ANN, item("Sign-in with device code", "FR-1"), item("Refresh tokens", "FR-2")),
            plan(BEN, item("Device code sign-in", "AC-1"), item("Token refresh", "AC-2")),
            plan(CAT, item("Implement device code sign-in", "FR-1", "AC-1"), item("Audit log")));
    List<Demand> demands =
        List.of("FR-1", "FR-2", "AC-1", "AC-2").stream().map(id -> new Demand(id, id)).toList();
    PlanAgreement plan = PlanConsensus.of(given, TWO_OF_THREE, ROSTER, demands);
    assertThat(groups(plan.agreed()))
        .containsExactlyInAnyOrder(
            Set.of(
                "Sign-in with device code", "Device code sign-in", "Implement device code sign-in"),
            Set.of("Refresh tokens", "Token refresh"));
    assertThat(titles(plan.dissent())).containsExactly("Audit log");
    assertThat(plan.coverage().notCovered()).isEmpty();
  }

  @Test
  void plans_without_any_reference_are_matched_by_words_alone() {
    List<Given<Answer.Plan>> given =
        List.of(
            plan(
                ANN,
                item("Parse CSV uploads"),
                item("Validate email addresses"),
                item("Send the weekly report")),
            plan(
                BEN,
                item("CSV upload parser"),
                item("Email address validation"),
                item("Billing export")),
            plan(CAT, item("Weekly report sender"), item("Parser for uploaded CSV")));
    PlanAgreement plan = PlanConsensus.of(given, TWO_OF_THREE, ROSTER, List.of());
    assertThat(groups(plan.agreed()))
        .containsExactlyInAnyOrder(
            Set.of("Parse CSV uploads", "CSV upload parser", "Parser for uploaded CSV"),
            Set.of("Validate email addresses", "Email address validation"),
            Set.of("Send the weekly report", "Weekly report sender"));
    assertThat(titles(plan.dissent())).containsExactly("Billing export");
  }

  @Test
  void the_order_of_answers_and_of_the_roster_changes_nothing() {
    long seed = 20261121;
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      List<Given<Answer.Plan>> given = random(random, 3, 1 + random.nextInt(8));
      PlanAgreement expected = PlanConsensus.of(given, TWO_OF_THREE, roster(3), COLD_DEMANDS);
      List<Given<Answer.Plan>> shuffled = new ArrayList<>(given);
      Collections.shuffle(shuffled, random);
      List<AgentName> roster = new ArrayList<>(roster(3));
      Collections.shuffle(roster, random);
      PlanAgreement actual = PlanConsensus.of(shuffled, TWO_OF_THREE, roster, COLD_DEMANDS);
      assertThat(actual.agreed()).as("seed %d round %d", seed, round).isEqualTo(expected.agreed());
      assertThat(actual.dissent()).as("seed %d", seed).isEqualTo(expected.dissent());
      assertThat(actual.coverage()).as("seed %d", seed).isEqualTo(expected.coverage());
      assertThat(actual.risks()).as("seed %d", seed).isEqualTo(expected.risks());
    }
  }

  @Test
  void every_item_of_every_agent_stands_in_exactly_one_place_and_counts_once() {
    long seed = 7;
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      int agents = 1 + random.nextInt(5);
      List<Given<Answer.Plan>> given = random(random, agents, 1 + random.nextInt(9));
      PlanAgreement plan =
          PlanConsensus.of(given, Quorum.of(2, 3, agents), roster(agents), COLD_DEMANDS);
      List<Item> all = new ArrayList<>(plan.agreed());
      all.addAll(plan.dissent());
      assertThat(all.stream().mapToInt(item -> item.provenance().size()).sum())
          .as("seed %d", seed)
          .isEqualTo(given.stream().mapToInt(one -> one.answer().workItems().size()).sum());
      for (Item item : all) {
        assertThat(item.supporters())
            .doesNotHaveDuplicates()
            .hasSize(item.agreement().supporters())
            .containsExactlyElementsOf(
                item.provenance().stream().map(Original::agent).distinct().sorted().toList());
      }
    }
  }

  @Test
  void one_agent_repeating_itself_does_not_make_a_majority() {
    PlanAgreement plan =
        PlanConsensus.of(
            List.of(
                plan(ANN, item("Add a cache", "FR-1"), item("Add a cache", "FR-1")),
                plan(BEN, item("Rename the module"))),
            TWO_OF_THREE,
            ROSTER,
            COLD_DEMANDS);
    assertThat(plan.agreed()).isEmpty();
    assertThat(plan.dissent()).hasSize(2);
    assertThat(plan.dissent()).anySatisfy(item -> assertThat(item.provenance()).hasSize(2));
    assertThat(plan.coverage().notCovered()).contains(new Coverage.NotCovered("FR-1", true));
  }

  @Test
  void testing_a_thing_is_not_building_it() {
    PlanAgreement plan =
        PlanConsensus.of(
            List.of(
                plan(ANN, item("Build the archive writer", "FR-1")),
                plan(BEN, item("Test the archive", "FR-1"))),
            TWO_OF_THREE,
            ROSTER,
            COLD_DEMANDS);
    assertThat(plan.agreed()).isEmpty();
  }

  @Test
  void an_item_that_names_everything_does_not_swallow_the_plan() {
    String[] all = COLD_DEMANDS.stream().map(Demand::id).toArray(String[]::new);
    List<Given<Answer.Plan>> given = new ArrayList<>(COLD_STORAGE);
    List<WorkItem> items = new ArrayList<>(given.getLast().answer().workItems());
    items.addFirst(item("Set up the project skeleton", all));
    given.set(2, new Given<>(CAT, new Answer.Plan(items, List.of(), List.of(), null)));
    PlanAgreement plan = PlanConsensus.of(given, TWO_OF_THREE, ROSTER, COLD_DEMANDS);
    assertThat(plan.agreed()).hasSizeGreaterThanOrEqualTo(6);
    assertThat(titles(plan.dissent())).contains("Set up the project skeleton");
  }

  @Test
  void ids_the_spec_does_not_have_are_dropped_and_listed() {
    PlanAgreement plan =
        PlanConsensus.of(
            List.of(plan(ANN, item("Add a cache", "fr-001", "FR-99"))),
            new Quorum(1, 1),
            List.of(ANN),
            COLD_DEMANDS);
    assertThat(plan.agreed().getFirst().requirements())
        .containsExactly(new Coverage.Link("FR-1", List.of(ANN)));
    assertThat(plan.coverage().unknown())
        .containsExactly(new Coverage.Unknown("FR-99", List.of(ANN)));
  }

  @Test
  void equal_titles_belong_together_whatever_they_refer_to() {
    PlanAgreement plan =
        PlanConsensus.of(
            List.of(
                plan(ANN, item("Mount the NAS export", "FR-1", "FR-2")),
                plan(
                    BEN,
                    item("Mount the NAS export.", "FR-1", "FR-3", "FR-2"),
                    item("Make the mount use a read size of 1 MiB", "FR-3")),
                plan(
                    CAT,
                    item("Mount the export of the NAS with a read size of 1 MiB", "FR-1", "FR-3"))),
            TWO_OF_THREE,
            ROSTER,
            COLD_DEMANDS);
    assertThat(groups(plan.agreed()))
        .anySatisfy(
            group -> assertThat(group).contains("Mount the NAS export", "Mount the NAS export."));
    PlanAgreement other =
        PlanConsensus.of(
            List.of(
                plan(ANN, item("Reliable storage", "FR-1")),
                plan(BEN, item("reliable storage", "FR-2"))),
            TWO_OF_THREE,
            ROSTER,
            COLD_DEMANDS);
    assertThat(other.agreed()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mount the NAS export | Reject FR-1: mount the NAS export |",
        "Mount the NAS export | Do not mount the NAS export |",
        "Mount the NAS export | Skip mounting the NAS export |",
        "Mount the NAS export | Remove requirement FR-1, mount the NAS export |",
        "Mount the NAS export | Out of scope: mount the NAS export |",
        "Mount the NAS export | Mount the NAS export | Do not build this. It is too slow.",
        "Mount the NAS export | Mount the NAS export | Out of scope.",
        "Mount the NAS export | Deliberately leave the mount of the NAS export out |",
        "Mount the NAS export | Mount the NAS export | We reject FR-1.",
      })
  void what_refuses_a_thing_never_supports_it(String one, String other, String detail) {
    WorkItem refusal = new WorkItem(other, detail, List.of("FR-1"));
    PlanAgreement plan =
        PlanConsensus.of(
            List.of(plan(ANN, item(one, "FR-1")), plan(BEN, refusal)),
            TWO_OF_THREE,
            ROSTER,
            COLD_DEMANDS);
    assertThat(plan.agreed()).isEmpty();
    assertThat(plan.dissent()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Do not let a patient be assigned to a bed that another holds"
            + " | Do not let a patient be assigned to a bed another patient holds",
        "Finish booting in 90 s when the NAS does not answer | Finish booting in 90 s without the"
            + " NAS",
        "Reject uploads above 10 MB | Make the server reject uploads above 10 MB",
        "Allow no more than 10 uploads at once | Allow up to 10 uploads at once",
        "Remove expired files | Delete expired files",
      })
  void what_both_forbid_or_neither_does_is_agreed(String one, String other) {
    PlanAgreement plan =
        PlanConsensus.of(
            List.of(plan(ANN, item(one, "FR-1")), plan(BEN, item(other, "FR-1"))),
            TWO_OF_THREE,
            ROSTER,
            COLD_DEMANDS);
    assertThat(plan.agreed()).hasSize(1);
  }

  @Test
  void the_title_is_the_one_most_agents_gave_then_the_most_alike_then_the_shortest() {
    assertThat(title("Archive writer for blocks", "Write blocks", "write blocks!"))
        .isEqualTo("Write blocks");
    assertThat(
            title(
                "Archive writer for cold storage",
                "Writer for the archive of cold blocks",
                "Archive blocks"))
        .isEqualTo("Writer for the archive of cold blocks");
    assertThat(title("Archive writer of the nightly blocks", "The archive writer of blocks"))
        .isEqualTo("The archive writer of blocks");
  }

  private static String title(String... titles) {
    List<Given<Answer.Plan>> given = new ArrayList<>();
    for (int i = 0; i < titles.length; i++) {
      given.add(plan(ROSTER.get(i), item(titles[i], "FR-1")));
    }
    PlanAgreement plan = PlanConsensus.of(given, TWO_OF_THREE, ROSTER, COLD_DEMANDS);
    assertThat(plan.agreed()).hasSize(1);
    assertThat(plan.agreed().getFirst().supporters()).hasSize(titles.length);
    return plan.agreed().getFirst().title();
  }

  @Test
  void too_few_answers_agree_on_nothing_and_none_fail() {
    PlanAgreement one =
        PlanConsensus.of(COLD_STORAGE.subList(0, 1), TWO_OF_THREE, ROSTER, COLD_DEMANDS);
    assertThat(one.participation().word()).isEqualTo("insufficient");
    assertThat(one.agreed()).isEmpty();
    assertThat(one.dissent()).hasSize(6);
    PlanAgreement none = PlanConsensus.of(List.of(), TWO_OF_THREE, ROSTER, COLD_DEMANDS);
    assertThat(none.participation().passes()).isFalse();
    assertThat(none.coverage().notCovered()).hasSize(7);
  }

  @Test
  void a_thousand_items_are_compared_and_the_rest_is_counted() {
    PlanAgreement plan =
        PlanConsensus.of(
            random(new Random(3), 5, 205), Quorum.of(2, 3, 5), roster(5), COLD_DEMANDS);
    assertThat(plan.leftOut()).hasSize(5);
    assertThat(plan.leftOut().getFirst().count()).isEqualTo(5);
  }

  private static List<AgentName> roster(int size) {
    return IntStream.range(0, size).mapToObj(i -> new AgentName("agent" + i)).toList();
  }

  private static List<Given<Answer.Plan>> random(Random random, int agents, int items) {
    List<String> words =
        List.of("archive", "restore", "index", "block", "checksum", "retention", "tests", "object");
    List<Given<Answer.Plan>> given = new ArrayList<>();
    for (AgentName agent : roster(agents)) {
      List<WorkItem> work = new ArrayList<>();
      for (int i = 0; i < items; i++) {
        String title =
            IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(_ -> words.get(random.nextInt(words.size())))
                .collect(Collectors.joining(" "));
        work.add(item(title, "FR-" + (1 + random.nextInt(9))));
      }
      List<Answer.Risk> risks =
          List.of(new Answer.Risk(words.get(random.nextInt(8)) + " is slow", Magnitude.MINOR));
      given.add(new Given<>(agent, new Answer.Plan(work, risks, List.of(), null)));
    }
    return given;
  }

  private static Given<Answer.Plan> plan(AgentName agent, WorkItem... items) {
    return new Given<>(agent, new Answer.Plan(List.of(items), List.of(), List.of(), null));
  }

  private static WorkItem item(String title, String... requirements) {
    return new WorkItem(title, null, List.of(requirements));
  }

  private static List<Set<String>> groups(List<Item> items) {
    return items.stream()
        .map(item -> item.provenance().stream().map(Original::title).collect(Collectors.toSet()))
        .toList();
  }

  private static List<String> titles(List<Item> items) {
    return items.stream().map(Item::title).toList();
  }
}
