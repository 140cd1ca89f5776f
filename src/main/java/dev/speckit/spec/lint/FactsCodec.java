package dev.speckit.spec.lint;

import dev.speckit.failure.Place;
import dev.speckit.host.FileStamp;
import dev.speckit.spec.Finding;
import dev.speckit.spec.Link;
import dev.speckit.spec.MarkdownLines;
import dev.speckit.spec.link.LinkResolver;
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
  private static final Role[] ROLES = Role.values();
  private static final FileStamp.Kind[] KINDS = FileStamp.Kind.values();
  private static final LinkResolver.Look[] LOOKS = LinkResolver.Look.values();

  /// @param entries by the name of the document
  /// @param verdict empty when a check could not be repeated from what is remembered
  record Index(Map<String, FactsEntry> entries, Optional<Verdict> verdict) {
    static final Index NOTHING = new Index(Map.of(), Optional.empty());
  }

  private FactsCodec() {}

  static byte[] write(Index index) {
    PackedWriter out = new PackedWriter();
    List<Verdict.Folder> folders = index.verdict().map(Verdict::folders).orElse(List.of());
    out.number(index.entries().size());
    out.number(folders.size());
    index.entries().values().forEach(each -> out.octet(each.settled() ? 1 : 0));
    folders.forEach(each -> out.octet(each.settled() ? 1 : 0));
    index.entries().forEach((name, entry) -> write(out, name, entry));
    out.octet(index.verdict().isPresent() ? 1 : 0);
    index.verdict().ifPresent(verdict -> write(out, verdict));
    return out.finish();
  }

  private static void write(PackedWriter out, String name, FactsEntry entry) {
    out.text(name);
    out.octet(entry.role().ordinal());
    out.number(entry.changed());
    out.text(entry.sha256().orElse(""));
    int length = out.reserve();
    write(out, name, entry.facts().get());
    out.fill(length);
  }

  private static void write(PackedWriter out, Verdict verdict) {
    for (Verdict.Folder each : verdict.folders()) {
      out.text(each.path());
      out.number(each.changed());
      out.number(each.children().size());
      for (Verdict.Child child : each.children()) {
        out.text(child.name());
        out.octet(child.kind().ordinal());
      }
    }
    out.number(verdict.outside().size());
    verdict.outside().forEach(each -> write(out, each));
    out.number(verdict.told().size());
    for (Verdict.Told each : verdict.told()) {
      out.octet(each.own() ? 1 : 0);
      out.text(each.finding().place().file());
      write(out, each.finding());
    }
    out.number(verdict.specs());
    out.number(verdict.contexts());
  }

  private static void write(PackedWriter out, Verdict.Outside asked) {
    switch (asked) {
      case Verdict.Outside.Look look -> {
        out.octet(0);
        out.text(look.path());
        out.number(look.answer().ordinal());
      }
      case Verdict.Outside.Deliverable deliverable -> {
        out.octet(1);
        out.text(deliverable.path());
        out.number(deliverable.there() ? 1 : 0);
      }
      case Verdict.Outside.Document document -> {
        out.octet(2);
        out.text(document.path());
        out.number(document.changed());
      }
    }
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
      out.text(each.place().file().equals(name) ? "" : each.place().file());
      write(out, each);
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

  private static void write(PackedWriter out, Finding finding) {
    out.text(finding.rule());
    out.octet(finding.severity().ordinal());
    out.number(finding.place().line());
    out.number(finding.place().column());
    out.text(finding.message());
    out.octet(finding.remedy() == null ? 0 : 1);
    out.text(finding.remedy() == null ? "" : finding.remedy());
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

  /// An index and the bytes it was read from. Those that say whether a stamp is settled can be
  /// changed in place.
  static final class Decoded {
    static final Decoded NOTHING = new Decoded(Index.NOTHING, new byte[0], 0);
    private final Index index;
    private final byte[] bytes;
    private final int flags;

    private Decoded(Index index, byte[] bytes, int flags) {
      this.index = index;
      this.bytes = bytes;
      this.flags = flags;
    }

    Index index() {
      return index;
    }

    byte[] bytes() {
      return bytes;
    }

    /// @param position among the entries, and behind them the folders
    void settle(int position) {
      bytes[flags + position] = 1;
    }
  }

  /// @throws RuntimeException of some kind when the bytes are none of these
  static Decoded read(byte[] bytes) {
    PackedReader in = PackedReader.of(bytes);
    int count = in.integer();
    int folders = in.integer();
    int flags = in.skip(count + folders);
    Map<String, FactsEntry> entries = LinkedHashMap.newLinkedHashMap(count);
    for (int i = 0; i < count; i++) {
      String name = in.text();
      Role role = ROLES[in.octet()];
      long changed = in.number();
      Optional<String> sha256 = Optional.of(in.text()).filter(hash -> !hash.isEmpty());
      boolean settled = bytes[flags + i] == 1;
      entries.put(name, new FactsEntry(role, changed, settled, sha256, new Later(name, in.part())));
    }
    Optional<Verdict> verdict =
        in.octet() == 1
            ? Optional.of(readVerdict(in, bytes, flags + count, folders))
            : Optional.empty();
    return new Decoded(new Index(entries, verdict), bytes, flags);
  }

  private static Verdict readVerdict(PackedReader in, byte[] bytes, int flags, int count) {
    List<Verdict.Folder> folders = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      folders.add(
          new Verdict.Folder(in.text(), in.number(), bytes[flags + i] == 1, readChildren(in)));
    }
    int asked = in.integer();
    List<Verdict.Outside> outside = new ArrayList<>(asked);
    for (int i = 0; i < asked; i++) {
      outside.add(readOutside(in));
    }
    int found = in.integer();
    List<Verdict.Told> told = new ArrayList<>(found);
    for (int i = 0; i < found; i++) {
      boolean own = in.octet() == 1;
      told.add(new Verdict.Told(readFinding(in.text(), in), own));
    }
    return new Verdict(folders, outside, told, in.integer(), in.integer());
  }

  private static List<Verdict.Child> readChildren(PackedReader in) {
    int count = in.integer();
    List<Verdict.Child> children = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      children.add(new Verdict.Child(in.text(), KINDS[in.octet()]));
    }
    return children;
  }

  private static Verdict.Outside readOutside(PackedReader in) {
    int form = in.octet();
    String path = in.text();
    long answer = in.number();
    return switch (form) {
      case 0 -> new Verdict.Outside.Look(path, LOOKS[Math.toIntExact(answer)]);
      case 1 -> new Verdict.Outside.Deliverable(path, answer == 1);
      case 2 -> new Verdict.Outside.Document(path, answer);
      default -> throw new IllegalStateException("no question: " + form);
    };
  }

  private static final class Later implements Supplier<DocumentFacts> {
    private final String name;
    private final PackedReader in;
    private @Nullable DocumentFacts facts;

    Later(String name, PackedReader in) {
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
      String file = in.text();
      findings.add(readFinding(file.isEmpty() ? name : file, in));
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

  private static Finding readFinding(String file, PackedReader in) {
    String rule = in.text();
    Finding.Severity severity = SEVERITIES[in.octet()];
    Place place = new Place(file, in.integer(), in.integer());
    String message = in.text();
    boolean remedied = in.octet() == 1;
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
