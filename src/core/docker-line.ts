const harmless = /^[\w@%+=:,./~-]+$/;
const leadingTilde = /^~|[=:]~/;
const secretName = /pass(?:word|wd|phrase)?|secret|token|api_?-?key|private_?-?key|access_?-?key|credential|auth/i;
// eslint-disable-next-line no-control-regex -- these are the characters to be found
const unseen = /[\u0001-\u0008\u000b-\u001f\u007f-\u009f]|[\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const hidden = '***';

/** Options whose value is `NAME=value`, where the name may say that the value is secret. */
const assignments = new Set(['-e', '--env', '--build-arg']);
/** Options whose whole value is secret. */
const secrets = new Set(['--password']);

/**
 * The docker command line that an operation equals, ready to paste into a POSIX shell:
 * `dockerLine(['pull', '--platform', 'linux/arm64', 'alpine'])`. Secrets are shown as `***`.
 */
export function dockerLine(words: readonly string[]): string {
  return ['docker', ...withoutSecrets(words).map(quoteWord)].join(' ');
}

/**
 * One word quoted for a POSIX shell; plain words stay as they are. What cannot be seen or steers a terminal is written
 * in octal: pasted as it is, it could end the paste and press Enter.
 */
export function quoteWord(word: string): string {
  if (harmless.test(word) && !leadingTilde.test(word)) return word;
  if (unseen.test(word)) return `"$(printf '%b' ${singleQuoted(word.replaceAll('\\', '\\\\').replace(new RegExp(unseen, 'gu'), octal))})"`;
  return singleQuoted(word);
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The bytes of a character as `printf %b` reads them. */
function octal(character: string): string {
  return Array.from(Buffer.from(character), (byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
}

function withoutSecrets(words: readonly string[]): string[] {
  return words.map((word, index) => {
    const before = index > 0 ? words[index - 1] : undefined;
    if (before !== undefined && secrets.has(before)) return hidden;
    if (before !== undefined && assignments.has(before)) return withoutValue(word);
    const option = /^(--?[\w-]+)=(.*)$/s.exec(word);
    if (option?.[1] !== undefined && option[2] !== undefined) {
      if (secrets.has(option[1])) return `${option[1]}=${hidden}`;
      if (assignments.has(option[1])) return `${option[1]}=${withoutValue(option[2])}`;
    }
    return word.replace(/([a-z0-9+.-]:\/\/)[^/@\s]*@/gi, `$1${hidden}@`);
  });
}

function withoutValue(assignment: string): string {
  const equals = assignment.indexOf('=');
  if (equals < 0 || !secretName.test(assignment.slice(0, equals))) return assignment;
  return `${assignment.slice(0, equals)}=${hidden}`;
}
