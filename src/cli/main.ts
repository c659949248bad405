import { readFileSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { readDescriptor } from '../files/bounded-file';
import { checkShare, slipwayLint } from './slipway-lint';
import { inThread, shareOfThread } from './threads';

/** Put in by the build. */
declare const SLIPWAY_VERSION: string | undefined;

function version(): string {
  if (typeof SLIPWAY_VERSION === 'string') return SLIPWAY_VERSION;
  try {
    const manifest: unknown = JSON.parse(readFileSync(path.join(__dirname, '../package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
  } catch {
    return 'unknown';
  }
}

// A run is over before most code is worth optimizing: doing so takes longer than all checks of 700 files together.
setFlagsFromString('--interrupt-budget=1500000');

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const thread = shareOfThread();
if (thread !== undefined) void checkShare(thread.share, process.env).then(thread.done);
else run();

function run(): void {
  slipwayLint(process.argv.slice(2), {
    environment: process.env,
    home: homedir(),
    windows: process.platform === 'win32',
    workingFolder: process.cwd(),
    get version() {
      return version();
    },
    colours: process.stdout.isTTY,
    print: (text) => process.stdout.write(text),
    printError: (text) => process.stderr.write(text),
    readInput: () => readDescriptor(0, 'standard input', 'dockerfile'),
    // More than four wait for the disk and for memory.
    threads: { count: Math.min(4, availableParallelism()), check: (share) => inThread(__filename, share) },
  }).then(
    (status) => {
      process.exitCode = status;
    },
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}
