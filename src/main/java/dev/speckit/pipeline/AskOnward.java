package dev.speckit.pipeline;

import dev.speckit.command.Call;
import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import dev.speckit.gate.GateDecision.OnQuestion;
import dev.speckit.host.Host;
import dev.speckit.run.Journal;
import dev.speckit.run.RunTable;
import dev.speckit.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `--on-question ask`: a run that stopped with questions asks the person at the terminal and goes
/// on in the same process, until nothing is asked any more.
final class AskOnward {
  private final Host host;
  private final RunStart start;
  private final Path workspace;

  AskOnward(Host host, RunStart start, Path workspace) {
    this.host = host;
    this.start = start;
    this.workspace = workspace;
  }

  /// @param stopped what the run reported
  /// @return the report of where it stopped at last; as it was where nobody is to be asked, skips
  ///   or leaves
  Report onward(Call call, Report stopped) throws InterruptedException {
    Report report = stopped;
    while (RunStart.onQuestion(call) == OnQuestion.ASK
        && call.dialogue().isPresent()
        && isWaiting(report)) {
      String run = report.data().text("run").orElseThrow();
      Optional<Report> refused = answered(call, run);
      if (refused.isPresent()) {
        return refused.get();
      }
      report =
          start.resume(
              workspace, run, OnQuestion.ASK, call.arguments().all("watch"), call.progress());
    }
    return report;
  }

  private static boolean isWaiting(Report report) {
    boolean waits =
        report.exit() == ExitCode.NEEDS_INPUT || report.exit() == ExitCode.NEEDS_APPROVAL;
    return waits
        && report.data().objects("questions").stream()
            .anyMatch(question -> question.text("state").equals(Optional.of("open")));
  }

  /// @return empty when every open question is settled; else what to report
  private Optional<Report> answered(Call call, String id) throws InterruptedException {
    try (Store store = Runs.openStore(host, workspace).orElseThrow(() -> Runs.unknown(id))) {
      RunTable.RunRow row = Runs.find(store, id);
      Answering answering = new Answering(host, workspace, store, row);
      Optional<GivenAnswers> said =
          new AskingPerson(answering, call.dialogue().orElseThrow()).ask();
      if (said.isPresent()) {
        Report recorded = answering.record(said.get(), Person.name(host, workspace), false);
        if (recorded.exit() != ExitCode.OK) {
          return Optional.of(recorded);
        }
        call.dialogue().orElseThrow().show(List.copyOf(recorded.blocks()));
      }
      boolean open =
          answering.questions().stream()
              .anyMatch(question -> question.state().equals("open") && question.isUnsettled());
      return open
          ? Optional.of(RunReport.read(workspace, new Journal(store, host), row).ended())
          : Optional.empty();
    }
  }
}
