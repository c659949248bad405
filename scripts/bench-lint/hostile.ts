import { checkHostile, hostileFiles, hostileSize } from '../../test/support/hostile-lint';

/** What one of 300 kB may take, and what the smallest may for want of a warm processor, in milliseconds. */
const perFile = 1_000;
const least = 100;
const large = 300_000;

/**
 * Checks so many hostile Dockerfiles, each with a configuration and an ignore file; whether none throws, none takes more than
 * a second for 300 kB, and memory stays bounded. Times are those of the processor; a slow one is tried again twice.
 */
export function hostile(count: number, first: number): boolean {
  let bytes = 0;
  let findings = 0;
  let wrong = 0;
  const slowest: { readonly seed: number; readonly size: number; readonly time: number; readonly share: number }[] = [];
  const start = process.cpuUsage();
  for (let seed = first; seed < first + count; seed++) {
    const files = hostileFiles(seed, hostileSize(seed));
    const size = files.dockerfile.length + files.configuration.length + files.ignore.length;
    bytes += size;
    const allowed = least + (perFile * size) / large;
    try {
      let time = Infinity;
      for (let tries = 0; tries < 3 && time > allowed; tries++) {
        const before = process.cpuUsage();
        findings += checkHostile(files);
        time = Math.min(time, process.cpuUsage(before).user / 1_000);
      }
      slowest.push({ seed, size, time, share: time / allowed });
      if (slowest.length > 2_000) slowest.sort((a, b) => b.share - a.share).splice(10);
      if (time > allowed) wrong++;
    } catch (error) {
      wrong++;
      console.log(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message).slice(0, 1_500) : String(error)}`);
    }
    if ((seed - first) % 10_000 === 9_999) console.log(`${seed - first + 1} checked, ${wrong} wrong, ${megabytes()} MB at most`);
  }
  console.log(`\nhostile files: ${count} checked from seed ${first}, ${(bytes / 1e6).toFixed(0)} MB, ${findings} findings, ${wrong} wrong`);
  console.log(`${(process.cpuUsage(start).user / 1e6).toFixed(0)} s of the processor, ${megabytes()} MB of memory at most; the slowest:`);
  for (const { seed, size, time } of slowest.sort((a, b) => b.share - a.share).slice(0, 10))
    console.log(`  seed ${String(seed).padEnd(8)} ${(size / 1_000).toFixed(1).padStart(7)} kB ${time.toFixed(0).padStart(6)} ms`);
  return wrong === 0;
}

function megabytes(): string {
  return (process.resourceUsage().maxRSS / 1_000).toFixed(0);
}
