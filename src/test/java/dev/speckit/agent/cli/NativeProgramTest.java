package dev.speckit.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeProgramTest {
  private static final List<String> CODEX = List.of("vendor", "*", "bin", "codex");

  @TempDir Path folder;
  private NpmTree npm;
  private Path launcher;

  @BeforeEach
  void install() throws IOException {
    npm = new NpmTree(folder.toRealPath());
    launcher = npm.launcher("codex", "@openai/codex/bin/codex.js");
  }

  @Test
  void a_program_in_a_package_beside_the_launcher_is_found() throws IOException {
    Path program = npm.executable("@openai/codex-linux-x64/vendor/x86_64-musl/bin/codex");

    assertThat(NativeProgram.behind(launcher, "codex", CODEX)).isEqualTo(program);
  }

  @Test
  void a_program_in_a_package_inside_the_launchers_package_is_found() throws IOException {
    Path program =
        npm.executable(
            "@openai/codex/node_modules/@openai/codex-darwin-arm64/vendor/arm64/bin/codex");

    assertThat(NativeProgram.behind(launcher, "codex", CODEX)).isEqualTo(program);
  }

  @Test
  void a_launcher_alone_is_started_itself() {
    assertThat(NativeProgram.behind(launcher, "codex", CODEX)).isEqualTo(launcher);
  }

  @Test
  void of_two_programs_none_is_guessed() throws IOException {
    npm.executable("@openai/codex-linux-x64/vendor/x86_64-musl/bin/codex");
    npm.executable("@openai/codex-linux-x64-baseline/vendor/x86_64-musl/bin/codex");

    assertThat(NativeProgram.behind(launcher, "codex", CODEX)).isEqualTo(launcher);
  }

  @Test
  void a_program_that_npm_did_not_install_is_started_itself() throws IOException {
    Path own = npm.executable("../../opt/codex");
    npm.executable("@openai/codex-linux-x64/vendor/x86_64-musl/bin/codex");

    assertThat(NativeProgram.behind(own, "codex", CODEX)).isEqualTo(own);
  }

  @Test
  void a_launcher_that_is_gone_is_named_all_the_same() {
    Path gone = folder.resolve("nowhere/codex");

    assertThat(NativeProgram.behind(gone, "codex", CODEX)).isEqualTo(gone);
  }
}
