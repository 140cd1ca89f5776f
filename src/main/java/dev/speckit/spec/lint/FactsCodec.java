package dev.speckit.spec.lint;

import dev.speckit.failure.Place;
import dev.speckit.host.FileStamp;
import dev.speckit.spec.Finding;
import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.link.LinkedDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The index as bytes. Texts stand once in a table at the end; the facts of a document are decoded
/// only when they are asked for.
final class FactsCodec {
  private static final Finding.Severity[] SEVERITIES = Finding.Severity.values();
  private static final Link.Form[] FORMS = Link.Form.values();

  private FactsCodec() {}

  static byte[] write(Map<String, FactsEntry> entries) {
    PackedWriter out = new PackedWriter();
    out.number(entries.size());
    entries.forEach((name, entry) -> {
      out.text(name);
      out.text(entry.role());
      out.number(entry.stamp().size());
      out.number(entry.stamp().modified());
      out.number(entry.stamp().changed());
      out.number(entry.stamp().inode());
      out.number(entry.lookedAt());
      out.text(entry.sha256());
      int length = out.reserve();
      write(out, name, entry.facts().get());
      out.fill(length);
    });
    return out.finish();
  }

  private static void write(PackedWriter out, String name, DocumentFacts facts) {
    out.number(facts.readable() ? 1 : 0);
    out.text(facts.title());
    out.text(facts.status());
    out.number(facts.statusLine());
    out.number(facts.aliases().size());
    facts.aliases().forEach(out::text);
    out.number(facts.openBoxLine());
    out.number(facts.findings().size());
    for (Finding each : facts.findings()) {
      out.text(each.rule());
      out.number(each.severity().ordinal());
      out.text(each.place().file().equals(name) ? "" : each.place().file());
      out.number(each.place().line());
      out.number(each.place().column());
      out.text(each.message());
      out.number(each.remedy() == null ? 0 : 1);
      out.text(each.remedy() == null ? "" : each.remedy());
    }
    out.number(facts.deliverables().size());
    for (DocumentFacts.Deliverable each : facts.deliverables()) {
      out.text(each.path());
      out.number(each.line());
      out.number(each.column());
    }
    out.number(facts.registered());
    out.number(facts.linked().isPresent() ? 1 : 0);
    facts.linked().ifPresent(linked -> write(out, linked));
  }

  private static void write(PackedWriter out, LinkedDocument linked) {
    out.number(linked.links().size());
    linked.links().forEach(each -> write(out, each));
    out.number(linked.traces().size());
    for (LinkedDocument.Trace each : linked.traces()) {
      out.text(each.key());
      write(out, each.link());
    }
    out.number(linked.headings().size());
    for (MarkdownLines.Heading each : linked.headings()) {
      out.number(each.level());
      out.text(each.title());
      out.number(each.line());
    }
    out.number(linked.blocks().size());
    linked.blocks().forEach(out::text);
  }

  private static void write(PackedWriter out, Link link) {
    out.text(link.target());
    out.text(link.anchor());
    out.number(link.form().ordinal() * 2L + (link.embed() ? 1 : 0));
    out.number(link.line());
    out.number(link.column());
    out.number(link.from());
    out.number(link.to());
  }

  /// @throws RuntimeException of some kind when the bytes are none of these
  static Map<String, FactsEntry> read(byte[] bytes) {
    PackedReader in = PackedReader.of(bytes);
    int count = in.integer();
    Map<String, FactsEntry> entries = new LinkedHashMap<>(count * 2);
    for (int i = 0; i < count; i++) {
      String name = in.text();
      String role = in.text();
      FileStamp stamp =
          new FileStamp(FileStamp.Kind.FILE, in.number(), in.number(), in.number(), in.number());
      long lookedAt = in.number();
      String sha256 = in.text();
      PackedReader part = in.part();
      entries.put(name, new FactsEntry(role, stamp, lookedAt, sha256, new Decoded(name, part)));
    }
    return entries;
  }

  private static final class Decoded implements Supplier<DocumentFacts> {
    private final String name;
    private final PackedReader in;
    private @Nullable DocumentFacts facts;

    Decoded(String name, PackedReader in) {
      this.name = name;
      this.in = in;
    }

    @Override
    public DocumentFacts get() {
      DocumentFacts known = facts;
      if (known == null) {
        known = readFacts(name, in);
        facts = known;
      }
      return known;
    }
  }

  private static DocumentFacts readFacts(String name, PackedReader in) {
    boolean readable = in.integer() == 1;
    String title = in.text();
    String status = in.text();
    int statusLine = in.integer();
    List<String> aliases = texts(in);
    int openBoxLine = in.integer();
    int count = in.integer();
    List<Finding> findings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      findings.add(readFinding(name, in));
    }
    count = in.integer();
    List<DocumentFacts.Deliverable> deliverables = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      deliverables.add(new DocumentFacts.Deliverable(in.text(), in.integer(), in.integer()));
    }
    int registered = in.integer();
    Optional<LinkedDocument> linked =
        in.integer() == 1 ? Optional.of(readLinked(name, in)) : Optional.empty();
    return new DocumentFacts(
        readable,
        title,
        status,
        statusLine,
        aliases,
        openBoxLine,
        findings,
        linked,
        deliverables,
        registered);
  }

  private static Finding readFinding(String name, PackedReader in) {
    String rule = in.text();
    Finding.Severity severity = SEVERITIES[in.integer()];
    String file = in.text();
    Place place = new Place(file.isEmpty() ? name : file, in.integer(), in.integer());
    String message = in.text();
    boolean remedied = in.integer() == 1;
    String remedy = in.text();
    return new Finding(rule, severity, place, message, remedied ? remedy : null);
  }

  private static LinkedDocument readLinked(String name, PackedReader in) {
    int count = in.integer();
    List<Link> links = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      links.add(readLink(in));
    }
    count = in.integer();
    List<LinkedDocument.Trace> traces = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      traces.add(new LinkedDocument.Trace(in.text(), readLink(in)));
    }
    count = in.integer();
    List<MarkdownLines.Heading> headings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      headings.add(new MarkdownLines.Heading(in.integer(), in.text(), in.integer()));
    }
    Set<String> blocks = new HashSet<>(texts(in));
    return new LinkedDocument(name, links, traces, headings, blocks);
  }

  private static Link readLink(PackedReader in) {
    String target = in.text();
    String anchor = in.text();
    int form = in.integer();
    return new Link(
        target,
        anchor,
        FORMS[form / 2],
        form % 2 == 1,
        in.integer(),
        in.integer(),
        in.integer(),
        in.integer());
  }

  private static List<String> texts(PackedReader in) {
    int count = in.integer();
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(in.text());
    }
    return texts;
  }
}
