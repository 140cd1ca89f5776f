package dev.speckit.trace;

/// What is the same on every page.
final class HtmlFrame {
  private HtmlFrame() {}

  /// Even where escaping failed, a browser that heeds the policy runs and fetches nothing.
  static final String START =
      """
      <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title>Traceability</title>
      <style>
      :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d0d7de;
        --link: #0550ae; --good: #116329; --bad: #a40e26; --mark: #fff8c5; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d;
          --link: #79c0ff; --good: #7ee787; --bad: #ff7b72; --mark: #3b2e00; }
      }
      body { margin: 2rem auto; max-width: 90rem; padding: 0 1rem; color: var(--ink);
        background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; }
      a { color: var(--link); }
      code { font-size: .9em; overflow-wrap: anywhere; unicode-bidi: isolate; }
      small, time { opacity: .75; font-weight: normal; overflow-wrap: anywhere; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; }
      th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left;
        vertical-align: top; }
      h3 { font-size: 1rem; margin: 0; }
      article { border-top: 1px solid var(--line); padding: .5rem 0; }
      article p, article ul { margin: .2rem 0; }
      article:target { background: var(--mark); }
      .good { color: var(--good); }
      .bad { color: var(--bad); }
      </style>
      </head>
      <body>
      <h1>Traceability</h1>
      """;

  static final String COLUMNS =
      """
      <tr><th scope="col">item</th><th scope="col">what it asks</th><th scope="col">state</th>\
      <th scope="col">tasks</th><th scope="col">sessions</th><th scope="col">commits</th>\
      <th scope="col">files</th><th scope="col">tests</th><th scope="col">delivered</th></tr>
      """;

  static final String END =
      """
      </body>
      </html>
      """;
}
