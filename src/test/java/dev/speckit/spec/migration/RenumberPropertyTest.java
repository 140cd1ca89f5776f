package dev.speckit.spec.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.command.Report;
import dev.speckit.failure.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// In random trees every link leads after a renumbering where it led before.
class RenumberPropertyTest {
  private static final int TREES = Boolean.getBoolean("speckit.exhaustive") ? 60 : 20;
  private static final Pattern LABELLED = Pattern.compile("mark=([A-Za-z]+)(\\d{4})");

  @TempDir Path temporary;
  private final Map<Integer, String> documents = new LinkedHashMap<>();
  private final List<String> files = new ArrayList<>();
  private Random random = new Random(0);

  static IntStream seeds() {
    return IntStream.rangeClosed(1, TREES);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void every_link_leads_where_it_led(int seed) throws Exception {
    random = new Random(seed);
    MarkedVault vault = MarkedVault.in(temporary.resolve("repository"));
    tree(vault);
    vault.git("add", "-A");
    vault.git("commit", "-qm", "Tree " + seed);
    Set<String> before = vault.leads();
    assertThat(before).isNotEmpty().noneMatch(each -> each.contains("DEAD"));
    Map<String, String> bytes = vault.vault().files();
    bytes.keySet().removeIf(each -> each.startsWith(".speckit"));
    List<Integer> ids = List.copyOf(documents.keySet());
    int id = ids.get(random.nextInt(ids.size()));
    boolean epic = id % 1000 == 0;
    String wanted = "" + (epic ? 7000 : id / 1000 * 1000 + 500 + random.nextInt(400));

    Report report =
        random.nextBoolean() ? vault.renumber("" + id) : vault.renumber("" + id, wanted);

    assertThat(report.exit()).isEqualTo(ExitCode.OK);
    assertThat(vault.leads()).as("%s -> %s", id, report.data().text("id")).isEqualTo(before);
    assertThat(report.data().texts("dead_links")).isEmpty();
    int now = Integer.parseInt(report.data().text("id").orElseThrow());
    assertThat(vault.vault().filesOrFail().keySet())
        .filteredOn(each -> !each.contains("deliverables") && !each.startsWith("."))
        .noneMatch(each -> each.matches(".*/" + id + "[./].*"));
    labels(vault, id, now);
    assertThat(vault.git("status", "--porcelain")).isEmpty();
    vault.git("revert", "--no-edit", "HEAD");
    Map<String, String> after = vault.vault().files();
    after.keySet().removeIf(each -> each.startsWith(".speckit"));
    assertThat(after).isEqualTo(bytes);
  }

  /// A label begins with the id that its spec has: those that began with the old one have changed,
  /// and no other has.
  private void labels(MarkedVault vault, int id, int now) {
    Pattern label = Pattern.compile("(?:\\||\\[)(\\d{4}) - of (\\d{4})");
    vault
        .vault()
        .filesOrFail()
        .forEach((file, text) -> {
          Matcher matcher = label.matcher(text);
          while (matcher.find()) {
            int made = Integer.parseInt(matcher.group(2));
            boolean moved = made == id || (id % 1000 == 0 && made / 1000 * 1000 == id);
            int expected = moved ? now + made - id : made;
            assertThat(matcher.group(1)).as(file).isEqualTo("" + expected);
          }
        });
  }

  private void tree(MarkedVault vault) {
    vault.write("speckit.toml", "");
    for (int epic = 1000; epic <= 1000 * (1 + random.nextInt(2)); epic += 1000) {
      spec(vault, epic, "specs/" + epic + "/epic.md", "specs/" + epic + "/context.md");
      int next = epic + 1;
      for (int f = 1 + random.nextInt(3); f > 0; f--) {
        int feature = next++;
        String folder = "specs/" + epic + "/" + feature + "/";
        spec(vault, feature, folder + "spec.md", folder + "context.md");
        for (int t = random.nextInt(3); t > 0; t--) {
          int task = next++;
          spec(vault, task, folder + task + ".spec.md", folder + task + ".context.md");
          if (random.nextBoolean()) {
            file(vault, folder + task + ".plan.md", "# Plan: " + task + "\nmark=plan" + task);
          }
        }
        file(
            vault,
            folder + "deliverables/docs/my notes " + feature + ".md",
            "mark=notes" + feature);
        file(
            vault,
            folder + "deliverables/scripts/run" + feature + ".sh",
            "#!/bin/sh\n# Spec: [[../../spec|"
                + feature
                + " - of "
                + feature
                + "]]\n# mark=script"
                + feature);
      }
    }
    file(vault, "docs/guide.md", "mark=guide");
    file(vault, "README.md", "mark=readme");
    for (String from : List.copyOf(files)) {
      if (!from.endsWith(".md")) {
        continue;
      }
      StringBuilder text = new StringBuilder(vault.read(from));
      String end = random.nextInt(4) == 0 ? "\r\n" : "\n";
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        String to = files.get(random.nextInt(files.size()));
        text.append(link(from, to, owner(vault, to))).append(end);
      }
      vault.write(from, text.toString());
    }
    vault.write(
        "src/main.py",
        "# Spec: [[../" + documents.values().iterator().next() + "|Spec]]\n# mark=source\n");
  }

  private void spec(MarkedVault vault, int id, String document, String context) {
    documents.put(id, document);
    String title =
        switch (random.nextInt(4)) {
          case 0 -> "# Spec: " + id + " - Thing\n\n**Status**: planning\n";
          case 1 -> "---\nid: " + id + "\nstatus: planning\n---\n# Thing " + id + "\n";
          case 2 -> "\uFEFFThing\n=====\n\n**Parent**: " + id / 1000 * 1000 + "\n";
          default -> "# Thing\r\n\r\n**Status**: planning\r\n";
        };
    String prose = "Words that make it as long as a spec is, over and over.\n";
    file(vault, document, title + "\nmark=spec" + id + "\n" + prose.repeat(20));
    file(vault, context, "# Context: Thing\n\nmark=context" + id + "\n" + prose.repeat(20));
  }

  private void file(MarkedVault vault, String file, String text) {
    vault.write(file, text + "\n" + "A line that stays.\n".repeat(10));
    files.add(file);
  }

  private static int owner(MarkedVault vault, String file) {
    Matcher mark = LABELLED.matcher(vault.read(file));
    return mark.find() ? Integer.parseInt(mark.group(2)) : 0;
  }

  private String link(String from, String to, int owner) {
    Path folder = Path.of("/" + from).getParent();
    String beside = folder.relativize(Path.of("/" + to)).toString();
    String name = Path.of(to).getFileName().toString();
    boolean bare = to.endsWith(".md") && random.nextBoolean();
    String label = owner == 0 ? "a label" : owner + " - of " + owner;
    boolean unique = name.matches("(\\d{4}|my|run).*");
    String target =
        switch (random.nextInt(5)) {
          case 0 -> to;
          case 1 -> to.startsWith("specs/") ? "/" + to : beside;
          case 2 -> to.startsWith("specs/") ? to.substring("specs/".length()) : to;
          case 3 -> unique ? name : beside;
          default -> beside;
        };
    if (!to.contains(" ") && random.nextInt(3) == 0 && target.equals(beside)) {
      return "See [" + label + "](" + beside + ").";
    }
    String shown = bare ? target.substring(0, target.length() - ".md".length()) : target;
    return random.nextInt(4) == 0
        ? "| x | [[" + shown + "\\|" + label + "]] |"
        : "- [[" + shown + (random.nextBoolean() ? "#Thing" : "") + "|" + label + "]] told";
  }
}
