package dev.speckit.lab;

import dev.speckit.agent.Adapter;
import dev.speckit.command.Arguments;
import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// `lab serve|scenarios|card`: agents tried against a provider that goes wrong as it is told.
public final class LabCommand implements Command {
  private static final int PORT_MAX = 65_535;

  private final Host host;
  private final List<Adapter> adapters;

  /// @param adapters the agent programs a card can be made of
  public LabCommand(Host host, List<Adapter> adapters) {
    this.host = host;
    this.adapters = List.copyOf(adapters);
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("lab", "Try agents against a provider that goes wrong as told")
        .description(
            """
            A provider of models that is none: it listens on 127.0.0.1 only, speaks the four wire \
            formats (Anthropic Messages, OpenAI Responses, Chat Completions, Gemini), needs no \
            account and costs nothing. The base URL says what it does.

            `serve` runs it until Ctrl-C and prints the base URL for each format. `scenarios` lists \
            what it can do. `card` asks every installed agent program in every scenario, as a run \
            would ask it but once and with short clocks, and shows what came of it: outcome, \
            requests, processes left behind. It ends with 2 when anything differs from what this \
            version of speckit expects. Programs that are not installed are named, and no failure. \
            Each gets a made-up key and a home of its own; none sees yours.\
            """)
        .parameters(
            Parameter.choice("action", "What to do", List.of("serve", "scenarios", "card")),
            new Parameter.Positional(
                "agents", "With card: only these agent programs", false, true, List.of()),
            new Parameter.Option(
                "scenario",
                null,
                "NAME",
                "With serve: what it does (good); with card: only this (may be repeated)",
                null,
                true,
                List.of()),
            Parameter.option("port", "N", "With serve: where it listens (any free port)"),
            Parameter.option("for", "SECONDS", "With serve: end by itself after this time"))
        .example("lab scenarios", "Lists what the provider can do.")
        .example("lab serve --scenario rate-limited-5 --for 1", "One that is always busy.")
        .example("lab card --scenario good", "Whether the installed agents answer at all.");
  }

  @Override
  public Report run(Call call) throws InterruptedException {
    Arguments arguments = call.arguments();
    String action = arguments.get("action");
    refuseForeign(arguments, action);
    List<Script> scripts = arguments.all("scenario").stream().map(LabCommand::script).toList();
    return switch (action) {
      case "scenarios" -> scenarios();
      case "serve" -> serve(call, scripts);
      case "card" -> card(call, scripts);
      default -> throw new IllegalStateException("not a declared action: " + action);
    };
  }

  private static void refuseForeign(Arguments arguments, String action) {
    Map<String, List<String>> owners =
        Map.of(
            "port", List.of("serve"),
            "for", List.of("serve"),
            "agents", List.of("card"),
            "scenario", List.of("serve", "card"));
    owners.forEach((name, actions) -> {
      if (arguments.has(name) && !actions.contains(action)) {
        throw new Failure.Usage(
            Problem.of(
                    "bad-option",
                    (name.equals("agents")
                            ? "`" + arguments.get(name) + "` belongs"
                            : "--" + name + " belongs")
                        + " to lab "
                        + String.join(" and ", actions))
                .remedy("leave it out"));
      }
    });
  }

  private static Script script(String written) {
    return Script.parse(written)
        .orElseThrow(() ->
            new Failure.Usage(
                Problem.of("unknown-scenario", "the lab has no scenario `" + written + "`")
                    .remedy("`speckit lab scenarios` lists them")));
  }

  private Report serve(Call call, List<Script> scripts) throws InterruptedException {
    if (scripts.size() > 1) {
      throw new Failure.Usage(
          Problem.of("two-scenarios", "one base URL has one scenario")
              .remedy("give --scenario once; every other is an edit of the URL away"));
    }
    Script script = scripts.isEmpty() ? Script.of(Scenario.GOOD) : scripts.getFirst();
    int port = number(call.arguments(), "port", 0, PORT_MAX);
    int seconds = number(call.arguments(), "for", 0, Integer.MAX_VALUE);
    return new LabServe(host, port, script)
        .run(call.progress(), seconds == 0 ? null : Duration.ofSeconds(seconds));
  }

  private static int number(Arguments arguments, String option, int fallback, int max) {
    String given = arguments.find(option).orElse(Integer.toString(fallback));
    try {
      int number = Integer.parseInt(given);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, with what is too large.
    }
    throw new Failure.Usage(
        Problem.of("bad-number", "--" + option + " takes a number up to " + max + ", not " + given)
            .remedy("give a whole number"));
  }

  private Report card(Call call, List<Script> scripts) throws InterruptedException {
    List<CardProgram> programs = new ArrayList<>();
    for (Adapter adapter : asked(call.arguments().all("agents"))) {
      programs.add(CardProgram.look(adapter, host));
    }
    Path folder =
        Disk.makePrivateFolder(Path.of(host.variable("TMPDIR").orElse("/tmp")), "speckit-lab-");
    boolean wanted = false;
    try (LabProvider provider = LabProvider.start(host.clock())) {
      List<CardCell> cells =
          new CapabilityCard(host, provider, folder, call.progress())
              .of(
                  programs.stream().filter(CardProgram::isInstalled).toList(),
                  scripts.isEmpty() ? CARD : scripts);
      CardReport report = new CardReport(programs, cells);
      wanted = !report.differences().isEmpty();
      return report.report();
    } finally {
      if (!wanted) {
        var _ = Disk.deleteTree(folder);
      }
    }
  }

  /// All scenarios; what is slow takes no longer than it must to be seen.
  private static final List<Script> CARD =
      Arrays.stream(Scenario.values())
          .map(scenario ->
              switch (scenario) {
                case SLOW_HEADERS, SLOW_DRIP -> Script.of(scenario).number(2);
                default -> Script.of(scenario);
              })
          .toList();

  private List<Adapter> asked(List<String> names) {
    if (names.isEmpty()) {
      return adapters;
    }
    return names.stream().distinct().map(this::adapter).toList();
  }

  private Adapter adapter(String name) {
    return adapters.stream()
        .filter(adapter -> adapter.kind().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new Failure.Usage(
                Problem.of("unknown-agent", "`" + name + "` is no agent program that speckit knows")
                    .remedy(
                        "known are: "
                            + String.join(", ", adapters.stream().map(Adapter::kind).toList()))));
  }

  private static Report scenarios() {
    List<List<Cell>> rows = new ArrayList<>();
    List<Json.Fields> data = new ArrayList<>();
    for (Scenario scenario : Scenario.values()) {
      String parameter = parameter(scenario);
      rows.add(
          List.of(
              Cell.of(scenario.word() + parameter),
              Cell.of(scenario.meaning()),
              Cell.of(Expected.common(scenario))));
      data.add(
          Json.fields()
              .with("scenario", scenario.word())
              .with("meaning", scenario.meaning())
              .with("parameter", parameter)
              .with("outcome", Expected.common(scenario)));
    }
    return Report.of(
        Json.fields().with("scenarios", data),
        new Block.Table("", List.of("scenario", "the provider", "comes out as"), rows),
        new Block.Notes(
            Arrays.asList(
                Cell.of("[-N] is a number of seconds or KiB, [~TEXT] a text, both optional."))));
  }

  private static String parameter(Scenario scenario) {
    if (scenario == Scenario.TOOL_CALL) {
      return "[~COMMAND]";
    }
    return scenario.takesNumber() ? "[-N]" : "";
  }
}
