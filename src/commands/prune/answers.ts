import type { EngineFilters } from '../../engine/operation';

/** What every prune takes from a program. */
export interface PruneAnswers {
  readonly filters?: EngineFilters;
  readonly apply?: boolean;
  readonly items?: readonly string[];
}

export const applyAnswer = { type: 'boolean', optional: true, text: 'Removes everything that the plan selects by default, and shows no page.' } as const;

/** `text` names the docker command and its filters. */
export const filtersAnswer = <Text extends string>(text: Text) => ({ type: 'Readonly<Record<string, readonly string[]>>', optional: true, text }) as const;

export const pruneResult =
  '{ readonly removed, readonly refused, readonly untouched, readonly freedBytes: number, readonly upperBound: boolean, readonly unknownSizes: number, readonly stopped: boolean, readonly interrupted?: string }';
