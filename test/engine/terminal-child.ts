import { text } from 'node:stream/consumers';
import { connectEngine } from '../../src/engine/dockerode-engine';

/** A process in which a terminal is open until it is killed: gets `{ socketPath, container, command, tty, user }` as its input. */
async function main(): Promise<void> {
  const { socketPath, container, command, tty, user } = JSON.parse(await text(process.stdin)) as { readonly socketPath: string; readonly container: string; readonly command: readonly string[]; readonly tty: boolean; readonly user?: string };
  const engine = await connectEngine({ socketPath, address: '' });
  const stream = await engine.containers.execute(container, { command, tty, hangUp: true, ...(user !== undefined && { user }) });
  stream.onData((data) => process.stdout.write(data));
}

void main();
