/**
 * Writes what a real bash makes of each line of `test/support/shell-lines.ts` into `test/unit/core/shell-words.cases.json`:
 * the `docker` that bash finds prints its words. Needs bash and to be root.
 *
 *     npx tsx scripts/oracle-shell-words.ts
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { shellFiles, shellFolder, shellIds, shellLines, shellVariables } from '../test/support/shell-lines';

interface ShellCase {
  readonly line: string;
  /** Behind `docker`. Absent when bash does not run docker once, or a variable is not set. */
  readonly words?: readonly string[];
  /** `Q1` and `Q2` as docker sees them. */
  readonly variables?: Readonly<Record<string, string>>;
}

const programs: Readonly<Record<string, string>> = {
  docker: String.raw`printf 'begin\0'; printf '%s\0' "$@"; printf 'end\0%s\0%s\0' "${'$'}{Q1-}" "${'$'}{Q2-}"`,
  whoami: `echo ${shellIds.userName}`,
  hostname: `echo ${shellIds.hostName}`,
  id: `case "$1" in -un) echo ${shellIds.userName};; -g) echo ${String(shellIds.groupId)};; *) echo ${String(shellIds.userId)};; esac`,
};

function ask(line: string, folder: string): ShellCase {
  const project = join(folder, 'project');
  const environment = { PATH: `${folder}/bin:/usr/bin:/bin`, LC_ALL: 'C.UTF-8', ...shellVariables };
  let printed: string;
  try {
    printed = execFileSync('/bin/bash', ['-u', '-c', line], {
      cwd: project,
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
  } catch {
    return { line };
  }
  const match = /^begin\0([^]*)end\0([^\0]*)\0([^\0]*)\0$/.exec(printed.replaceAll(project, shellFolder));
  if (!match || printed.split('begin\0').length !== 2) return { line };
  const [, words = '', Q1 = '', Q2 = ''] = match;
  const variables = { ...(Q1 !== shellVariables['Q1'] && { Q1 }), ...(Q2 !== '' && { Q2 }) };
  return { line, words: words.split('\0').slice(0, -1), ...(Object.keys(variables).length > 0 && { variables }) };
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shell-words-')));
try {
  for (const [name, script] of Object.entries(programs)) {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  for (const file of shellFiles) {
    const path = join(folder, 'project', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
  const cases = shellLines().map((line) => ask(line, folder));
  writeFileSync('test/unit/core/shell-words.cases.json', `[\n${cases.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n')}\n]\n`);
  console.log(`${String(cases.length)} lines, ${String(cases.filter(({ words }) => !words).length)} that bash does not run`);
} finally {
  rmSync(folder, { recursive: true });
}
