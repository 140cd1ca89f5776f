package dev.speckit.consensus;

import dev.speckit.json.Json;
import java.util.List;

/// Something that must be settled before a spec may be released.
///
/// @param what one sentence
/// @param place `file:line` or a path, relative to the workspace; empty when it has none
/// @param stage word of the stage it comes from
public record OpenPoint(String what, String place, String stage) {

  public Json.Fields json() {
    return Json.fields().with("what", what).with("place", place).with("stage", stage);
  }

  /// The content of a note that holds these points: `{"open_points":[...]}`.
  public static Json.Fields note(List<OpenPoint> points) {
    return Json.fields().with("open_points", points.stream().map(OpenPoint::json).toList());
  }

  /// The points of such a note; none for any other object.
  public static List<OpenPoint> read(Json.Fields note) {
    return note.objects("open_points").stream()
        .map(point ->
            new OpenPoint(
                point.text("what").orElse(""),
                point.text("place").orElse(""),
                point.text("stage").orElse("")))
        .toList();
  }
}
