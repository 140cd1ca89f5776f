package dev.speckit.consensus;

import dev.speckit.agent.AgentName;
import dev.speckit.agent.Answer;
import dev.speckit.consensus.Coverage.LeftOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// What all kinds of answers share on their way into clusters: one fixed order and a bound.
public final class Answers {
  private Answers() {}

  /// The answers by name of agent, so that nothing later can depend on who was first.
  public static <A extends Answer> List<Given<A>> sorted(List<Given<A>> given) {
    return given.stream().sorted(Comparator.comparing(Given::agent)).toList();
  }

  public static <A extends Answer> Participation participation(
      List<Given<A>> given, Quorum quorum, List<AgentName> roster) {
    return Participation.of(quorum, roster, given.stream().map(Given::agent).toList());
  }

  /// The first [Clustering#ITEMS_MAX] items of an answer.
  public static <I> List<I> compared(List<I> items) {
    return items.size() <= Clustering.ITEMS_MAX ? items : items.subList(0, Clustering.ITEMS_MAX);
  }

  /// How many items of each answer lie beyond the bound; nobody when all were compared.
  public static <A extends Answer> List<LeftOut> leftOut(
      List<Given<A>> given, Function<A, List<List<?>>> lists) {
    List<LeftOut> leftOut = new ArrayList<>();
    for (Given<A> one : sorted(given)) {
      int beyond =
          lists.apply(one.answer()).stream()
              .mapToInt(items -> Math.max(0, items.size() - Clustering.ITEMS_MAX))
              .sum();
      if (beyond > 0) {
        leftOut.add(new LeftOut(one.agent(), beyond));
      }
    }
    return leftOut;
  }
}
