import { type BaseImage, type HistoryStep, isEmptyStep } from './history';
import { assignments, continued, execForm, mapKeys, plainList, quotedList } from './history-words';
import { t } from './localize';
import { formatBytes } from './sizes';
import { oneLine } from './untrusted';
import { withoutTrailing } from './trailing';
import { own } from './records';

/** What a step was in the Dockerfile, as far as its history tells. */
export interface Instruction {
  /** `RUN`, `COPY`, …; undefined for a step that no Dockerfile made, such as a commit or an import. */
  readonly keyword: string | undefined;
  /** Everything after the keyword, as Dockerfiles write it. */
  readonly text: string;
  /** Said in a comment above: what cannot be known any more. */
  readonly remark?: string;
}

const keywords =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?:\s+|$)/;
const hereWord = /(?:^|\s)<<-?["']?(\w+)["']?(?=\s)/;
const defaultShells = ['/bin/sh -c ', 'cmd /S /C ', 'powershell -Command '];

/**
 * Reads the text of one step. Forms: the classic builder's `/bin/sh -c #(nop)  CMD ["sh"]` and `|1 A=b /bin/sh -c make`,
 * BuildKit's `RUN |1 A=b /bin/sh -c make # buildkit`. `shell` is the SHELL in effect, joined by spaces.
 */
export function readStep(createdBy: string, shell?: string): Instruction {
  const source = createdBy.replace(/ # buildkit\s*$/, '').trimEnd();
  const classic = /^(?:\|\d+ .*?)?\/bin\/sh -c #\(nop\)\s*/s.exec(source)?.[0] ?? /^cmd \/S \/C #\(nop\)\s*/.exec(source)?.[0];
  const body = classic === undefined ? source : source.slice(classic.length);
  const keyword = keywords.exec(body)?.[1];
  if (keyword !== undefined) return instruction(keyword, body.slice(keyword.length).trim(), shell);
  const command = shellCommand(body, shell);
  if (classic === undefined && command !== undefined) return run(command);
  return { keyword: undefined, text: body };
}

/** Lines that a backslash continues on one line. */
function joinedLines(text: string): string {
  const lines = text.split('\\\n');
  return lines
    .map((line, index) => (index === lines.length - 1 ? line : line.trimEnd()))
    .map((line, index) => (index === 0 ? line : line.trimStart()))
    .join(' ');
}

/** One step for a row: `RUN make`, in one line. Untrusted. */
export function stepLabel(createdBy: string): string {
  const { keyword, text } = readStep(createdBy);
  return [keyword, joinedLines(text)].filter((part) => part !== undefined && part !== '').join(' ');
}

function instruction(keyword: string, text: string, shell: string | undefined): Instruction {
  switch (keyword) {
    case 'RUN':
      return run(shellCommand(text, shell) ?? text);
    case 'COPY':
    case 'ADD':
      return copy(keyword, text);
    case 'ENV':
    case 'LABEL':
      return { keyword, text: assignments(text) };
    case 'CMD':
    case 'ENTRYPOINT':
      return { keyword, text: commandText(text) };
    case 'EXPOSE':
      return { keyword, text: mapKeys(text)?.join(' ') ?? text };
    case 'VOLUME':
    case 'SHELL':
      return { keyword, text: listText(text) };
    case 'HEALTHCHECK':
      return { keyword, text: healthcheck(text) };
    default:
      return { keyword, text };
  }
}

/** What the shell was told; undefined when no shell is named. Build arguments stand before it: `|1 A=b /bin/sh -c make`. */
function shellCommand(text: string, shell: string | undefined): string | undefined {
  const shells = shell === undefined ? defaultShells : [`${shell} `, ...defaultShells];
  if (/^\|\d+ /.test(text)) {
    // A value may hold anything; the first shell after the arguments is the one that ran.
    const places = shells.map((known) => ({ known, at: text.indexOf(` ${known}`) })).filter(({ at }) => at >= 0);
    const [first] = places.sort((left, right) => left.at - right.at);
    return first && text.slice(first.at + 1 + first.known.length);
  }
  const known = shells.find((start) => text.startsWith(start));
  return known === undefined ? undefined : text.slice(known.length);
}

function run(command: string): Instruction {
  const text = command.trim();
  if (!text.includes('\n') && !goesOn.test(text)) return { keyword: 'RUN', text: continued(text) };
  // `cat <<EOF` keeps its own end; a script that was a here-document as a whole has lost it.
  if (endsWithHereDocument(text)) return { keyword: 'RUN', text };
  const end = freeWord(text);
  return { keyword: 'RUN', text: `<<${end}\n${text}\n${end}` };
}

/** True when the here-documents of the first line end with the text, so that all of it is one instruction. */
function endsWithHereDocument(text: string): boolean {
  const [first = '', ...lines] = text.split('\n');
  const ends = [...first.matchAll(/<<(-?)\s*["']?(\w+)/g)].map(([, tabs, word]) => ({ tabs: tabs !== '', word }));
  if (ends.length === 0 || goesOn.test(first)) return false;
  const left = lines.filter((line) => {
    const [end] = ends;
    if (end && (end.tabs ? line.replace(/^\t+/, '') : line) === end.word) ends.shift();
    else if (!end) return true;
    return false;
  });
  return ends.length === 0 && left.length === 0;
}

function freeWord(text: string): string {
  const lines = new Set(text.split('\n'));
  let end = 'EOF';
  while (lines.has(end)) end += '_';
  return end;
}

function copy(keyword: string, text: string): Instruction {
  const classic = /^((?:--\S+ )*)(\S+) in (.+)$/s.exec(text);
  if (classic?.[2] !== undefined && /^(?:file|dir|multi):[0-9a-f]+$/.test(classic[2])) {
    const remark = t('The history lists the files only by their digest.');
    return { keyword, text: `${classic[1] ?? ''}${classic[2]} ${(classic[3] ?? '').trim()}`, remark };
  }
  const [first = ''] = text.split('\n', 1);
  const here = hereWord.exec(first)?.[1];
  if (here !== undefined)
    return {
      keyword,
      text: `${withoutTrailing(first, (character) => character === '\\' || character.trim() === '')}\n${here}`,
      remark: t('The history does not contain the content of the file.'),
    };
  return { keyword, text };
}

function commandText(text: string): string {
  const list = quotedList(text);
  if (list?.rest.trim() !== '') return text;
  const [program, option, command] = list.words;
  const shellForm = list.words.length === 3 && program === '/bin/sh' && option === '-c' && command !== undefined && !command.includes('\n');
  return shellForm ? command : execForm(list.words);
}

function listText(text: string): string {
  const words = quotedList(text)?.words ?? plainList(text);
  return words ? execForm(words) : text;
}

/** `&{["CMD-SHELL" "true"] "30s" "3s" "0s" "0s" '\x03'}`, as Go prints the configuration. */
function healthcheck(text: string): string {
  const list = text.startsWith('&{') ? quotedList(text.slice(2)) : undefined;
  if (!list) return text;
  const [kind, ...words] = list.words;
  if (kind === 'NONE' || kind === undefined) return 'NONE';
  const durations = [...list.rest.matchAll(/"([^"]*)"/g)].map(([, duration = '']) => duration);
  const names = ['interval', 'timeout', 'start-period', 'start-interval'];
  const options = names.flatMap((name, index) => {
    const duration = durations[index];
    return duration === undefined || /^0s?$/.test(duration) ? [] : [`--${name}=${duration}`];
  });
  const retries = retriesIn(list.rest);
  if (retries > 0) options.push(`--retries=${String(retries)}`);
  return [...options, 'CMD', kind === 'CMD-SHELL' ? words.join(' ') : execForm(words)].join(' ');
}

/** A number that Go prints as a character: `'\x03'`, `'\n'`, `'A'`. */
function retriesIn(text: string): number {
  const literal = /'(\\.[0-9a-f]*|[^'])'/is.exec(text)?.[1];
  if (literal === undefined) return 0;
  if (/^\\[xu]/i.test(literal)) return Number.parseInt(literal.slice(2), 16);
  const letters: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
  if (literal.startsWith('\\')) return own(letters, literal.charAt(1)) ?? literal.charCodeAt(1);
  return literal.codePointAt(0) ?? 0;
}

/** A Dockerfile made from a history, marked as such. `steps` oldest first; those of `base` are its FROM. */
export function historyDockerfile(name: string, steps: readonly HistoryStep[], base?: BaseImage): string {
  const head = [
    t('Reconstructed from the history of {0}. This is not the Dockerfile that it was built from:', oneComment(name)),
    t('stages, sources of COPY --from, ignored files and comments are not in a history.'),
  ];
  const lines = [
    ...head.map((line) => `# ${line}`),
    '',
    oneInstruction({ keyword: 'FROM', text: base ? oneComment(base.name) : 'scratch' }),
  ];
  let shell: string | undefined;
  for (const step of steps.slice(base?.steps ?? 0)) {
    const read = readStep(step.createdBy, shell);
    if (read.keyword === 'SHELL') shell = (JSON.parse(safeList(read.text)) as readonly string[]).join(' ');
    lines.push('', ...comments(step, read), ...(read.keyword === undefined ? [] : [oneInstruction(read)]));
  }
  return `${lines.join('\n')}\n`;
}

function safeList(text: string): string {
  try {
    return Array.isArray(JSON.parse(text)) ? text : '[]';
  } catch {
    return '[]';
  }
}

/** A line that a Dockerfile goes on after. */
const goesOn = /(?:^|[^\\])\\[ \t]*$/;

/** The line with a blank for its end, or with its end where a backslash stands before it. */
function endedLine(line: string): string {
  const content = line.endsWith('\r') ? line.slice(0, -1) : line;
  const bare = withoutTrailing(content, ' \t');
  if (!bare.endsWith('\\')) return `${bare} `;
  if (bare.length < content.length) return `${content.slice(0, bare.length + 1)} `;
  return content.length < line.length ? `${line} ` : `${line}\n`;
}

/** An instruction that ends with its text: a line break in a value does not begin another, a backslash at the end does not take in the next. */
function oneInstruction({ keyword, text }: Instruction): string {
  const hereDocument = keyword === 'RUN' || ((keyword === 'COPY' || keyword === 'ADD') && hereWord.test(text.split('\n', 1)[0] ?? ''));
  const whole = hereDocument
    ? text
    : text
        .split('\n')
        .map((line, index, lines) => (index === lines.length - 1 ? line : endedLine(line)))
        .join('');
  return `${keyword ?? ''} ${whole}`.trimEnd().replace(/(?<!\\)\\$/, '\\\\');
}

function comments(step: HistoryStep, read: Instruction): readonly string[] {
  const notes = isEmptyStep(step) ? [] : [formatBytes(step.size)];
  if (read.remark !== undefined) notes.push(read.remark);
  if (read.keyword !== undefined) return notes.map((note) => `# ${note}`);
  const what = oneComment(read.text.replace(/^#\s*/, ''));
  const made = what === '' ? t('A step that the history does not describe') : t('Not a Dockerfile instruction: {0}', what);
  return [[made, ...notes, oneComment(step.comment)].filter((part) => part !== '').join(' · ')].map((note) => `# ${note}`);
}

function oneComment(text: string): string {
  return oneLine(
    text
      .split(/[\r\n]/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join(' '),
    2_000,
  );
}
