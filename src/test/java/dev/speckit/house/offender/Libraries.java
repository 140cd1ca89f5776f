package dev.speckit.house.offender;

import com.knuddels.jtokkit.api.Encoding;
import com.networknt.schema.Schema;
import dev.speckit.house.offender.left.Left;
import java.net.ServerSocket;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteDataSource;
import org.tomlj.TomlTable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectMapper;

/// Uses every library outside of its room, and a child package of its own.
record Libraries(
    Schema schema,
    Flyway flyway,
    SQLiteDataSource source,
    TomlTable table,
    JsonParser parser,
    ObjectMapper mapper,
    XMLStreamReader xml,
    Encoding encoding,
    TarArchiveEntry archive,
    ServerSocket server) {
  static String name() {
    return Left.NAME + Left.class.getName();
  }
}
