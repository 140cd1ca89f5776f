package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.speckit.agent.AgentDefinition;
import dev.speckit.agent.AgentName;
import dev.speckit.agent.ProviderAccount;
import dev.speckit.agent.Subject;
import dev.speckit.agent.cli.Adapters;
import dev.speckit.cost.Budget;
import dev.speckit.cost.Money;
import dev.speckit.cost.Price;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Capacity;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {
  private static final String VALID =
      """
      [agents.alice]
      kind = "command"
      command = ["python3", "tools/alice.py"]
      timeout = { first = "60s", idle = "2m", total = "500ms" }
      key = "env:ALICE_KEY"
      model = "claude_sonnet"

      [models.claude_sonnet]
      provider = "anthropic"
      model = "claude-sonnet-4-5"
      tier = "high"

      [quality_gates]
      plan = ["alice", "analyst-delivery"]
      required = "1/2"
      fail_fast = true

      [hot_reload]
      enabled = false
      debounce_ms = 500

      [retry]
      max_attempts = 5

      [checks.test]
      command = ["mvn", "-B", "test"]
      junit = "target/*.xml"
      """;

  private final Map<String, String> environment = new HashMap<>();
  @TempDir Path folder;

  private Path workspace() {
    return folder.resolve("work");
  }

  private Settings load() {
    Host host =
        new Host(
            InstantSource.system(),
            new Random(1),
            environment,
            workspace(),
            folder.resolve("home"));
    return SettingsReader.load(host, workspace());
  }

  private void project(String text) {
    Disk.write(workspace().resolve("speckit.toml"), text);
  }

  private void user(String text) {
    Disk.write(folder.resolve("home/.config/speckit/config.toml"), text);
  }

  private List<Problem> problems() {
    Failure.Invalid failure = catchThrowableOfType(Failure.Invalid.class, this::load);
    assertThat(failure).isNotNull();
    return failure.problems();
  }

  private static AgentName name(String text) {
    return new AgentName(text);
  }

  @Test
  void how_many_agents_run_at_once_comes_from_the_machine_unless_it_is_set() {
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(load().traffic().startsMax()).isEqualTo(Capacity.ofThisMachine().starts());
    assertThat(load().traffic().parallelMax())
        .isBetween(1, Capacity.of(cores, OptionalLong.empty()).parallel());
    user("[limits]\nparallel = 500\nstarts = 300\n");
    assertThat(load().traffic().parallelMax()).isEqualTo(500);
    assertThat(load().traffic().startsMax()).isEqualTo(300);
  }

  @Test
  void without_any_file_the_analysts_are_there_and_everything_has_its_default() {
    Settings settings = load();
    assertThat(settings.agents().keySet().stream().limit(3))
        .containsExactlyElementsOf(AgentDefinition.ANALYSTS);
    assertThat(settings.agents().keySet().stream().skip(3).map(AgentName::value))
        .containsExactlyElementsOf(Adapters.kinds());
    assertThat(settings.projectActions()).isEmpty();
    assertThat(settings.attempts()).isEqualTo(3);
    assertThat(settings.rosters().roster(Subject.PLAN)).isEqualTo(AgentDefinition.ANALYSTS);
    assertThat(settings.rosters().requiredPart()).isEqualTo(2);
  }

  @Test
  void a_whole_file_is_bound() {
    project("\uFEFF" + VALID.replace("\n", "\r\n"));
    Settings settings = load();
    var alice = (AgentDefinition.Program) settings.agents().get(name("alice"));
    assertThat(alice.command()).containsExactly("python3", "tools/alice.py");
    assertThat(alice.clocks().idle()).isEqualTo(Duration.ofMinutes(2));
    assertThat(alice.clocks().total()).isEqualTo(Duration.ofMillis(500));
    assertThat(alice.keyVariable()).isEqualTo("ALICE_KEY");
    assertThat(alice.origin()).isEqualTo(AgentDefinition.Origin.PROJECT);
    assertThat(settings.attempts()).isEqualTo(5);
    assertThat(settings.rosters().roster(Subject.PLAN)).hasSize(2);
    assertThat(settings.projectActions())
        .containsExactly(
            "agent alice: python3 tools/alice.py (with ALICE_KEY)", "check test: mvn -B test");
  }

  @Test
  void later_layers_win_key_by_key_and_origin_follows_what_acts() {
    user("[agents.gpt-codex]\nkind='command'\ncommand=['a']\n[retry]\nmax_attempts=2\n");
    project("[agents.gpt-codex.timeout]\nidle='7s'\n[retry]\nmax_attempts=4\n");
    environment.put("SPECKIT_AGENTS__GPT_CODEX__TIMEOUT__TOTAL", "9s");
    environment.put("SPECKIT_QUALITY_GATES__PLAN", "gpt-codex,analyst-delivery");
    environment.put("SPECKIT_RUN", "reserved");
    Settings settings = load();
    AgentDefinition agent = settings.agents().get(name("gpt-codex"));
    assertThat(agent.origin()).isEqualTo(AgentDefinition.Origin.USER);
    assertThat(agent.clocks().idle()).isEqualTo(Duration.ofSeconds(7));
    assertThat(agent.clocks().total()).isEqualTo(Duration.ofSeconds(9));
    assertThat(settings.attempts()).isEqualTo(4);
    assertThat(settings.rosters().roster(Subject.PLAN)).hasSize(2);
    assertThat(settings.configuration().provenance(SettingKeys.ATTEMPTS).place())
        .hasToString("speckit.toml:4:1");
  }

  @Test
  void a_known_program_is_bound_with_its_model_and_address() {
    user(
        """
        [agents.reviewer]
        kind = "claude"
        executable = "bin/claude"
        base_url = "http://127.0.0.1:4010/x"
        key = "env:REVIEW_KEY"
        model = "claude_sonnet"
        timeout = { total = "9s" }

        [models.claude_sonnet]
        provider = "anthropic"
        model = "claude-sonnet-4-5"
        """);
    Settings settings = load();
    var reviewer = (AgentDefinition.Cli) settings.agents().get(name("reviewer"));
    assertThat(reviewer.kind()).isEqualTo("claude");
    assertThat(reviewer.program())
        .isEqualTo(folder.resolve("home/.config/speckit/bin/claude").toString());
    assertThat(reviewer.model()).isEqualTo("claude-sonnet-4-5");
    assertThat(reviewer.chosenModel()).isEqualTo("claude_sonnet");
    assertThat(reviewer.clocks().total()).isEqualTo(Duration.ofSeconds(9));
    assertThat(reviewer.origin()).isEqualTo(AgentDefinition.Origin.USER);
    assertThat(reviewer.account())
        .isEqualTo(
            new ProviderAccount("http://127.0.0.1:4010/x", "REVIEW_KEY", "claude-sonnet-4-5"));
    assertThat(settings.projectActions()).isEmpty();
  }

  @Test
  void a_program_called_by_its_own_name_needs_no_settings_and_a_project_that_asks_it_needs_trust() {
    user("[quality_gates]\nplan=['claude']\n");
    Settings own = load();
    assertThat(own.agents().get(name("claude")).origin())
        .isEqualTo(AgentDefinition.Origin.BUILT_IN);
    assertThat(own.projectActions()).isEmpty();

    project("[quality_gates]\nclarify=['claude']\n");
    Settings asked = load();
    assertThat(asked.agents().get(name("claude")).origin())
        .isEqualTo(AgentDefinition.Origin.PROJECT);
    assertThat(asked.projectActions())
        .containsExactly("agent claude: claude (with ANTHROPIC_API_KEY)");

    user("[agents.claude.timeout]\ntotal='9s'\n");
    assertThat(load().agents().get(name("claude")).origin())
        .isEqualTo(AgentDefinition.Origin.PROJECT);
  }

  @Test
  void a_command_from_the_environment_is_the_users_but_a_key_of_the_project_is_not() {
    project("[agents.bob]\nkind='command'\ncommand=['evil']\n");
    environment.put("SPECKIT_AGENTS__BOB__COMMAND", "[\"mine\", \"a,b\"]");
    var bob = (AgentDefinition.Program) load().agents().get(name("bob"));
    assertThat(bob.command()).containsExactly("mine", "a,b");
    assertThat(bob.origin()).isEqualTo(AgentDefinition.Origin.USER);
    project("[agents.bob]\nkind='command'\nkey='env:SECRET'\n");
    assertThat(load().agents().get(name("bob")).origin()).isEqualTo(AgentDefinition.Origin.PROJECT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[retry]~max_atempts = 3|speckit.toml:2:1|unknown-key|retry.max_attempts",
        "[agent.x]~kind='command'|speckit.toml:1:1|unknown-key|agents",
        "[retry]~max_attempts = 0|speckit.toml:2:1|wrong-value|change",
        "[retry]~max_attempts = '3'|speckit.toml:2:1|wrong-value|change",
        "retry = 3|speckit.toml:1:1|wrong-type|[retry]",
        "[[checks]]~a=1|speckit.toml:1:1|wrong-type|[checks]",
        "[agents.Al]~kind='command'|speckit.toml:1:1|invalid-name|lower-case",
        "[agents.a]~kind='cluade'|speckit.toml:2:1|wrong-value|change",
        "[agents.a]~kind='claude'~command=['x']|speckit.toml:3:1|key-of-another-kind|kind",
        "[agents.a]~kind='command'~command=['x']~base_url='http://h'|speckit.toml:4:1|key-of-another-kind|kind",
        "[agents.a]~kind='claude'~base_url='http://me@h/'|speckit.toml:3:1|wrong-value|change",
        "[agents.a]~kind='claude'~base_url='file:///x'|speckit.toml:3:1|wrong-value|change",
        "[agents.claude]~model='sonet'~[models.sonnet]~provider='p'~model='m'|speckit.toml:2:1|unknown-model|sonnet",
        "[agents.claude]~model='gpt'|speckit.toml:2:1|unknown-model|[models.gpt]",
        "[agents.a]|speckit.toml:1:1|missing-key|kind",
        "[agents.a]~kind='command'|speckit.toml:1:1|missing-key|[agents.a]",
        "[agents.a]~kind='replay'~folder='f'~command=['x']|speckit.toml:4:1|key-of-another-kind|kind",
        "[agents.a]~kind='analyst'|speckit.toml:2:1|unknown-analyst|analysts",
        "[agents.analyst-delivery]~kind='command'~command=['x']|speckit.toml:2:1|name-taken|another",
        "[quality_gates]~plan=['analyst-delivery',~"
            + " 'analyst-delivry']|speckit.toml:3:2|unknown-agent|analyst-delivery",
        "[quality_gates]~plan=['analyst-delivery',~'analyst-delivery']|speckit.toml:3:1|named-twice|once",
        "[quality_gates]~plan=['A b']|speckit.toml:2:7|wrong-value|change",
        "[presets.p]~stages=['plan',~'vaildate']~because='x'|speckit.toml:3:1|unknown-stage|validate",
        "[presets.p]~stages=['plan', 'validate']|speckit.toml:2:1|missing-key|presets.p.because",
        "[presets.p]~stages=['plan']~because=' '|speckit.toml:2:1|missing-key|presets.p.because",
        "[agents.a-b]~kind='replay'~folder='f'~[agents.a_b]~kind='replay'~folder='f'|speckit.toml:4:1|ambiguous-name|rename",
        "[quality_gates]~plan=[]|speckit.toml:2:1|wrong-value|change",
        "[quality_gates]~required='3/2'|speckit.toml:2:1|wrong-value|2/3",
        "[retry]~max_attempts=1~max_attempts=2|speckit.toml:3:1|toml-syntax|mend",
        "[retry]~<<<<<<< HEAD~max_attempts=1|speckit.toml:2:1|conflict-markers|choose",
        "[retry]~max_attempts=\0|speckit.toml:2:14|toml-syntax|mend",
      })
  void a_wrong_file_is_refused_with_place_and_remedy(
      String text, String place, String code, String remedy) {
    project(text.replace('~', '\n'));
    assertThat(problems())
        .anySatisfy(problem -> {
          assertThat(problem.code()).isEqualTo(code);
          assertThat(problem.place()).hasToString(place);
          assertThat(problem.remedy()).contains(remedy);
        });
  }

  @Test
  void all_problems_of_all_layers_come_at_once_in_order() {
    user("nonsense = 1\n");
    project("[retry]\nmax_attempts = 99\n[quality_gates]\nplan = ['nobody']\nfoo = 1\n");
    environment.put("SPECKIT_RETRY__MAX", "1");
    environment.put("SPECKIT_HOT_RELOAD__ENABLED", "maybe");
    assertThat(problems().stream().map(Problem::code))
        .containsExactly(
            "unknown-key",
            "wrong-value",
            "unknown-agent",
            "unknown-key",
            "wrong-value",
            "unknown-variable");
    assertThat(problems().getLast().place()).hasToString("SPECKIT_RETRY__MAX");
  }

  @Test
  void a_key_written_out_in_full_is_not_repeated_in_the_error() {
    project("[agents.a]\nkind='command'\ncommand=['x']\nkey='sk-secret-1'\n");
    assertThat(problems().toString()).contains("agents.a.key").doesNotContain("sk-secret-1");
  }

  @Test
  void bytes_that_are_no_text_a_folder_and_a_huge_file_are_refused() {
    Path file = workspace().resolve("speckit.toml");
    Disk.write(file, new byte[] {'a', '=', '1', '\n', (byte) 0xC3, '('});
    assertThat(problems().getFirst().code()).isEqualTo("not-utf-8");
    Disk.write(file, new byte[2 << 20]);
    assertThat(problems().getFirst().code()).isEqualTo("file-too-large");
    Disk.delete(file);
    Disk.makeFolders(file);
    assertThat(problems().getFirst().code()).isEqualTo("folder-not-file");
  }

  @Test
  void no_mutation_of_a_valid_file_crashes_and_each_problem_has_a_place() {
    int count = Boolean.getBoolean("speckit.exhaustive") ? 10_000 : 2_000;
    Random random = new Random(42);
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder(VALID);
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, (char) random.nextInt(1, 128));
          default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 20)));
        }
      }
      project(text.toString());
      try {
        assertThat(load().agents()).isNotEmpty();
      } catch (Failure.Invalid failure) {
        assertThat(failure.problems()).isNotEmpty();
        assertThat(failure.problems())
            .as(text.toString())
            .allSatisfy(problem -> {
              assertThat(problem.place()).isNotNull();
              assertThat(String.valueOf(problem.place())).startsWith("speckit.toml:");
            });
      }
    }
  }

  @Test
  void a_budget_and_prices_are_exact_in_every_spelling() {
    project(
        """
        [budget]
        run = 5
        spec = 0.1
        day = "$20.50"
        unpriced = "allow"
        [models.own]
        provider = "local"
        model = "m"
        input_price = 1e-6
        output_price = "2.50"
        price_date = "2026-11-01"
        """);
    Settings settings = load();
    assertThat(settings.budget())
        .isEqualTo(
            new Budget(new Money(5_000_000), new Money(100_000), new Money(20_500_000), false));
    assertThat(settings.prices().find("local", "m"))
        .hasValueSatisfying(listed -> {
          assertThat(listed.price())
              .isEqualTo(new Price(new Money(1), null, null, new Money(2_500_000)));
          assertThat(listed.asOf()).isEqualTo("2026-11-01");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "-1",
    "1000001",
    "0.0000001",
    "nan",
    "inf",
    "true",
    "'\"five\"'",
    "'[5]'",
    "'\"$\"'",
    "1e300"
  })
  void what_is_no_amount_is_an_error_with_its_place(String value) {
    project("[budget]\nrun = " + value + "\n");
    Failure.Invalid failure = catchThrowableOfType(Failure.Invalid.class, this::load);
    assertThat(failure.problems().getFirst().toString()).contains("budget.run");
    assertThat(failure.problems().getFirst().toString()).contains("speckit.toml");
  }
}
