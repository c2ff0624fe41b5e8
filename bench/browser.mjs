// One cold load of one page: a context of its own has no cache, no storage and no connection yet.

import { chromium } from "playwright-core";
import { probe } from "./probe.mjs";

/** A slow phone on two networks. Bytes a second, ms, and times slower than this machine. */
export const PROFILES = {
  fast3g: { down: 1.6e6 / 8, up: 0.75e6 / 8, roundTrip: 150, cpu: 4 },
  slow4g: { down: 0.4e6 / 8, up: 0.4e6 / 8, roundTrip: 400, cpu: 6 },
};

/** A load that takes longer has failed. */
const LIMIT_MS = 60_000;

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-extensions",
];

export function launch(executablePath) {
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

async function throttle(session, profile) {
  await session.send("Network.enable");
  // The same encoding for all: a server with a choice could choose gzip.
  await session.send("Network.setExtraHTTPHeaders", { headers: { "Accept-Encoding": "br" } });
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: profile.roundTrip,
    downloadThroughput: profile.down,
    uploadThroughput: profile.up,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: profile.cpu });
}

/** Bytes received, by the network's own clock, which starts with the page's request. */
function record(session) {
  const started = new Map();
  const arrived = [];
  session.on("Network.requestWillBeSent", ({ requestId, request, timestamp }) => {
    if (request.url.startsWith("http")) started.set(requestId, { timestamp, url: request.url });
  });
  session.on("Network.loadingFinished", ({ requestId, timestamp, encodedDataLength }) => {
    if (started.has(requestId)) arrived.push({ url: started.get(requestId).url, timestamp, bytes: encodedDataLength });
  });
  return (ms) => {
    const [first] = started.values();
    return arrived.filter(({ timestamp }) => (timestamp - first.timestamp) * 1_000 <= ms);
  };
}

async function measure(page, session, { url, control, tap, next, picture }) {
  const until = record(session);
  const limit = { timeout: LIMIT_MS, polling: 50 };
  await page.goto(url, { waitUntil: "commit", timeout: LIMIT_MS });
  await page.waitForFunction(() => window.bench?.noted.ready !== null, null, limit);
  const point = await page.waitForFunction((selector) => window.bench.tappable(selector), tap, limit);
  const { x, y } = await point.jsonValue();
  if (picture) await page.screenshot({ path: `${picture}-ready.png` });
  await page.mouse.click(x, y);
  await page.waitForFunction(() => window.bench.noted.next !== null, null, limit);
  if (picture) await page.screenshot({ path: `${picture}-next.png` });
  const noted = await page.evaluate(() => window.bench.noted);
  const arrived = until(noted.ready);
  return {
    ready: noted.ready,
    tap: noted.next - noted.tapped,
    bytes: arrived.reduce((sum, { bytes }) => sum + bytes, 0),
    requests: arrived.length,
    urls: arrived.map(({ url }) => url),
    errors: noted.errors,
  };
}

export async function coldLoad(browser, candidate, profile) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    await context.addInitScript(probe, candidate);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    // Starts the renderer, so that its start-up time is in no figure.
    await page.goto(new URL("/", candidate.url).href, { waitUntil: "load", timeout: LIMIT_MS });
    await throttle(session, profile);
    return await measure(page, session, candidate);
  } finally {
    await context.close();
  }
}
