package dev.speckit.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import dev.speckit.testkit.Speckit;
import dev.speckit.testkit.Workspaces;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an earlier program kept, from its file to the eyes of a reader.
class ImportIT {
  @TempDir Path folder;

  @Test
  void both_schemas_are_taken_over_and_shown() throws Exception {
    Path first = folder.resolve("first.db");
    Path second = folder.resolve("second.db");
    EarlierStores.first(first);
    EarlierStores.second(second, 2);
    EarlierStores.execute(second, "UPDATE agent_executions SET spec_id = 'ONLY-' || spec_id");
    Speckit speckit =
        Speckit.in(Workspaces.createSpecs(folder.resolve("w")), folder.resolve("home"));
    assertThat(speckit.run("db", "import", first.toString(), "--dry-run").out())
        .contains("would be imported");
    for (Path each : new Path[] {first, second, second}) {
      assertThat(speckit.run("db", "import", each.toString()).exit()).isZero();
    }

    Json.Fields history = speckit.run("consensus", "SPEC-KIT-1", "--history", "--json").data();
    assertThat(history.objects("verdicts")).hasSize(6);
    Speckit.Ended stage = speckit.run("consensus", "SPEC-KIT-1", "spec-plan");
    assertThat(stage.out())
        .contains("# Plan 1", "agent-0", "no JSON at all")
        .doesNotContain("Who answered", "hunter2");
    Speckit.Ended alone = speckit.run("consensus", "ONLY-SPEC-KIT-0", "plan", "--json");
    assertThat(alone.data().objects("verdicts"))
        .singleElement()
        .satisfies(verdict ->
            assertThat(verdict.objects("imported_answers").getFirst().text("agent"))
                .contains("claude"));
  }
}
