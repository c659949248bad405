import { flag, listsByName, names, optional } from '../answers/takes';

/** A program says what goes; without either a person chooses in a page. */
export const pruneChoice = [['items'], ['apply']] as const;

export const applyAnswer = optional(flag('Removes everything that the plan selects by default.'));

/** `description` names the docker command and its filters. */
export const filtersAnswer = (description: string) => optional(listsByName(description));

/** `description` says what the items are and which are refused. */
export const itemsAnswer = (description: string) => optional(names(description));

export const pruneResult =
  '{ readonly removed, readonly refused, readonly untouched, readonly freedBytes: number, readonly upperBound: boolean, readonly unknownSizes: number, readonly stopped: boolean, readonly interrupted?: string }';
