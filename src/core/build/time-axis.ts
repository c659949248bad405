import { t } from '../localize';
import { formatTime } from './format-time';

const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 86_400].map(
  (seconds) => seconds * 1_000,
);
/** More would run into each other. */
const mostTicks = 6;

/** Where a time axis of this length has its marks: round times from 0 on, in milliseconds. */
export function ticksOf(length: number): readonly number[] {
  const step = steps.find((one) => length / one < mostTicks) ?? length;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}

/** A mark in words: `0 s`, `0.5 s`, `2 min 0 s`. */
export function formatTick(milliseconds: number): string {
  return milliseconds < 60_000 && milliseconds % 1_000 === 0 ? t('{0} s', milliseconds / 1_000) : formatTime(milliseconds);
}
