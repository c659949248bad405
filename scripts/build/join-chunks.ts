import path from 'node:path';
import { transform, type Metafile } from 'esbuild';
import { rollup, type OutputChunk } from 'rollup';

/** A bundle that esbuild has split into modules, in memory; names of files are from the root of the project. */
export interface SplitBundle {
  readonly metafile: Metafile;
  readonly texts: ReadonlyMap<string, string>;
}

/** What is loaded together, by the name of the file that is made of it: sources that are entries or imported on demand. */
export type Joined = Readonly<Record<string, readonly string[]>>;

/** A file to be written below `dist`. */
export interface JoinedFile {
  readonly file: string;
  readonly text: string;
  /** Files that are loaded before it. */
  readonly imports: readonly string[];
}

/**
 * esbuild makes a file of what the same parts share, for each set of parts: dozens, most of them tiny. Node takes longer for
 * each of them in VS Code's extension host than for what is in it. This makes one file of what is always loaded together.
 */
export async function joinChunks({ metafile, texts }: SplitBundle, entry: string, joined: Joined): Promise<readonly JoinedFile[]> {
  const places = placesOf(metafile, joined);
  const bundle = await rollup({
    input: entry,
    // Node's own modules and VS Code's.
    external: (id) => !id.startsWith('.') && !texts.has(id),
    // Other files may take from the entry what they share with it.
    preserveEntrySignatures: 'allow-extension',
    treeshake: false,
    onwarn(warning) {
      throw new Error(warning.message);
    },
    plugins: [
      {
        name: 'in-memory',
        resolveId: (wanted, importer) => {
          const file = importer === undefined ? wanted : path.posix.join(path.posix.dirname(importer), wanted);
          return texts.has(file) ? file : null;
        },
        load: (id) => texts.get(id) ?? null,
      },
    ],
  });
  try {
    const { output } = await bundle.generate({
      format: 'es',
      manualChunks: (id) => places.get(id),
      entryFileNames: path.posix.basename(entry),
      chunkFileNames: 'chunks/[name].mjs',
      hoistTransitiveImports: false,
    });
    const chunks = output.filter((file) => file.type === 'chunk');
    const names = new Set(chunks.map(({ fileName }) => fileName));
    return await Promise.all(chunks.map((chunk) => minified(chunk, names)));
  } finally {
    await bundle.close();
  }
}

const inDist = (file: string): string => `dist/${file}`;

async function minified({ fileName, code, imports }: OutputChunk, names: ReadonlySet<string>): Promise<JoinedFile> {
  const { code: text } = await transform(code, { minify: true, format: 'esm', target: 'node20', charset: 'utf8', legalComments: 'none' });
  return { file: inDist(fileName), text, imports: imports.filter((name) => names.has(name)).map(inDist) };
}

/** The name of the file that each module goes to: the first of those that always load it. */
function placesOf({ outputs }: Metafile, joined: Joined): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  const put = (output: string, name: string): void => {
    if (places.has(output)) return;
    places.set(output, name);
    for (const { path: imported, kind } of outputs[output]?.imports ?? []) {
      if (kind !== 'dynamic-import' && imported in outputs) put(imported, name);
    }
  };
  for (const [name, entries] of Object.entries(joined)) {
    for (const entry of entries) {
      const output = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === entry);
      if (output === undefined) throw new Error(`${entry} is not loaded on demand`);
      put(output, name);
    }
  }
  return places;
}
