import path from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import type { App } from '../../app';
import { contextListing } from '../../core/build/context-listing';
import { type ContextPageModel, type ContextPageWish, contextRow, type ContextRow } from '../../core/build/context-listing-page';
import { leavingOut, lettingIn } from '../../core/build/context-listing-pattern';
import { type DockerIgnore, ignoreFileOf, readDockerIgnore } from '../../core/ignore/dockerignore';
import { t } from '../../core/localize';
import { defined, setOwn } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import { parseDockerfile } from '../../dockerfile/parse';
import type { OpenPage, PageReading, ShownPage } from '../../pages';
import { readDockerfile } from '../builds/perform-build';
import { definePage } from '../define-page';
import { proposals } from './ignore-proposal-plan';
import { type ContextPlace, decidingFiles, ignoreFileFor } from './show-context-place';
import { usedSources } from './show-context-sources';
import { walkContext, type WalkedFolder } from './show-context-walk';
import { writeIgnoreLines } from './show-context-write';

type ContextPage = OpenPage<App, ContextPlace, ContextPageModel>;
type Shown = ShownPage<App, ContextPlace, ContextPageModel>;

/** What a shown model was made of: with the same folder another ignore file needs no new reading of the disk. */
interface Ground {
  readonly walked: WalkedFolder;
  readonly decides: string;
}
const grounds = new WeakMap<ContextPageModel, Ground>();

/** What would be sent to the builder, and what the ignore file leaves out. Follows both files while it is seen. */
export const contextPage = definePage<ContextPlace, ContextPageModel, ContextPageWish>({
  id: 'build-context',
  title: ({ folder, dockerfile }) => t('Build Context: {0}', oneLine(path.basename(dockerfile ?? folder))),
  key: ({ folder, dockerfile = '' }) => JSON.stringify([folder, dockerfile]),
  saved(fields) {
    const [folder, dockerfile] = [fields.get('folder'), fields.get('dockerfile')];
    if (typeof folder !== 'string' || !path.isAbsolute(folder)) return undefined;
    if (dockerfile === undefined) return { folder };
    return typeof dockerfile === 'string' && path.isAbsolute(dockerfile) ? { folder, dockerfile } : undefined;
  },
  waiting: () => t('Reading the build context'),
  unfinished: () => true,
  read,
  wishes: {
    leaveOut: {
      check: (fields, { sent }) => pathOf(sent.rows, fields),
      fulfil: (page, { path: name }) => write(page, (ignore, windows) => [leavingOut(name, ignore, windows)]),
    },
    send: {
      check: (fields, { leftOut }) => pathOf(leftOut.rows, fields),
      fulfil: (page, { path: name }) => write(page, (ignore, windows) => [lettingIn(name, ignore, windows)]),
    },
    create: {
      check(fields, model) {
        const told = fields.get('patterns');
        if (model.hasIgnoreFile || !Array.isArray(told) || told.length === 0 || told.length > model.proposals.length) return undefined;
        const known = new Set(model.proposals.map(({ patterns: [first = ''] }) => first));
        const patterns = told.filter((pattern): pattern is string => typeof pattern === 'string' && known.has(pattern));
        return patterns.length === told.length ? { patterns } : undefined;
      },
      fulfil(page, { patterns }) {
        const chosen = page.model.proposals.filter(({ patterns: [first = ''] }) => patterns.includes(first));
        return write(page, () => chosen.flatMap((proposal) => proposal.patterns));
      },
    },
    line: {
      check(fields, { patterns }) {
        const line = fields.get('line');
        return typeof line === 'number' && Object.hasOwn(patterns, String(line)) ? { line } : undefined;
      },
      fulfil: (page, { line }) => open(page, page.model.ignoreFile, line),
    },
    openIgnoreFile: {
      check: (_fields, { hasIgnoreFile }) => (hasIgnoreFile ? {} : undefined),
      fulfil: (page) => open(page, page.model.ignoreFile),
    },
    openDockerfile: {
      check: (_fields, { dockerfile }) => (dockerfile === undefined ? undefined : {}),
      fulfil: (page) => open(page, page.model.dockerfile ?? ''),
    },
  },
});

function pathOf(rows: readonly ContextRow[], fields: ReadonlyMap<string, unknown>): { readonly path: string } | undefined {
  const row = contextRow(rows, fields.get('path'));
  return row && { path: row.path };
}

