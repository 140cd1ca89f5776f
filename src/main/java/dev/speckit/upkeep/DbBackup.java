package dev.speckit.upkeep;

import static dev.speckit.upkeep.DbPlace.size;

import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Report;
import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import java.nio.file.Path;
import java.util.Set;

/// `db backup [FILE]`: a whole copy, made while others write.
final class DbBackup implements DbAction {
  @Override
  public String name() {
    return "backup";
  }

  @Override
  public Set<String> options() {
    return Set.of("force");
  }

  @Override
  public FileUse fileUse() {
    return FileUse.OPTIONAL;
  }

  @Override
  public Report run(Call call, DbPlace place) throws InterruptedException {
    place.requireStore();
    Path target =
        call.arguments().find("file").map(place::typed).orElseGet(() -> place.store().backupPath());
    place.store().backup(target, call.arguments().has("force"));
    String shown = place.shown(target);
    return Report.of(
        Json.fields()
            .with("store", place.shown(place.store().path()))
            .with("backup", shown)
            .with("bytes", Disk.size(target)),
        Block.Notes.of(
            "Backed up to " + shown + " (" + size(Disk.size(target)) + "), and checked whole.",
            "`speckit db restore " + shown + "` puts it back."));
  }
}
