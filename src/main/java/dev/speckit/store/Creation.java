package dev.speckit.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Makes the tables of a new store by the same scripts that bring an older one up to date, but in
/// one transaction and without the library for it, which takes longer to load than all the rest of
/// a command. The library finds such a store by its version when it is needed later.
final class Creation {
  private Creation() {}

  static void run(Session session, List<String> scripts) {
    session.execute("BEGIN IMMEDIATE");
    try {
      scripts.forEach(script -> session.executeAll(text(script)));
      session.execute("COMMIT");
    } catch (RuntimeException failure) {
      session.execute("ROLLBACK");
      throw failure;
    }
  }

  private static String text(String script) {
    try (InputStream in = Creation.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalStateException("a script is missing: " + script);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new IllegalStateException("a script cannot be read: " + script, failure);
    }
  }
}
