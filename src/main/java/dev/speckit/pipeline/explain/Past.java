package dev.speckit.pipeline.explain;

import dev.speckit.json.Json;
import dev.speckit.run.ConsensusTable;
import dev.speckit.run.Part;
import dev.speckit.run.Stage;
import dev.speckit.run.VerdictTable;
import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The verdicts on a spec, read in one snapshot.
final class Past {
  private final Store store;
  private final ConsensusSpec spec;

  Past(Store store, ConsensusSpec spec) {
    this.store = store;
    this.spec = spec;
  }

  /// How much of each verdict is read.
  enum Extent {
    /// What a list shows.
    LINE,
    VERDICT,
    /// With the imported answers.
    WHOLE
  }

  /// Ours and imported ones, newest first; what has no time comes last.
  List<PastVerdict> all(Extent extent) throws InterruptedException {
    List<PastVerdict> verdicts =
        new ArrayList<>(store.read(transaction -> read(transaction, extent)));
    verdicts.sort(
        Comparator.comparing(
            (PastVerdict verdict) -> verdict.at() == null ? Instant.MIN : verdict.at(),
            Comparator.reverseOrder()));
    return verdicts;
  }

  private List<PastVerdict> read(Transaction transaction, Extent extent) {
    List<PastVerdict> verdicts = new ArrayList<>();
    spec.number()
        .ifPresent(number -> {
          Map<List<String>, Part> parts = ConsensusTable.parts(transaction, number);
          for (ConsensusTable.VerdictRow row : ConsensusTable.verdicts(transaction, number)) {
            Part part = parts.get(List.of(row.run(), row.subject(), row.input()));
            String name = part == null ? row.subject() : part.name();
            verdicts.add(
                extent == Extent.LINE
                    ? new PastVerdict.Own(row, name, Json.fields(), List.of(), List.of())
                    : new PastVerdict.Own(
                        row,
                        name,
                        ConsensusTable.content(transaction, row.verdict()),
                        ConsensusTable.attempts(transaction, row),
                        questions(transaction, row, part)));
          }
        });
    Map<String, String> names = new TreeMap<>();
    spec.names().forEach(name -> names.put(name.toLowerCase(Locale.ROOT), name));
    for (String name : names.values()) {
      List<ConsensusTable.ImportedRow> rows =
          new ArrayList<>(ConsensusTable.imported(transaction, name));
      rows.addAll(ConsensusTable.importedAlone(transaction, name));
      Map<String, List<ConsensusTable.ImportedAnswer>> answers = new HashMap<>();
      for (ConsensusTable.ImportedRow row : rows) {
        verdicts.add(
            new PastVerdict.Imported(
                row,
                extent == Extent.WHOLE
                    ? answers.computeIfAbsent(
                        row.spec() + '\n' + row.stage(),
                        _ -> ConsensusTable.importedAnswers(transaction, row))
                    : List.of()));
      }
    }
    return verdicts;
  }

  private static List<VerdictTable.QuestionRow> questions(
      Transaction transaction, ConsensusTable.VerdictRow row, @Nullable Part part) {
    return VerdictTable.questions(transaction, row.run()).stream()
        .filter(question -> question.content().text("subject").orElse("").equals(row.subject()))
        .filter(question ->
            part == null || question.content().text("stage").orElse("").equals(part.stage().word()))
        .toList();
  }

  /// The newest of each part, in the order of a run; an imported one only where nothing of ours is
  /// at least as new, and one without a conclusion only where there is none with one.
  ///
  /// @param all newest first
  static List<PastVerdict> latest(List<PastVerdict> all) {
    List<PastVerdict> verdicts = new ArrayList<>(all);
    verdicts.sort(Comparator.comparing(each -> !each.isConclusion()));
    Map<String, PastVerdict> latest = new LinkedHashMap<>();
    for (Part part : Part.order(Stage.PLAN, Stage.UNLOCK)) {
      verdicts.stream()
          .filter(each -> word(each).equals(part.name()))
          .findFirst()
          .ifPresent(each -> latest.put(part.name(), each));
    }
    verdicts.forEach(each -> latest.putIfAbsent(word(each), each));
    return List.copyOf(latest.values());
  }

  private static String word(PastVerdict verdict) {
    return verdict instanceof PastVerdict.Imported imported ? imported.ownWord() : verdict.part();
  }
}
