package dev.speckit.spec.lint;

import dev.speckit.host.FileStamp;
import java.nio.file.Path;
import java.util.Optional;

/// What is known of documents from earlier checks. One that knows nothing is as right as any other,
/// only slower.
interface FactsIndex {
  /// @param name of the document, relative to the workspace
  /// @param role as which it was read
  /// @param stamp of the file now
  Optional<DocumentFacts> find(String name, String role, FileStamp stamp, Path file);

  /// @param stamp of the file before it was read
  /// @param text all that was read; empty when that was a part only
  void put(String name, String role, FileStamp stamp, Optional<String> text, DocumentFacts facts);

  FactsIndex NONE =
      new FactsIndex() {
        @Override
        public Optional<DocumentFacts> find(String name, String role, FileStamp stamp, Path file) {
          return Optional.empty();
        }

        @Override
        public void put(
            String name,
            String role,
            FileStamp stamp,
            Optional<String> text,
            DocumentFacts facts) {}
      };
}
