package dev.speckit.upkeep;

import dev.speckit.command.Call;
import dev.speckit.command.Report;
import java.util.Set;

/// One word after `speckit db`.
interface DbAction {
  String name();

  /// The options it takes, without dashes; those of the others are refused.
  Set<String> options();

  FileUse fileUse();

  Report run(Call call, DbPlace place) throws InterruptedException;

  /// Whether a file is named after the action.
  enum FileUse {
    NONE,
    OPTIONAL,
    REQUIRED
  }
}
