package dev.speckit.spec.deliverable;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a file format writes a comment of one line, and what must stay above it.
///
/// @param open what stands before the text, its blank included
/// @param close what stands behind the text; empty when the line's end closes the comment
/// @param head what must stay at the start of the file
/// @param blankBehind whether a blank line must part the comment from what follows
record CommentSyntax(String open, String close, FileHead head, boolean blankBehind) {
  private static final CommentSyntax HASH = line("# ", FileHead.PLAIN);
  private static final CommentSyntax PYTHON = line("# ", FileHead.PYTHON);
  private static final CommentSyntax RUBY = line("# ", FileHead.RUBY);
  private static final CommentSyntax YAML = line("# ", FileHead.YAML);
  private static final CommentSyntax DOCKER = line("# ", FileHead.DOCKER);
  private static final CommentSyntax SLASHES = line("// ", FileHead.PLAIN);
  private static final CommentSyntax SCRIPT = line("// ", FileHead.SCRIPT);
  private static final CommentSyntax SWIFT = line("// ", FileHead.SWIFT);
  // A comment that touches the package clause would become the package's documentation.
  private static final CommentSyntax GO = new CommentSyntax("// ", "", FileHead.PLAIN, true);
  private static final CommentSyntax DASHES = line("-- ", FileHead.PLAIN);
  private static final CommentSyntax SEMICOLON = line("; ", FileHead.PLAIN);
  private static final CommentSyntax SEMICOLONS = line(";; ", FileHead.PLAIN);
  private static final CommentSyntax PERCENT = line("% ", FileHead.PLAIN);
  private static final CommentSyntax QUOTE = line("\" ", FileHead.PLAIN);
  private static final CommentSyntax APOSTROPHE = line("' ", FileHead.PLAIN);
  private static final CommentSyntax EXCLAMATION = line("! ", FileHead.PLAIN);
  private static final CommentSyntax REMARK = line("@REM ", FileHead.PLAIN);
  private static final CommentSyntax STARS = block("/* ", " */", FileHead.STYLE);
  private static final CommentSyntax PARENTHESES = block("(* ", " *)", FileHead.PLAIN);
  private static final CommentSyntax XML = block("<!-- ", " -->", FileHead.XML);
  private static final CommentSyntax HTML = block("<!-- ", " -->", FileHead.HTML);
  private static final CommentSyntax MARKDOWN = block("<!-- ", " -->", FileHead.FRONT_MATTER);
  private static final CommentSyntax BRACED = block("{/* ", " */}", FileHead.FRONT_MATTER);
  private static final CommentSyntax TWIG = block("{# ", " #}", FileHead.PLAIN);
  private static final CommentSyntax HANDLEBARS = block("{{!-- ", " --}}", FileHead.PLAIN);
  private static final CommentSyntax SERVER_PAGE = block("<%-- ", " --%>", FileHead.PLAIN);
  private static final CommentSyntax RUBY_PAGE = block("<%# ", " %>", FileHead.PLAIN);
  // Text right below such a line would belong to it.
  private static final CommentSyntax RST = new CommentSyntax(".. ", "", FileHead.PLAIN, true);
  private static final CommentSyntax PHP = block("/* ", " */", FileHead.PHP);

  private static final Map<String, CommentSyntax> BY_ENDING = new HashMap<>();
  private static final Map<String, CommentSyntax> BY_NAME = new HashMap<>();
  private static final Map<String, CommentSyntax> BY_PROGRAM = new HashMap<>();

