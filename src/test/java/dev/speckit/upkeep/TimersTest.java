package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.speckit.host.Host;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// Timers with the words of a folder that has every bad sign in its name.
@Timeout(60)
class TimersTest {
  private static final String BAD = "a b'c\"d$e%f\\g&h<i";

  @TempDir Path folder;
  Path programs;
  Path table;
  Host host;
  Timers timers;

  @BeforeEach
  void machine() throws Exception {
    programs = Files.createDirectories(folder.resolve("programs"));
    table = folder.resolve("table");
    host =
        new Host(
            () -> Instant.parse("2026-11-21T10:00:00Z"),
            new Random(1),
            Map.of("PATH", programs + ":/usr/local/bin:/usr/bin:/bin"),
            folder,
            Files.createDirectories(folder.resolve("home")));
    timers = new Timers(host);
  }

  private Timer timer(String name, LocalTime at) {
    return new Timer(
        Path.of("/projects").resolve(name),
        List.of("/opt/spec kit/bin/speckit"),
        Map.of("JAVA_HOME", "/opt/jdk 25%"),
        at);
  }

  private void program(String name, String script) throws Exception {
    Path file = programs.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// A crontab that keeps its table in a file, and says as the real one that there is none.
  private void crontab() throws Exception {
    program(
        "crontab",
        """
        table='%s'
        if [ "$1" = -l ]; then
          [ -f "$table" ] && exec cat "$table"
          echo "no crontab for user" >&2
          exit 1
        fi
        exec cp "$1" "$table"
        """
            .formatted(table));
  }

  @Test
  void the_line_of_cron_calls_the_very_words_through_a_shell() throws Exception {
    Path said = folder.resolve("said");
    program("words", "printf '%s\\n' \"$JAVA_HOME\" \"$@\" > '" + said + "'\n");
    Timer timer =
        new Timer(
            Path.of("/projects").resolve(BAD),
            List.of(programs.resolve("words").toString()),
            Map.of("JAVA_HOME", "/opt/jdk 25%"),
            LocalTime.of(2, 5));
    TimerForm.OfLine form = (TimerForm.OfLine) Scheduler.CRON.form(timer, host);
    assertThat(form.line()).startsWith("5 2 * * * ").endsWith(form.mark());
    // What cron does with a line: the rest behind five fields, a backslash before % taken away.
    String command = form.line().split(" ", 6)[5].replace("\\%", "%");
    assertThat(form.line().replace("\\%", "")).doesNotContain("%");
    Process shell = new ProcessBuilder("/bin/sh", "-c", command).start();
    assertThat(shell.waitFor()).isZero();
    assertThat(Files.readAllLines(said))
        .containsExactly(
            "/opt/jdk 25%", "-C", "/projects/" + BAD, "upkeep", "run", "--reason", "timer");
  }

  @Test
  void a_table_of_cron_keeps_every_other_line() throws Exception {
    crontab();
    Files.writeString(table, "# mine\n0 1 * * * backup\n");
    TimerForm early = Scheduler.CRON.form(timer("one", LocalTime.of(2, 0)), host);
    TimerForm late = Scheduler.CRON.form(timer("one", LocalTime.of(4, 30)), host);
    TimerForm other = Scheduler.CRON.form(timer("two", LocalTime.of(2, 0)), host);
    assertThat(timers.isInstalled(early)).isFalse();
    assertThat(timers.install(early).changed()).isTrue();
    assertThat(timers.install(early).changed()).isFalse();
    assertThat(timers.install(other).changed()).isTrue();
    assertThat(timers.install(late).changed()).isTrue();
    assertThat(timers.isInstalled(early)).isFalse();
    assertThat(timers.isInstalled(late)).isTrue();
    assertThat(Files.readAllLines(table)).hasSize(4).startsWith("# mine", "0 1 * * * backup");
    // Taken out whatever its time.
    assertThat(timers.uninstall(early).changed()).isTrue();
    assertThat(timers.uninstall(early).changed()).isFalse();
    assertThat(timers.isInstalled(other)).isTrue();
    assertThat(timers.uninstall(other).changed()).isTrue();
    assertThat(Files.readAllLines(table)).containsExactly("# mine", "0 1 * * * backup");
  }

  @Test
  void a_first_table_of_cron_is_made() throws Exception {
    crontab();
    TimerForm.OfLine form =
        (TimerForm.OfLine) Scheduler.CRON.form(timer("one", LocalTime.of(2, 0)), host);
    assertThat(timers.install(form).changed()).isTrue();
    assertThat(Files.readAllLines(table)).containsExactly(form.line());
  }

  @Test
  void systemd_gets_two_files_and_is_told() throws Exception {
    Path told = folder.resolve("told");
    program("systemctl", "echo \"$@\" >> '" + told + "'\n");
    TimerForm.OfFiles form =
        (TimerForm.OfFiles) Scheduler.SYSTEMD.form(timer(BAD, LocalTime.of(2, 0)), host);
    Timers.Done done = timers.install(form);
    assertThat(done.changed()).isTrue();
    assertThat(done.warnings()).isEmpty();
    assertThat(timers.isInstalled(form)).isTrue();
    assertThat(timers.install(form).changed()).isFalse();
    String service = Files.readString(form.files().getFirst().file());
    assertThat(service)
        .contains("ExecStart=\"/opt/spec kit/bin/speckit\" \"-C\"")
        .contains("\"/projects/a b'c\\\"d$$e%%f\\\\g&h<i\"")
        .contains("Environment=\"JAVA_HOME=/opt/jdk 25%%\"");
    assertThat(Files.readString(form.files().getLast().file()))
        .contains("OnCalendar=*-*-* 02:00:00", "Persistent=true");
    assertThat(timers.uninstall(form).changed()).isTrue();
    assertThat(form.files()).noneMatch(each -> Files.exists(each.file()));
    String unit = form.files().getLast().file().getFileName().toString();
    assertThat(Files.readAllLines(told))
        .contains("--user daemon-reload", "--user enable --now " + unit)
        .endsWith("--user disable --now " + unit);
  }

  @Test
  void the_units_are_valid_for_systemd_itself() throws Exception {
    Path analyze = Path.of("/usr/bin/systemd-analyze");
    assumeThat(analyze).exists();
    Timer timer =
        new Timer(
            Path.of("/projects").resolve(BAD), List.of("/bin/true"), Map.of(), LocalTime.of(2, 0));
    TimerForm.OfFiles form = (TimerForm.OfFiles) Scheduler.SYSTEMD.form(timer, host);
    List<String> command = new ArrayList<>(List.of(analyze.toString(), "verify"));
    for (TimerForm.OfFiles.Written each : form.files()) {
      Path file = folder.resolve(each.file().getFileName().toString());
      Files.writeString(file, each.text());
      command.add(file.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    process.waitFor();
    assertThat(output.lines().filter(line -> line.contains("speckit-upkeep"))).isEmpty();
  }

  @Test
  void launchd_gets_a_list_that_is_xml_with_the_very_words() throws Exception {
    TimerForm.OfFiles form =
        (TimerForm.OfFiles) Scheduler.LAUNCHD.form(timer(BAD, LocalTime.of(2, 5)), host);
    NodeList strings =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(form.files().getFirst().text())))
            .getElementsByTagName("array")
            .item(0)
            .getChildNodes();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < strings.getLength(); i++) {
      if (strings.item(i).getNodeName().equals("string")) {
        words.add(strings.item(i).getTextContent());
      }
    }
    assertThat(words)
        .containsExactly(
            "/opt/spec kit/bin/speckit",
            "-C",
            "/projects/" + BAD,
            "upkeep",
            "run",
            "--reason",
            "timer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo 'Failed to connect to bus' >&2; exit 1", "exit 3"})
  void a_scheduler_that_refuses_is_a_warning_with_the_command(String script) throws Exception {
    program("systemctl", script + "\n");
    TimerForm form = Scheduler.SYSTEMD.form(timer("one", LocalTime.of(2, 0)), host);
    Timers.Done done = timers.install(form);
    assertThat(done.changed()).isTrue();
    assertThat(done.warnings()).hasSize(1);
    assertThat(done.warnings().getFirst().remedy()).contains("systemctl --user daemon-reload");
  }
}
