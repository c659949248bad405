// Tells how long the extension host that it shares was busy at a stretch, and what it holds; asked over a socket.
const http = require('node:http');
const { Session } = require('node:inspector');
const interval = 5;
let longest = { wall: 0, processor: 0 };
let last = performance.now();
let processor = process.cpuUsage();
function look() {
  const now = performance.now();
  const used = process.cpuUsage(processor);
  const wall = now - last - interval;
  if (wall > longest.wall) longest = { wall, processor: (used.user + used.system) / 1000 };
  last = now;
  processor = process.cpuUsage();
}
async function heap() {
  for (let turn = 0; turn < 3; turn++) {
    await post('HeapProfiler.collectGarbage');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}
const session = new Session();
session.connect();
const post = (method, parameters) => new Promise((resolve, reject) => session.post(method, parameters, (error, result) => (error ? reject(error) : resolve(result))));
const answers = {
  // Begins anew with each answer.
  '/longest': () => {
    const told = longest;
    longest = { wall: 0, processor: 0 };
    return told;
  },
  '/heap': heap,
  '/profile': async () => {
    await post('Profiler.enable');
    await post('Profiler.setSamplingInterval', { interval: 500 });
    await post('Profiler.start');
    return true;
  },
  '/profiled': async () => (await post('Profiler.stop')).profile,
};
exports.activate = () => {
  setInterval(look, interval);
  http
    .createServer(async (request, response) => response.end(JSON.stringify(await answers[request.url]())))
    .listen(process.env.SLIPWAY_BENCH_WITNESS);
};
