package dev.speckit.store;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Disk;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A database that another program made. A copy of it is read, with the commits that still stand in
/// its log, so that the file itself is never changed.
public final class ForeignFile implements AutoCloseable {
  private static final int COPIES_MAX = 3;
  private static final int PAGE_ROWS = 64;
  private static final long PAGE_BYTES = 256 << 10;

  private final Path folder;
  private final Session session;
  private final Charset charset;
  private final Map<String, List<String>> tables;

  private ForeignFile(Path folder, Session session) {
    this.folder = folder;
    this.session = session;
    this.charset =
        switch (session.ask("PRAGMA encoding").orElse("UTF-8")) {
          case "UTF-16le" -> StandardCharsets.UTF_16LE;
          case "UTF-16be" -> StandardCharsets.UTF_16BE;
          default -> StandardCharsets.UTF_8;
        };
    this.tables = readTables(session);
  }

  /// A value as the file holds it; the file's declared types promise nothing.
  public sealed interface Value {
    record Absent() implements Value {}

    record Whole(long number) implements Value {}

    /// @param damaged whether some bytes were no text and were replaced
    record Text(String text, boolean damaged) implements Value {}
  }

  /// One row.
  ///
  /// @param number the file's own number of the row
  /// @param values by column, in lower case
  public record Line(long number, Map<String, Value> values) {
    /// The value of a column; absent also when the table has no such column.
    public Value value(String column) {
      return values.getOrDefault(column, new Value.Absent());
    }
  }

  /// Copies and opens a file.
  ///
  /// @param file must exist
  /// @param temporary a folder in which a private folder for the copy is made
  /// @throws Failure.Invalid when it is no database, or a damaged one
  /// @throws Failure.Unavailable when it cannot be read, or changes all the time
  public static ForeignFile open(Path file, Path temporary) {
    Path folder = Disk.makePrivateFolder(temporary, "speckit-import-");
    try {
      Path copy = folder.resolve("copy.db");
      copy(file, copy);
      return opened(file, folder, copy);
    } catch (RuntimeException failure) {
      Disk.deleteTree(folder);
      throw failure;
    }
  }

  private static void copy(Path file, Path copy) {
    for (int round = 0; round < COPIES_MAX; round++) {
      List<Long> before = stamps(file);
      for (String ending : List.of("", "-wal", "-journal")) {
        Path from = with(file, ending);
        Path to = with(copy, ending);
        Disk.delete(to);
        if (Disk.isFile(from)) {
          Disk.copyPrivately(from, to);
        }
      }
      if (stamps(file).equals(before)) {
        return;
      }
    }
    throw new Failure.Unavailable(
        Problem.of("file-in-use", "another program writes to the file")
            .at(file.toString())
            .remedy("end that program and import again"));
  }

  private static List<Long> stamps(Path file) {
    List<Long> stamps = new ArrayList<>();
    for (String ending : List.of("", "-wal", "-journal")) {
      Path each = with(file, ending);
      stamps.add(Disk.isFile(each) ? Disk.size(each) : -1);
      stamps.add(Disk.isFile(each) ? Disk.modifiedMillis(each) : -1);
    }
    return stamps;
  }

