import { connectEngine } from '../../src/engine/dockerode-engine';

const [, , address = '', what = ''] = process.argv;

// Connects, makes one list and ends, as a command line does.
async function main(): Promise<void> {
  const engine = await connectEngine({ socketPath: address.replace('unix://', ''), address });
  const found = what === 'images' ? await engine.images.list({ all: true }) : await engine.containers.list({ all: true });
  process.stdout.write(`${String(found.length)}\n`);
  engine.dispose();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
