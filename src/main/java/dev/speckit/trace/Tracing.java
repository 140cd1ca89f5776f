package dev.speckit.trace;

import dev.speckit.host.Host;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecTree;
import java.util.List;
import java.util.Set;

/// Reads a workspace into a graph.
public final class Tracing {
  private final Host host;
  private final SpecTree tree;
  private final List<String> junitGlobs;

  private Tracing(Host host, SpecTree tree, List<String> junitGlobs) {
    this.host = host;
    this.tree = tree;
    this.junitGlobs = List.copyOf(junitGlobs);
  }

  /// @param junitGlobs of test reports, besides those that contexts name
  public static Tracing of(Host host, SpecTree tree, List<String> junitGlobs) {
    return new Tracing(host, tree, junitGlobs);
  }

  /// The graph of the whole workspace, read now.
  ///
  /// @param detailed the specs whose commits are asked for what they changed, which takes git far
  ///   longer
  public TraceGraph graph(Set<SpecId> detailed) throws InterruptedException {
    throw new IllegalStateException("read " + host + tree + junitGlobs + detailed);
  }
}
