import assert from 'node:assert/strict';

/** Texts as somebody would choose them who wants a label, a tag, a comment or a log line to do more than be read. */
export const hostileTexts: Readonly<Record<string, string>> = {
  'a link that runs a command': '[click me](command:workbench.action.closeWindow)',
  'a picture that tells who looks': '![x](https://evil.example/seen.png)',
  'a script in HTML': '<img src=x onerror="alert(1)"><script>alert(1)</script><a href="command:x">y</a>',
  'Markdown of all kinds': '# head\n- **bold** _it_ `code`\n\n| a | b |\n|-|-|\n```\nfence\n~~~\n> quote\n***\n[r]: http://evil.example',
  'an icon': '$(zap)$(sync~spin)$(2x) \\$(check) \\\\$(check)',
  'a colour, a cleared screen and a title': '\u001b[31mred\u001b[2J\u001b]0;title\u0007\u001b[0m',
  'the clipboard': '\u001b]52;c;cm0gLXJmIC8K\u0007copied',
  'a link of terminals': '\u001b]8;;http://evil.example\u001b\\link\u001b]8;;\u001b\\',
  'a mark of VS Code’s shells': '\u001b]633;E;rm -rf /\u0007done',
  'a control string without end': 'a\u001bPq#0;2;0;0;0\u001b_b\u001bXc',
  'controls of eight bits': '\u009b2Jx\u009d52;c;eA==\u009cy\u0090z\u009c',
  'other controls': 'nul\u0000 bel\u0007 back\b\b\b\bspace del\u007f ff\f vt\v so\u000e',
  'a turned direction': 'invoice\u202egnp.exe\u2066x\u2069\u200f\u061cy',
  'letters from right to left': 'שלום, running · 1.0 (السلام)',
  'what cannot be seen': 'ngi\u00adn\u200bx\u2060\ufeff\u3164\u{e0041}\u2800',
  'towers of marks': `z${'\u0335\u0321\u0489'.repeat(60)}algo`,
  'half a character': 'a\ud800b\udc00',
  'a second line of a log': 'started\r\n2026-01-01 00:00:00.000 [info] $ docker rm everything\n\u2028more\u0085end',
  'commas, quotes, equal signs and a backslash at the end': `a,b=c;"d" 'e' $HOME \`id\` \${IFS} %s {0} {1} \\`,
  'ten thousand letters': 'x'.repeat(10_000),
  'ten thousand brackets': '['.repeat(5_000) + ']('.repeat(2_500),
  'a link that is a script': 'javascript:alert(1)//https://x.example',
  'a document in a link': 'data:text/html,<script>alert(1)</script>',
  'an attribute that ends': `" autofocus onfocus=alert(1) style="position:fixed;inset:0" x='`,
  'another base, and a form': '<base href="https://evil.example/"><form action="https://evil.example/"><input name=a value=b></form><meta http-equiv=refresh content="0;url=https://evil.example">',
  'names of everything’s prototype': '__proto__',
  'the name of what makes everything': 'constructor',
  'a path that leads out': '../../../../etc/passwd',
};

// eslint-disable-next-line no-control-regex -- these are the characters that must not be there
const unreadable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad\u3164\u2800\ud800-\udfff\u{e0000}-\u{e007f}]|\p{M}{7}/u;

/** Fails unless a text is one line of at most `longest` characters, all of which can be seen and stand where they stand. */
export function assertHarmlessLine(text: string, what: string, longest = 1200): void {
  const found = unreadable.exec(text);
  assert.equal(found, null, `${what}: U+${(found?.[0].codePointAt(0) ?? 0).toString(16)} in ${JSON.stringify(text.slice(0, 200))}`);
  assert.ok(Array.from(text).length <= longest, `${what}: ${String(text.length)} characters`);
}

/** Fails when VS Code would make a link of a part of a message. Its pattern: `[text](https:…|command:…|file:…)`. */
export function assertNoLink(text: string, what: string): void {
  assert.doesNotMatch(text, /\[[^\]]+\]\(/, `${what}: a link`);
}

/** Fails when Markdown outside of code holds anything that the text of a name has made. Rows are `- name: text`, heads `**text**`. */
export function assertHarmlessMarkdown(markdown: string, what: string): void {
  const fence = /^(`{3,})\n([\s\S]*)\n\1$/m.exec(markdown);
  const prose = fence ? markdown.replace(fence[0], '') : markdown;
  if (fence?.[1] !== undefined && fence[2] !== undefined) {
    assert.ok(!fence[2].includes(fence[1]), `${what}: code that ends its fence`);
    for (const line of fence[2].split('\n')) assertHarmlessLine(line, what, 4_100);
  }
  for (const line of prose.split('\n')) {
    assertHarmlessLine(line, what, 60_000);
    const plain = line.replace(/\\[!-/:-@[-`{-~]|&(?:lt|gt|amp|quot|nbsp|#36);/g, 'x').replace(/^\*\*(.*)\*\*/, '$1').replace(/^- /, '').replace(/`[\w:]*`/g, '');
    assert.doesNotMatch(plain, /[<>$[\]`*_#|~&]|^\s|\w:\/\//, `${what}: ${JSON.stringify(line.slice(0, 300))}`);
  }
}

/** A copy of plain data in which every text is `text`, except under the names in `kept`. */
export function poisoned<T>(data: T, text: string, kept: ReadonlySet<string> = new Set()): T {
  const poison = (value: unknown, name: string): unknown => {
    if (kept.has(name)) return value;
    if (typeof value === 'string') return text;
    if (Array.isArray(value)) return value.map((item: unknown) => poison(item, name));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, poison(item, key)]));
  };
  return poison(data, '') as T;
}
