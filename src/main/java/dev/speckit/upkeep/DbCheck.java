package dev.speckit.upkeep;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Call;
import dev.speckit.command.Report;
import dev.speckit.command.Tone;
import dev.speckit.failure.ExitCode;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.json.Json;
import dev.speckit.store.Depth;
import dev.speckit.store.StoreFile;
import java.util.List;
import java.util.Set;

/// `db check`: looks for damage, and changes nothing.
final class DbCheck implements DbAction {
  @Override
  public String name() {
    return "check";
  }

  @Override
  public Set<String> options() {
    return Set.of("quick", "whole");
  }

  @Override
  public FileUse fileUse() {
    return FileUse.NONE;
  }

  @Override
  public Report run(Call call, DbPlace place) throws InterruptedException {
    boolean quick = call.arguments().has("quick");
    if (quick && call.arguments().has("whole")) {
      throw new Failure.Usage(
          Problem.of("bad-option", "--quick and --whole exclude each other")
              .remedy("give one of them"));
    }
    StoreFile store = place.store();
    if (!store.exists()) {
      return place.noStore();
    }
    Depth depth = quick ? Depth.QUICK : Depth.WHOLE;
    List<String> found = store.check(depth);
    Json.Fields data =
        Json.fields()
            .with("present", true)
            .with("store", place.shown(store.path()))
            .with("depth", quick ? "quick" : "whole")
            .with("whole", found.isEmpty())
            .with("found", found.stream().map(Json.Text::new).toList());
    if (found.isEmpty()) {
      return Report.of(
          data,
          Block.Notes.of(
              switch (depth) {
                case QUICK -> "The structure of the store is whole.";
                case WHOLE -> "The store is whole: structure, indexes and references.";
              }));
    }
    return Report.of(
            data,
            new Block.Table(
                "Found",
                List.of("damage"),
                found.stream().map(each -> List.of(Cell.of(each, Tone.BAD))).toList()))
        .ending(ExitCode.ENVIRONMENT, store.damaged(found.getFirst()));
  }
}
