/* Health check of a container: exits 0 when an http address answers 2xx or a tcp address takes connections. */
import { connect } from 'node:net';

const target = new URL(process.argv[2] ?? '');
const timeoutMs = 4_000;

function takesConnections({ hostname, port }) {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: timeoutMs });
    socket.once('connect', () => resolve(true));
    socket.once('timeout', () => resolve(false));
    socket.once('error', () => resolve(false));
  });
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })).ok;
  } catch {
    return false;
  }
}

const isWell = target.protocol === 'tcp:' ? await takesConnections(target) : await answers(target);
process.exit(isWell ? 0 : 1);
