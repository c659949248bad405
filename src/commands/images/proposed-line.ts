import type { App } from '../../app';
import {
  type ProposedLine,
  proposeRunLine,
  readRememberedLines,
  rememberedLine,
  rememberLine,
  type RunnableImage,
} from '../../core/run-proposal';
import type { RunLine } from '../../core/run-line';
import { imageDetailsOf } from '../../engine/images/image-details';

/** A line may hold passwords (`-e`), so lines are kept where secrets are. */
const key = 'runLines';

/** What the box of Run begins with for an image: the line with which it was run last, else one that suits what it is. */
export async function proposedLine(app: App, image: string): Promise<ProposedLine> {
  return (await lastLine(app, image)) ?? proposeRunLine(image, await factsOf(app, image), await takenPorts(app));
}

/** The line with which an image, or another tag of its repository, was run last. It may hold passwords. */
export async function lastLine(app: App, image: string): Promise<ProposedLine | undefined> {
  return rememberedLine(readRememberedLines(await app.secrets.get(key)), image);
}

/** Keeps the line for the next time that the image is run. */
export async function rememberRun(app: App, line: string, { image, imagePlace }: RunLine): Promise<void> {
  const lines = readRememberedLines(await app.secrets.get(key));
  await app.secrets.set(key, JSON.stringify(rememberLine(lines, line, { text: image, ...imagePlace })));
}

/** Undefined where the engine does not say it: the proposal is then as good as it can be. */
async function factsOf(app: App, image: string): Promise<RunnableImage | undefined> {
  try {
    const engine = await app.connection.engine();
    return imageDetailsOf(await engine.images.inspect(image));
  } catch (error) {
    app.log.error(`inspect ${image}`, error);
    return undefined;
  }
}

async function takenPorts(app: App): Promise<ReadonlySet<number>> {
  try {
    const containers = await app.inventory.read('containers');
    return new Set([...containers.values()].flatMap(({ ports }) => ports.flatMap(({ hostPort }) => hostPort ?? [])));
  } catch (error) {
    app.log.error('list containers', error);
    return new Set();
  }
}
