package dev.speckit.lab;

import dev.speckit.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The tools a request offers to the model, in whatever form, and what it says of earlier calls.
final class Tools {
  /// What agents call the tool that takes an answer that must fit a schema.
  private static final Set<String> STRUCTURED = Set.of("StructuredOutput", "structured_output");

  /// What agents call the tool that runs a shell command.
  private static final List<String> SHELLS =
      List.of("Bash", "bash", "shell", "shell_command", "exec_command", "run_shell_command");

  private static final Set<String> RESULTS =
      Set.of("tool_result", "function_call_output", "local_shell_call_output");

  /// @param schema of the arguments
  record Tool(String name, Json.Fields schema) {}

  private Tools() {}

  /// The name of the tool for structured answers, when it is offered.
  static Optional<String> structured(Json.Fields request) {
    return offered(request).stream().map(Tool::name).filter(STRUCTURED::contains).findFirst();
  }

  /// A call that runs a shell command with whichever tool is offered for it.
  ///
  /// @param otherwise the tool called when none is: an agent must be able to refuse it
  static Wire.Reply.ToolCall shell(Json.Fields request, String command, String otherwise) {
    Tool tool =
        offered(request).stream()
            .filter(each -> SHELLS.contains(each.name()))
            .findFirst()
            .orElse(new Tool(otherwise, Json.fields()));
    return new Wire.Reply.ToolCall(tool.name(), arguments(tool.schema(), command));
  }

  private static Json.Fields arguments(Json.Fields schema, String command) {
    Json.Fields properties = schema.object("properties").orElse(Json.fields());
    String name = properties.find("cmd").isPresent() ? "cmd" : "command";
    boolean list =
        properties
            .object(name)
            .flatMap(property -> property.text("type"))
            .filter("array"::equals)
            .isPresent();
    Json.Fields arguments =
        Json.fields()
            .with(name, list ? Json.texts(List.of("bash", "-lc", command)) : Json.of(command));
    for (String required : schema.texts("required")) {
      if (arguments.find(required).isEmpty()) {
        arguments = arguments.with(required, filler(properties.object(required)));
      }
    }
    return arguments;
  }

  private static Json filler(Optional<Json.Fields> property) {
    return switch (property.flatMap(fields -> fields.text("type")).orElse("string")) {
      case "boolean" -> new Json.Truth(false);
      case "number", "integer" -> Json.of(1000);
      default -> Json.of("asked by the lab");
    };
  }

  /// Whether the conversation already holds what a tool gave back.
  static boolean answered(Json request) {
    return switch (request) {
      case Json.Fields fields ->
          fields.text("type").filter(RESULTS::contains).isPresent()
              || fields.text("role").filter("tool"::equals).isPresent()
              || fields.object("functionResponse").isPresent()
              || fields.values().values().stream().anyMatch(Tools::answered);
      case Json.Items items -> items.values().stream().anyMatch(Tools::answered);
      case Json.Text _, Json.Numeral _, Json.Truth _, Json.Null _ -> false;
    };
  }

  static List<Tool> offered(Json.Fields request) {
    List<Tool> tools = new ArrayList<>();
    for (Json.Fields tool : request.objects("tools")) {
      Json.Fields function = tool.object("function").orElse(tool);
      function.text("name").ifPresent(name -> tools.add(new Tool(name, schema(function))));
      for (Json.Fields declared : tool.objects("functionDeclarations")) {
        declared.text("name").ifPresent(name -> tools.add(new Tool(name, schema(declared))));
      }
    }
    return tools;
  }

  private static Json.Fields schema(Json.Fields tool) {
    return tool.object("input_schema")
        .or(() -> tool.object("parameters"))
        .or(() -> tool.object("parametersJsonSchema"))
        .orElse(Json.fields());
  }
}
