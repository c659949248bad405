import { quoteWord } from './docker-line';
import { familiarRepository, tryParseReference } from './reference';
import { own } from './records';

/** What of an image decides how it is run first. */
export interface RunnableImage {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** `80/tcp`. */
  readonly ports: readonly string[];
}

/** A line to begin with, and where the cursor stands in it: before the image, where options go. */
export interface ProposedLine {
  readonly line: string;
  readonly cursor: number;
}

/** Programs with which a person talks when they are started without a file to work on. */
const talkative =
  /^(?:(?:ba|a|da|z|fi|k|c|tc)?sh|busybox|pwsh|powershell|cmd|i?python[\d.]*|pypy[\d.]*|bpython|node|deno|bun|irb|pry|php|R|julia|lua[\d.]*|luajit|perl|ghci|iex|erl|jshell|scala|groovysh|clj|clojure|lein|sbcl|guile|octave|maxima|gp|racket|raku|swipl|gst|ocaml|utop|psql|mysql|mariadb|mongosh|mongo|redis-cli|valkey-cli|sqlite3|duckdb|clickhouse-client|cqlsh)(?:\.exe)?$/;

/** What starts another program and hands it its words. */
const starters =
  /^(?:tini(?:-static)?|dumb-init|docker-init|catatonit|env|exec|gosu|su-exec|docker-entrypoint(?:\.sh)?|entrypoint(?:\.sh)?|docker-php-entrypoint|nvidia_entrypoint\.sh)$/;

/** Ports of one line; an image that exposes more says so on its page. */
const mostPorts = 5;
const lastPort = 65_535;

/**
 * The line that is proposed for an image that was not run before. With `-it` and kept at the end where its program is a
 * shell or an interpreter, since what was done in it is to be committed; with `-d` and its ports where it serves some.
 * `taken`: ports of the host that running containers have.
 */
export function proposeRunLine(image: string, facts: RunnableImage | undefined, taken: ReadonlySet<number>): ProposedLine {
  const ports = portOptions(facts?.ports ?? [], taken);
  const mode = facts !== undefined && ports.length > 0 && !talks([...facts.entrypoint, ...facts.command]) ? '-d' : '-it';
  return withCursor([mode, ...ports].join(' '), quoteWord(image));
}

/** Whether the program that the words start waits for a person to type. */
export function talks(words: readonly string[]): boolean {
  const rest = [...words];
  for (let word = rest[0]; word !== undefined; word = rest[0]) {
    const program = baseName(word);
    if (word === '--' || starters.test(program) || /^\w+=/.test(word)) rest.shift();
    else if (/^(?:ba|a|da|z)?sh$/.test(program) && rest[1] === '-c') return talks((rest[2] ?? '').trim().split(/\s+/));
    else return talkative.test(program) && rest.slice(1).every((argument) => argument.startsWith('-') || baseName(argument) === 'sh');
  }
  return false;
}

function baseName(word: string): string {
  return word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
}

function portOptions(ports: readonly string[], taken: ReadonlySet<number>): readonly string[] {
  return proposedPorts(ports, taken).flatMap(({ host, container }) => ['-p', `${host}:${container}`]);
}

/** For each port one of the host: the same number, or the next one that is free. */
export function proposedPorts(
  ports: readonly string[],
  taken: ReadonlySet<number>,
): readonly { readonly host: string; readonly container: string }[] {
  const given = new Set(taken);
  return ports.slice(0, mostPorts).flatMap((port) => {
    const [, digits = '', protocol = ''] = /^(\d{1,5})(\/(?:tcp|udp|sctp))?$/.exec(port) ?? [];
    const inside = Number(digits);
    const outside = freePort(inside, given);
    if (inside < 1 || outside === undefined) return [];
    given.add(outside);
    return [{ host: String(outside), container: `${digits}${protocol === '/tcp' ? '' : protocol}` }];
  });
}

/** The wanted port of the host or the next one that is free; undefined where there is none. */
export function freePort(wanted: number, taken: ReadonlySet<number>): number | undefined {
  let port = wanted;
  while (taken.has(port)) port += port < 1024 ? 8000 : 1;
  return port > lastPort ? undefined : port;
}

/** Lines by image, the last used first, as they are kept from one time to the next. */
export type RememberedLines = readonly { readonly image: string; readonly before: string; readonly after: string }[];

const mostLines = 50;

/** What was run, with the place of the image in it, put before what is remembered already. */
export function rememberLine(
  lines: RememberedLines,
  line: string,
  image: { readonly text: string; readonly offset: number; readonly length: number },
): RememberedLines {
  const entry = { image: image.text, before: line.slice(0, image.offset).trim(), after: line.slice(image.offset + image.length).trim() };
  return [entry, ...lines.filter((other) => other.image !== image.text)].slice(0, mostLines);
}

/** The last line of an image, else that of another tag of its repository. */
export function rememberedLine(lines: RememberedLines, image: string): ProposedLine | undefined {
  const repository = repositoryOf(image);
  const found =
    lines.find((entry) => entry.image === image) ??
    lines.find((entry) => repository !== undefined && repositoryOf(entry.image) === repository);
  return found && withCursor(found.before, [quoteWord(image), found.after].filter(Boolean).join(' '));
}

function repositoryOf(image: string): string | undefined {
  const parsed = tryParseReference(image);
  return parsed && familiarRepository(parsed);
}

function withCursor(before: string, after: string): ProposedLine {
  const head = before === '' ? '' : `${before} `;
  return { line: `${head}${after}`, cursor: head.length };
}

/** Takes what was kept; anything else than such lines counts as nothing. */
export function readRememberedLines(text: string | undefined): RememberedLines {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isEntry).slice(0, mostLines) : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is RememberedLines[number] {
  const entry = value as Partial<Record<string, unknown>> | null;
  return typeof entry === 'object' && entry !== null && ['image', 'before', 'after'].every((key) => typeof own(entry, key) === 'string');
}
