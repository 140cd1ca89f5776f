package dev.speckit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.speckit.command.Arguments;
import dev.speckit.command.Call;
import dev.speckit.command.Progress;
import dev.speckit.failure.Failure;
import dev.speckit.spec.lint.CheckCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A journal that somebody deleted but git still has is never replaced by an empty one.
final class DeletedContextTest {
  private static final String CONTEXT = "specs/1000/1001/1014.context.md";
  @TempDir private Path temporary;
  private Desk desk;

  @BeforeEach
  void delete() throws Exception {
    desk = Desk.with1014(temporary);
    desk.work("1014", "note", "A note to keep");
    desk.commitAll("Work");
    Files.delete(desk.workspace().resolve(CONTEXT));
  }

  @Test
  void an_action_asks_for_the_deleted_context_to_be_restored() {
    assertThatThrownBy(() -> desk.work("1014", "note", "Another"))
        .isInstanceOfSatisfying(
            Failure.Invalid.class,
            failure ->
                assertThat(failure.problems().getFirst().remedy())
                    .contains("git checkout HEAD -- " + CONTEXT));
    assertThat(desk.workspace().resolve(CONTEXT)).doesNotExist();
    desk.git("checkout", "HEAD", "--", CONTEXT);
    assertThat(desk.context()).contains("A note to keep");
  }

  @Test
  void the_fixes_of_a_check_restore_the_deleted_context() throws Exception {
    Map<String, List<String>> words = Map.of("fix", List.of("true"));
    var _ =
        new CheckCommand(desk.host(), _ -> List.of(), "test")
            .run(new Call(new Arguments(words), Progress.silent(), Optional.empty()));
    assertThat(desk.context()).contains("A note to keep");
  }

  @Test
  void a_context_that_never_was_is_made() throws Exception {
    desk.git("rm", "--quiet", CONTEXT);
    desk.commitAll("Gone for good");
    desk.work("1014", "note", "A new start");
    assertThat(desk.context()).contains("A new start");
  }
}
