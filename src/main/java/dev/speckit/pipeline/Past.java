package dev.speckit.pipeline;

import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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

  /// Ours and imported ones, newest first; what has no time comes last.
  List<PastVerdict> all() throws InterruptedException {
    List<PastVerdict> verdicts = new ArrayList<>(store.read(this::read));
    verdicts.sort(
        Comparator.comparing(
            (PastVerdict verdict) -> verdict.at() == null ? Instant.MIN : verdict.at(),
            Comparator.reverseOrder()));
    return verdicts;
  }

  private List<PastVerdict> read(Transaction transaction) {
    List<PastVerdict> verdicts = new ArrayList<>();
    spec.number()
        .ifPresent(number -> {
          Map<List<String>, Part> parts = ConsensusTable.parts(transaction, number);
          for (ConsensusTable.VerdictRow row : ConsensusTable.verdicts(transaction, number)) {
            Part part = parts.get(List.of(row.run(), row.subject(), row.input()));
            verdicts.add(
                new PastVerdict.Own(
                    row,
                    part == null ? row.subject() : part.name(),
                    ConsensusTable.content(transaction, row.verdict()),
                    ConsensusTable.attempts(transaction, row),
                    questions(transaction, row, part)));
          }
        });
    Map<String, String> names = new TreeMap<>();
    spec.names().forEach(name -> names.put(name.toLowerCase(Locale.ROOT), name));
    for (String name : names.values()) {
      ConsensusTable.imported(transaction, name)
          .forEach(row -> verdicts.add(new PastVerdict.Imported(row)));
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
  /// at least as new.
  ///
  /// @param verdicts newest first
  static List<PastVerdict> latest(List<PastVerdict> verdicts) {
    Map<String, PastVerdict> latest = new LinkedHashMap<>();
    for (Part part : Part.order(Stage.PLAN, Stage.TASKS)) {
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
