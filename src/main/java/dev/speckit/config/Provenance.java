package dev.speckit.config;

import dev.speckit.failure.Place;
import java.util.List;

/// Where a value comes from.
public sealed interface Provenance {
  /// Nobody said otherwise.
  record BuiltIn() implements Provenance {}

  /// @param place the key
  /// @param parts the elements of a list; empty for a single value
  record File(Layer layer, Place place, List<Place> parts) implements Provenance {
    public File {
      parts = List.copyOf(parts);
    }
  }

  /// An environment variable.
  record Variable(String name) implements Provenance {}

  /// Which file.
  enum Layer {
    USER,
    PROJECT
  }

  /// Whether a project file said it: the only source that is not the user's own.
  default boolean isProject() {
    return this instanceof File file && file.layer() == Layer.PROJECT;
  }

  /// What a problem names as its place.
  default Place place() {
    return switch (this) {
      case BuiltIn _ -> Place.of("default");
      case File file -> file.place();
      case Variable variable -> Place.of(variable.name());
    };
  }

  /// The place of one element of a list.
  default Place place(int part) {
    return this instanceof File file && part < file.parts().size()
        ? file.parts().get(part)
        : place();
  }
}
