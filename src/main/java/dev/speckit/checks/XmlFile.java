package dev.speckit.checks;

import dev.speckit.failure.Failure;
import dev.speckit.failure.Place;
import dev.speckit.failure.Problem;
import java.io.StringReader;
import java.util.OptionalLong;
import javax.xml.XMLConstants;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Walks over the elements of an untrusted XML file. A document type is skipped, nothing outside of
/// the file is ever fetched, and entities of the file's own are refused.
final class XmlFile {
  private XmlFile() {}

  /// What is told of the elements, in the order of the file.
  interface Visitor {
    /// @param element valid during the call only
    void start(Element element);

    void text(String text);

    void end(String name, int depth);
  }

  /// One element as it begins.
  ///
  /// @param file the name of the report
  /// @param depth 0 for the root
  record Element(XMLStreamReader reader, String file, int depth) {
    String name() {
      return reader.getLocalName();
    }

    @Nullable String attribute(String name) {
      return reader.getAttributeValue(null, name);
    }

    /// A whole number that is not negative; empty when the attribute is missing or anything else.
    OptionalLong number(String name) {
      return Figures.whole(attribute(name));
    }

    Place place() {
      return XmlFile.place(file, reader.getLocation());
    }
  }

  /// @throws Failure.Invalid when the file is not well-formed XML to its end
  static void walk(byte[] bytes, String file, Visitor visitor) {
    try {
      XMLStreamReader reader =
          factory().createXMLStreamReader(new StringReader(XmlText.of(bytes, file)));
      try {
        walk(reader, file, visitor);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException failure) {
      throw malformed(file, failure);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setXMLReporter((_, _, _, _) -> {});
    return factory;
  }

  private static void walk(XMLStreamReader reader, String file, Visitor visitor)
      throws XMLStreamException {
    int depth = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> visitor.start(new Element(reader, file, depth++));
        case XMLStreamConstants.END_ELEMENT -> visitor.end(reader.getLocalName(), --depth);
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            visitor.text(reader.getText());
        case XMLStreamConstants.ENTITY_REFERENCE -> throw entity(file, reader.getLocation());
        default -> {}
      }
    }
  }

  private static Failure.Invalid entity(String file, Location location) {
    return new Failure.Invalid(
        Problem.of("xml-entity", "the report uses an entity of its own, which is never read")
            .at(place(file, location))
            .remedy("write the report without a document type of its own"));
  }

  private static Failure.Invalid malformed(String file, XMLStreamException failure) {
    return new Failure.Invalid(
        Problem.of("malformed-xml", "the report is not well-formed XML: " + reason(failure))
            .at(place(file, failure.getLocation()))
            .remedy(WorkspaceFile.RERUN));
  }

  /// The parser's sentence without its preface with the place.
  private static String reason(XMLStreamException failure) {
    String message = String.valueOf(failure.getMessage());
    int sentence = message.lastIndexOf("Message: ");
    String bare = sentence < 0 ? message : message.substring(sentence + "Message: ".length());
    return Words.firstLine(bare.replaceFirst("^JAXP[0-9]+:\\s*", ""));
  }

  private static Place place(String file, @Nullable Location location) {
    if (location == null || location.getLineNumber() < 1) {
      return Place.of(file);
    }
    return new Place(file, location.getLineNumber(), Math.max(0, location.getColumnNumber()));
  }
}
