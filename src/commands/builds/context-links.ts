import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Build } from '../../builds/builds';
import type { PageLink } from '../../core/build/build-page';
import { plainAnsiLine } from '../../core/ansi-spans';
import { contextCandidates, outputLinks } from '../../core/build/output-links';

/** So many paths of one output are looked for on the disk. */
const mostPaths = 100;
/** So many are remembered of a build. */
const mostKnown = 2_000;

/** Where a path of the output is in the context; undefined where there is no such file. */
const found = new WeakMap<Build, Map<string, string | undefined>>();

/** The files of the context that a text names, each as it is written once. What was looked for once is not looked for again. */
export async function contextLinks(build: Build, text: string): Promise<readonly PageLink[]> {
  const { source } = build.request;
  if (source.kind !== 'folder') return [];
  const paths = new Set<string>();
  for (const line of text.split('\n')) {
    for (const link of outputLinks(plainAnsiLine(line))) if (paths.size < mostPaths) paths.add(link.path);
  }
  const known = found.get(build) ?? new Map<string, string | undefined>();
  found.set(build, known);
  if (known.size > mostKnown) known.clear();
  const links: PageLink[] = [];
  for (const written of paths) {
    if (!known.has(written)) known.set(written, await inContext(source.folder, written));
    const file = known.get(written);
    if (file !== undefined) links.push({ path: written, file });
  }
  return links;
}

async function inContext(folder: string, written: string): Promise<string | undefined> {
  for (const candidate of contextCandidates(written)) {
    const isFile = await stat(path.join(folder, candidate)).then(
      (facts) => facts.isFile(),
      () => false,
    );
    if (isFile) return candidate;
  }
  return undefined;
}
