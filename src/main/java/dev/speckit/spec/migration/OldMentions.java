package dev.speckit.spec.migration;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.TextLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Places that name a requirement or a criterion with the id of its spec, such as `1003/FR-001`.
/// They stay as they are written: in a test or a sentence only its author knows what is meant.
final class OldMentions {
  private static final Pattern ITEM =
      Pattern.compile("(?<![\\w/.])(\\d{4,6})/([A-Z][A-Z0-9_]*-\\d+)");

  private OldMentions() {}

  /// @param now how it would be written from now on
  record Mention(Place place, String written, String now) {}

  static List<Mention> in(
      Repository repository, Map<SpecId, SpecId> ids, Drafts drafts, MovePlan moves)
      throws InterruptedException {
    List<Mention> mentions = new ArrayList<>();
    List<String> words = ids.keySet().stream().map(each -> each + "/").toList();
    for (String each : repository.tree().filesWith(words)) {
      Path file = Path.of(each);
      if (repository.isFile(file) && repository.isSmall(file)) {
        add(moves.moved(file), drafts, ids, mentions);
      }
    }
    return mentions;
  }

  private static void add(
      Path file, Drafts drafts, Map<SpecId, SpecId> ids, List<Mention> mentions) {
    try {
      TextLines lines = TextLines.of(drafts.text(file));
      for (int line = 0; line < lines.count(); line++) {
        Matcher item = ITEM.matcher(lines.content(line));
        while (item.find()) {
          SpecId now = SpecId.parse(item.group(1)).map(ids::get).orElse(null);
          if (now != null) {
            Place place = new Place(file.toString(), line + 1, item.start() + 1);
            mentions.add(new Mention(place, item.group(), now + "/" + item.group(2)));
          }
        }
      }
    } catch (Failure.Invalid _) {
      // No text.
      return;
    }
  }
}
