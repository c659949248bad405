import { agreement } from './bench-lint/agreement';
import { readCorpus } from './bench-lint/corpus';
import { growth } from './bench-lint/growth';
import { hostile } from './bench-lint/hostile';
import { mutations } from './bench-lint/mutations';
import { safeFixes } from './bench-lint/safe-fixes';
import { speed } from './bench-lint/speed';

// What scripts/bench-lint.ts runs, bundled: FOLDER PARTS COUNT COMMAND-LINE SEED.
const [folder = '', parts = '', count = '', commandLine = '', seed = '1'] = process.argv.slice(2);
const wanted = new Set(parts.split(','));
const isHostile = wanted.has('hostile');
const corpus = isHostile ? [] : readCorpus(folder);
const good: boolean[] = [];
if (wanted.has('speed')) speed(folder, commandLine);
if (wanted.has('agreement') || wanted.has('details')) good.push(agreement(corpus, wanted.has('details')));
if (wanted.has('growth')) good.push(growth('check'));
if (wanted.has('growth-of-fixes')) good.push(growth('fixes,fix all'));
if (wanted.has('fixes')) good.push(safeFixes(corpus));
if (wanted.has('mutations')) good.push(mutations(corpus, Number(count)));
if (isHostile) good.push(hostile(Number(count), Number(seed)));
process.exitCode = good.every(Boolean) ? 0 : 1;
