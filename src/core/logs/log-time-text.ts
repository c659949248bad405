/**
 * A time of a log as RFC 3339 with all its digits in UTC, or to the millisecond with the offset of this computer's zone: both sort,
 * and both are what `docker logs --since` takes.
 */
export function timeText(milliseconds: number, nanoseconds: number, utc: boolean): string {
  const date = new Date(milliseconds);
  if (utc) return `${date.toISOString().slice(0, 19)}.${String(nanoseconds).padStart(9, '0')}Z`;
  const offset = -date.getTimezoneOffset();
  const local = new Date(milliseconds + offset * 60_000).toISOString().slice(0, 23);
  const size = Math.abs(offset);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
