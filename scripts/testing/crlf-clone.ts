import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../build/bundles';
import { run } from '../environment/process';
import { generators } from './generators';

/**
 * Clones what is committed as Git for Windows does by default (`core.autocrlf=true`), and runs the checks of generated
 * files and the rules suite in the clone: both compare texts byte for byte. Throws with what a check says.
 */
export async function checkCrlfClone(): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), 'slipway-crlf-'));
  const clone = path.join(directory, 'clone');
  try {
    await run('git', ['-c', 'core.autocrlf=true', 'clone', '--quiet', '--no-local', '--config', 'core.autocrlf=true', projectRoot, clone], {
      environment: ownRepository,
    });
    await symlink(path.join(projectRoot, 'node_modules'), path.join(clone, 'node_modules'), 'junction');
    // The notices are made of what is installed, whatever the clone is.
    for (const script of generators.filter((name) => name !== 'notices.ts')) {
      await run(process.execPath, ['--import', 'tsx', path.join('scripts', script), '--check'], { cwd: clone });
    }
    await run(process.execPath, ['--import', 'tsx', path.join('scripts', 'test.ts'), 'rules'], { cwd: clone });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Git hands hooks the repository they run in by these; the clone is another one. */
const ownRepository = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
