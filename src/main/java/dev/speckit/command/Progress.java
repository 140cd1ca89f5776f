package dev.speckit.command;

import dev.speckit.json.Json;

/// Tells what goes on during long work. A face decides how: lanes redrawn in place in a terminal,
/// plain lines elsewhere, nothing under `--json`. May be called from any thread.
public interface Progress {

  /// One line that stays.
  void note(String line);

  /// Where the whole stands, one line that takes the place of the one before: `plan done, tasks 2
  /// of 3 answered`.
  default void headline(String line) {}

  /// Something that happened, for programs that listen while the work goes on. A face for people
  /// passes it over.
  ///
  /// @param event one object, with `kind`
  default void event(Json.Fields event) {}

  /// Opens one lane: something that takes a while, beside others.
  ///
  /// @param label what it is, such as `plan analyst-requirements`
  Lane lane(String label);

  /// One thing under way. Its elapsed time is counted from [Progress#lane].
  interface Lane {
    /// What it does now, one or two words.
    void phase(String phase);

    /// It gave a sign of life; a face shows the age of the last one.
    void output();

    /// Something it said: the last such line is shown beside it, or each on a line of its own.
    ///
    /// @param line without its line feed; a face makes it harmless and cuts it to its width
    default void said(String line) {}

    /// It ended; nothing may follow.
    void end(Tone tone, String how);
  }

  /// A progress that says nothing.
  static Progress silent() {
    return new Progress() {
      @Override
      public void note(String line) {}

      @Override
      public Lane lane(String label) {
        return new Lane() {
          @Override
          public void phase(String phase) {}

          @Override
          public void output() {}

          @Override
          public void end(Tone tone, String how) {}
        };
      }
    };
  }
}
