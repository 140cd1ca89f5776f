package dev.speckit.trace;

import dev.speckit.failure.Place;
import dev.speckit.spec.SpecId;
import java.time.Instant;
import java.util.Optional;

/// Something that the graph knows. Texts come from files and may hold anything.
///
/// Hash codes are written out: those that the language would make are built at the first use of
/// every start, and take in every text.
public sealed interface TraceItem {

  /// Names the item in its graph, and stays the same as long as its files do: `1001/FR-001`,
  /// `1001/T003`, `1014` (a spec below another one), `1001/session-2`, `commit:` and the hash,
  /// `file:` and the path, `test:` and its name, `deliverable:` with the spec and the path.
  String key();

  /// What a person calls it: `FR-001`, `session 2`, `1a2b3c4`, a path.
  String shown();

  /// What a spec asks for.
  sealed interface Demand extends TraceItem {
    SpecId spec();

    /// As written, or made from its place when the author gave none.
    String id();

    String text();

    Place place();

    @Override
    default String key() {
      return spec() + "/" + id();
    }

    @Override
    default String shown() {
      return id();
    }
  }

  /// A requirement of a spec.
  record Requirement(SpecId spec, String id, String text, Place place) implements Demand {
    @Override
    public int hashCode() {
      return 31 * spec.hashCode() + id.hashCode();
    }
  }

  /// A box under the acceptance criteria of a spec.
  ///
  /// @param met whether it is ticked
  record Criterion(SpecId spec, String id, String text, boolean met, Place place)
      implements Demand {
    @Override
    public int hashCode() {
      return 31 * spec.hashCode() + id.hashCode();
    }
  }

  /// Planned work: a box of a `tasks.md`, or a spec below the one whose requirement it names.
  ///
  /// @param spec whose list holds the box; of a spec below another one its own id
  /// @param id such as `T003`; empty for a spec
  /// @param done whether the box is ticked, or the spec completed
  record Task(SpecId spec, String id, String title, boolean done, Place place)
      implements TraceItem {
    @Override
    public int hashCode() {
      return 31 * spec.hashCode() + id.hashCode() + 1;
    }

    /// Whether it is a spec below another one.
    public boolean isSpec() {
      return id.isEmpty();
    }

    @Override
    public String key() {
      return id.isEmpty() ? spec.toString() : spec + "/" + id;
    }

    @Override
    public String shown() {
      return id.isEmpty() ? spec.toString() : id;
    }
  }

  /// A work session of a context.
  record Session(SpecId spec, int number, String title, Place place) implements TraceItem {
    @Override
    public int hashCode() {
      return 31 * spec.hashCode() + number;
    }

    @Override
    public String key() {
      return spec + "/session-" + number;
    }

    @Override
    public String shown() {
      return "session " + number;
    }
  }

  /// A commit.
  ///
  /// @param hash all of it; of a commit that git does not know, or when there is no git, as the
  ///   context lists it
  /// @param written empty when git does not know it
  record Commit(String hash, String subject, Optional<Instant> written) implements TraceItem {
    /// Whether git has it, on what is checked out or on a branch.
    boolean isKnown() {
      return written.isPresent();
    }

    @Override
    public int hashCode() {
      return hash.hashCode();
    }

    private static final int SHOWN = 7;

    @Override
    public String key() {
      return "commit:" + hash;
    }

    @Override
    public String shown() {
      return hash.length() > SHOWN ? hash.substring(0, SHOWN) : hash;
    }
  }

  /// A file of the project. Where in it an item is named stands in the links.
  ///
  /// @param path relative to the workspace, with slashes; outside of it relative with `..`
  /// @param test whether its place or name says that it holds tests
  record SourceFile(String path, boolean test) implements TraceItem {
    @Override
    public int hashCode() {
      return path.hashCode();
    }

    @Override
    public String key() {
      return "file:" + path;
    }

    @Override
    public String shown() {
      return path;
    }
  }

  /// A test: of a file, with its result from a report; or one that a session recorded.
  ///
  /// @param name of the case as the report has it, or the entry of the session; the file's path
  ///   when only the file names the item
  /// @param place of the mention, the case in its report, or the entry
  /// @param recorded whether a session recorded it
  record Test(String name, Result result, Place place, boolean recorded) implements TraceItem {
    @Override
    public int hashCode() {
      return 31 * name.hashCode() + place.line();
    }

    @Override
    public String key() {
      return "test:" + place + ":" + name;
    }

    @Override
    public String shown() {
      return name;
    }
  }

  /// How a test went.
  enum Result {
    PASSED("passed"),
    FAILED("failed"),
    SKIPPED("skipped"),
    /// Its report is older than the file that holds it.
    STALE("stale"),
    /// The file that its report names is not there any more.
    GONE("stale"),
    /// No report tells of it.
    NOT_RUN("not run");

    private final String word;

    Result(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /// A file that a context registers.
  ///
  /// @param path relative to the workspace, with slashes
  record Deliverable(SpecId spec, String path, Place place) implements TraceItem {
    @Override
    public int hashCode() {
      return 31 * spec.hashCode() + path.hashCode();
    }

    @Override
    public String key() {
      return "deliverable:" + spec + ":" + path;
    }

    @Override
    public String shown() {
      return path;
    }
  }
}
