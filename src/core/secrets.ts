/** What stands in a text where a secret stood. */
export const hidden = '***';

/** Names whose values are secret wherever they stand. Environment and build arguments are hidden whatever their names. */
const secretPart =
  /pass(?:word|wd|phrase|code)?|pwd|secret|token|credential|auth(?!or)|signature|cookie|[a-z\d][_.-]?key$|(?:^|[_.-])(?:pat|pw|dsn|creds?|sig|sid|jwt|otp|pin)$/i;
const harmlessNames: ReadonlySet<string> = new Set(['pwd', 'oldpwd']);
const longestName = 100;

/** Whether what has this name is secret by its name: `DB_PASSWORD`, `apiKey`, `GH_PAT`. */
export function isSecretName(name: string): boolean {
  const bounded = name.slice(-longestName);
  return secretPart.test(bounded) && !harmlessNames.has(bounded.toLowerCase());
}

/**
 * A text with the user part of every URL in it hidden, `tcp://***@host`: also where the password holds characters that
 * must be written otherwise in a URL (`@`, `/`, `#`, `?`), and where the whole URL is percent-encoded. `shown` stands
 * there instead.
 */
export function withoutUserInfo(text: string, shown = `${hidden}@`): string {
  if (!/\/\/|\\\/\\\/|%2f%2f/i.test(text)) return text;
  const parts = withoutShareUser(text, shown).split(schemeEnd);
  // Every second part is an end of a scheme.
  const clean = parts.map((part, index) => (index > 0 && index % 2 === 0 ? hideUser(part, shown) : part)).join('');
  return withoutEncodedUser(clean, encodeURIComponent(shown));
}

/** Between a scheme and what it leads to, also as PHP writes it in JSON, and where only the colon is encoded. */
const schemeEnd = /(:\/\/|:\\\/\\\/|%3a\/\/)/i;

/** Shares of Windows have a user, too, and no scheme: `device=//user:password@host/share`. */
function withoutShareUser(text: string, shown: string): string {
  const parts = text.split('//');
  return parts
    .map((part, index) => {
      // Behind a colon a URL begins, and behind a letter a path goes on.
      if (index === 0 || /[:\w/]/.test(parts[index - 1]?.slice(-1) ?? '')) return part;
      const authority = /^[^/\s]*/.exec(part)?.[0] ?? '';
      const at = authority.lastIndexOf('@');
      return at >= 0 && authority.slice(0, at).includes(':') ? shown + part.slice(at + 1) : part;
    })
    .join('//');
}

function withoutEncodedUser(text: string, shown: string): string {
  return text
    .split(/(?<=%3a%2f%2f)/i)
    .map((part, index) => {
      const authority = index === 0 ? '' : (part.split(/%2f|[\s&]/i, 1)[0] ?? '');
      const encoded = authority.lastIndexOf('%40');
      const plain = authority.lastIndexOf('@');
      if (encoded < 0 && plain < 0) return part;
      return shown + part.slice(encoded > plain ? encoded + 3 : plain + 1);
    })
    .join('');
}

/** `text` follows `://` and goes to the next one. */
function hideUser(text: string, shown: string): string {
  const token = /^\S*/.exec(text)?.[0] ?? '';
  const authority = /^[^/?#]*/.exec(token)?.[0] ?? '';
  const at = authority.lastIndexOf('@');
  const end = at >= 0 ? at : isPlace(authority) ? -1 : token.lastIndexOf('@');
  return end < 0 ? text : shown + text.slice(end + 1);
}

/** Whether what stands before the path can be a host with a port; else it is a part of a password. */
function isPlace(authority: string): boolean {
  if (authority.startsWith('[')) return true;
  const [, port = '', ...more] = authority.split(':', 3);
  return more.length === 0 && /^\d*[^\w%]*$/.test(port);
}

/**
 * A text of somebody else, or one about what was sent, without what looks like a secret: users of URLs, `Authorization`
 * headers, values of names that say so (`PASSWORD=…`, `--token …`, `"Secret": "…"`). For logs and errors.
 */
export function withoutSecrets(text: string): string {
  return withoutNamedValues(withoutHeaders(withoutJsonValues(withoutUserInfo(text))));
}

const scheme = /\b(basic|bearer)([ \t]{1,8})(?=\S*[\d=+/._-])[\w.~+/=-]{12,}/gi;
const header =
  /\b((?:proxy-)?authorization|(?:set-)?cookie|x-registry-(?:auth|config))(["']?[ \t]{0,8}[:=][ \t]{0,8}["'[]?)(?:[a-z][\w-]{0,30}[ \t]{1,8})?[^\s"',;]+/gi;

function withoutHeaders(text: string): string {
  if (!/authorization|cookie|x-registry|basic|bearer/i.test(text)) return text;
  return text.replace(header, `$1$2${hidden}`).replace(scheme, `$1$2${hidden}`);
}

/** Also in JSON that is a text of JSON itself. */
const jsonGap = /\\?"[ \t\r\n]{0,20}:[ \t\r\n]{0,20}\\?"/g;

function withoutJsonValues(text: string): string {
  if (!text.includes('"')) return text;
  return hideValues(text, jsonGap, ({ index }) => {
    const name = text.slice(Math.max(0, index - longestName), index);
    return isSecretName(name.slice(name.lastIndexOf('"') + 1));
  });
}

const assignment = /(?<![\w.-])-{0,2}([A-Za-z_][\w.-]{0,99})(?:=|(?<=--\1)[ \t]{1,8}(?=[^\s-]))/g;

/** `NAME=value` and `--name value`. */
function withoutNamedValues(text: string): string {
  return /=|--/.test(text) ? hideValues(text, assignment, ([, name = '']) => isSecretName(name)) : text;
}

/**
 * Hides what follows the matches of a pattern, which ends where a value begins. A value goes to the quote that stands before
 * the match or at its end, or to the first blank outside of quotes.
 */
export function hideValues(text: string, pattern: RegExp, isHidden: (match: RegExpExecArray) => boolean): string {
  let clean = '';
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index < done || !isHidden(match)) continue;
    const begin = match.index + match[0].length;
    const end = valueEnd(text, begin, match[0].endsWith('"') ? '"' : text[match.index - 1]);
    if (end === begin) continue;
    clean += text.slice(done, begin) + hidden;
    done = end;
  }
  return clean + text.slice(done);
}

function valueEnd(text: string, begin: number, before: string | undefined): number {
  const around = before !== undefined && /["'`]/.test(before) ? before : undefined;
  let quote = around;
  for (let index = begin; index < text.length; index++) {
    const character = text[index] ?? '';
    if (character === '\\') index++;
    else if (quote !== undefined && character === quote) {
      if (quote === around) return index;
      quote = undefined;
    } else if (quote === undefined && /\s/.test(character)) return index;
    else if (quote === undefined && /["']/.test(character)) quote = character;
  }
  return text.length;
}

/** Whether the value of a variable looks secret, by its name or by itself. */
export function looksSecret(name: string, value: string): boolean {
  return isSecretName(name) || withoutSecrets(value) !== value;
}
