import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { generators } from './testing/generators';

// npm run generate: writes everything that is made of something else. With `--check` it only says what it would change.
for (const generator of generators) {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', path.join(__dirname, generator), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
