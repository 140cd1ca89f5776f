package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.agent.Answer.AuditFinding;
import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.consensus.AuditAgreement.Ballot;
import dev.speckit.consensus.AuditAgreement.Item;
import dev.speckit.consensus.AuditAgreement.Original;
import dev.speckit.consensus.Clustering.Cluster;
import dev.speckit.consensus.Clustering.Kind;
import dev.speckit.consensus.Lookup.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Findings of a roster, each matter once. What names a place weighs when the place was found,
/// whoever said it; what names none weighs when enough agents say it.
public final class AuditConsensus {
  private static final Comparator<Item> GRAVEST_FIRST =
      Comparator.comparing(Item::weighs)
          .reversed()
          .thenComparing(Item::magnitude)
          .thenComparing(Item::place)
          .thenComparing(Item::category)
          .thenComparing(Item::recommendation);

  private final List<Given<Answer.Audit>> given;
  private final Participation participation;
  private final Lookup lookup;

  private AuditConsensus(
      List<Given<Answer.Audit>> given, Participation participation, Lookup lookup) {
    this.given = Answers.sorted(given);
    this.participation = participation;
    this.lookup = lookup;
  }

  /// Merges and verifies the findings.
  ///
  /// @param given one answer of each agent that answered, in any order
  /// @param quorum how many must answer, and how many must say what has no place
  /// @param roster who was asked
  public static AuditAgreement of(
      List<Given<Answer.Audit>> given, Quorum quorum, List<AgentName> roster, Lookup lookup) {
    return new AuditConsensus(given, Answers.participation(given, quorum, roster), lookup).merged();
  }

  private AuditAgreement merged() {
    List<Item> items = new ArrayList<>();
    for (List<Statement<Original>> ofFile : byFile().values()) {
      for (Cluster<Original> cluster : Clustering.of(ofFile, Kind.MATTER)) {
        items.add(item(cluster));
      }
    }
    items.sort(GRAVEST_FIRST);
    return new AuditAgreement(
        participation,
        numbered(items),
        given.stream().map(one -> new Ballot(one.agent(), one.answer().verdict())).toList(),
        Answers.leftOut(given, answer -> List.of(answer.findings())));
  }

  /// What is wrong in one file is another matter than the same words about another one.
  private Map<String, List<Statement<Original>>> byFile() {
    Map<String, List<Statement<Original>>> byFile = new TreeMap<>();
    for (Given<Answer.Audit> one : given) {
      List<AuditFinding> findings = Answers.compared(one.answer().findings());
      for (int i = 0; i < findings.size(); i++) {
        Original original = original(one.agent(), findings.get(i));
        String file = original.file() == null ? "" : original.file();
        byFile
            .computeIfAbsent(file, _ -> new ArrayList<>())
            .add(
                new Statement<>(
                    one.agent(),
                    i,
                    original.recommendation(),
                    original.quote() == null ? "" : original.quote(),
                    Set.of(Wording.normal(original.category())),
                    original));
      }
    }
    return byFile;
  }

  private Original original(AgentName agent, AuditFinding finding) {
    String file = finding.file() == null || finding.file().isBlank() ? null : finding.file();
    return new Original(
        agent,
        finding.category().strip().toLowerCase(Locale.ROOT),
        finding.magnitude(),
        file == null ? null : plain(file),
        finding.line(),
        finding.quote(),
        finding.recommendation(),
        file == null ? null : found(file, finding.line(), finding.quote()));
  }

  private static String plain(String file) {
    String plain = file.strip();
    while (plain.startsWith("./")) {
      plain = plain.substring(2);
    }
    return plain;
  }

  private Found found(String file, @Nullable Integer line, @Nullable String quote) {
    Found found =
        lookup.look(
            new Answer.Evidence(plain(file), line == null ? 1 : line, quote == null ? "" : quote));
    return line == null && found.isThere() ? Found.FOUND : found;
  }

  private Item item(Cluster<Original> cluster) {
    List<Original> originals = cluster.entries().stream().map(Statement::value).toList();
    List<Original> there = originals.stream().filter(Original::isThere).toList();
    List<AgentName> supporters = cluster.supporters();
    Original chosen = cluster.representative().value();
    boolean placeless = chosen.file() == null;
    boolean weighs =
        placeless ? supporters.size() >= participation.quorum().need() : !there.isEmpty();
    Original placed = there.isEmpty() || there.contains(chosen) ? chosen : there.getFirst();
    return new Item(
        "",
        chosen.category(),
        worst(there.isEmpty() ? originals : there),
        placed.file(),
        placed.line(),
        chosen.recommendation(),
        weighs,
        Agreement.of(supporters.size(), participation),
        supporters,
        originals);
  }

  private static Magnitude worst(List<Original> originals) {
    return originals.stream()
        .map(Original::magnitude)
        .min(Comparator.naturalOrder())
        .orElseThrow(() -> new IllegalArgumentException("a cluster has entries"));
  }

  private static List<Item> numbered(List<Item> items) {
    List<Item> numbered = new ArrayList<>();
    for (Item item : items) {
      numbered.add(
          new Item(
              String.format(Locale.ROOT, "A%03d", numbered.size() + 1),
              item.category(),
              item.magnitude(),
              item.file(),
              item.line(),
              item.recommendation(),
              item.weighs(),
              item.agreement(),
              item.supporters(),
              item.provenance()));
    }
    return numbered;
  }
}
