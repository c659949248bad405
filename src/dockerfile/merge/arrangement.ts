import type { Statement } from 'unbash';
import { mindsErrors, minds, needsGroup, startsInOwnFolder, type RunSide } from './run-side';
import { endsShellOnError, type ShellChange } from './shell-state';

/** How one side stands in the merged instruction. */
export interface PlacedSide {
  readonly side: RunSide;
  /** What joins it to the side before; `''` for the first. */
  readonly joiner: '' | '&&' | ';';
  readonly group: '' | '{' | '(';
  /** Its leading `set` is in force already and is left out. */
  readonly dropSet: boolean;
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
export function arrange(
  sides: readonly RunSide[],
  shellOptions: readonly string[],
  tolerant: boolean,
): readonly PlacedSide[] | Obstacle {
  const state: State = { options: new Set(shellOptions), lastEnds: false };
  const placed: PlacedSide[] = [];
  for (const [index, side] of sides.entries()) {
    const dropSet = index > 0 && setIsInForce(side, state.options);
    const statements = dropSet ? side.statements.slice(1) : side.statements;
    const joiner = index === 0 ? '' : state.options.has('e') && state.lastEnds ? ';' : '&&';
    const later = sides.slice(index + 1);
    const leaking = later.length === 0 ? undefined : leak(side, later, state.options, tolerant);
    if (leaking !== undefined && !canContain(side, leaking)) return { change: leaking, side };
    const group = leaking !== undefined ? '(' : groupFor(side, statements, joiner, later.length > 0, state.options);
    const lost = place(state, { side, joiner, group, dropSet }, statements, later.length > 0);
    if (lost !== undefined) return { change: lost, side };
    placed.push({ side, joiner, group, dropSet });
  }
  return placed;
}

function setIsInForce(side: RunSide, options: ReadonlySet<string>): boolean {
  return (
    side.statements.length > 1 &&
    side.statements[0]?.command.type === 'Command' &&
    side.leadingOptions.length > 0 &&
    side.leadingOptions.every((option) => options.has(option))
  );
}

/**
 * Whether nobody later can see these variables: no text names them, and they are not in the environment already, as
 * names in capitals and those of proxies may be; a variable that is in the environment is exported whenever it is set.
 */
function isUnseen(names: readonly string[], later: readonly RunSide[]): boolean {
  return names.every(
    (name) =>
      /^[a-z][a-z0-9_]*$/.test(name) &&
      !name.endsWith('proxy') &&
      !later.some(({ script }) => new RegExp(`\\b${name}\\b`).test(script.text)),
  );
}

/** The first change of the side that would matter to a later one. */
function leak(
  side: RunSide,
  later: readonly RunSide[],
  inForce: ReadonlySet<string>,
  tolerant: boolean,
): ShellChange | undefined {
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

/** Whether `( )` keeps the change in: not `set -e`, which would not work behind or before `&&` there. */
function canContain(side: RunSide, change: ShellChange): boolean {
  const setsErrors = side.changes.some(({ kind, options }) => kind === 'options' && options?.includes('e') !== false);
  return change.kind !== 'background' && !setsErrors;
}

function groupFor(
  side: RunSide,
  statements: readonly Statement[],
  joiner: PlacedSide['joiner'],
  hasLater: boolean,
  options: ReadonlySet<string>,
): PlacedSide['group'] {
  if (!needsGroup(statements)) return '';
  if (joiner === '&&') return '{';
  const setsOptions = side.changes.some(({ kind }) => kind === 'options');
  return joiner === '' && hasLater && !options.has('e') && !setsOptions ? '{' : '';
}

/** Brings the state up to date; the change that makes errors pass unnoticed, if there is one. */
function place(
  state: State,
  { side, joiner, group }: PlacedSide,
  statements: readonly Statement[],
  hasLater: boolean,
): ShellChange | undefined {
  const own = side.changes.find(({ kind, options }) => kind === 'options' && options?.includes('e') !== false);
  const last = statements.at(-1);
  const lastEnds = group === '{' || joiner === '&&' ? false : group === '(' || (last !== undefined && endsShellOnError(last.command));
  const errors = state.options.has('e') || (own !== undefined && group !== '(');
  const inList = joiner === '&&' || group === '{' ? statements : statements.slice(-1);
  if (hasLater && errors && !lastEnds && mindsErrors(inList)) return own ?? { kind: 'options', by: 'set -e', options: ['e'] };
  state.lastEnds = lastEnds;
  if (group === '(') return undefined;
  for (const { kind, options } of side.changes) {
    if (kind === 'options') for (const option of options ?? []) state.options.add(option);
  }
  return undefined;
}
