import type { App } from '../../app';
import { oneLine } from '../../core/untrusted';
import type { Node } from '../../nodes/define';
import type { Choice } from '../../ports';
import type { Named } from './run-on-each';

/** What was chosen is on other engines than the one whose App was given: the verb is done on each of these instead. */
export class OnOtherEngines extends Error {
  constructor(readonly chosen: readonly ChosenOn[]) {
    super('What was chosen is on another engine');
  }
}

/** Objects of one engine. */
export interface ChosenOn {
  readonly app: App;
  readonly targets: readonly Named[];
}

/** A person may choose from all shown engines; `chosen` is what was chosen from this one before the verb began anew. */
export interface Elsewhere {
  readonly chosen?: readonly Named[];
}

/** What of a call says where a person may choose from. */
export interface ChoosingCall {
  readonly nodes: readonly Node[];
  readonly elsewhere?: Elsewhere | undefined;
}

/** What of one engine can be chosen. */
export interface Located<Value> {
  readonly app: App;
  readonly value: Value;
}

/** The choices of all shown engines under their names; one that does not answer has none. */
export async function choicesOfAll<Value>(
  app: App,
  choices: (app: App) => Promise<readonly Choice<Value>[]>,
): Promise<readonly Choice<Located<Value>>[]> {
  const lists = await Promise.all(
    app.engines.shown.map(async (engine) => {
      if (engine.connection.state.kind === 'unreachable') return [];
      const list = await choices(engine);
      const section = oneLine(engine.identity.name);
      return list.map((choice) => ({ ...choice, section, value: { app: engine, value: choice.value } }));
    }),
  );
  return lists.flat();
}

/** What was chosen, where it is all on this engine. Throws {@link OnOtherEngines} for anything else. */
export function ofThisEngine<Value extends Named>(app: App, chosen: readonly Located<Value>[]): readonly Value[] {
  if (chosen.every((one) => one.app.identity === app.identity)) return chosen.map(({ value }) => value);
  const engines = [...new Set(chosen.map((one) => one.app))];
  throw new OnOtherEngines(
    engines.map((engine) => ({ app: engine, targets: chosen.filter((one) => one.app === engine).map(({ value }) => value) })),
  );
}
