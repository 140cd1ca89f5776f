package dev.speckit.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The table of ARCHITECTURE.md: which package may use which.
record Grants(Map<String, Set<String>> table) {
  static final String ROOT = "(root)";
  private static final String HEAD = "| package | may use |";

  static Grants read() throws IOException {
    return parse(Files.readAllLines(Path.of("ARCHITECTURE.md")));
  }

  static Grants parse(List<String> lines) {
    Map<String, Set<String>> table = new LinkedHashMap<>();
    int at = lines.indexOf(HEAD);
    if (at < 0) {
      throw new IllegalStateException("ARCHITECTURE.md has no table that starts with " + HEAD);
    }
    for (String line : lines.subList(at + 2, lines.size())) {
      if (!line.startsWith("|")) {
        break;
      }
      String[] cells = line.split("\\|", -1);
      Set<String> granted = new LinkedHashSet<>(words(cells[2]));
      granted.remove("nothing");
      words(cells[1]).forEach(room -> table.put(room, granted));
    }
    return new Grants(table);
  }

  private static List<String> words(String cell) {
    List<String> words = new ArrayList<>();
    for (String word : cell.split(",", -1)) {
      words.add(word.strip());
    }
    return words;
  }

  boolean knows(String room) {
    return room.isEmpty() || table.containsKey(room);
  }

  boolean allows(String from, String to) {
    return from.isEmpty() || from.equals(to) || table.getOrDefault(from, Set.of()).contains(to);
  }
}
