package dev.speckit.spec.context;

import dev.speckit.spec.SpecDocument;
import dev.speckit.spec.SpecEntry;
import dev.speckit.spec.SpecId;
import dev.speckit.spec.SpecKind;
import dev.speckit.spec.Templates;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// Texts of contexts that tests start from.
final class Contexts {
  private Contexts() {}

  /// What a new feature gets.
  static String fresh() {
    Path folder = Path.of("/workspace/specs/1000");
    SpecEntry epic = entry("1000", SpecKind.EPIC, folder, "# Epic: Foundation\n");
    SpecEntry feature =
        entry("1001", SpecKind.FEATURE, folder.resolve("1001"), "# Spec: Cold Storage\n");
    return Templates.context(feature, Optional.of(epic), "2026-11-21 14:00");
  }

  /// One commit that was amended.
  static Function<String, Optional<CommitRename>> renaming(
      String old, String oldSubject, String now, String subject) {
    return hash ->
        ListedCommit.same(hash, old)
            ? Optional.of(new CommitRename(oldSubject, now, subject))
            : Optional.empty();
  }

  private static SpecEntry entry(String id, SpecKind kind, Path folder, String text) {
    return new SpecEntry(
        SpecId.parse(id).orElseThrow(),
        kind,
        kind == SpecKind.EPIC ? Optional.empty() : SpecId.parse("1000"),
        Path.of("/workspace"),
        folder.resolve("spec.md"),
        folder.resolve("context.md"),
        SpecDocument.parse("spec.md", text));
  }

  /// The whole example of the workflow's design, as people wrote contexts before there was speckit.
  static final String EXAMPLE =
      """
      # Context: Cold Storage

      **Spec**: [[spec|1001 - Cold Storage]] \s
      **Parent**: [[../epic|Foundation]] \s
      **Status**: implementing \s
      **Created**: 2026-11-01 09:00 \s
      **Updated**: 2026-11-20 18:30

      ## Summary
      Brief description of what this spec implements and its current status.

      ## Implementation Timeline

      ### Session 1: 2026-11-20 - Mount the NAS
      **Duration**: 1.5 hours \s
      **Participants**: Ada Lovelace <ada@example.org>, Claude \s
      **Status**: completed

      #### Planning
      - Brainstormed approach for mounting
      - Decided to use NFS

      #### Changes to Spec
      - Added acceptance criteria for speed

      #### Implementation
      - Created [[deliverables/scripts/setup.sh|Setup Script]]
      - Modified `services/broker/api.ts` ([Line 45](file://services/broker/api.ts:45))

      #### Testing
      - Ran unit tests: ✅ All passing
      - Integration test results:\s
        - Connection test: ✅
        - Performance test: ⚠️ (needs optimization)

      #### Commits
      - `a1b2c3d`: Initial NAS configuration script
      - `d4e5f67`: Add network buffer optimizations

      #### Issues & Resolutions
      - **Issue**: Permission denied on /mnt/nas
      - **Resolution**: Added user to nas-users group
      - **Commit**: `d4e5f67`

      ## Deliverables

      ### Scripts
      - [[deliverables/scripts/nas-setup.sh|NAS Setup Script]] - Automated NAS mount configuration
      - [[deliverables/scripts/health-check.sh|Health Check]] - Monitor NAS connectivity

      ### Documentation \s
      - [[deliverables/docs/storage-guide.md|Storage Configuration Guide]]

      ### Configuration Files
      - [[deliverables/config/fstab.example|Example fstab entries]]

      ### Code Changes
      - `services/storage/nas-client.ts` - NAS client implementation
      - `config/storage.config.ts` - Storage tier configuration

      ## Dependencies Delivered To

      ### Downstream Specs
      - [[../../3000/3001/spec|Market Data Collection]] - Uses cold storage for historical data

      ### Integration Points
      - Storage Manager Service: `services/storage-manager/`

      ## Metrics

      ### Implementation
      - **Total Sessions**: 3
      - **Total Duration**: 4.5 hours
      - **Lines of Code**: +1,250, -85
      - **Files Created**: 8
      - **Files Modified**: 12

      ### Quality
      - **Test Coverage**: 92%
      - **Performance**: 1.0 GB/s write, 899 MB/s read
      - **Acceptance Criteria Met**: 8/8 ✅

      ## Notes & Learnings

      ### Technical Decisions
      - Chose NFS over SMB for better Linux compatibility

      ### Future Improvements
      - Consider implementing caching layer

      ### References
      - [Synology NAS Best Practices](internal-link)
      """;

  /// With front matter, Windows line ends, a byte order mark and no line end at its end.
  static final String WINDOWS =
      "\uFEFF"
          + """
          ---
          status: planning
          updated: 2026-11-20T18:30:00
          tags: [storage, nas]
          ---
          # Context: Cold Storage

          My own words, with a blank behind them.\s

          ## Notes & Learnings
          A learning.

          ## Implementation Timeline
          <!-- ### Session 9: 2026-11-20 - not this one -->
          ```
          ### Session 8: 2026-11-20 - nor this one
          ```

          ## Deliverables
          Nothing yet.\
          """
              .replace("\n", "\r\n");
}