  static {
    endings(HASH, "sh bash zsh ksh fish bats awk sed pl pm r jl nim cr ex exs toml cfg conf");
    endings(HASH, "properties env tf tfvars hcl nix mk make cmake bzl bazel star ps1 psm1 psd1");
    endings(HASH, "tcl coffee gd gql graphql gitignore dockerignore editorconfig desktop service");
    endings(HASH, "timer socket mount rego ninja org");
    endings(PYTHON, "py pyi pyw pyx pxd gn");
    endings(RUBY, "rb rake gemspec ru podspec");
    endings(YAML, "yaml yml");
    endings(DOCKER, "dockerfile containerfile");
    endings(SLASHES, "java kt kts scala sc groovy gradle c h cc cpp cxx hh hpp hxx ino cs csx rs");
    endings(SLASHES, "dart zig sol proto thrift fs fsx fsi jsonc json5 adoc asciidoc typ");
    endings(SLASHES, "jsonnet libsonnet cue bicep prisma glsl wgsl hlsl mm sv cu");
    endings(SCRIPT, "js mjs cjs jsx ts mts cts tsx");
    endings(SWIFT, "swift");
    endings(GO, "go");
    endings(DASHES, "sql psql ddl lua hs elm ada adb ads vhd vhdl");
    endings(SEMICOLON, "ini asm nasm");
    endings(SEMICOLONS, "clj cljs cljc edn el lisp lsp scm rkt");
    endings(PERCENT, "tex sty bib erl hrl");
    endings(QUOTE, "vim");
    endings(APOSTROPHE, "vb vbs bas");
    endings(EXCLAMATION, "f90 f95 f03 f08");
    endings(REMARK, "bat cmd");
    endings(STARS, "css scss sass less styl");
    endings(PARENTHESES, "ml mli pas");
    endings(
        XML, "xml xsd xsl xslt svg rss atom plist csproj fsproj vbproj props targets wsdl fxml");
    endings(XML, "resx xaml xhtml jspx");
    endings(HTML, "html htm vue svelte");
    endings(MARKDOWN, "md markdown mdown astro");
    endings(BRACED, "mdx");
    endings(TWIG, "twig j2 jinja jinja2 njk");
    endings(HANDLEBARS, "hbs handlebars");
    endings(SERVER_PAGE, "jsp jspf");
    endings(RUBY_PAGE, "erb");
    endings(RST, "rst");
    endings(PHP, "php phtml");

    names(DOCKER, "dockerfile containerfile");
    names(HASH, "makefile gnumakefile cmakelists.txt requirements.txt constraints.txt justfile");
    names(HASH, "caddyfile build workspace tiltfile codeowners crontab fstab hosts sudoers");
    names(HASH, "meson.build pkgbuild pipfile .gitignore .dockerignore .gitattributes .gitmodules");
    names(HASH, ".mailmap .npmignore .eslintignore .prettierignore .editorconfig .env .envrc");
    names(HASH, ".bashrc .bash_profile .bash_aliases .profile .zshrc .zprofile .zshenv .inputrc");
    names(HASH, ".npmrc .gitconfig .flake8 .pylintrc .coveragerc exports ssh_config sshd_config");
    names(PYTHON, "sconstruct sconscript snakefile");
    names(RUBY, "gemfile rakefile vagrantfile podfile brewfile fastfile guardfile capfile");
    names(SLASHES, "jenkinsfile go.mod go.work");
    names(QUOTE, ".vimrc .exrc _vimrc");
    names(SEMICOLONS, ".emacs");

    programs(HASH, "sh bash zsh ksh dash ash fish bats awk gawk sed perl rscript julia make tclsh");
    programs(HASH, "pwsh elixir nix-shell nu");
    programs(PYTHON, "python python2 python3 pypy pypy3 uv");
    programs(RUBY, "ruby jruby");
    programs(SCRIPT, "node nodejs deno bun ts-node tsx zx");
    programs(SLASHES, "java groovy scala kotlin swift rust-script");
    programs(DASHES, "lua luajit runhaskell runghc");
    programs(SEMICOLONS, "bb clojure emacs guile racket");
    programs(PERCENT, "escript");
    programs(PHP, "php");
  }

  private static final Pattern LOCK_FILE =
      Pattern.compile(".*([-.]lock\\.[a-z0-9]+|\\.lock|\\.lockfile|^go\\.sum)");
  private static final Pattern EXAMPLE =
      Pattern.compile("(.+)\\.(example|sample|dist|template|tmpl|tpl|in|orig|default)");
  private static final Pattern SHEBANG =
      Pattern.compile("#!\\s*(\\S+)(?:\\s+(?:-S\\s*)?(?:\\w+=\\S*\\s+)*([^\\s-]\\S*))?[^\\n]*");

  private static CommentSyntax line(String open, FileHead head) {
    return new CommentSyntax(open, "", head, false);
  }

