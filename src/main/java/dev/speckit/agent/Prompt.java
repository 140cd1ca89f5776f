package dev.speckit.agent;

import dev.speckit.host.Disk;
import dev.speckit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text an agent is given, and what can be read back from it.
///
/// The first line names subject and spec; documents stand between marker lines that hold a token
/// made from their own content, so that no document can contain a marker that counts.
public final class Prompt {
  /// The name of the document with claims that the roster is asked about once more.
  public static final String DISPUTE = "dispute";

  private static final Pattern HEAD =
      Pattern.compile("\\ASPECKIT PROMPT 1 ([a-z]+) (\\S+) ([0-9a-f]{32})\\n");
  private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z]+)\\}\\}");
  private static final String BEGIN = "=====BEGIN DOCUMENT ";
  private static final String END = "=====END DOCUMENT ";
  private static final int REQUIREMENTS_MAX = 2000;
  private static final int EARLIER_TEXT_MAX = 200_000;

  private Prompt() {}

  /// The whole prompt. What a person wrote is inserted as it stands, never expanded.
  ///
  /// @throws IllegalStateException when our own text names a slot that nothing fills
  public static String render(PromptInput input) {
    String token = token(input.documents());
    Map<String, String> slots =
        Map.of(
            "spec", input.spec(),
            "title", line(input.title()),
            "requirements", requirements(input.requirements()),
            "dispute", dispute(input.documents()),
            "documents", documents(input.documents(), token),
            "fields", AnswerSchema.of(input.subject()).fieldList());
    return "SPECKIT PROMPT 1 %s %s %s\n".formatted(input.subject().word(), input.spec(), token)
        + "\n"
        + fill(AgentResources.text("prompt/" + input.subject().word() + ".md"), slots);
  }

  /// What the prompt asks for; empty when it is none of ours.
  public static Optional<Subject> subject(String prompt) {
    Matcher head = HEAD.matcher(prompt);
    return head.lookingAt() ? Subject.parse(head.group(1)) : Optional.empty();
  }

  /// The id of the spec the prompt is about; empty when the prompt is none of ours.
  public static Optional<String> spec(String prompt) {
    Matcher head = HEAD.matcher(prompt);
    return head.lookingAt() ? Optional.of(head.group(2)) : Optional.empty();
  }

  /// The documents as they were given to [#render], byte for byte; empty when the prompt is none of
  /// ours.
  public static List<PromptDocument> documents(String prompt) {
    Matcher head = HEAD.matcher(prompt);
    List<PromptDocument> documents = new ArrayList<>();
    if (!head.lookingAt()) {
      return documents;
    }
    String begin = "\n" + BEGIN + head.group(3) + " ";
    String end = "\n" + END + head.group(3) + "\n";
    int from = prompt.indexOf(begin);
    while (from >= 0) {
      int text = prompt.indexOf('\n', from + begin.length());
      int until = text < 0 ? -1 : prompt.indexOf(end, text + 1);
      if (until < 0) {
        return documents;
      }
      String body = prompt.substring(text + 1, until);
      document(prompt.substring(from + begin.length(), text), body).ifPresent(documents::add);
      from = prompt.indexOf(begin, until + end.length() - 1);
    }
    return documents;
  }

  /// The prompt again, with what was wrong with the text it brought.
  ///
  /// @param reasons one sentence each
  static String repair(String prompt, String earlier, List<String> reasons) {
    String token = Disk.sha256(earlier.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    StringBuilder text = new StringBuilder(prompt);
    text.append("\nYou were asked this before. Your answer could not be used:\n");
    for (String reason : reasons) {
      text.append("- ").append(line(reason)).append('\n');
    }
    return text.append("\nThis is what you wrote, between marker lines:\n=====BEGIN EARLIER ")
        .append(token)
        .append('\n')
        .append(cut(earlier))
        .append("\n=====END EARLIER ")
        .append(token)
        .append("\n\nAnswer again with the JSON object alone.\n")
        .toString();
  }

  private static String cut(String text) {
    if (text.length() <= EARLIER_TEXT_MAX) {
      return text;
    }
    int end = EARLIER_TEXT_MAX;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }

  private static Optional<PromptDocument> document(String header, String text) {
    if (Json.read(header).value().orElse(null) instanceof Json.Fields fields) {
      return Optional.of(
          new PromptDocument(fields.text("name").orElse(""), fields.text("path").orElse(""), text));
    }
    return Optional.empty();
  }

  /// Nothing at all in a first round: a question that is the same stays the same, byte for byte.
  private static String dispute(List<PromptDocument> documents) {
    return documents.stream().anyMatch(document -> document.name().equals(DISPUTE))
        ? AgentResources.text("prompt/dispute.md")
        : "";
  }

  private static String documents(List<PromptDocument> documents, String token) {
    StringBuilder text = new StringBuilder();
    for (PromptDocument document : documents) {
      String header =
          Json.fields().with("name", document.name()).with("path", document.path()).write();
      text.append(BEGIN).append(token).append(' ').append(header).append('\n');
      text.append(document.text()).append('\n');
      text.append(END).append(token).append('\n');
    }
    return text.toString();
  }

  private static String token(List<PromptDocument> documents) {
    StringBuilder all = new StringBuilder();
    for (PromptDocument document : documents) {
      all.append(document.path().length()).append(' ').append(document.path());
      all.append(document.text().length()).append(' ').append(document.text());
    }
    return Disk.sha256(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  private static String requirements(List<String> ids) {
    if (ids.isEmpty()) {
      return "none are marked with an id";
    }
    String shown = line(String.join(", ", ids.subList(0, Math.min(ids.size(), REQUIREMENTS_MAX))));
    return ids.size() <= REQUIREMENTS_MAX
        ? shown
        : shown + " and " + (ids.size() - REQUIREMENTS_MAX) + " more";
  }

  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /// One pass over our own text: what is put in is not looked at again.
  private static String fill(String template, Map<String, String> slots) {
    return SLOT.matcher(template)
        .replaceAll(slot -> {
          String value = slots.get(slot.group(1));
          if (value == null) {
            throw new IllegalStateException("nothing fills " + slot.group());
          }
          return Matcher.quoteReplacement(value);
        });
  }
}
