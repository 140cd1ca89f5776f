package dev.speckit.spec.lint;

import dev.speckit.host.FileStamp;
import java.util.Optional;
import java.util.function.Supplier;

/// What is known of documents from earlier checks. One that knows nothing is as right as any other,
/// only slower.
interface FactsIndex {
  /// @param name of the document, relative to the workspace
  /// @param role as which it was read
  /// @param stamp of the file now
  /// @param text all that the facts depend on, as it is now
  Optional<DocumentFacts> find(
      String name, Role role, FileStamp stamp, Supplier<Optional<String>> text);

  /// @param stamp of the file before it was read
  void put(String name, Role role, FileStamp stamp, Reading.Read read);

  FactsIndex NONE =
      new FactsIndex() {
        @Override
        public Optional<DocumentFacts> find(
            String name, Role role, FileStamp stamp, Supplier<Optional<String>> text) {
          return Optional.empty();
        }

        @Override
        public void put(String name, Role role, FileStamp stamp, Reading.Read read) {}
      };
}
