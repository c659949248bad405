import { t } from '../core/localize';
import type { LintConfiguration } from './configuration';
import { contextSources, type ContextSource } from './context-sources';
import { Finding } from './finding';
import type { Dockerfile } from './model';
import { defineRule } from './rule';
import { Suppression } from './suppression';

const missingSource = defineRule({
  code: 'slipway:missing-source',
  name: 'missing-source',
  origin: 'slipway',
  severity: 'warning',
  fixes: 'none',
  summary: 'COPY and ADD of what is not in the build context.',
  docs: 'Case counts in the build context, also where the file system does not tell it: images are built on Linux.',
  examples: [],
});

/** What is to be looked for on disk, and what is told of it. */
export interface SourcesToFind {
  readonly sources: readonly ContextSource[];
  /** The finding for a source that is not there, or is there as `found`; none where that is its path, or the image is one of Windows. */
  readonly finding: (source: ContextSource, found: string | undefined) => Finding | undefined;
}

/** The sources of COPY and ADD that must be in the build context, less what comments, configuration and `.dockerignore` take out. */
export function sourcesToFind(file: Dockerfile, configuration: LintConfiguration): SourcesToFind {
  const suppression = new Suppression(file, configuration);
  const severity = suppression.severityOf(missingSource, missingSource.code);
  const wanted = ({ instruction, path, entry }: ContextSource): boolean =>
    (path === '' ? entry !== undefined : configuration.buildContext?.isIgnored(path) !== true) &&
    !suppression.silences(missingSource, instruction);
  return {
    sources: severity === 'off' || !suppression.runs(missingSource) ? [] : contextSources(file).filter(wanted),
    finding: ({ instruction, range, path }, found) => {
      // Files of Windows images have this escape, and case does not count there.
      if (found === path || (found !== undefined && file.escape === '`')) return undefined;
      const written = file.text.slice(range.start, range.end);
      const message =
        found === undefined
          ? t('{0} is not in the build context.', written)
          : t('{0} is not in the build context, where case counts: on disk it is {1}.', path, found);
      return new Finding(missingSource, missingSource.names, severity === 'off' ? 'warning' : severity, instruction.firstLine, range, {
        message,
        range,
      });
    },
  };
}
