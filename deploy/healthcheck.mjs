/* Health check of a container: exits 0 when the address answers 2xx. */
const timeoutMs = 4_000;

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })).ok;
  } catch {
    return false;
  }
}

process.exit((await answers(process.argv[2] ?? '')) ? 0 : 1);
