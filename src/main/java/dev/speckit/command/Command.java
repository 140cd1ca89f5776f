package dev.speckit.command;

/// One thing a user can ask speckit for. Declared once; every face (command line, and later tools
/// and endpoints) is made from the declaration.
public interface Command {

  /// What the command is called and takes. Cheap: it is asked for every command when help is shown.
  Declaration declaration();

  /// Does the work.
  ///
  /// A result that stops short of success but was foreseen (a missing quorum, an open question) is
  /// a [Report] with its exit code; a [dev.speckit.failure.Failure] means that the command cannot
  /// go on.
  ///
  /// @throws InterruptedException when cancelled; everything started has been ended by then
  Report run(Call call) throws InterruptedException;
}
