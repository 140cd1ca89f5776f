package dev.speckit.lab;

import dev.speckit.agent.AgentBatch;
import dev.speckit.agent.AgentCall;
import dev.speckit.agent.AgentResult;
import dev.speckit.agent.AgentTask;
import dev.speckit.agent.AttemptListener;
import dev.speckit.agent.AttemptResult;
import dev.speckit.agent.BatchLimits;
import dev.speckit.agent.Prompt;
import dev.speckit.agent.PromptDocument;
import dev.speckit.agent.PromptInput;
import dev.speckit.agent.Subject;
import dev.speckit.command.Progress;
import dev.speckit.command.Tone;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import dev.speckit.host.Leftovers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Asks agent programs as a run asks them, each in each scenario: the same batch, custody, reading
/// and tables, one attempt each.
final class CapabilityCard {
  /// Two programs at a time, as each wants a processor for itself while it starts.
  private static final BatchLimits LIMITS =
      new BatchLimits(2, Duration.ofHours(3), 1, false, BatchLimits.STDOUT_BYTES_MAX, false);

  /// Long and odd enough to be recognised as a secret, should it be written anywhere.
  private static final String KEY = "lab-4x7Q-made-up-key-9Zt2-nobodys";

  private static final String SPEC =
      """
      # Spec: Answer the door

      **Status**: planning

      ## Requirements

      - **REQ-1**: The bell rings within a second when its button is pressed.
      - **REQ-2**: The door opens when its owner says so.
      """;

  private final Host host;
  private final LabProvider provider;
  private final Path folder;
  private final Progress progress;
  private final Map<String, Integer> left = new ConcurrentHashMap<>();
  private final Map<String, Progress.Lane> lanes = new ConcurrentHashMap<>();

  /// @param folder for workspace and raw output; the caller removes it
  CapabilityCard(Host host, LabProvider provider, Path folder, Progress progress) {
    this.host = host;
    this.provider = provider;
    this.folder = folder;
    this.progress = progress;
  }

  private record Planned(CardProgram program, Script script, String run) {}

  /// Returns when nothing of it runs any more.
  ///
  /// @return one cell for each program and scenario, in that order
  List<CardCell> of(List<CardProgram> programs, List<Script> scripts) throws InterruptedException {
    String mark = Long.toHexString(host.random().nextLong());
    List<Planned> all = new ArrayList<>();
    for (CardProgram program : programs) {
      for (Script script : scripts) {
        String run = "lab-" + mark + "-" + all.size();
        all.add(new Planned(program, script, run));
      }
    }
    Disk.makeFolders(workspace());
    List<AgentCall> calls = all.stream().map(this::call).toList();
    List<AgentResult> results =
        new AgentBatch(withKeys(programs)).run(calls, LIMITS, new Watching());
    List<CardCell> cells = new ArrayList<>();
    for (Planned planned : all) {
      AttemptResult result = attempt(results.get(cells.size()));
      cells.add(cell(planned, result));
    }
    return cells;
  }

  private static AttemptResult attempt(AgentResult result) {
    RuntimeException failure = result.listenerFailure();
    if (failure != null) {
      throw failure;
    }
    return result
        .last()
        .orElseThrow(() -> new IllegalStateException(result.agent() + " was never asked"));
  }

  private Path workspace() {
    return folder.resolve("workspace");
  }

  private AgentCall call(Planned planned) {
    String kind = planned.program().adapter().kind();
    Api api = Expected.of(kind).api();
    Path place = folder.resolve(kind).resolve(planned.script().scenario().word());
    return AgentCall.first(
        planned.program().definition(provider.url(api, planned.run(), planned.script())),
        true,
        new AgentTask(planned.run(), "1001", Subject.PLAN, workspace(), prompt()),
        place);
  }

  private static String prompt() {
    return Prompt.render(
        new PromptInput(
            Subject.PLAN,
            "1001",
            "Answer the door",
            List.of(new PromptDocument("spec", "specs/1000/1001/spec.md", SPEC)),
            List.of("REQ-1", "REQ-2")));
  }

  /// The made-up key in place of the user's, which also gives each process a home of its own.
  private Host withKeys(List<CardProgram> programs) {
    Map<String, String> environment = new HashMap<>(host.environment());
    programs.forEach(program -> environment.put(program.keyVariable(), KEY));
    return new Host(host.clock(), host.random(), environment, host.directory(), host.home());
  }

  private CardCell cell(Planned planned, AttemptResult result) {
    long requests = provider.requests(planned.run()).stream().filter(LabRequest::asksModel).count();
    String kind = planned.program().adapter().kind();
    return new CardCell(
        kind,
        planned.script(),
        Expected.of(kind).outcomes(planned.script().scenario()),
        result,
        requests,
        left.getOrDefault(planned.run(), 0));
  }

  /// Shows what goes on, and counts what is left as soon as an attempt says it has ended.
  private final class Watching implements AttemptListener {
    @Override
    public void starting(AgentCall call, int attempt, Path place) {
      lanes.put(call.task().run(), progress.lane(call.agent() + " " + call.folder().getFileName()));
    }

    @Override
    public void ended(AgentCall call, AttemptResult result) {
      String run = call.task().run();
      int found = Leftovers.find(run).size();
      left.put(run, found);
      if (found > 0) {
        var _ = Leftovers.end(run);
      }
      Progress.Lane lane = lanes.get(run);
      if (lane != null) {
        lane.end(Tone.PLAIN, result.outcome().word());
      }
    }
  }
}
