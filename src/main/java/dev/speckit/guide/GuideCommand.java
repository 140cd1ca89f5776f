package dev.speckit.guide;

import dev.speckit.command.Arguments;
import dev.speckit.command.Block;
import dev.speckit.command.Call;
import dev.speckit.command.Command;
import dev.speckit.command.Declaration;
import dev.speckit.command.Parameter;
import dev.speckit.command.Report;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import dev.speckit.spec.SpecTree;
import dev.speckit.spec.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `guide [TOPIC [ID]]`: what an agent must know to use speckit, from the program itself.
public final class GuideCommand implements Command {
  private static final List<String> WISHES = List.of("resume", "status", "deliverables");

  private final Host host;

  public GuideCommand(Host host) {
    this.host = host;
  }

  @Override
  public Declaration declaration() {
    return Declaration.of("guide", "Tell an agent which calls to make, in which order")
        .description(
            "For agents: the commands that `speckit agents install` writes say no more than which"
                + " guide to read. Without a topic: the list of topics. With a spec: how it stands"
                + " first. Writes nothing.")
        .parameters(
            new Parameter.Positional(
                "topic", "What to read about", false, false, GuideTopic.words()),
            Parameter.optional("id", "The spec (id or alias)"),
            new Parameter.Positional(
                "words", "What else a person said; it is repeated", false, true, List.of()),
            Parameter.flag("resume", "With work: join the open session"),
            Parameter.flag("status", "With work: only show how the spec stands"),
            Parameter.flag("deliverables", "With work: only show what the spec produced"))
        .example("guide", "Lists the topics.")
        .example("guide work 1001", "How 1001 stands, and how to work on it.");
  }

  @Override
  public Report run(Call call) {
    Arguments arguments = call.arguments();
    Optional<GuideTopic> topic = arguments.find("topic").map(GuideTopic::of);
    List<String> wishes = WISHES.stream().filter(arguments::has).toList();
    refuseForeign(topic, wishes);
    return topic.map(found -> topic(found, arguments, wishes)).orElseGet(GuideCommand::topics);
  }

  private static void refuseForeign(Optional<GuideTopic> topic, List<String> wishes) {
    if (wishes.isEmpty()) {
      return;
    }
    if (wishes.size() > 1) {
      throw new Failure.Usage(
          Problem.of("two-wishes", "--" + String.join(" and --", wishes) + " exclude each other")
              .remedy("give one of them"));
    }
    if (topic.filter(found -> found == GuideTopic.WORK).isEmpty()) {
      throw new Failure.Usage(
          Problem.of("bad-option", "--" + wishes.getFirst() + " belongs to guide work")
              .remedy("leave it out"));
    }
  }

  private static Report topics() {
    StringBuilder text = new StringBuilder("# speckit for agents\n\n");
    List<Json.Fields> rows = new ArrayList<>();
    for (GuideTopic topic : GuideTopic.values()) {
      text.append("- `speckit guide ").append(topic.word()).append(" ID`: ");
      text.append(topic.summary()).append('\n');
      rows.add(Json.fields().with("topic", topic.word()).with("summary", topic.summary()));
    }
    text.append("\nEvery command takes `--help`, and `--json` for one JSON object on stdout.\n");
    return Report.of(
        Json.fields().with("text", text.toString()).with("topics", rows),
        new Block.Verbatim(text.toString()));
  }

  private Report topic(GuideTopic topic, Arguments arguments, List<String> wishes) {
    Optional<SpecFacts> facts =
        arguments.find("id").map(id -> SpecFacts.of(SpecTree.open(Workspace.find(host)), id));
    String text = topic.text(facts.map(SpecFacts::id).orElse("ID"));
    List<Block> blocks = new ArrayList<>();
    facts.ifPresent(found -> blocks.add(found.block()));
    List<Block.Cell> said = said(arguments, wishes, facts);
    if (!said.isEmpty()) {
      blocks.add(new Block.Notes(said));
    }
    blocks.add(new Block.Verbatim(text));
    Json.Fields data =
        Json.fields()
            .with("topic", topic.word())
            .withPresent("spec", facts.map(SpecFacts::data).orElse(null))
            .with("text", text);
    return Report.of(data, blocks);
  }

  /// What the person asked for beside the id.
  private static List<Block.Cell> said(
      Arguments arguments, List<String> wishes, Optional<SpecFacts> facts) {
    List<Block.Cell> lines = new ArrayList<>();
    for (String wish : wishes) {
      String id = facts.map(SpecFacts::id).orElse("ID");
      String line =
          "Asked for --" + wish + ": run `speckit work " + id + " --" + wish + " --json` first";
      lines.add(
          Block.Cell.of(
              wish.equals("resume") ? line + "." : line + ", show what it prints, and stop."));
    }
    List<String> words = arguments.all("words");
    if (!words.isEmpty()) {
      lines.add(Block.Cell.of("The person also said: " + String.join(" ", words)));
    }
    return lines;
  }
}
