import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, context, type Metafile } from 'esbuild';
import { hostTests, productBundles, projectRoot, type Bundle } from './bundles';
import { joinChunks, type Joined } from './join-chunks';

/** The size of one file that the build made, in bytes. */
export interface BuiltFile {
  readonly file: string;
  readonly bytes: number;
  /** Loaded together with its entry; otherwise on first use. */
  readonly atStart: boolean;
}

async function make(bundles: readonly Bundle[]): Promise<readonly BuiltFile[]> {
  const made: BuiltFile[] = [];
  for (const bundle of bundles) made.push(...(bundle.joined ? await makeJoined(bundle, bundle.joined) : await makeWhole(bundle)));
  return made;
}

async function makeWhole({ options }: Bundle): Promise<readonly BuiltFile[]> {
  const { metafile } = await build({ ...options, metafile: true });
  return filesOf(metafile);
}

async function makeJoined({ options }: Bundle, joined: Joined): Promise<readonly BuiltFile[]> {
  const { metafile, outputFiles } = await build({ ...options, metafile: true, write: false });
  const texts = new Map(outputFiles.map((file) => [path.relative(projectRoot, file.path).split(path.sep).join('/'), file.text]));
  const entry = Object.keys(metafile.outputs).find((file) => !file.includes('/chunks/')) ?? '';
  const files = await joinChunks({ metafile, texts }, entry, joined);
  await mkdir(path.join(projectRoot, 'dist/chunks'), { recursive: true });
  for (const { file, text } of files) await writeFile(path.join(projectRoot, file), text);
  const imports = new Map(files.map((each) => [each.file, each.imports]));
  const atStart = reached([entry], (file) => imports.get(file) ?? []);
  return bySize(files.map(({ file, text }) => ({ file, bytes: Buffer.byteLength(text), atStart: atStart.has(file) })));
}

/** Files that are loaded with some, these included. */
function reached(from: readonly string[], importsOf: (file: string) => readonly string[]): ReadonlySet<string> {
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    importsOf(file).forEach(load);
  };
  from.forEach(load);
  return loaded;
}

const bySize = (files: readonly BuiltFile[]): readonly BuiltFile[] => files.toSorted((left, right) => right.bytes - left.bytes);

/** The sources of what activation loads, the largest first, with their bytes in it. */
export async function activationSources(): Promise<readonly Pick<BuiltFile, 'file' | 'bytes'>[]> {
  const sources = new Map<string, number>();
  for (const { options } of productBundles(false).filter(({ label }) => label === 'extension')) {
    const { metafile } = await build({ ...options, metafile: true, write: false });
    for (const { file } of filesOf(metafile).filter(({ atStart }) => atStart)) {
      for (const [source, { bytesInOutput }] of Object.entries(metafile.outputs[file]?.inputs ?? {}))
        sources.set(source, (sources.get(source) ?? 0) + bytesInOutput);
    }
  }
  return [...sources].map(([file, bytes]) => ({ file, bytes })).toSorted((left, right) => right.bytes - left.bytes);
}

function filesOf({ outputs }: Metafile): readonly BuiltFile[] {
  const importsOf = (file: string): readonly string[] =>
    (outputs[file]?.imports ?? [])
      .filter(({ path: imported, kind }) => kind !== 'dynamic-import' && imported in outputs)
      .map((each) => each.path);
  // A part that is imported on demand is named as an entry too; it stands with the chunks.
  const entries = Object.keys(outputs).filter((file) => outputs[file]?.entryPoint !== undefined && !file.includes('/chunks/'));
  const atStart = reached(entries, importsOf);
  return bySize(Object.entries(outputs).map(([file, { bytes }]) => ({ file, bytes, atStart: atStart.has(file) })));
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
