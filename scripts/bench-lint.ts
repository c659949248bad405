import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, type BuildOptions } from 'esbuild';
import { projectRoot } from './build/bundles';

/**
 * npm run bench:lint [-- FOLDER] [--fuzz N] [--hostile N [--seed S]] [--only agreement,fixes,speed,growth]
 *
 * Measures the linter on a folder with `files/` and `findings.jsonl` (what hadolint and BuildKit found in them, one
 * object a line: `{ file, hadolint: [[line, code, level]] | null, buildkit: [[line, rule, detail]], buildkitError }`).
 * Without an argument that is `../shared/dockerfiles`, where it is there. It fails where agreement is below 99 %, where a
 * safe fix does not do what it must, where a kind of file of 300 kB takes more than a second,
 * or where a mutated or a hostile file makes the linter throw or takes more than a second. Hostile files need no folder.
 */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      fuzz: { type: 'string' },
      hostile: { type: 'string' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', default: 'agreement,fixes,speed' },
    },
  });
  const folder = path.resolve(positionals[0] ?? path.join(projectRoot, '../shared/dockerfiles'));
  if (values.hostile === undefined && !existsSync(path.join(folder, 'files'))) {
    console.log(`There are no Dockerfiles to measure with in ${folder}: give a folder with files/ and findings.jsonl.`);
    return;
  }
  const out = path.join(projectRoot, 'out/bench-lint');
  const parts = values.hostile !== undefined ? 'hostile' : values.fuzz === undefined ? values.only : 'mutations';
  // Bundled as the product is, since other loaders make functions slower.
  await bundle('scripts/bench-lint-run.ts', path.join(out, 'run.cjs'));
  await bundle('src/cli/main.ts', path.join(out, 'slipway-lint.js'));
  const words = [
    path.join(out, 'run.cjs'),
    folder,
    parts,
    values.hostile ?? values.fuzz ?? '',
    path.join(out, 'slipway-lint.js'),
    values.seed,
  ];
  process.exitCode = spawnSync(process.execPath, words, { cwd: projectRoot, stdio: 'inherit' }).status ?? 1;
}

async function bundle(entry: string, outfile: string): Promise<void> {
  const options: BuildOptions = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    charset: 'utf8',
    logLevel: 'warning',
  };
  await build({ ...options, absWorkingDir: projectRoot, entryPoints: [entry], outfile });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
