/**
 * Makes the TypeScript of BuildKit's messages, `*_pb.ts`, of the `.proto` files beside them. Run after a change of these:
 * `npx tsx scripts/protocol.ts`. The two programs are fetched by npx, as nothing else needs them.
 */
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from './build/bundles';
import { run } from './environment/process';

const programs = ['@bufbuild/buf@1.75.0', '@bufbuild/protoc-gen-es@2.13.0'];

async function main(): Promise<void> {
  const folder = path.join(projectRoot, 'src/engine/builder/buildkit/protocol');
  const temporary = await mkdtemp(path.join(tmpdir(), 'slipway-protocol-'));
  try {
    const template = path.join(temporary, 'buf.gen.yaml');
    const plugin = { local: 'protoc-gen-es', out: folder, opt: ['target=ts', 'import_extension=none'] };
    writeFileSync(template, JSON.stringify({ version: 'v2', plugins: [plugin] }));
    await run('npx', ['--yes', ...programs.map((name) => `--package=${name}`), 'buf', 'generate', folder, '--template', template]);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

void main();
