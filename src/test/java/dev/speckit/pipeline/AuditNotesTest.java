package dev.speckit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.agent.Answer.Magnitude;
import dev.speckit.consensus.NativeFinding;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditNotesTest {
  /// In two parts, so that this file holds no secret.
  private static final String TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";

  @TempDir Path workspace;

  @Test
  void a_secret_is_critical_and_only_its_place_is_said() {
    Disk.write(
        workspace.resolve("src/Keys.java"), "class Keys {\n  String key = \"" + TOKEN + "\";\n}\n");
    Json.Fields note = notes("src/Keys.java");
    assertThat(NativeFinding.read(note))
        .filteredOn(finding -> finding.category().equals("secret"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.place()).isEqualTo("src/Keys.java:2");
          assertThat(finding.magnitude()).isEqualTo(Magnitude.CRITICAL);
        });
    assertThat(note.write()).doesNotContain(TOKEN);
    assertThat(AuditNotes.objection(note))
        .contains("secret at src/Keys.java:2: what stands here looks like a secret");
  }

  @Test
  void a_private_key_is_found_where_it_begins() {
    String key =
        "-----BEGIN "
            + "RSA PRIVATE KEY-----\n"
            + ("MIIEpAIBAAKCAQEA7bq3v9w1".repeat(3) + "\n").repeat(4)
            + "-----END "
            + "RSA PRIVATE KEY-----\n";
    Disk.write(workspace.resolve("key.pem"), "first\n" + key);
    assertThat(NativeFinding.read(notes("key.pem")))
        .extracting(NativeFinding::place)
        .contains("key.pem:2");
  }

  @Test
  void clean_files_meet_no_objection() {
    Disk.write(workspace.resolve("LICENSE"), "MIT");
    Disk.write(workspace.resolve("A.java"), "class A {}\n");
    Json.Fields note = notes("A.java", "gone.txt", "../outside", "/etc/passwd", "a\0b");
    assertThat(NativeFinding.read(note)).isEmpty();
    assertThat(AuditNotes.objection(note)).isEmpty();
  }

  @Test
  void what_a_reviewer_cannot_read_is_said() throws IOException {
    Disk.write(workspace.resolve("Copying.txt"), "GPL");
    Disk.write(workspace.resolve("a.bin"), new byte[] {1, 0, 2});
    Disk.write(workspace.resolve("run.sh"), "#!/bin/sh\n");
    Disk.makeExecutable(workspace.resolve("run.sh"));
    Disk.write(workspace.resolve("big.txt"), "word\n".repeat(300_000));
    Files.createSymbolicLink(workspace.resolve("out"), Path.of("run.sh"));
    assertThat(NativeFinding.read(notes("a.bin", "run.sh", "big.txt", "out")))
        .extracting(finding -> finding.category() + " " + finding.place())
        .containsExactly("binary a.bin", "size big.txt", "link out", "executable run.sh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nul", "UTF-16LE", "UTF-16BE", "odd", "inside"})
  void bytes_that_are_no_text_hide_no_secret(String kind) {
    String text = "key = \"" + TOKEN + "\"\n";
    byte[] bytes =
        switch (kind) {
          case "nul" -> (text + "\0").getBytes(StandardCharsets.UTF_8);
          case "odd" ->
              ("x"
                      + "\0\0"
                      + new String(
                          text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1))
                  .getBytes(StandardCharsets.ISO_8859_1);
          case "inside" ->
              ("\u0001\0\u00FF" + TOKEN + "\u00FE\0").getBytes(StandardCharsets.ISO_8859_1);
          default -> text.getBytes(Charset.forName(kind));
        };
    Disk.write(workspace.resolve("a.bin"), bytes);
    assertThat(NativeFinding.read(notes("a.bin")))
        .extracting(finding -> finding.category() + " " + finding.magnitude().word())
        .contains("secret critical");
  }

  @Test
  void a_binary_that_is_too_large_to_be_searched_is_important() {
    Disk.write(
        workspace.resolve("a.bin"), new byte[Math.toIntExact(AuditNotes.BINARY_BYTES_MAX) + 1]);
    assertThat(NativeFinding.read(notes("a.bin")))
        .extracting(finding -> finding.category() + " " + finding.magnitude().word())
        .contains("binary important");
  }

  @Test
  void a_project_without_a_licence_is_told_so() {
    assertThat(NativeFinding.read(notes()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.category()).isEqualTo("licence"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pom.xml|<dependency>;<artifactId>picocli</artifactId>;</dependency>;<artifactId>x</artifactId>|picocli",
        "app/build.gradle.kts|plugins { };implementation(\"org.a:b:1.0\");// x|org.a:b:1.0",
        "package.json|{\"name\": \"x\",;\"devDependencies\": {;\"left-pad\":"
            + " \"^1.0\";},;\"scripts\": {;\"a\": \"b\";}}|left-pad",
        "requirements-dev.txt|# all;requests==2.0;-r other.txt|requests",
        "pyproject.toml|[project];dependencies = [;\"rich>=1\",;];name = \"x\"|rich",
        "Cargo.toml|[package];name = \"x\";[dependencies];serde = \"1\"|serde",
        "go.mod|module example.org/x;go 1.22;require (;golang.org/x/text v0.3;)|golang.org/x/text",
        "App.csproj|<PackageReference Include=\"Serilog\" Version=\"3\" />|Serilog"
      })
  void dependencies_are_read_from_the_text(String file, String text, String name) {
    String lines = text.replace(';', '\n');
    assertThat(DependencyLines.isManifest(file)).isTrue();
    assertThat(DependencyLines.of(file, lines))
        .extracting(DependencyLines.Line::name)
        .containsExactly(name);
    assertThat(DependencyLines.added(file, lines, lines)).isEmpty();
    Disk.write(workspace.resolve(file), lines);
    assertThat(notes(file).write()).contains("names new dependencies").contains(name);
  }

  private Json.Fields notes(String... changed) {
    return AuditNotes.of(
        workspace, new AuditNotes.Changed(List.of(changed), Map.of(), List.of(), null));
  }
}
