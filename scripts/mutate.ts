import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot, testFiles } from './build/bundles';
import { messageOf } from './environment/failure';
import { readJson } from './environment/json';
import { pureFiles } from './mutate/pure';
import { rangesOf, sampleOf, type Mutant } from './mutate/sample';

/** Fetched when it is used: as a dependency it would make every `npm ci` longer by 120 packages. The last for Node 20. */
const stryker = '9.6.1';

/** What became of a mutant; `line` counts from one. */
interface MutantResult {
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly status: string;
  readonly mutatorName: string;
  readonly text: string;
  readonly replacement: string;
  /** What Stryker says about it: what failed, or why it could not run. */
  readonly reason?: string;
}

/** Tests that read the project's own sources, which Stryker has changed, or start programs that it does not reach. */
const aboutSources = /^test\/unit\/(imports|walkthrough|patterns|docs\/|manifest\/|l10n\/)/;

/** Test files, as Stryker takes them. */
function filesIn(...folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) => testFiles(folder))
    .map((file) => path.relative(projectRoot, path.resolve(projectRoot, file)).replaceAll('\\', '/'))
    .filter((file) => !aboutSources.test(file));
}

/** The attacks on a folder alone: what they run of `src` is that folder, or `core` beside it. */
function attacksOn(folder: string): readonly string[] {
  return filesIn('test/security').filter((file) => {
    const text = readFileSync(path.join(projectRoot, file), 'utf8');
    const run = new Set([...text.matchAll(/^import (?!type )[^;]* from '\.\.\/\.\.\/(src\/[\w-]+)/gm)].map(([, name]) => name));
    return run.has(folder) && [...run].every((name) => name === folder || name === 'src/core');
  });
}

/** The tests of a folder itself, or of a file, and the attacks on it. */
function ownTests(folder: string): readonly string[] {
  const own = folder.endsWith('.ts') ? path.posix.dirname(folder) : folder;
  const rules = own.startsWith('src/dockerfile') ? ['test/rules'] : [];
  return [...filesIn(own.replace(/^src/, 'test/unit'), ...rules), ...attacksOn(own)];
}

/** The unit tests of what stands on it. */
function otherTests(folder: string): readonly string[] {
  const own = new Set(ownTests(folder));
  return filesIn('test/unit').filter((file) => !own.has(file));
}

/** Stryker picks tests by one pattern of all their titles: one title of many thousand characters is too much for it. */
function isUntried({ status, reason = '' }: MutantResult): boolean {
  return status === 'RuntimeError' && /ERR_MOCHA_INSTANCE|Regular expression too large/.test(reason);
}

/** A failing test, one that never ends, or a test file that cannot even be loaded. */
function isNoticed(result: MutantResult | undefined): boolean {
  return (
    result !== undefined && (['Killed', 'Timeout'].includes(result.status) || (result.status === 'RuntimeError' && !isUntried(result)))
  );
}

/** Runs Stryker, fetched by npx; it writes into `directory` by scripts/mutate/plugin.mjs. */
function runStryker(directory: string, options: Readonly<Record<string, unknown>>): Promise<void> {
  const configuration = path.join(directory, 'stryker.json');
  const packages = [`@stryker-mutator/core@${stryker}`, `@stryker-mutator/mocha-runner@${stryker}`].flatMap((name) => ['--package', name]);
  const common = {
    testRunner: 'mocha',
    testRunnerNodeArgs: ['--import', 'tsx'],
    plugins: ['@stryker-mutator/mocha-runner', path.join(projectRoot, 'scripts/mutate/plugin.mjs')],
    checkers: ['slipway'],
    reporters: ['slipway'],
    // Stryker would rewrite it by TypeScript, which npx has not fetched; none of it leads out of the project.
    tsconfigFile: 'none',
    concurrency: 2,
    allowConsoleColors: false,
    ignorePatterns: ['/dist', '/out', '/test-results', '/.slipway', '/.vscode-test'],
    tempDirName: '.slipway/stryker',
    // A process that begins anew on a busy machine is no endless loop; those are ended by their count of rounds.
    timeoutMS: 90_000,
    warnings: false,
  };
  return writeFile(configuration, JSON.stringify({ ...common, ...options }, undefined, 2)).then(
    () =>
      new Promise((resolve, reject) => {
        const child = spawn('npx', ['--yes', ...packages, 'stryker', 'run', configuration], {
          cwd: projectRoot,
          stdio: 'inherit',
          env: { ...process.env, SLIPWAY_MUTATE_DIRECTORY: directory },
          shell: process.platform === 'win32',
        });
        child.once('error', reject);
        child.once('close', (code) => {
          if (code === 0) resolve();
          else reject(new Error(`Stryker ended with ${String(code)}`));
        });
      }),
  );
}

/** What of a folder, or which file, is mutated. */
function patternsOf(folder: string, pure: boolean): readonly string[] {
  if (!pure) return [folder.endsWith('.ts') ? folder : `${folder}/**/*.ts`];
  const files = readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return pureFiles(files.map((name) => path.join(projectRoot, folder, name))).map((file) =>
    path.relative(projectRoot, file).replaceAll('\\', '/'),
  );
}

async function read<T>(directory: string, name: string): Promise<T> {
  const value = await readJson<T>(path.join(directory, name));
  if (value === undefined) throw new Error(`Stryker wrote no ${name}`);
  return value;
}

/** npm run mutate -- FOLDER [--own] [--pure] [--but GLOB] [--survivors FILE]: changes a sample of the folder's code and lists what no test notices. */
async function main(): Promise<void> {
  const {
    values,
    positionals: [folder = ''],
  } = parseArgs({
    allowPositionals: true,
    options: {
      own: { type: 'boolean', default: false },
      pure: { type: 'boolean', default: false },
      but: { type: 'string', multiple: true, default: [] },
      survivors: { type: 'string' },
    },
  });
  if (!folder.startsWith('src/')) throw new Error('Usage: npm run mutate -- src/FOLDER [--own] [--pure] [--but GLOB]… [--survivors FILE]');
  const size = Number(process.env.SLIPWAY_MUTATE_SAMPLE ?? 200);
  const seed = Number(process.env.SLIPWAY_MUTATE_SEED ?? 1);
  // What an earlier run's results.json says stands, and only what nobody noticed there is tried again.
  const earlier = values.survivors === undefined ? [] : (JSON.parse(await readFile(values.survivors, 'utf8')) as readonly MutantResult[]);
  const results = new Map(earlier.map((result) => [result.key, result]));
  const directory = path.join(projectRoot, 'test-results', `mutate-${folder.replace(/\W+/g, '-')}`);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await runStryker(directory, {
    mutate: [...patternsOf(folder, values.pure), '!**/*.d.ts', ...values.but.map((glob) => `!${glob}`)],
    mochaOptions: { spec: ['scripts/mutate/nothing.mjs'] },
    coverageAnalysis: 'off',
  });
  const mutants = await read<readonly Mutant[]>(directory, 'mutants.json');
  const sample = earlier.length > 0 ? mutants.filter(({ key }) => results.has(key)) : sampleOf(mutants, size, seed);
  if (earlier.length > sample.length)
    console.log(`${earlier.length - sample.length} mutants are no longer there, or stand elsewhere: they keep their results`);
  // The folder's own tests first: what they notice needs no other, and they take seconds.
  for (const tests of values.own ? [ownTests(folder)] : [ownTests(folder), otherTests(folder)]) {
    const left = sample.filter(({ key }) => !isNoticed(results.get(key)));
    if (left.length === 0 || tests.length === 0) continue;
    await writeFile(path.join(directory, 'chosen.json'), JSON.stringify(left.map(({ key }) => key)));
    await runStryker(directory, {
      mutate: rangesOf(left),
      mochaOptions: { spec: [...tests, 'scripts/mutate/forget.ts'] },
      coverageAnalysis: 'perTest',
    });
    const chosen = new Set(left.map(({ key }) => key));
    for (const result of await read<readonly MutantResult[]>(directory, 'results.json')) {
      // Tests that do not reach a mutant say nothing about those that did.
      if (chosen.has(result.key) && !(result.status === 'NoCoverage' && results.has(result.key))) results.set(result.key, result);
    }
  }
  await writeFile(path.join(directory, 'results.json'), JSON.stringify([...results.values()], undefined, 1));
  const unnoticed = [...results.values()].filter((result) => !isNoticed(result));
  for (const { file, line, status, mutatorName, text, replacement } of unnoticed) {
    console.log(`${file}:${line} ${mutatorName} ${status}\n  - ${text}\n  + ${replacement.replaceAll('\n', '\n    ')}`);
  }
  const untried = [...results.values()].find(isUntried);
  if (untried !== undefined) throw new Error(`Not all mutants could be tried: ${untried.reason?.slice(-300) ?? ''}`);
  console.log(
    `\n${folder}, seed ${seed}: ${results.size - unnoticed.length} of ${results.size} noticed (${mutants.length} mutants in all)`,
  );
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
