import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { joinChunks, type JoinedFile, type Joined } from '../../../scripts/build/join-chunks';

/** Modules that write down that they are evaluated: `start` imports `late` and `later` on demand, which share some. */
const sources: Readonly<Record<string, string>> = {
  'log.js': `export const log = (globalThis.joinedLog ??= []); log.push('log');`,
  'both.js': `import { log } from './log.js'; log.push('both'); export class Both {}`,
  'shared.js': `import { log } from './log.js'; log.push('shared'); export const shared = { of: 'late and later' };`,
  'late.js': `import { Both } from './both.js'; import { shared } from './shared.js'; import { log } from './log.js'; log.push('late'); export const late = { Both, shared };`,
  'later.js': `import { shared } from './shared.js'; import { Both } from './both.js'; import { log } from './log.js'; import { sep } from 'node:path'; log.push('later'); export const later = { Both, shared, sep };`,
  'start.js': `import { Both } from './both.js'; import { log } from './log.js'; log.push('start'); export { Both, log };
    export const loadLate = () => import('./late.js'); export const loadLater = () => import('./later.js');`,
};

interface Start {
  readonly Both: unknown;
  readonly log: readonly string[];
  loadLate(): Promise<{ readonly late: { readonly Both: unknown; readonly shared: unknown } }>;
  loadLater(): Promise<{ readonly later: { readonly Both: unknown; readonly shared: unknown; readonly sep: string } }>;
}

describe('scripts/build/join-chunks', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-joined-'));
    for (const [name, text] of Object.entries(sources)) await writeFile(path.join(folder, name), text);
    delete (globalThis as { joinedLog?: unknown }).joinedLog;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function join(joined: Joined): Promise<readonly JoinedFile[]> {
    const { metafile, outputFiles } = await build({
      absWorkingDir: folder,
      entryPoints: { start: 'start.js' },
      outdir: 'dist',
      outExtension: { '.js': '.mjs' },
      chunkNames: 'chunks/[name]-[hash]',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      minify: true,
      metafile: true,
      write: false,
    });
    const texts = new Map(outputFiles.map((file) => [path.relative(folder, file.path).split(path.sep).join('/'), file.text]));
    return joinChunks({ metafile, texts }, 'dist/start.mjs', joined);
  }

  async function run(files: readonly JoinedFile[]): Promise<Start> {
    await mkdir(path.join(folder, 'dist/chunks'), { recursive: true });
    for (const { file, text } of files) await writeFile(path.join(folder, file), text);
    return (await import(pathToFileURL(path.join(folder, 'dist/start.mjs')).href)) as Start;
  }

  for (const joined of [{}, { start: ['start.js'] }, { start: ['start.js'], rest: ['late.js', 'later.js'] }, { rest: ['later.js'], start: ['start.js'] }] as readonly Joined[]) {
    it(`evaluates each module once and keeps what is shared: ${JSON.stringify(joined)}`, async () => {
      const start = await run(await join(joined));
      const [{ late }, { later }] = [await start.loadLate(), await start.loadLater()];
      assert.deepEqual([late.Both === start.Both, later.Both === start.Both, late.shared === later.shared, later.sep], [true, true, true, path.sep]);
      assert.deepEqual([...start.log].sort(), ['both', 'late', 'later', 'log', 'shared', 'start']);
    });
  }

  it('makes one file of what is loaded together, and says what is loaded before each', async () => {
    const files = await join({ start: ['start.js'], rest: ['late.js', 'later.js'] });
    assert.deepEqual(files.map(({ file, imports }) => ({ file, imports })), [
      { file: 'dist/start.mjs', imports: [] },
      { file: 'dist/chunks/rest.mjs', imports: ['dist/start.mjs'] },
    ]);
    const start = await run(files);
    assert.deepEqual([...start.log].sort(), ['both', 'log', 'start'], 'the rest is not evaluated with the start');
  });

  it('refuses names of what is not imported on demand', async () => {
    await assert.rejects(join({ start: ['shared.js'] }), /shared\.js is not loaded on demand/);
  });
});
