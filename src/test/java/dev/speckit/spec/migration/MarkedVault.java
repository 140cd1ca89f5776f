package dev.speckit.spec.migration;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.json.Json;
import dev.speckit.spec.BranchIds;
import dev.speckit.spec.NewCommand;
import dev.speckit.spec.deliverable.TraceBack;
import dev.speckit.spec.link.LinkCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A repository whose files carry marks, so that it can be told where a link leads after the file
/// has moved. It has a resolver of its own, which knows nothing of the program's.
record MarkedVault(OldVault vault) {
  private static final Pattern MARK = Pattern.compile("mark=([\\w-]+)");
  private static final Pattern LINK =
      Pattern.compile("\\[\\[([^\\]|#]+)[^\\]]*\\]\\]|\\]\\(<?([^)>#]+)[^)]*\\)");

  static MarkedVault in(Path folder) throws Exception {
    return new MarkedVault(OldVault.in(folder));
  }

  MarkedVault write(String file, String text) {
    vault.write(file, text);
    return this;
  }

  MarkedVault add(String file, String text) {
    return write(file, vault.read(file) + text);
  }

  String read(String file) {
    return vault.read(file);
  }

  String git(String... words) throws Exception {
    return vault.git(words);
  }

  /// Makes a spec as somebody does who does not see other branches, with marks in both files.
  void spec(String kind, String title, String id, String parent) throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    values.put("kind", List.of(kind));
    values.put("title", List.of(title));
    values.put("id", List.of(id));
    if (!parent.isEmpty()) {
      values.put("parent", List.of(parent));
    }
    Report report =
        new NewCommand(vault.host(), _ -> Set.of())
            .run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
    String mark = title.replace(' ', '-');
    String prose = "Some words about " + title + " that make this file as long as files are.\n";
    add(report.data().text("path").orElseThrow(), "\nmark=" + mark + "\n" + prose.repeat(4));
    add(report.data().text("context").orElseThrow(), "\nmark=" + mark + "-journal\n" + prose);
  }

  Report renumber(String... words) throws InterruptedException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<String> names = List.of("spec", "new");
    int at = 0;
    for (String word : words) {
      if (word.startsWith("--")) {
        values.put(word.substring(2), List.of("true"));
      } else {
        values.put(names.get(at++), List.of(word));
      }
    }
    return new RenumberCommand(vault.host(), this::elsewhere)
        .run(new Call(new Arguments(values), Progress.silent(), Optional.empty()));
  }

  private Set<Integer> elsewhere(Path workspace) {
    try {
      return BranchIds.of(vault.host(), workspace);
    } catch (InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// What `link check` finds.
  List<String> findings() throws InterruptedException {
    Report check =
        new LinkCommand(vault.host(), (spec, file, text) -> TraceBack.of(spec, file).addTo(text))
            .run(
                new Call(
                    new Arguments(Map.of("action", List.of("check"))),
                    Progress.silent(),
                    Optional.empty()));
    return check.data().objects("findings").stream().map(Json.Fields::toString).toList();
  }

  /// Which mark each link of each marked file leads to, as `from -> to`; `from -> DEAD path` where
  /// it leads to nothing.
  Set<String> leads() {
    Map<String, String> files = vault.filesOrFail();
    files.keySet().removeIf(each -> each.startsWith(".speckit"));
    Set<String> leads = new TreeSet<>();
    files.forEach((file, text) -> {
      Matcher mark = MARK.matcher(text);
      if (mark.find()) {
        for (String target : targets(text)) {
          leads.add(mark.group(1) + " -> " + meant(files, file, target));
        }
      }
    });
    return leads;
  }

  private static List<String> targets(String text) {
    List<String> targets = new ArrayList<>();
    Matcher link = LINK.matcher(text);
    while (link.find()) {
      String target = link.group(1) == null ? link.group(2) : link.group(1);
      targets.add(target.strip().replace("\\", ""));
    }
    return targets;
  }

  private static String meant(Map<String, String> files, String file, String target) {
    Path folder = Path.of("/" + file).getParent();
    List<String> places = new ArrayList<>();
    String plain = target.startsWith("/") ? target.substring(1) : target;
    if (!target.startsWith("/")) {
      places.add(folder.resolve(plain).normalize().toString().substring(1));
    }
    places.add(plain);
    places.add("specs/" + plain);
    for (String place : places) {
      for (String each : List.of(place, place + ".md")) {
        if (files.containsKey(each)) {
          return mark(files, each);
        }
      }
    }
    List<String> named =
        files.keySet().stream()
            .filter(each -> each.endsWith("/" + plain) || each.endsWith("/" + plain + ".md"))
            .toList();
    return named.size() == 1 ? mark(files, named.getFirst()) : "DEAD " + target + named;
  }

  private static String mark(Map<String, String> files, String file) {
    Matcher mark = MARK.matcher(files.getOrDefault(file, ""));
    return mark.find() ? mark.group(1) : file;
  }
}
