import { Transform } from 'node:stream';
import type { ReportProgress } from '../../core/progress';

const reportMilliseconds = 100;

/** Passes bytes on and reports how many have gone through, with a translated message; at most ten times a second. */
export function byteCounter(report: ReportProgress | undefined, message: string): Transform {
  let sent = 0;
  let reported = 0;
  return new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _encoding, done) {
      sent += chunk.length;
      if (report && Date.now() - reported >= reportMilliseconds) {
        reported = Date.now();
        report({ message, current: sent });
      }
      done(null, chunk);
    },
  });
}
