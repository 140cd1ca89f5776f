package dev.speckit.guide;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// A file to be installed, once for all agents that read it.
///
/// @param path from the workspace, with slashes
/// @param text what belongs there
/// @param agents who reads it
record Target(String path, SpecWord word, String text, SortedSet<String> agents) {

  Target {
    agents = new TreeSet<>(agents);
  }

  /// The files of some agents, in the order of the agents and words.
  static List<Target> of(List<AgentForm> forms) {
    Map<String, Target> targets = new LinkedHashMap<>();
    for (AgentForm form : forms) {
      for (SpecWord word : SpecWord.values()) {
        String path = form.pathOf(word);
        Target target =
            targets.computeIfAbsent(
                path, _ -> new Target(path, word, WordFile.text(form, word), new TreeSet<>()));
        SortedSet<String> agents = new TreeSet<>(target.agents());
        agents.add(form.name());
        targets.put(path, new Target(path, word, target.text(), agents));
      }
    }
    return List.copyOf(targets.values());
  }

  /// The only paths that speckit ever writes or removes for agents.
  static SortedSet<String> paths() {
    SortedSet<String> paths = new TreeSet<>();
    of(AgentForm.ALL).forEach(target -> paths.add(target.path()));
    return paths;
  }

  /// The folders above those files, from the workspace, with slashes.
  static SortedSet<String> folders() {
    SortedSet<String> folders = new TreeSet<>();
    paths().forEach(path -> folders.addAll(foldersAbove(path)));
    return folders;
  }

  /// The folders above a file, the outermost first.
  static List<String> foldersAbove(String path) {
    List<String> folders = new ArrayList<>();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash));
    }
    return folders;
  }

  Path in(Path workspace) {
    return workspace.resolve(path);
  }
}
