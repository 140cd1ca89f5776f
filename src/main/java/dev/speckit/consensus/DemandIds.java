package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.consensus.Coverage.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The ids of a spec, found in the spelling of agents: case, brackets and leading zeros aside
/// (`fr-1` for `FR-001`), as long as only one id is meant.
public final class DemandIds {
  private static final Pattern LEADING_ZEROS = Pattern.compile("(?<!\\d)0+(?=\\d)");
  private static final Pattern DECORATION = Pattern.compile("[\\s\\[\\]()`*:.]+");

  private final List<String> ordered;
  private final Map<String, String> exact = new HashMap<>();
  private final Map<String, String> loose = new HashMap<>();
  private final Set<String> ambiguous = new HashSet<>();

  public DemandIds(List<Demand> demands) {
    ordered = demands.stream().map(Demand::id).distinct().toList();
    for (String id : ordered) {
      exact.put(id, id);
      String before = loose.putIfAbsent(loose(id), id);
      if (before != null) {
        ambiguous.add(loose(id));
      }
    }
  }

  /// The id of the spec that is meant; empty when there is none, or more than one.
  public Optional<String> find(String written) {
    String same = exact.get(written.strip());
    if (same != null) {
      return Optional.of(same);
    }
    String key = loose(written);
    return ambiguous.contains(key) ? Optional.empty() : Optional.ofNullable(loose.get(key));
  }

  private static String loose(String id) {
    String plain = DECORATION.matcher(id).replaceAll("").toLowerCase(Locale.ROOT);
    return LEADING_ZEROS.matcher(plain.replace('_', '-')).replaceAll("");
  }

  /// The known ids among what an agent wrote, in the order of the spec.
  Set<String> known(Collection<String> written) {
    Set<String> found = new HashSet<>();
    written.forEach(id -> find(id).ifPresent(found::add));
    Set<String> known = new LinkedHashSet<>(ordered);
    known.retainAll(found);
    return known;
  }

  /// The links of merged statements, each with who made it.
  <T> List<Link> links(List<Statement<T>> statements) {
    List<Link> links = new ArrayList<>();
    for (String id : ordered) {
      List<AgentName> supporters =
          statements.stream()
              .filter(statement -> statement.marks().contains(id))
              .map(Statement::agent)
              .distinct()
              .sorted()
              .toList();
      if (!supporters.isEmpty()) {
        links.add(new Link(id, supporters));
      }
    }
    return links;
  }

  /// @param written what each agent wrote, known or not
  Coverage coverage(
      List<List<Link>> agreed, List<List<Link>> dissent, Map<AgentName, List<String>> written) {
    Set<String> covered = ids(agreed);
    Set<String> elsewhere = ids(dissent);
    List<Coverage.NotCovered> notCovered =
        ordered.stream()
            .filter(id -> !covered.contains(id))
            .map(id -> new Coverage.NotCovered(id, elsewhere.contains(id)))
            .toList();
    Map<String, Set<AgentName>> unknown = new TreeMap<>();
    written.forEach((agent, ids) ->
        ids.stream()
            .filter(id -> find(id).isEmpty())
            .forEach(id -> unknown.computeIfAbsent(id, _ -> new TreeSet<>()).add(agent)));
    List<Coverage.Unknown> names = new ArrayList<>();
    unknown.forEach((id, agents) -> names.add(new Coverage.Unknown(id, List.copyOf(agents))));
    return new Coverage(notCovered, names);
  }

  private static Set<String> ids(List<List<Link>> links) {
    Set<String> ids = new HashSet<>();
    links.forEach(some -> some.forEach(link -> ids.add(link.id())));
    return ids;
  }
}
