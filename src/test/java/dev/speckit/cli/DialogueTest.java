package dev.speckit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DialogueTest {
  private static final String ENTER = "\r";
  private static final String TAB = "\t";
  private static final String UP = "\u001bOA";
  private static final String CTRL_A = "\u0001";
  private static final String CTRL_E = "\u0005";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  @TempDir Path folder;

  private PseudoTerminal asking(String... words) throws IOException {
    return PseudoTerminal.asking(folder, Map.of(), words);
  }

  /// Whatever happened, the terminal is as it was and nobody is left.
  private static void assertLeftAlone(String all) {
    Matcher before = Pattern.compile("before=(\\S+)").matcher(all);
    Matcher after = Pattern.compile("after=(\\S+)").matcher(all);
    assertThat(before.find() && after.find()).as(all).isTrue();
    assertThat(after.group(1)).isEqualTo(before.group(1));
    assertThat(all).contains("threads=[]");
    assertThat(all.lastIndexOf("\u001b[?2004l")).isGreaterThan(all.lastIndexOf("\u001b[?2004h"));
  }

  @Test
  void an_answer_is_the_line_without_blanks_around() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "nothing")) {
      terminal.await(": ");
      terminal.type("  two  words 漢字 \"quoted\" \\n !x  " + ENTER);
      terminal.await("answer=<two  words 漢字 \"quoted\" \\n !x>");
      String all = terminal.end();
      assertThat(all).contains("exit=0");
      assertLeftAlone(all);
    }
  }

  @Test
  void an_empty_line_is_the_fallback_that_the_prompt_shows() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "nothing")) {
      terminal.await("[because]");
      terminal.await(": ");
      terminal.type(ENTER);
      terminal.await("answer=<because>");
      assertLeftAlone(terminal.end());
    }
  }

  @Test
  void what_was_typed_ahead_is_the_answer() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "nothing")) {
      terminal.await("before=");
      terminal.type("early" + ENTER);
      terminal.await("answer=<early>");
    }
  }

  @Test
  void the_tab_key_completes_words_and_lists_their_meanings() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "words")) {
      terminal.await(": ");
      terminal.type("pl" + TAB);
      terminal.await("say what will be done");
      terminal.type("\u0015te" + TAB);
      terminal.await("test");
      terminal.type(ENTER);
      terminal.await("answer=<test>");
    }
  }

  @Test
  void the_tab_key_completes_files_with_blanks_and_below_folders() throws Exception {
    Files.createDirectories(folder.resolve("my folder"));
    Files.writeString(folder.resolve("my folder/a long name.txt"), "");
    Files.writeString(folder.resolve("my folder/.hidden"), "");
    try (PseudoTerminal terminal = asking("ask", "files")) {
      terminal.await(": ");
      terminal.type("my" + TAB);
      terminal.await("folder/");
      terminal.type(TAB);
      terminal.await("a long name.txt");
      terminal.type(ENTER);
      terminal.await("answer=<my folder/a long name.txt>");
    }
  }

  @Test
  void ctrl_c_cancels_the_command() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "nothing")) {
      terminal.await(": ");
      terminal.type("half" + CTRL_C);
      String all = terminal.end();
      assertThat(all).contains("exit=130").contains("interrupted").doesNotContain("answer=");
      assertLeftAlone(all);
    }
  }

  @Test
  void ctrl_d_ends_the_conversation() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "nothing")) {
      terminal.await(": ");
      terminal.type(CTRL_D);
      terminal.await("answer=<ENDED>");
      String all = terminal.end();
      assertThat(all).contains("exit=0");
      assertLeftAlone(all);
    }
  }

  @Test
  void a_command_that_fails_leaves_the_terminal_as_it_was() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "fails")) {
      terminal.await(": ");
      terminal.type("x" + ENTER);
      String all = terminal.end();
      assertThat(all).contains("exit=70");
      assertLeftAlone(all);
    }
  }

  @Test
  void after_a_question_ctrl_c_reaches_the_program_as_before() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "signal")) {
      terminal.await(": ");
      terminal.type("x" + ENTER);
      terminal.await("working");
      terminal.type(CTRL_C);
      terminal.await("signalled");
      String all = terminal.end();
      assertThat(all).contains("exit=130");
    }
  }

  @Test
  void the_arrow_keys_bring_back_the_answers_of_an_earlier_dialogue() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "nothing")) {
      terminal.await(": ");
      terminal.type("remembered answer" + ENTER);
      terminal.await("answer=<remembered answer>");
    }
    try (PseudoTerminal terminal = asking("ask", "nothing")) {
      terminal.await(": ");
      terminal.type(" a secret" + ENTER);
      terminal.await("answer=<a secret>");
    }
    try (PseudoTerminal terminal = asking("ask", "nothing")) {
      terminal.await(": ");
      terminal.type(UP);
      terminal.await("remembered answer");
      terminal.type(ENTER);
      terminal.await("answer=<remembered answer>");
    }
  }

  @Test
  void pasted_line_feeds_do_not_answer_the_next_question() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "twice")) {
      terminal.await(": ");
      terminal.type("\u001b[200~one\rtwo\n\tthree\u001b[201~");
      terminal.await("three");
      terminal.type(ENTER);
      terminal.await("between␛[2J");
      terminal.await(": ");
      terminal.type("four" + ENTER);
      terminal.await("answers=<one two three,four>");
      assertLeftAlone(terminal.end());
    }
  }

  @Test
  void a_narrower_window_loses_nothing_of_the_line() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "nothing")) {
      terminal.await(": ");
      String typed = "abcdefghij".repeat(5) + "END";
      terminal.type(typed);
      terminal.await("END");
      terminal.resize(30);
      // Home is two rows up now, on the same row before. The signal comes when it comes.
      boolean known = false;
      for (int i = 0; i < 100 && !known; i++) {
        terminal.type(CTRL_A + CTRL_E);
        known = terminal.shows("\u001b[2A", Duration.ofMillis(100));
      }
      assertThat(known).as("the new width is known").isTrue();
      terminal.type("x" + ENTER);
      terminal.await("answer=<" + typed.substring(0, 10));
      assertThat(terminal.end().replaceAll("\\s", "")).contains("answer=<" + typed + "x>");
    }
  }

  @Test
  void no_lane_is_drawn_while_a_question_is_open() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "lanes")) {
      terminal.await("With lanes");
      String before = terminal.await(": ");
      terminal.type("slowly");
      terminal.await("slowly");
      terminal.type(ENTER);
      String all = terminal.await("answer=<slowly>");
      String open = all.substring(before.length(), all.indexOf("slowly") + 6);
      assertThat(open).doesNotContain("busy-lane");
      assertThat(all).contains("note-after").contains("done-lane");
      assertLeftAlone(terminal.end());
    }
  }

  @Test
  void what_a_terminal_or_the_library_would_obey_in_a_question_is_shown() throws Exception {
    try (PseudoTerminal terminal = asking("ask", "nothing", "--text", "100% %N \u001b[2J {x} 漢字")) {
      terminal.await("100% %N ␛[2J {x} 漢字");
      terminal.type(ENTER);
      terminal.await("answer=<because>");
    }
  }

  @Test
  void without_colour_nothing_is_painted() throws Exception {
    Map<String, String> plain = Map.of("NO_COLOR", "1");
    try (PseudoTerminal terminal = PseudoTerminal.asking(folder, plain, "ask", "words")) {
      terminal.await(": ");
      terminal.type("pl" + TAB + TAB + TAB);
      terminal.await("say what will be done");
      terminal.type(ENTER + ENTER);
      terminal.await("answer=<plan");
      assertThat(terminal.end())
          .doesNotContainPattern("\u001b\\[[0-9;]*(3[0-9]|9[0-7]|4[0-8])[0-9;]*m");
    }
  }

  @Test
  void nobody_is_asked_by_a_program_a_build_service_or_a_dumb_terminal() throws Exception {
    for (Map<String, String> one :
        java.util.List.of(
            Map.of("CI", "true"), Map.of("SPECKIT_AGENT", "claude"), Map.of("TERM", "dumb"))) {
      try (PseudoTerminal terminal = PseudoTerminal.asking(folder, one, "ask", "nothing")) {
        terminal.await("nobody can be asked");
      }
    }
    try (PseudoTerminal terminal = asking("ask", "nothing", "--json")) {
      assertThat(terminal.end()).contains("\"exit_code\"").doesNotContain("[because]");
    }
  }
}
