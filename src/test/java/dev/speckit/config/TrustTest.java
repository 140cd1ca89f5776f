package dev.speckit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.failure.Failure;
import dev.speckit.host.Disk;
import dev.speckit.host.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrustTest {
  @TempDir Path folder;

  private Trust trust() {
    return Trust.of(
        new Host(
            InstantSource.system(),
            new Random(1),
            Map.of("XDG_CONFIG_HOME", folder.resolve("settings").toString()),
            folder,
            folder));
  }

  private Path workspace(String name) {
    Path path = folder.resolve(name);
    Disk.makeFolders(path);
    return path;
  }

  @Test
  void trust_holds_for_the_real_path_only_and_can_be_taken_back() throws Exception {
    Path one = workspace("one");
    Path inside = workspace("one/inside");
    Path link = Files.createSymbolicLink(folder.resolve("link"), one);
    assertThat(trust().isTrusted(one)).isFalse();
    assertThat(trust().trust(link)).isTrue();
    assertThat(trust().trust(one)).isFalse();
    assertThat(trust().isTrusted(one)).isTrue();
    assertThat(trust().isTrusted(inside)).isFalse();
    Path file = folder.resolve("settings/speckit/trusted.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(trust().untrust(one)).isTrue();
    assertThat(trust().untrust(one)).isFalse();
    assertThat(trust().isTrusted(link)).isFalse();
  }

  @Test
  void many_at_once_lose_nothing() throws Exception {
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Path path = workspace("w" + i);
      calls.add(() -> trust().trust(path));
    }
    try (var threads = Executors.newFixedThreadPool(6)) {
      for (Future<Boolean> done : threads.invokeAll(calls)) {
        assertThat(done.get()).isTrue();
      }
    }
    for (int i = 0; i < 12; i++) {
      assertThat(trust().isTrusted(folder.resolve("w" + i))).isTrue();
    }
  }

  @Test
  void a_damaged_record_trusts_nothing_and_is_kept() {
    Path file = folder.resolve("settings/speckit/trusted.json");
    for (String text : List.of("{", "[]", "{\"trusted\":[1]}", "")) {
      Disk.write(file, text);
      assertThatThrownBy(() -> trust().isTrusted(folder)).isInstanceOf(Failure.Invalid.class);
      assertThatThrownBy(() -> trust().trust(folder)).isInstanceOf(Failure.Invalid.class);
      assertThat(Disk.readText(file)).isEqualTo(text);
    }
  }
}
