/** One step of an image's history. Untrusted texts. */
export interface HistoryStep {
  /** What made it, as the builder wrote it down: `/bin/sh -c #(nop)  CMD ["sh"]`, `RUN /bin/sh -c make # buildkit`. */
  readonly createdBy: string;
  /** Bytes that it added; 0 for a step that changed no files. */
  readonly size: number;
  /** Milliseconds since 1970; 0 when unknown. */
  readonly created: number;
  readonly comment: string;
}

/** The image of this engine on which another one is built. */
export interface BaseImage {
  /** Its reference, untrusted. */
  readonly name: string;
  readonly id: string;
  /** How many of the first steps are its own. */
  readonly steps: number;
}

/** True for a step that changed no files. */
export function isEmptyStep({ size }: HistoryStep): boolean {
  return size === 0;
}

/** The part of the whole that a step makes, from 0 to 1. */
export function shareOf(step: HistoryStep, steps: readonly HistoryStep[]): number {
  const whole = steps.reduce((sum, { size }) => sum + size, 0);
  return whole > 0 ? step.size / whole : 0;
}

/** A share for people: `37 %`, `< 1 %`. Nothing for 0. */
export function formatShare(share: number): string {
  if (share <= 0) return '';
  return share < 0.01 ? '< 1 %' : `${String(Math.round(share * 100))} %`;
}

/**
 * How many first steps two images have in common when all steps of `base` stand at the beginning of `steps`; 0 when
 * they do not, or when nothing comes after them.
 */
export function stepsOfBase(base: readonly HistoryStep[], steps: readonly HistoryStep[]): number {
  if (base.length === 0 || base.length >= steps.length) return 0;
  const same = base.every((step, index) => step.createdBy === steps[index]?.createdBy && step.size === steps[index].size);
  return same ? base.length : 0;
}
