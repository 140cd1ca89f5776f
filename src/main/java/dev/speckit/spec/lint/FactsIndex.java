package dev.speckit.spec.lint;

import dev.speckit.host.FileStamp;
import java.nio.file.Path;
import java.util.Optional;

/// What is known of documents from earlier checks. A stand-in that knows nothing is as right as the
/// real one, only slower.
interface FactsIndex {
  /// @param name of the document, relative to the workspace
  /// @param stamp of the file now
  Optional<DocumentFacts> find(String name, FileStamp stamp, Path file);

  /// @param stamp of the file before it was read
  /// @param text as read
  void put(String name, FileStamp stamp, Path file, String text, DocumentFacts facts);

  FactsIndex NONE =
      new FactsIndex() {
        @Override
        public Optional<DocumentFacts> find(String name, FileStamp stamp, Path file) {
          return Optional.empty();
        }

        @Override
        public void put(
            String name, FileStamp stamp, Path file, String text, DocumentFacts facts) {}
      };
}
