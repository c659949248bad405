import { onceForEachText } from '../shell/programs';
import { mindsErrors, minds, needsGroup, startsInOwnFolder, type RunSide } from './run-side';
import { endsShellOnError, shellChanges, type ShellChange } from './shell-state';

/** How one side stands in the merged instruction. */
export interface PlacedSide {
  readonly side: RunSide;
  /** What joins it to the side before; `''` for the first. */
  readonly joiner: '' | '&&' | ';';
  readonly group: '' | '{' | '(';
  /** The first statement that stays: 1 where its leading `set` is in force already and is left out. */
  readonly from: 0 | 1;
  /** The first statement in the group: behind `from` where a leading `set` must stay outside of it. */
  readonly groupFrom: 0 | 1;
}

/** What stands against a merge that keeps the behaviour. */
export interface Obstacle {
  readonly change: ShellChange;
  readonly side: RunSide;
}

interface State {
  /** Options in force in the shell that runs the merged text. */
  readonly options: Set<string>;
  /** Whether a failure of what was placed last ends the shell under `set -e`. */
  lastEnds: boolean;
}

/**
 * Finds joiners and groups with which the sides, run in one shell, do what they did in shells of their own. With
 * `tolerant` the state that a side leaves behind (its folder, its variables) is let through.
 *
 * `set -e` is the hard part (POSIX, `set`): it is ignored in every part of an `&&` list but the last, also in groups and
 * subshells there. So under `set -e` sides are joined with `;` where a failure of the side before ends the shell, and
 * with `&&` only where what stands in the list has no errors in its middle.
 *
 * @param shellOptions what the shell's own command line turns on, as in `SHELL ["/bin/bash", "-eo", "pipefail", "-c"]`
 */
export function arrange(sides: readonly RunSide[], shellOptions: readonly string[], tolerant: boolean): readonly PlacedSide[] | Obstacle {
  const state: State = { options: new Set(shellOptions), lastEnds: false };
  const placed: PlacedSide[] = [];
  for (const [index, side] of sides.entries()) {
    const from = index > 0 && setIsInForce(side, state.options) ? 1 : 0;
    const effective = from === 0 ? side : behindFirst(side);
    const joiner = index === 0 ? '' : state.options.has('e') && state.lastEnds ? ';' : '&&';
    const later = sides.slice(index + 1);
    const grouped = groupFor(effective, joiner, later, state.options, tolerant);
    if ('kind' in grouped) return { change: grouped, side };
    const lost = place(state, effective, joiner, grouped, later.length > 0);
    if (lost !== undefined) return { change: lost, side };
    placed.push({ side, joiner, from, group: grouped.group, groupFrom: from === 1 || grouped.setOutside ? 1 : 0 });
  }
  return placed;
}

/** The side without its first statement. */
function behindFirst(side: RunSide): RunSide {
  const statements = side.statements.slice(1);
  return { ...side, statements, changes: shellChanges(statements) };
}

interface Grouping {
  readonly group: PlacedSide['group'];
  /** The leading `set` stands in front of the group. */
  readonly setOutside: boolean;
}

function groupFor(
  side: RunSide,
  joiner: PlacedSide['joiner'],
  later: readonly RunSide[],
  inForce: ReadonlySet<string>,
  tolerant: boolean,
): Grouping | ShellChange {
  const leaking = later.length === 0 ? undefined : leak(side, later, inForce, tolerant);
  if (leaking === undefined) return { group: braces(side, joiner, later.length > 0, inForce), setOutside: false };
  if (canContain(side)) return { group: '(', setOutside: false };
  if (joiner === '&&' || !beginsWithSet(side)) return leaking;
  const rest = behindFirst(side);
  const minded = later.some((other) =>
    minds(
      other,
      side.leadingOptions.filter((option) => !inForce.has(option)),
    ),
  );
  return !minded && canContain(rest) ? { group: '(', setOutside: true } : leaking;
}

/** Whether `set` with known options is a statement of its own in front of others. */
function beginsWithSet(side: RunSide): boolean {
  return side.statements.length > 1 && side.statements[0]?.command.type === 'Command' && side.leadingOptions.length > 0;
}

function setIsInForce(side: RunSide, options: ReadonlySet<string>): boolean {
  return beginsWithSet(side) && side.leadingOptions.every((option) => options.has(option));
}

/** Everything in a script that may be a name of a variable. */
const wordsIn = onceForEachText(({ text }): ReadonlySet<string> => new Set(text.match(/\w+/g)));

/**
 * Whether nobody later can see these variables: no text names them, and they are not in the environment already, as
 * names in capitals and those of proxies may be; a variable that is in the environment is exported whenever it is set.
 */
function isUnseen(names: readonly string[], later: readonly RunSide[]): boolean {
  return names.every(
    (name) => /^[a-z][a-z0-9_]*$/.test(name) && !name.endsWith('proxy') && !later.some(({ script }) => wordsIn(script).has(name)),
  );
}

/** The first change of the side that would matter to a later one. */
function leak(side: RunSide, later: readonly RunSide[], inForce: ReadonlySet<string>, tolerant: boolean): ShellChange | undefined {
  return side.changes.find(({ kind, options, names }) => {
    if (kind === 'leave' || kind === 'background') return true;
    if (tolerant) return false;
    if (kind === 'options' && options !== undefined) {
      const added = options.filter((option) => !inForce.has(option));
      return later.some((other) => minds(other, added));
    }
    if (kind === 'variable' && names !== undefined) return !isUnseen(names, later);
    return !(kind === 'directory' && later[0] !== undefined && startsInOwnFolder(later[0]));
  });
}

/** Whether `( )` keeps its changes in: not `set -e`, which would not work before or behind `&&` there. */
function canContain(side: RunSide): boolean {
  return !side.changes.some(({ kind, options }) => kind === 'options' && options?.includes('e') !== false);
}

function braces(
  { statements, changes }: RunSide,
  joiner: PlacedSide['joiner'],
  hasLater: boolean,
  options: ReadonlySet<string>,
): PlacedSide['group'] {
  if (!needsGroup(statements)) return '';
  if (joiner === '&&') return '{';
  const setsOptions = changes.some(({ kind }) => kind === 'options');
  return joiner === '' && hasLater && !options.has('e') && !setsOptions ? '{' : '';
}

/** Brings the state up to date; the change that makes errors pass unnoticed, if there is one. */
function place(
  state: State,
  { statements, changes, leadingOptions }: RunSide,
  joiner: PlacedSide['joiner'],
  { group, setOutside }: Grouping,
  hasLater: boolean,
): ShellChange | undefined {
  const own = changes.find(({ kind, options }) => kind === 'options' && options?.includes('e') !== false);
  const last = statements.at(-1);
  const ends = group === '(' || (last !== undefined && endsShellOnError(last.command));
  const lastEnds = group !== '{' && joiner !== '&&' && ends;
  const errors = state.options.has('e') || (own !== undefined && (group !== '(' || setOutside));
  const inList = joiner === '&&' || group === '{' ? statements : statements.slice(-1);
  if (hasLater && errors && !lastEnds && mindsErrors(inList)) return own ?? { kind: 'options', by: 'set -e', options: ['e'] };
  state.lastEnds = lastEnds;
  const left = group === '(' ? (setOutside ? leadingOptions : []) : changes.flatMap(({ options }) => options ?? []);
  for (const option of left) state.options.add(option);
  return undefined;
}