async function open({ app }: Shown, file: string, line?: number): Promise<undefined> {
  await app.show.file({ file, ...defined({ line }) });
  return undefined;
}

async function write(page: Shown, lines: (ignore: DockerIgnore, windows: boolean) => readonly string[]): Promise<ContextPageModel> {
  const windows = page.app.host.platform === 'win32';
  await writeIgnoreLines(page.app, page.argument, (text) => lines(readDockerIgnore(ignoreFileOf(text, windows)), windows));
  return made(page, grounds.get(page.model)?.walked, new AbortController().signal);
}

async function read(page: ContextPage, { reason, signal }: PageReading): Promise<ContextPageModel> {
  const ground = page.model && grounds.get(page.model);
  if (reason !== 'rest' || !ground) return made(page, undefined, signal);
  await untilOther(page, ground, signal);
  return made(page, ground.walked, signal);
}

/** Resolves when the ignore file that counts or the Dockerfile is another one than that of the model. Throws the signal's reason. */
async function untilOther(page: ContextPage, { decides }: Ground, signal: AbortSignal): Promise<void> {
  let hasChanged = true;
  let wake = (): void => undefined;
  const watching = page.app.dockerfiles.watch(decidingFiles(page.argument), () => {
    hasChanged = true;
    wake();
  });
  const stop = (): void => wake();
  signal.addEventListener('abort', stop);
  try {
    for (;;) {
      signal.throwIfAborted();
      if (!hasChanged) await new Promise<void>((resolve) => (wake = resolve));
      else {
        hasChanged = false;
        if ((await decider(page)).decides !== decides) return;
      }
    }
  } finally {
    watching.dispose();
    signal.removeEventListener('abort', stop);
  }
}

interface Decider {
  readonly decides: string;
  readonly ignoreFile: string;
  readonly ignoreText: string | undefined;
  readonly dockerfile: string | undefined;
}

async function decider({ app, argument }: ContextPage): Promise<Decider> {
  const [{ file, read: found }, dockerfile] = await Promise.all([
    ignoreFileFor(app, argument),
    argument.dockerfile === undefined ? undefined : readDockerfile(argument.dockerfile).catch(() => undefined),
  ]);
  return { decides: JSON.stringify([file, found?.text, dockerfile]), ignoreFile: file, ignoreText: found?.text, dockerfile };
}

async function made(page: ContextPage, known: WalkedFolder | undefined, signal: AbortSignal): Promise<ContextPageModel> {
  const { app, argument } = page;
  const { decides, ignoreFile, ignoreText, dockerfile } = await decider(page);
  const read = ignoreFileOf(ignoreText ?? '', app.host.platform === 'win32');
  const ignore = readDockerIgnore(read);
  // What is read of a folder that is too large depends on what is sent of it.
  const walked = known && !known.truncated ? known : await walkContext(argument.folder, ignore, { signal });
  const sources = usedSources(dockerfile === undefined ? undefined : parseDockerfile(dockerfile));
  const { sent, leftOut, used } = await contextListing(walked.entries, { ignore, isUsed: sources.isUsed }, async () => {
    await pause();
    signal.throwIfAborted();
  });
  const model: ContextPageModel = {
    folder: argument.folder,
    dockerfile: argument.dockerfile,
    ignoreFile,
    hasIgnoreFile: ignoreText !== undefined,
    patterns: patternsOf(read, [...sent.rows, ...leftOut.rows]),
    problems: ignore.problems.slice(0, 20),
    sent,
    leftOut,
    used: dockerfile === undefined ? undefined : used,
    usedUnsure: sources.unsure,
    truncated: walked.truncated,
    unreadable: walked.unreadable,
    unreadableCount: walked.unreadableCount,
    proposals: ignoreText === undefined ? await proposals(walked.entries, sources.isNamed, pause) : [],
  };
  grounds.set(model, { walked, decides });
  return model;
}

/** The lines that rows name, by their numbers. */
function patternsOf(text: string, rows: readonly ContextRow[]): Readonly<Record<string, string>> {
  const lines = text.replace(/^\ufeff/, '').split('\n');
  const patterns: Record<string, string> = {};
  const waiting = [...rows];
  for (let row = waiting.pop(); row; row = waiting.pop()) {
    if (row.line !== undefined) setOwn(patterns, String(row.line), (lines[row.line - 1] ?? '').trim().slice(0, 300));
    for (const below of row.rows) waiting.push(below);
  }
  return patterns;
}
