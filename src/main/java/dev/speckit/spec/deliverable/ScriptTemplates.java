package dev.speckit.spec.deliverable;

import dev.speckit.spec.SpecEntry;

/// Scripts that stop at the first error, explain their use, and say that no step is written yet
/// instead of passing as done.
final class ScriptTemplates {
  private ScriptTemplates() {}

  static String text(SpecEntry spec, String fileName) {
    String ending = fileName.contains(".") ? PlainTemplates.ending(fileName) : "sh";
    String template =
        switch (ending) {
          case "sh", "ksh" -> shell("/bin/sh", "set -eu");
          case "bash" -> shell("/usr/bin/env bash", "set -euo pipefail");
          case "zsh" -> shell("/usr/bin/env zsh", "set -euo pipefail");
          case "py" -> PYTHON;
          case "js", "cjs" -> NODE.replace("MODE", "'use strict';\n");
          case "mjs" -> NODE.replace("MODE", "");
          case "ts", "mts" -> NODE.replace("#!/usr/bin/env node\n", "").replace("MODE", "");
          case "rb" -> RUBY;
          case "pl" -> PERL;
          case "ps1" -> POWER_SHELL;
          case "bat", "cmd" -> BATCH;
          default -> throw PlainTemplates.unknown(fileName);
        };
    CommentSyntax syntax =
        CommentSyntax.of("script." + ending, "")
            .orElseThrow(() -> PlainTemplates.unknown(fileName));
    return template.replace("COMMENT", PlainTemplates.comment(syntax, spec, ""));
  }

  private static String shell(String program, String mode) {
    return SHELL.replace("PROGRAM", program).replace("MODE", mode);
  }

  private static final String SHELL =
      """
      #!PROGRAM
      COMMENTMODE

      usage() {
        printf 'usage: %s [-h]\\n' "${0##*/}"
      }

      while getopts h option; do
        case "$option" in
          h) usage; exit 0 ;;
          *) usage >&2; exit 64 ;;
        esac
      done
      shift $((OPTIND - 1))

      printf '%s: no step is written yet\\n' "${0##*/}" >&2
      exit 1
      """;

  private static final String PYTHON =
      """
      #!/usr/bin/env python3
      COMMENT
      import argparse
      import sys


      def main() -> int:
          parser = argparse.ArgumentParser()
          parser.parse_args()
          print("no step is written yet", file=sys.stderr)
          return 1


      if __name__ == "__main__":
          sys.exit(main())
      """;

  private static final String NODE =
      """
      #!/usr/bin/env node
      MODECOMMENT
      function main(words) {
        if (words.includes('-h') || words.includes('--help')) {
          console.log('usage: [-h]');
          return 0;
        }
        console.error('no step is written yet');
        return 1;
      }

      process.exitCode = main(process.argv.slice(2));
      """;

  private static final String RUBY =
      """
      #!/usr/bin/env ruby
      # frozen_string_literal: true

      COMMENT
      require "optparse"

      OptionParser.new.parse!
      abort "no step is written yet"
      """;

  private static final String PERL =
      """
      #!/usr/bin/env perl
      COMMENT
      use strict;
      use warnings;

      die "no step is written yet\\n";
      """;

  private static final String POWER_SHELL =
      """
      COMMENT
      Set-StrictMode -Version Latest
      $ErrorActionPreference = 'Stop'

      throw 'no step is written yet'
      """;

  private static final String BATCH =
      """
      COMMENT@echo off
      setlocal

      echo no step is written yet 1>&2
      exit /b 1
      """;
}
