/** What the name of a step says. */
export interface StepName {
  /** Of a stage of the Dockerfile; of what comes before (`[internal] …`, `[auth] …`); of what comes after (`exporting to image`). */
  readonly part: 'stage' | 'before' | 'after';
  /** The stage as the builder calls it, with its platform where several are built; empty for that of a Dockerfile with one stage. */
  readonly stage: string;
  /** Place in the stage, from 1; undefined for steps of no stage. */
  readonly number: number | undefined;
  /** Steps of the stage. */
  readonly of: number | undefined;
  /** The name without what stands before it in brackets: `RUN make`. */
  readonly text: string;
}

/** A step may quote a script; its name is not looked for brackets beyond this. */
const longestHead = 400;

/**
 * Takes the name of a step apart, as BuildKit makes it (`[build 2/5] RUN make`, `[linux/arm64 build 2/5] RUN make`,
 * `[internal] load build context`, `exporting to image`) and as {@link BuildStep} has it for the classic builder.
 * Source of the form: https://github.com/moby/buildkit, `frontend/dockerfile/dockerfile2llb` (`prefixCommand`).
 */
export function parseStepName(name: string): StepName {
  const end = name.startsWith('[') ? name.slice(0, longestHead).indexOf(']') : -1;
  const text = end < 0 ? name : name.slice(end + 1).trimStart();
  const words = end < 0 ? [] : name.slice(1, end).split(' ').filter(Boolean);
  const [, number, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(words.at(-1) ?? '') ?? [];
  if (number !== undefined && of !== undefined)
    return { part: 'stage', stage: words.slice(0, -1).join(' '), number: Number(number), of: Number(of), text };
  const part =
    end < 0 && /^(?:exporting|pushing|writing|naming|importing to|sending tarball|copying files)\b/.test(text) ? 'after' : 'before';
  return { part, stage: '', number: undefined, of: undefined, text: text === '' ? words.join(' ') : text };
}
