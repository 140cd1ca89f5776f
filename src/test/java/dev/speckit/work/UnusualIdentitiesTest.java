package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.spec.context.ContextDocument;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Settings of git that hold no proper address.
class UnusualIdentitiesTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"root", "first last@x.y", "a <b@c", "/x", "ada@example.org"})
  void every_call_goes_on_with_the_same_session(String address) throws Exception {
    Desk desk = Desk.with1014(temporary).as("root", address);
    desk.work("1014");
    desk.work("1014", "note", "one");
    desk.work("1014", "plan", "two");
    assertThat(ContextDocument.of("c", desk.context()).sessions()).hasSize(1);
  }
}
