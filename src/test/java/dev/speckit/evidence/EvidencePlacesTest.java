package dev.speckit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.evidence.EvidencePlaces.ArchiveName;
import dev.speckit.evidence.EvidencePlaces.Part;
import dev.speckit.evidence.EvidencePlaces.Place;
import dev.speckit.evidence.EvidencePlaces.Unit;
import dev.speckit.spec.SpecId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidencePlacesTest {
  private static final String[] NAMES = {
    "a", "stdout.raw", "plan-1/alice-1/x y", "ü/日本", "line\nbreak", "..hidden", ".tar.gz"
  };

  @Test
  void what_is_written_is_read_back() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      Place place = place(random);
      assertThat(EvidencePlaces.read(EvidencePlaces.path(place))).contains(place);
    }
  }

  private static Place place(Random random) {
    SpecId spec = new SpecId(1000 + random.nextInt(900_000));
    String run = "2026%04d-101530-%06x".formatted(random.nextInt(10_000), random.nextInt(1 << 24));
    String file = NAMES[random.nextInt(NAMES.length)];
    return switch (random.nextInt(3)) {
      case 0 -> new Place.OfRun(run, file);
      case 1 -> new Place.OfSpec(spec, Part.values()[random.nextInt(2)], file);
      default -> {
        Unit unit = random.nextBoolean() ? new Unit.OfRun(run) : new Unit.OfSpec(spec);
        Instant at = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
        Optional<SpecId> owner = random.nextBoolean() ? Optional.of(spec) : Optional.empty();
        yield new Place.OfArchive(owner, new ArchiveName(unit, at, 1 + random.nextInt(999_999)));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "README.md",
        ".speckit/speckit.db",
        ".speckit/runs/",
        ".speckit/runs/x",
        ".speckit/runs/x/",
        "evidence/commands/99/x.json",
        "evidence/commands/../x.json",
        "evidence/cleanup/2026.json",
        ".speckit/archives/1001/other.tar.gz",
        ".speckit/archives/1001/spec-1001.20261399T000000000Z-1.tar.gz",
        ".speckit/archives/x/spec-1001.20260101T000000000Z-1.tar.gz"
      })
  void what_is_no_evidence_is_not_taken_for_it(String path) {
    assertThat(EvidencePlaces.read(path)).isEmpty();
  }

  @Test
  void writers_of_evidence_use_these_names() {
    Path workspace = Path.of("/w");
    EvidencePlaces places = new EvidencePlaces(workspace);
    assertThat(EvidencePlaces.read(places.relative(SpawnMetrics.file(workspace, "1001"))))
        .contains(new Place.OfSpec(new SpecId(1001), Part.COMMANDS, "spawn_metrics.json"));
    assertThat(
            EvidencePlaces.read(
                places.relative(VerdictFile.path(workspace, "1001", "plan.clarify"))))
        .contains(new Place.OfSpec(new SpecId(1001), Part.CONSENSUS, "plan-clarify_verdict.json"));
    assertThat(EvidencePlaces.read(places.relative(new RunFolder(workspace, "r").manifest())))
        .contains(new Place.OfRun("r", "manifest.json"));
  }
}