  private static CommentSyntax block(String open, String close, FileHead head) {
    return new CommentSyntax(open, close, head, false);
  }

  private static void endings(CommentSyntax syntax, String words) {
    put(BY_ENDING, syntax, words);
  }

  private static void names(CommentSyntax syntax, String words) {
    put(BY_NAME, syntax, words);
  }

  private static void programs(CommentSyntax syntax, String words) {
    put(BY_PROGRAM, syntax, words);
  }

  private static void put(Map<String, CommentSyntax> table, CommentSyntax syntax, String words) {
    for (String word : words.split(" ", -1)) {
      if (table.put(word, syntax) != null) {
        throw new IllegalStateException("stands in the table twice: " + word);
      }
    }
  }

  /// Every file ending of the table, in lower case without its dot.
  static List<String> endings() {
    return BY_ENDING.keySet().stream().sorted().toList();
  }

  /// The syntax for a file; empty when its format has no comments or is not known.
  ///
  /// @param fileName without folders
  /// @param text the whole text; its first line may name the program that reads it
  static Optional<CommentSyntax> of(String fileName, String text) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (LOCK_FILE.matcher(name).matches()) {
      return Optional.empty();
    }
    return byName(name)
        .or(() -> name.lastIndexOf('.') > 0 ? Optional.empty() : byShebang(text))
        .map(found -> found.head == FileHead.PHP ? page(text) : found);
  }

  private static Optional<CommentSyntax> byName(String name) {
    CommentSyntax named = BY_NAME.get(name);
    if (named != null) {
      return Optional.of(named);
    }
    Matcher example = EXAMPLE.matcher(name);
    if (example.matches()) {
      return byName(example.group(1));
    }
    if (name.startsWith("dockerfile.") || name.startsWith("containerfile.")) {
      return Optional.of(DOCKER);
    }
    if (name.startsWith(".env.")) {
      return Optional.of(HASH);
    }
    return Optional.ofNullable(BY_ENDING.get(name.substring(name.lastIndexOf('.') + 1)))
        .filter(_ -> name.contains("."));
  }

  private static Optional<CommentSyntax> byShebang(String text) {
    String start = text.startsWith("\uFEFF") ? text.substring(1) : text;
    int end = 0;
    while (end < start.length() && start.charAt(end) != '\n' && start.charAt(end) != '\r') {
      end++;
    }
    Matcher shebang = SHEBANG.matcher(start.substring(0, end));
    if (!shebang.matches()) {
      return Optional.empty();
    }
    String program = lastName(shebang.group(1));
    if (program.equals("env")) {
      String given = shebang.group(2);
      program = given == null ? "" : lastName(given);
    }
    CommentSyntax exact = BY_PROGRAM.get(program);
    String unnumbered = program.replaceFirst("[-.0-9]+$", "");
    return Optional.ofNullable(exact == null ? BY_PROGRAM.get(unnumbered) : exact);
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  /// A page that starts as HTML takes the comment of HTML.
  private static CommentSyntax page(String text) {
    return FileHead.PHP.holdsAtStart(text) ? PHP : HTML;
  }

  /// A text that neither ends the comment, nor means something to an editor or a compiler.
  String harmless(String text) {
    String quiet =
        text.replaceAll("\\\\(?=[uU])", "\\\\ ")
            .replaceAll("(?i)(coding|vim?|ex)(?=[:=])", "$1 ")
            .replace("-*-", "- * -");
    String ended = close.contains("--") ? quiet.replaceAll("-(?=-)", "- ") : quiet;
    for (String mark : marks()) {
      ended = ended.replace(mark, mark.charAt(0) + " " + mark.charAt(1));
    }
    return equals(REMARK) ? ended.replace("%", "%%") : ended;
  }

  private List<String> marks() {
    return switch (close.strip()) {
      case "*/", "*/}" -> List.of("*/", "/*");
      case "*)" -> List.of("*)", "(*");
      case "#}" -> List.of("#}", "{#");
      case "--}}" -> List.of("}}", "{{");
      case "%>", "--%>" -> List.of("%>", "<%");
      default -> List.of();
    };
  }
}
