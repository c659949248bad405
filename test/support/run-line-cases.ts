import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { LineSurroundings } from '../../src/core/run-line';
import { runLineFiles, runLineVariables } from './run-line-surroundings';

/** A line and what the real docker command line makes of it; see `scripts/oracle-run-line.ts`. */
export interface RunLineCase {
  readonly line: string;
  readonly refused?: true;
  readonly name?: string;
  readonly platform?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Made by `scripts/oracle-run-line.ts`. */
export const runLineCases = JSON.parse(
  readFileSync(new URL('../unit/core/run-line.cases.json', import.meta.url), 'utf8'),
) as readonly RunLineCase[];

/** The machine on which they are typed. */
export const runLineMachine: LineSurroundings = {
  home: '/home/user',
  workingDirectory: '/project',
  variables: runLineVariables,
  resolvePath: (path) => posix.resolve('/project', path),
  readFile: (path) => {
    const text = runLineFiles[posix.resolve('/project', path).slice(1)];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  },
};
