// Written by scripts/rules-index.ts from the files of this folder; do not edit.
import type { Rule } from '../rule';
import { consecutiveRun } from './consecutive-run';

/** Every rule, sorted by code. */
export const rules: readonly Rule[] = [
  consecutiveRun,
];
