/**
 * Writes what real engines say when something is missing or in the wrong state into `test/unit/engine/errors/errors.cases.json`.
 * Engines by `scripts/environment/serve.ts`; needs the image `slipway-test/base:1` that they have.
 *
 *     npx tsx scripts/oracle-engine-faults.ts 'Docker 20.10=PATH/docker.sock' 'Docker 28.5=…' 'Podman 4.3=…'
 */
import { writeFileSync } from 'node:fs';
import { ask, engineFaults, provoke } from '../test/support/engine-faults';

async function main(): Promise<void> {
  const lines: string[] = [];
  for (const argument of process.argv.slice(2)) {
    const [engine = '', socket = ''] = argument.split('=');
    const { ApiVersion } = JSON.parse((await ask(socket, '', { method: 'GET', path: '/version?create' })).text) as { ApiVersion: string };
    for (const fault of engineFaults) {
      const answer = await provoke(socket, `/v${ApiVersion}`, fault);
      if (answer) lines.push(JSON.stringify({ engine, fault: fault.id, at: answer.at, status: answer.status, text: answer.text.trim() }));
    }
  }
  writeFileSync('test/unit/engine/errors/errors.cases.json', `[\n${lines.map((line) => `  ${line}`).join(',\n')}\n]\n`);
  console.log(`${String(lines.length)} answers`);
}

void main();
