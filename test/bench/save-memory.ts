import { readFileSync, writeFileSync } from 'node:fs';
import { saveImages } from '../../src/commands/images/save';
import { connectEngine } from '../../src/engine/dockerode-engine';
import { fakeApp, runWithAnswers } from '../support/fake-app';

const [, , address = '', small = '', large = '', file = ''] = process.argv;

/** Resident bytes as Linux counts them: now, and the most since the last reset. */
function resident(): { readonly now: number; readonly most: number } {
  const status = readFileSync('/proc/self/status', 'utf8');
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return { now: kilobytes('VmRSS') * 1024, most: kilobytes('VmHWM') * 1024 };
}

// Saves a small image, so that all code is loaded, then a large one; prints by how much memory grew meanwhile, as JSON.
async function main(): Promise<void> {
  const engine = await connectEngine({ socketPath: address.replace('unix://', ''), address });
  const app = fakeApp({ engine });
  await runWithAnswers(saveImages, app, { images: [small], file });
  const { now: before } = resident();
  // Linux: forgets the highest mark (proc(5), clear_refs).
  writeFileSync('/proc/self/clear_refs', '5');
  const saved = await runWithAnswers(saveImages, app, { images: [large], file });
  console.log(JSON.stringify({ grown: resident().most - before, saved }));
  engine.dispose();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
