import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build, context, type Metafile } from 'esbuild';
import { hostTests, productBundles, projectRoot, type Bundle } from './bundles';

/** The size of one file that the build made, in bytes. */
export interface BuiltFile {
  readonly file: string;
  readonly bytes: number;
  /** Loaded together with its entry; otherwise on first use. */
  readonly atStart: boolean;
}

async function make(bundles: readonly Bundle[]): Promise<readonly BuiltFile[]> {
  const made: BuiltFile[] = [];
  for (const { options } of bundles) {
    const { metafile } = await build({ ...options, metafile: true });
    made.push(...filesOf(metafile));
  }
  return made;
}

function filesOf({ outputs }: Metafile): readonly BuiltFile[] {
  const atStart = new Set<string>();
  const load = (file: string): void => {
    if (atStart.has(file)) return;
    atStart.add(file);
    for (const { path: imported, kind } of outputs[file]?.imports ?? []) {
      if (kind !== 'dynamic-import' && imported in outputs) load(imported);
    }
  };
  // A part that is imported on demand is named as an entry too; it stands with the chunks.
  for (const [file, { entryPoint }] of Object.entries(outputs)) {
    if (entryPoint !== undefined && !file.includes('/chunks/')) load(file);
  }
  return Object.entries(outputs)
    .map(([file, { bytes }]) => ({ file, bytes, atStart: atStart.has(file) }))
    .toSorted((left, right) => right.bytes - left.bytes);
}

/** Builds `dist/` anew and returns what is in it. Throws esbuild's failure, which it has printed. */
export async function buildProduct(): Promise<readonly BuiltFile[]> {
  await rm(path.join(projectRoot, 'dist'), { recursive: true, force: true });
  return make(productBundles(false));
}

/** Builds the tests that run in VS Code's extension host and returns the file that VS Code is to call. */
export async function buildHostTests(): Promise<string> {
  await make(hostTests());
  return path.join(projectRoot, 'out/host/index.cjs');
}

/** Builds `dist/` again at each change of a source, readable and with source maps, until the process ends. */
export async function watchProduct(): Promise<void> {
  for (const { options } of productBundles(true)) await (await context({ ...options, logLevel: 'info' })).watch();
}