  private static Path with(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private static ForeignFile opened(Path file, Path folder, Path copy) {
    Session session = Session.connect(copy);
    try {
      Optional<String> state = session.ask("PRAGMA quick_check(1)");
      if (!state.equals(Optional.of("ok"))) {
        throw damaged(file, state.orElse("it cannot be checked"));
      }
      return new ForeignFile(folder, session);
    } catch (Failure.Unavailable failure) {
      session.close();
      if (Trouble.isCorrupt(failure)) {
        throw damaged(file, failure.problems().getFirst().message());
      }
      if (Trouble.isUnreadable(failure)) {
        throw new Failure.Invalid(
            Problem.of("not-an-earlier-store", "the file is no SQLite database")
                .at(file.toString())
                .remedy("name the file of the earlier program, such as consensus_artifacts.db"));
      }
      throw failure;
    } catch (RuntimeException failure) {
      session.close();
      throw failure;
    }
  }

  private static Failure.Invalid damaged(Path file, String why) {
    return new Failure.Invalid(
        Problem.of("damaged-file", "the database is damaged, nothing was imported: " + why)
            .at(file.toString())
            .remedy("recover it with the database's own tools, or import a backup of it"));
  }

  private static Map<String, List<String>> readTables(Session session) {
    Map<String, List<String>> tables = new TreeMap<>();
    for (String table : Look.tables(session)) {
      tables.put(
          table,
          session.query(
              "SELECT name FROM pragma_table_info(:table)",
              Parameters.of("table", table),
              row -> row.text("name").toLowerCase(Locale.ROOT)));
    }
    return tables;
  }

  /// Columns by table, in lower case.
  public Map<String, List<String>> tables() {
    return tables;
  }

  /// How many rows a table has.
  public long count(String table) {
    return Long.parseLong(session.ask("SELECT count(*) FROM " + Look.quoted(table)).orElse("0"));
  }

  /// Some rows of a table in the file's order: few enough that reading and writing them takes no
  /// time worth mentioning, unless one of them alone is large.
  ///
  /// @param next where the next page begins; empty after the last
  public record Page(List<Line> lines, OptionalLong next) {
    public Page {
      lines = List.copyOf(lines);
    }
  }

  /// Where the first page of a table begins.
  public static final long FIRST = Long.MIN_VALUE;

  public Page page(String table, long from) {
    List<String> columns = tables.getOrDefault(table, List.of());
    StringBuilder sql = new StringBuilder("SELECT rowid AS own_number");
    for (int i = 0; i < columns.size(); i++) {
      String column = Look.quoted(columns.get(i));
      sql.append(", typeof(").append(column).append(") AS type_").append(i);
      sql.append(", CAST(").append(column).append(" AS BLOB) AS bytes_").append(i);
    }
    sql.append(" FROM ").append(Look.quoted(table));
    sql.append(" WHERE rowid >= :from ORDER BY rowid LIMIT ").append(PAGE_ROWS);
    List<Line> lines = new ArrayList<>();
    AtomicLong size = new AtomicLong();
    int read =
        session
            .query(
                sql.toString(),
                Parameters.of("from", from),
                row -> size.get() < PAGE_BYTES && lines.add(line(columns, row, size)))
            .size();
    long last = lines.isEmpty() ? Long.MAX_VALUE : lines.getLast().number();
    boolean end = last == Long.MAX_VALUE || (read < PAGE_ROWS && read == lines.size());
    return new Page(lines, end ? OptionalLong.empty() : OptionalLong.of(last + 1));
  }

  private Line line(List<String> columns, Row row, AtomicLong size) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String type = row.text("type_" + i);
      values.put(
          columns.get(i),
          type.equals("null") ? new Value.Absent() : value(type, row.bytes("bytes_" + i), size));
    }
    return new Line(row.integer("own_number"), values);
  }

  private Value value(String type, byte[] bytes, AtomicLong size) {
    size.addAndGet(bytes.length);
    // Numbers come as text in the file's encoding.
    Charset written = type.equals("blob") ? StandardCharsets.UTF_8 : charset;
    String strict = strict(bytes, written);
    if (strict == null) {
      return new Value.Text(new String(bytes, written).replace('\0', '\uFFFD'), true);
    }
    if (type.equals("integer")) {
      return new Value.Whole(Long.parseLong(strict));
    }
    return new Value.Text(strict.replace('\0', '\uFFFD'), strict.indexOf('\0') >= 0);
  }

  private static @Nullable String strict(byte[] bytes, Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /// Removes the copy.
  @Override
  public void close() {
    session.close();
    Disk.deleteTree(folder);
  }
}
