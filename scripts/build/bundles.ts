import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import type { Joined } from './join-chunks';

/** The folder of the project. */
export const projectRoot = path.resolve(__dirname, '../..');

/** One call of esbuild; `label` is how its sizes are shown. */
export interface Bundle {
  readonly label: string;
  readonly options: BuildOptions;
  /** Of a bundle that is split: what becomes one file in the product. */
  readonly joined?: Joined;
}

/** What is loaded by activation, to draw rows, and with the first connection (docs/architecture.md, "What is loaded when"). */
const loadedTogether: Joined = {
  extension: ['src/extension.ts'],
  views: ['src/ui/trees/contents-of.ts', 'src/engine/connection/engine-connection.ts'],
  engine: ['src/engine/dockerode-engine.ts'],
};

/** dockerode brings these for SSH and BuildKit sessions of its own, which Slipway does without: 3 MB that nothing calls. */
const unused = /^(ssh2|cpu-features|protobufjs|@grpc\/.*)(\/.*)?$/;

const leaveOut: Plugin = {
  name: 'leave-out',
  setup(build) {
    build.onResolve({ filter: unused }, ({ path: name }) => ({ path: name, namespace: 'left-out' }));
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const common = (watch: boolean): BuildOptions => ({
  absWorkingDir: projectRoot,
  bundle: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  minify: !watch,
  sourcemap: watch ? 'linked' : false,
});

const node = (watch: boolean): BuildOptions => ({
  ...common(watch),
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  // What its manifest names requires files by names that are made up while it runs.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  plugins: [leaveOut],
});

/** The version that the manifest names, as text of a program. */
function versionText(): string {
  const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { readonly version: string };
  return JSON.stringify(manifest.version);
}

const isThere = (file: string): boolean => existsSync(path.join(projectRoot, file));

function extension(watch: boolean): readonly Bundle[] {
  if (!isThere('src/extension.ts')) return [];
  return [
    {
      label: 'extension',
      ...(watch ? {} : { joined: loadedTogether }),
      options: {
        ...node(watch),
        format: 'esm',
        splitting: true,
        entryPoints: { extension: 'src/extension.ts' },
        outdir: 'dist',
        outExtension: { '.js': '.mjs' },
        chunkNames: 'chunks/[name]-[hash]',
        // Dependencies in CommonJS call require, which a module does not have.
        banner: { js: "import{createRequire as slipwayRequire}from'node:module';const require=slipwayRequire(import.meta.url);" },
      },
    },
  ];
}

function commandLine(watch: boolean): readonly Bundle[] {
  if (!isThere('src/cli/main.ts')) return [];
  return [
    {
      label: 'slipway-lint',
      options: {
        ...node(watch),
        format: 'cjs',
        entryPoints: { 'slipway-lint': 'src/cli/main.ts' },
        outdir: 'dist',
        banner: { js: '#!/usr/bin/env node' },
        // The program may be copied to where no manifest stands beside it.
        define: { SLIPWAY_VERSION: versionText() },
      },
    },
  ];
}

function webviews(watch: boolean): readonly Bundle[] {
  const folder = 'src/webview/pages';
  const pages = isThere(folder)
    ? readdirSync(path.join(projectRoot, folder)).filter((file) => /\.(ts|css)$/.test(file) && !file.endsWith('.d.ts'))
    : [];
  if (pages.length === 0) return [];
  return [
    {
      label: 'webview',
      options: {
        ...common(watch),
        platform: 'browser',
        target: 'es2022',
        format: 'iife',
        outdir: 'dist/webview',
        entryPoints: pages.map((page) => `${folder}/${page}`),
        loader: { '.ttf': 'file', '.woff2': 'file', '.svg': 'dataurl' },
      },
    },
  ];
}

/** All `*.test.ts` under a folder of the project, sorted, relative to the project. */
export const testFiles = (folder: string): readonly string[] => filesUnder(folder, '.test.ts');

/** All benchmarks, in the same way. */
export const benchFiles = (): readonly string[] => filesUnder('test/bench', '.bench.ts');

function filesUnder(folder: string, ending: string): readonly string[] {
  if (!isThere(folder)) return [];
  return readdirSync(path.join(projectRoot, folder), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith(ending))
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .toSorted();
}

/** The suites of `test/host` in one file, with the `run()` that VS Code calls. */
export function hostTests(): readonly Bundle[] {
  const files = testFiles('test/host');
  const requires = files.map((file) => `require('./${file}');`).join('\n');
  return [
    {
      label: 'host tests',
      options: {
        ...node(true),
        external: ['vscode', 'mocha'],
        format: 'cjs',
        stdin: {
          contents: `import { runHostTests } from './test/support/environment/host-tests';\nexport const run = () => runHostTests(() => {\n${requires}\n});`,
          resolveDir: projectRoot,
          sourcefile: 'host-tests.ts',
          loader: 'ts',
        },
        outfile: 'out/host/index.cjs',
      },
    },
  ];
}

/** A program of a test or benchmark that runs in a process of its own, built as the product is; `file` is from the root. */
export function testProgram(file: string, outfile: string): Bundle {
  return { label: file, options: { ...node(false), format: 'cjs', entryPoints: [file], outfile } };
}

/** What `npm run build` makes, of the parts whose sources are there. */
export function productBundles(watch: boolean): readonly Bundle[] {
  return [...extension(watch), ...commandLine(watch), ...webviews(watch)];
}
